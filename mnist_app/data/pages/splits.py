"""Which pages may be trained on: neither kinds nor seeds that are for measuring, nor those for choosing constants.

Five kinds are held out whole, so that a figure says what becomes of pages that nobody thought of.
"""

from mnist_app.data.pages.recipes import MIXED, RECIPES

HELD_OUT_KINDS = ("receipt", "sticky", "calendar", "millimeter", "scribbled")
TRAINING_KINDS = (*(kind for kind in RECIPES if kind not in HELD_OUT_KINDS), MIXED)
FIRST_TUNING_SEED = 500_000_000  # from here on seeds are for choosing constants,
FIRST_MEASURING_SEED = 1_000_000_000  # and from here on for measuring only


def measuring_seed(number: int) -> int:
    """The seed of the page of this number, from 0, for measuring."""
    return FIRST_MEASURING_SEED + number


def tuning_seed(number: int) -> int:
    """The seed of the page of this number, from 0, by which constants are chosen."""
    return FIRST_TUNING_SEED + number


def check_for_training(kind: str, seed: int, kinds: tuple[str, ...] = TRAINING_KINDS) -> None:
    """Refuse a page that is kept for measuring or for choosing constants.

    Raises
    ------
    ValueError
        if kind or seed is held out
    """
    if kind not in kinds:
        raise ValueError(f"pages of the kind {kind!r} are for measuring; train on {', '.join(kinds)}")
    if not 0 <= seed < FIRST_TUNING_SEED:
        raise ValueError(f"a seed to train with is at least 0 and below {FIRST_TUNING_SEED}; received {seed}")
