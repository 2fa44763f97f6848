"""The parts of the recognize page."""
