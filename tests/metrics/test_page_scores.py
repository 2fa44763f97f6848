"""Digits, rows and sure answers of a page are counted as someone with a red pen would."""

import pytest

from mnist_app.metrics.pages import HEAD, PageScore, add_scores, align, format_page_score, score_page


def score(truth: str, read: str, unsure: tuple[int, ...] = ()) -> PageScore:
    """Rows are separated by "|"; all digits are sure but those at these places."""
    rows = [row for row in read.split("|") if row]
    sure = [place not in unsure for place in range(len("".join(rows)))]
    return score_page([row for row in truth.split("|") if row], rows, sure, True)


@pytest.mark.parametrize(
    ("truth", "read", "right", "rows_right", "sure_wrong"),
    [
        ("", "", 0, 0, 0),
        ("12|34", "12|34", 4, 2, 0),
        ("12|34", "", 0, 0, 0),
        ("12|34", "1234", 4, 0, 0),
        ("1234", "12|34", 4, 0, 0),
        ("12|34", "34", 2, 1, 0),
        ("12|34", "34|12", 0, 1, 2),
        ("12|34", "12|39", 3, 1, 1),
        ("12", "9912", 0, 0, 2),
        ("", "7", 0, 0, 1),
        ("1", "99999", 0, 0, 5),
    ],
)
def test_what_is_right_and_what_is_sure_and_wrong(
    truth: str, read: str, right: int, rows_right: int, sure_wrong: int
) -> None:
    found = score(truth, read)
    assert (found.right, found.rows_right, found.sure_wrong) == (right, rows_right, sure_wrong)
    assert found.sure == len(read.replace("|", ""))
    assert found.digits == len(truth.replace("|", ""))
    assert found.perfect == (truth.replace("|", "") == read.replace("|", ""))


def test_an_unsure_digit_is_not_sure_and_wrong() -> None:
    assert score("12", "19", unsure=(1,)).sure_wrong == 0
    assert score("12", "19", unsure=(0,)).sure_wrong == 1
    assert score("12", "19", unsure=(0, 1)).sure == 0


def test_what_does_not_fit_together_is_refused() -> None:
    with pytest.raises(ValueError, match="expected 2"):
        score_page(["12"], ["12"], [True], True)


@pytest.mark.parametrize(
    ("truth", "read", "mistakes", "matched"),
    [
        ("", "", 0, set()),
        ("12", "12", 0, {0, 1}),
        ("123", "13", 1, {0, 1}),
        ("12", "312", 1, {1, 2}),
        ("1", "2", 1, set()),
        ("1234", "3412", 4, {2, 3}),
    ],
)
def test_alignment(truth: str, read: str, mistakes: int, matched: set[int]) -> None:
    assert align(truth, read) == (mistakes, frozenset(matched))


def test_scores_add_up_and_none_is_none() -> None:
    assert add_scores([]) == PageScore()
    both = add_scores([score("12", "12"), score("12|3", "19|3", unsure=(0,))])
    assert both == PageScore(
        pages=2, perfect=1, digits=5, right=4, sure=4, sure_wrong=1, rows=3, rows_right=2, turns_right=2
    )


def test_a_line_stands_under_its_head() -> None:
    line = format_page_score("no page", PageScore())
    assert len(line) <= len(HEAD)
    assert line.split() == ["no", "page", "0", "0", "0", "0.0%", "0.0%", "0%", "0", "0", "0.0%"]
