"""A finished reading on the page: the answer, the probabilities, what the network saw, and what it was in truth."""

import streamlit as st

from mnist_app.data.mnist import CLASSES
from mnist_app.imaging.display import crop_to_square, enlarge
from mnist_app.metrics.ranking import two_likeliest
from mnist_app.reading.feedback import NO_DIGIT, answer_of
from mnist_app.reading.result import LEAST_SURE_FIRST, Digit, Reading
from mnist_app.text import reading as wording
from mnist_app.text.percentages import percent, short_percent
from mnist_app.text.read_picture import ReadPicture, box_label
from mnist_app.ui.explore.links import show_errors_as
from mnist_app.ui.navigation import EXPLORE_PAGE
from mnist_app.ui.state import FEEDBACK, TRUTH, Kept

PICTURE_WIDTH = 104  # CSS pixels: three side by side fit a phone
ENLARGE = 10  # a 28x28 image is sent as 280x280, so that no browser smooths it
CARD_WIDTH = 84  # CSS pixels: four cards side by side fit a phone
CARDS = 24  # on one page

# The answer is the largest thing on the page; no setting of Streamlit's makes a heading or a code block this large.
_ANSWER_STYLE = """<style>
.st-key-answer h1 { font-size: 4.5rem; line-height: 1; padding: 0; }
.st-key-answer pre code { font-size: 2.25rem; line-height: 1.3; letter-spacing: 0.05em; }
</style>"""


def show_answer(reading: Reading, nothing: str, hint: str) -> None:
    """The answer, big, and beneath it how sure it is or what to do; `nothing` and `hint` are said of no ink."""
    digits = reading.digits
    st.html(_ANSWER_STYLE)
    if not digits:
        show_message(nothing, hint)
    elif len(digits) > 1:
        st.code(reading.text, language=None)
        st.caption(wording.answer_hint(reading))
    elif digits[0].verdict == "sure":
        st.title(wording.digit_answer(digits[0]), anchor=False)
        st.caption(wording.answer_hint(reading))
    else:
        show_message(wording.digit_answer(digits[0]), wording.answer_hint(reading))


def show_message(sentence: str, hint: str) -> None:
    """A sentence in the place of an answer."""
    st.header(sentence, anchor=False)
    st.caption(hint)


def select_digit(reading: Reading, kept: Kept[int | None]) -> int:
    """A card for each digit of a number; returns the number of the selected one, at first the least sure."""
    digits = reading.digits
    chosen = kept.get()
    selected = chosen if chosen is not None and chosen < len(digits) else _least_sure(digits)
    pages = -(-len(digits) // CARDS)
    page = st.pagination(pages, key=f"{kept.key}_page") if pages > 1 else 1
    with st.grid("auto", min_column_width=CARD_WIDTH, gap="small") as grid:
        for number in range(CARDS * (page - 1), min(CARDS * page, len(digits))):
            with grid.cell(), st.container(gap="xxsmall"):
                _card(digits[number], number, number == selected, kept)
    return selected


def show_digit(picture: ReadPicture, digit: Digit) -> None:
    """All there is to say of one digit, from top to bottom."""
    show_probabilities(digit)
    show_what_network_saw(picture, digit)
    _judge_or_explore(digit)


def show_digit_of_number(picture: ReadPicture, selected: int) -> None:
    """All there is to say of one digit of several, side by side."""
    digit = picture.reading.digits[selected]
    st.subheader(f"Digit {selected + 1} of {len(picture.reading.digits)}: {box_label(digit)}", anchor=False)
    left, right = st.columns(2, gap="medium")
    with left:
        st.caption(wording.digit_hint(digit))
        show_probabilities(digit)
    with right:
        show_what_network_saw(picture, digit)
        _judge_or_explore(digit)


def show_probabilities(digit: Digit) -> None:
    """All ten probabilities of one digit."""
    from mnist_app.text.probability_chart import (
        probability_bars,  # Altair takes a second to import; the empty page needs none
    )

    best, second = two_likeliest(digit.probs)
    st.altair_chart(
        probability_bars(digit, _text_color()),
        alt=f"Probabilities of the ten digits: {best} {percent(float(digit.probs[best]))}, "
        f"then {second} {percent(float(digit.probs[second]))}",
    )


def show_what_network_saw(picture: ReadPicture, digit: Digit) -> None:
    """The picture, the digit cut out of it, and the 28x28 image, in one row."""
    st.markdown("**What the network saw**")
    with st.container(horizontal=True, gap="small"):
        st.image(picture.pixels, picture.name, PICTURE_WIDTH, alt=f"{picture.name}, as it was read")
        cut_out = crop_to_square(picture.pixels, picture.shown_bbox(digit))
        st.image(cut_out, "Cut out", PICTURE_WIDTH, alt="The part of it that was taken for this digit")
        image = enlarge(digit.image, ENLARGE)
        st.image(image, "28 x 28 pixels", PICTURE_WIDTH, alt="The 28 by 28 pixels given to the network")


def show_score() -> None:
    """How many answers were right, as far as the visitor said, and all of them to take home."""
    feedback = FEEDBACK.get()
    if not feedback:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f"You judged {len(feedback)}: **{feedback.right} right**, {len(feedback) - feedback.right} wrong. "
            "This stays in your session; nothing is stored.",
            width="content",
        )
        st.download_button(
            "Download PNG and CSV",
            feedback.to_zip,
            "digits.zip",
            "application/zip",
            key="download_feedback",
            on_click="ignore",
            icon=":material/download:",
        )


def _least_sure(digits: tuple[Digit, ...]) -> int:
    return min(range(len(digits)), key=lambda i: (LEAST_SURE_FIRST.index(digits[i].verdict), digits[i].confidence))


def _card(digit: Digit, number: int, is_selected: bool, kept: Kept[int | None]) -> None:
    st.image(enlarge(digit.image, 4), width="stretch", alt=f"Digit {number + 1}, read as {box_label(digit)}")
    st.button(
        f"{box_label(digit)} · {short_percent(digit.confidence)}",
        key=f"{kept.key}_{number}",
        type="primary" if is_selected else "secondary",
        width="stretch",
        on_click=kept.set,
        args=(number,),
    )


def _judge_or_explore(digit: Digit) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        _ask_feedback(digit)
        if digit.verdict != "not_a_digit":
            _errors_like(digit)


def _errors_like(digit: Digit) -> None:
    """Lead to the test errors; no page link does, as it keeps what was last chosen there, such as another network."""
    is_clicked = st.button(
        "Test errors like this one",
        key="errors_like_this",
        icon=":material/grid_on:",
        type="tertiary",
        on_click=show_errors_as,
        args=(digit.label,),
        help=f"Test digits that the network took for a {digit.label} by mistake",
    )
    if is_clicked:
        st.switch_page(EXPLORE_PAGE, query_params={"pred": str(digit.label)})


def _ask_feedback(digit: Digit) -> None:
    feedback = FEEDBACK.get()
    judged = feedback.find(digit)
    if judged:
        st.markdown(f"Noted: {'right' if judged.is_right else f'it was {judged.truth}'}.", width="content")
        st.button("Change", key="change_feedback", on_click=feedback.forget, args=(digit,), type="tertiary")
        return
    truths = [truth for truth in (*map(str, range(CLASSES)), NO_DIGIT) if truth != answer_of(digit)]

    def note_truth() -> None:
        feedback.add(digit, TRUTH.value)

    st.button("Right", key="right", icon=":material/check:", on_click=feedback.add, args=(digit, answer_of(digit)))
    st.menu_button("It was …", truths, key=TRUTH.key, icon=":material/close:", on_click=note_truth)


def _text_color() -> str:
    """What Streamlit's theme in use writes with; Vega's text marks do not follow the theme by themselves."""
    return "#fafafa" if st.context.theme.type == "dark" else "#31333f"
