"""How far a share that was measured on some digits may lie from the share of all digits."""


def wilson_interval(right: int, total: int) -> tuple[float, float]:
    """95 % interval of a share of right answers: Wilson (1927), without continuity correction; `total` at least 1.

    Examples
    --------
    >>> low, high = wilson_interval(81, 263)  # Newcombe (1998), table I, method 3
    >>> round(low, 4), round(high, 4)
    (0.2553, 0.3662)
    """
    from scipy.stats import binomtest  # half a second that reading need not pay for

    interval = binomtest(right, total).proportion_ci(0.95, method="wilson")
    return float(interval.low), float(interval.high)
