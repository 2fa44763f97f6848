"""How training images are varied, and test images corrupted."""
