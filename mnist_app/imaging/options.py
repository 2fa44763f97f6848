"""What a caller may choose about how a picture is read: one value that travels from the door to where it is used."""

import math
from dataclasses import dataclass
from typing import Literal, get_args

Polarity = Literal["auto", "light", "dark"]
Turn = Literal[0, 90, 180, 270]  # degrees counterclockwise by which a picture is turned
TURNS: tuple[Turn, ...] = get_args(Turn)


@dataclass(frozen=True)
class ReadOptions:
    """Choices about one picture; the defaults suit most.

    Attributes
    ----------
    single : whether all ink is one digit
    polarity : whether the ink is "light" on dark or "dark" on light; "auto" finds it out
    sensitivity : of photos: 1 = as measured best; 2 finds marks half as dark, 0.5 only those twice as dark
    turn : of photos: by which they are set upright; None finds it out

    Raises
    ------
    ValueError
        if the polarity or the turn is none of these, or the sensitivity no number above zero

    Examples
    --------
    >>> ReadOptions(polarity="dark")
    ReadOptions(single=False, polarity='dark', sensitivity=1.0, turn=None)
    """

    single: bool = False
    polarity: Polarity = "auto"
    sensitivity: float = 1.0
    turn: Turn | None = None

    def __post_init__(self) -> None:
        if self.polarity not in get_args(Polarity):
            raise ValueError(f"expected a polarity of {', '.join(get_args(Polarity))}, received {self.polarity!r}")
        if not (math.isfinite(self.sensitivity) and self.sensitivity > 0):
            raise ValueError(f"expected a sensitivity above 0, received {self.sensitivity}")
        if self.turn not in (None, *TURNS):
            raise ValueError(f"expected a turn of {', '.join(map(str, TURNS))} or None, received {self.turn!r}")


DEFAULTS = ReadOptions()


def turned_further(turn: Turn, degrees: int) -> Turn:
    """A turn and a further one, multiples of 90 degrees, as one.

    Examples
    --------
    >>> turned_further(270, 180), turned_further(0, -90)
    (90, 270)
    """
    return TURNS[(turn + degrees) // 90 % 4]
