"""The speed claims, measured as ratios within one run: times depend on the machine, ratios hardly do."""
