"""Kinds of things that are no digits: shapes and signs, blots, printed letters, and what hands drew."""
