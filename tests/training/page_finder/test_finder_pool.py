"""Which pages a finder learns from, and how often."""

from mnist_app.data.pages.not_handwriting import TRAINING_PICTURES
from mnist_app.data.pages.splits import TRAINING_KINDS
from mnist_app.training.page_finder.pool import OFTEN


def test_what_is_learned_from_more_often_are_kinds_of_pages() -> None:
    """A name that is none would be passed over in silence."""
    assert OFTEN.keys() <= {*TRAINING_KINDS, *TRAINING_PICTURES}
