"""Segments -> digits with verdicts, and what a visitor says of them."""
