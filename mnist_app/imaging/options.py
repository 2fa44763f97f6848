"""What a caller may choose about how a picture is read: one value that travels from the door to where it is used."""

import math
from dataclasses import dataclass
from typing import Literal, get_args

Polarity = Literal["auto", "light", "dark"]


@dataclass(frozen=True)
class ReadOptions:
    """Choices about one picture; the defaults suit most.

    Attributes
    ----------
    single : whether all ink is one digit
    polarity : whether the ink is "light" on dark or "dark" on light; "auto" finds it out
    sensitivity : of photos: 1 = as measured best; 2 finds marks half as dark, 0.5 only those twice as dark

    Raises
    ------
    ValueError
        if the polarity is none of these, or the sensitivity no number above zero

    Examples
    --------
    >>> ReadOptions(polarity="dark")
    ReadOptions(single=False, polarity='dark', sensitivity=1.0)
    """

    single: bool = False
    polarity: Polarity = "auto"
    sensitivity: float = 1.0

    def __post_init__(self) -> None:
        if self.polarity not in get_args(Polarity):
            raise ValueError(f"expected a polarity of {', '.join(get_args(Polarity))}, received {self.polarity!r}")
        if not (math.isfinite(self.sensitivity) and self.sensitivity > 0):
            raise ValueError(f"expected a sensitivity above 0, received {self.sensitivity}")


DEFAULTS = ReadOptions()
