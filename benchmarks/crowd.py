"""What a crowd of visitors is, what was measured of it, and how that stands beside what is asked of one server."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

MOST_LATER_MS = 1000  # of the crowd's p95 over one session's p50
MOST_LEFT_MB = 1.0  # left behind by each session


@dataclass(frozen=True)
class Crowd:
    """How many come, for how many seconds, how long one is alone before, and how long Streamlit keeps who left."""

    browsers: int
    sockets: int
    seconds: int
    alone: int
    time_to_live: int


@dataclass
class Measured:
    """What happened: delays in milliseconds by kind of visitor, alone and in the crowd, errors, and memory in MB."""

    alone: dict[str, list[float]] = field(default_factory=dict)
    crowd: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    before: float = 0.0
    during: float = 0.0
    after: float = 0.0


def percentiles(milliseconds: Sequence[float]) -> tuple[float, float, float]:
    """The 50th, 95th and 99th percentile; none is known of nothing.

    Examples
    --------
    >>> [round(value, 2) for value in percentiles([float(value) for value in range(1, 101)])]
    [50.5, 95.05, 99.01]
    """
    values = np.percentile(milliseconds, [50, 95, 99]) if milliseconds else [float("nan")] * 3
    return float(values[0]), float(values[1]), float(values[2])


def left_mb(measured: Measured, crowd: Crowd) -> float:
    """The memory that each visitor of the crowd has left behind, in MB."""
    return (measured.after - measured.before) / max(1, crowd.browsers + crowd.sockets)


def missed(measured: Measured, crowd: Crowd) -> list[str]:
    """Which of the bounds were missed."""
    late = [
        kind
        for kind, delays in measured.crowd.items()
        if delays and percentiles(delays)[1] - _alone_p50(measured, kind) > MOST_LATER_MS
    ]
    left = ["memory"] * (left_mb(measured, crowd) > MOST_LEFT_MB)
    return ["errors"] * bool(measured.errors) + late + left


def report(measured: Measured, crowd: Crowd) -> list[str]:
    """What was measured beside what is asked, a line each."""
    lines = []
    for kind, delays in measured.crowd.items():
        if not delays:
            continue
        alone, (p50, p95, p99) = _alone_p50(measured, kind), percentiles(delays)
        lines.append(
            f"  {kind:9} alone p50 {alone:4.0f} ms; of {len(delays)} strokes p50 {p50:4.0f}, p95 {p95:4.0f}, "
            f"p99 {p99:4.0f} ms; p95 - alone {p95 - alone:4.0f} ms   at most {MOST_LATER_MS}"
        )
    lines.append(f"  errors {len(measured.errors)}   none")
    lines += [f"    {error}" for error in measured.errors[:5]]
    lines.append(
        f"  resident before {measured.before:.0f} MB, during at most {measured.during:.0f}, after "
        f"{measured.after:.0f}: {left_mb(measured, crowd):.2f} MB a session   at most {MOST_LEFT_MB:g}"
    )
    return lines


def _alone_p50(measured: Measured, kind: str) -> float:
    """The median delay of a visitor who is alone; no number where the first stroke of that kind met an error."""
    return percentiles(measured.alone.get(kind, []))[0]
