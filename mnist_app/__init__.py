"""Reads handwritten digits: pictures in, digits with probabilities and a verdict out.

Importing this package loads nothing heavy; each room imports what it needs (see the README's map).
"""

__version__ = "0.2.0"
