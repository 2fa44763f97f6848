"""How far a share that was measured on some digits may lie from the share of all digits."""

import math

Z95 = 1.959963984540054  # 95 % of a normal distribution lie within so many standard deviations


def wilson_interval(counted: int, total: int) -> tuple[float, float]:
    """95 % interval of a share, such as of right answers: Wilson (1927), without continuity correction; `total` >= 1.

    Examples
    --------
    >>> low, high = wilson_interval(81, 263)  # Newcombe (1998), table I, method 3
    >>> round(low, 4), round(high, 4)
    (0.2553, 0.3662)
    """
    share, spread = counted / total, Z95**2 / total
    middle = share + spread / 2
    half = math.sqrt(spread * (share * (1 - share) + spread / 4))
    # At its ends the interval reaches 0 and 1 exactly, which rounding misses.
    low = (middle - half) / (1 + spread) if counted else 0.0
    high = (middle + half) / (1 + spread) if counted < total else 1.0
    return low, high
