"""How shares are written as percentages, everywhere in the app, as English writes them: "99.9%"."""

LEAST_WRITTEN = 0.0005  # a smaller share would be rounded to 0.0%


def percent(share: float) -> str:
    """A share of 1 as a percentage that says neither "100%" nor "0%" of what is not exactly that."""
    if share in (0, 1):
        return f"{100 * share:.0f}%"
    if share < LEAST_WRITTEN:
        return "< 0.1%"
    if share >= 0.9995:
        return "> 99.9%"
    return f"{100 * share:.1f}%"


def probability_percent(probability: float) -> str:
    """What a network takes for so probable: neither "100%" nor "0%", to which floating point alone rounds it."""
    return percent(min(max(probability, LEAST_WRITTEN / 2), 1 - LEAST_WRITTEN / 2))


def short_percent(share: float) -> str:
    """The same where there is little room: whole percents, rounded down, so that only 1 is "100%"."""
    whole = int(round(100 * share, 4))  # further decimals are float32's own: 0.29 is 28.999…%
    return f"{whole if share == 1 else min(whole, 99)}%"


def rounded_percent(share: float, decimals: int = 2) -> str:
    """A measured share, rounded to so many decimals: "99.71%"."""
    return f"{100 * share:.{decimals}f}%"


def chosen_percent(share: float) -> str:
    """A share as someone chose it, with no more decimals than it needs: "99.5%", "100%"."""
    return f"{100 * share:g}%"
