"""MNIST and pen strokes in, a run directory out."""
