"""Training of the network that finds handwriting on a page: its pages, its layers, its evidence."""
