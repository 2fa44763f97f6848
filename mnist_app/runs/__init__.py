"""The run directory: a trained network and its evidence, read, checked, written and described. Needs no Keras."""
