"""Pages are read as files are, and counted kind by kind."""

import numpy as np
import pytest

from builders.digits import make_digit
from builders.page_hands import make_hands
from mnist_app.commands import page_measuring
from mnist_app.commands.page_measuring import format_turns, print_page_scores, read_page, score_reading
from mnist_app.data.pages.page import Page, PageDigit
from mnist_app.errors import ImageError
from mnist_app.imaging.decode import decode_picture
from mnist_app.imaging.options import Turn
from mnist_app.metrics.pages import PageScore
from mnist_app.reading.result import Reading
from mnist_app.recognizer import Recognizer

BLANK = np.zeros((30, 40), np.uint8)


class FixedReader(Recognizer):
    """Reads the same in every picture, or refuses all of them; keeps the files it was given."""

    def __init__(self, reading: Reading | None) -> None:
        self.reading, self.files = reading, list[bytes]()

    def read_photo(self, data: bytes, *_: object, **__: object) -> Reading:
        self.files.append(data)
        if self.reading is None:
            raise ImageError("This is a page of text.")
        return self.reading


def test_the_picture_is_read_as_it_is() -> None:
    reader = FixedReader(Reading())
    image = np.random.default_rng(0).integers(0, 256, (30, 40, 3), np.uint8)
    for pixels in (image, image[..., 0]):
        read_page(reader, Page(pixels, (), BLANK, 0, "plain"))
    decoded = [np.asarray(decode_picture(file).small) for file in reader.files]
    assert (decoded[0][..., :3] == image).all()
    assert decoded[1].shape[:2] == (30, 40)


def test_what_cannot_be_read_is_empty() -> None:
    assert read_page(FixedReader(None), Page(BLANK, (), BLANK, 0, "plain")).rows == ()


def test_only_digits_count() -> None:
    page = Page(BLANK, (PageDigit(4, (0, 0, 9, 9), 0), PageDigit(2, (0, 10, 9, 19), 0)), BLANK, 0, "plain")
    mark = make_digit(7, "not_a_digit")
    reading = Reading(((make_digit(4), mark, make_digit(3, "unsure")), (mark,)))
    expected = PageScore(
        pages=1, perfect=0, digits=2, right=1, sure=1, sure_wrong=0, rows=1, rows_right=0, turns_right=1
    )
    assert score_reading(page, reading) == expected


@pytest.mark.parametrize(
    ("turn", "read_as", "expected"), [(0, 0, 1), (0, 90, 0), (90, 90, 1), (90, 0, 0), (270, 90, 0)]
)
def test_a_page_has_to_be_read_at_its_own_turn(turn: int, read_as: Turn, expected: int) -> None:
    assert score_reading(Page(BLANK, (), BLANK, turn, "plain"), Reading(turn=read_as)).turns_right == expected


def test_upright_pages_are_told_from_turned_ones() -> None:
    scores = {"plain": PageScore(pages=4, turns_right=3), "turned": PageScore(pages=8, turns_right=2)}
    assert format_turns(scores).splitlines() == [
        "pages of all four turns that are read the right way up: 2 of 8",
        "upright pages that are turned by mistake: 1 of 4",
    ]


def test_each_kind_has_a_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_measuring, "PICTURES_PER_PAGE", 7)
    reader = FixedReader(Reading(((make_digit(4), make_digit(2, "unsure")),)))
    print_page_scores(reader, make_hands(), ("plain", "turned"), 2)
    printed = capsys.readouterr().out
    kinds = [line.split()[:2] for line in printed.splitlines()[:4]]
    assert kinds == [["kind", "pages"], ["plain", "2"], ["turned", "2"], ["all", "4"]]
    assert "read the right way up: 1 of 2" in printed
    assert "turned by mistake: 0 of 2" in printed
    assert len(reader.files) == 2 * 2 + 14
    assert printed.splitlines()[-1].split() == ["all", "14", "14"]  # pictures, each with one sure 4
