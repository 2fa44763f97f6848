"""What several tests are made of: runs, digits, data sets, strokes and photos that nobody trained, read or took."""
