"""Reading made-up pages with a network and counting what of them is right, for `evaluate --pages`."""

from collections.abc import Mapping, Sequence

import cv2

from mnist_app.data.pages.hands import Hands
from mnist_app.data.pages.making import make_page
from mnist_app.data.pages.not_handwriting import PICTURES, make_picture
from mnist_app.data.pages.page import Page
from mnist_app.data.pages.splits import measuring_seed
from mnist_app.errors import ImageError
from mnist_app.metrics.pages import HEAD, PageScore, add_scores, format_page_score, score_page
from mnist_app.reading.result import Reading
from mnist_app.recognizer import Recognizer

PICTURES_PER_PAGE = 5  # pictures without handwriting for each page of a kind: 200 beside 40 pages
TURNED = "turned"  # the only kind whose pages do not all stand upright


def print_page_scores(recognizer: Recognizer, hands: Hands, kinds: Sequence[str], count: int) -> None:
    """Read `count` pages of each kind, and pictures without handwriting; print a line for each kind when it is done.

    The seeds are those for measuring: the same pages every time, and none of them ever trained on.
    """
    print(HEAD, flush=True)
    scores = {}
    for kind in kinds:
        pages = (make_page(kind, measuring_seed(number), hands) for number in range(count))
        scores[kind] = add_scores(score_reading(page, read_page(recognizer, page)) for page in pages)
        print(format_page_score(kind, scores[kind]), flush=True)
    print(format_page_score("all", add_scores(scores.values())), flush=True)
    print(f"\n{format_turns(scores)}\n", flush=True)
    _print_pictures(recognizer, PICTURES_PER_PAGE * count)


def format_turns(scores: Mapping[str, PageScore]) -> str:
    """How many pages are shown the right way up, of those of `TURNED` and of those that stood upright already."""
    turned = scores.get(TURNED, PageScore())
    upright = add_scores(score for kind, score in scores.items() if kind != TURNED)
    return (
        f"pages of all four turns that are read the right way up: {turned.turns_right} of {turned.pages}\n"
        f"upright pages that are turned by mistake: {upright.pages - upright.turns_right} of {upright.pages}"
    )


def read_page(recognizer: Recognizer, page: Page) -> Reading:
    """Read a page as an uploaded file; what cannot be read is empty."""
    return read_file(recognizer, to_file(page))


def to_file(page: Page) -> bytes:
    """The page's picture as a PNG."""
    pixels = page.image[..., ::-1] if page.image.ndim == 3 else page.image
    _, file = cv2.imencode(".png", pixels)
    return file.tobytes()


def read_file(recognizer: Recognizer, file: bytes) -> Reading:
    """Read an uploaded file; what cannot be read is empty."""
    try:
        return recognizer.read_photo(file)
    except ImageError:
        return Reading()


def score_reading(page: Page, reading: Reading) -> PageScore:
    """Compare a reading with the page; one that says nothing about a turn has left the page as it was."""
    rows = [[digit for digit in row if digit.verdict != "not_a_digit"] for row in reading.rows]
    texts = ["".join(str(digit.label) for digit in row) for row in rows if row]
    sure = [digit.verdict == "sure" for row in rows for digit in row]
    return score_page(page.rows, texts, sure, reading.turn == page.turn)


def _print_pictures(recognizer: Recognizer, count: int) -> None:
    """Print how many digits are called sure in pictures that have none, kind by kind."""
    print("not handwriting  pictures  called sure", flush=True)
    kinds = tuple(PICTURES)
    totals = dict.fromkeys(kinds[:count], 0)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        reading = read_page(recognizer, make_picture(kind, measuring_seed(number)))
        totals[kind] += sum(digit.verdict == "sure" for digit in reading.digits)
    for position, (kind, sure) in enumerate(totals.items()):
        print(f"{kind:15s}{len(range(position, count, len(kinds))):10d}{sure:13d}")
    print(f"{'all':15s}{count:10d}{sum(totals.values()):13d}")
