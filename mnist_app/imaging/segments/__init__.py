"""Ink -> segments: marks, rows, cuts, and every way of taking them as digits."""
