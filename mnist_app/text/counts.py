"""How a number of things is written, everywhere in the app."""


def count_text(count: int, noun: str) -> str:
    """A number and its noun: "1 layer", "12 layers"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
