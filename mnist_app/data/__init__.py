"""What networks learn from and are tested on: loaded, checked, drawn. Needs NumPy, and Keras only to download."""
