"""A long run in tenths: what each visitor does, and how what a process holds after the last compares with the first."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.process import Held

PARTS = 10
MOST_GROWN_MB = 20.0  # after the first tenth


@dataclass(frozen=True)
class Visit:
    """How many strokes a visitor draws, photos they upload, and times the page runs besides."""

    drawings: int
    photos: int
    reruns: int


def plan(drawings: int, photos: int, reruns: int, sessions: int) -> list[list[Visit]]:
    """The visits of each tenth; what is to be done is shared out among them as evenly as whole numbers allow.

    Examples
    --------
    >>> tenths = plan(drawings=10_000, photos=500, reruns=3_000, sessions=500)
    >>> len(tenths), len(tenths[0]), tenths[0][0]
    (10, 50, Visit(drawings=20, photos=1, reruns=6))
    """
    shares = zip(split(drawings, sessions), split(photos, sessions), split(reruns, sessions), strict=True)
    visits = iter([Visit(*share) for share in shares])
    return [[next(visits) for _ in range(count)] for count in split(sessions, PARTS)]


def split(total: int, parts: int) -> list[int]:
    """Whole numbers of that sum, which differ by one at most and are spread evenly.

    Examples
    --------
    >>> split(5, 3)
    [1, 2, 2]
    """
    return [total * (part + 1) // parts - total * part // parts for part in range(parts)]


def missed(held: Sequence[Held], errors: Sequence[str]) -> list[str]:
    """What was not as asked; `held` is what the process held after each tenth."""
    first, last = held[0], held[-1]
    more = [name for name in ("threads", "handles", "files") if getattr(last, name) > getattr(first, name)]
    grown = max(each.resident_mb for each in held) - first.resident_mb
    return ["errors"] * bool(errors) + ["memory"] * (grown > MOST_GROWN_MB) + more


def report(held: Sequence[Held], errors: Sequence[str]) -> list[str]:
    """What was asked beside what was measured, a line each."""
    first, last = held[0], held[-1]
    grown = max(each.resident_mb for each in held) - first.resident_mb
    names = ("threads", "handles", "files")
    counts = [f"{name} {getattr(first, name)}, at the end {getattr(last, name)}   no more" for name in names]
    return [
        f"resident at most {grown:.1f} MB above the first tenth's   at most {MOST_GROWN_MB:g}",
        *counts,
        f"errors {len(errors)}   none",
        *(f"  {error}" for error in errors[:5]),
    ]
