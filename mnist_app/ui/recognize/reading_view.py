"""A finished reading on the page: the answer, the probabilities, what the network saw, and what it was in truth."""

from collections.abc import Callable

import streamlit as st

from mnist_app.imaging.display import crop_to_square, enlarge
from mnist_app.reading.feedback import TRUTHS
from mnist_app.reading.result import LEAST_SURE_FIRST, REMOVED, Digit, Reading
from mnist_app.runs.runs import list_runs
from mnist_app.text import reading as wording
from mnist_app.text import recognizing as words
from mnist_app.text.cell_table import table_to_columns, table_to_csv
from mnist_app.text.explore_labels import COMPARE
from mnist_app.text.markdown import sentence_to_markdown, text_to_markdown
from mnist_app.text.read_picture import ReadPicture
from mnist_app.ui.explore.links import show_comparison, show_errors_as
from mnist_app.ui.navigation import EXPLORE_PAGE
from mnist_app.ui.recognize.live_answer import announce
from mnist_app.ui.recognize.run_chooser import run_to_read_with
from mnist_app.ui.state import FEEDBACK, TRUTH, Kept

PICTURE_WIDTH = 104  # CSS pixels: three side by side fit a phone
ENLARGE = 10  # a 28x28 image is sent as 280x280, so that no browser smooths it
CARD_WIDTH = 72  # CSS pixels: four cards side by side, and three gaps, fit a phone
CARDS = 24  # on one page

# The answer is the largest thing on the page; no setting of Streamlit's makes a heading or a code block this large.
_ANSWER_STYLE = """<style>
.st-key-sure_digit h2 { font-size: 4.5rem; line-height: 1; padding: 0; }
.st-key-answer pre code { font-size: 2.25rem; line-height: 1.3; letter-spacing: 0.05em; }
.st-key-answer_status, .st-key-box_status {  /* no gap around what is not seen, and nothing beyond the window */
    position: absolute; width: 1px !important; overflow: hidden;
}
@media (max-width: 640px) {  /* in sight together with the canvas */
    .st-key-answer h2 { padding: 0.25rem 0; }
    .st-key-sure_digit h2 { font-size: 3.5rem; padding: 0; }
    .st-key-answer pre { padding: 0.5rem 1rem; }
    .st-key-answer pre code { font-size: 1.75rem; }
}
</style>"""

CHOSEN_CARD = "chosen_card"  # the end of the key of the container that holds it
# Not by the color of its button alone: it has a frame, too.
_CARD_STYLE = f"""<style>
[class*="_{CHOSEN_CARD}"] {{ outline: 3px solid currentcolor; outline-offset: 2px; border-radius: 0.5rem; }}
</style>"""


def show_answer(reading: Reading, nothing: str, hint: str) -> None:
    """The answer, big, and beneath it how sure it is or what to do; `nothing` and `hint` are said of no ink."""
    digits = reading.digits
    st.html(_ANSWER_STYLE)
    if not digits and reading.removed:
        show_message(wording.NOTHING_LEFT, wording.nothing_left_hint(reading))
    elif not digits:
        show_message(nothing, hint)
    elif len(digits) > 1:
        st.code(reading.text, language=None)
        _show_hint(reading.text, wording.answer_hint(reading))
    elif digits[0].final_verdict == "sure":
        with st.container(key="sure_digit"):
            st.header(wording.digit_answer(digits[0]), anchor=False)
        _show_hint(wording.digit_answer(digits[0]), wording.answer_hint(reading))
    else:
        show_message(wording.digit_answer(digits[0]), wording.answer_hint(reading))


def show_table(reading: Reading) -> None:
    """The cells of a printed table, if anything is written in one, to be copied or downloaded as CSV."""
    table = reading.table
    if table is None or not any(text for row in table for text in row):
        return
    csv = table_to_csv(table)
    st.dataframe(table_to_columns(table), hide_index=True, key="cells", alt=words.TABLE_ALT)
    if beside := wording.beside_table_hint(reading):
        st.caption(beside)
    with st.container(horizontal=True, gap="small"):
        with st.popover(words.COPY_TABLE, icon=":material/content_copy:"):
            st.code(csv, language=None)
        st.download_button(
            words.DOWNLOAD_TABLE,
            csv,
            "table.csv",
            "text/csv",
            key="download_table",
            on_click="ignore",
            icon=":material/download:",
        )


def show_message(sentence: str, hint: str) -> None:
    """A sentence in the place of an answer."""
    st.header(sentence, anchor=False)
    _show_hint(sentence, hint)


def _show_hint(sentence: str, hint: str) -> None:
    st.caption(sentence_to_markdown(hint))
    announce(sentence, hint)  # last: what is seen does not wait for it


def select_digit(reading: Reading, kept: Kept[str | None]) -> int:
    """A card for each digit of a number; returns the number of the selected one, the least sure until one is chosen."""
    digits = reading.digits
    chosen = kept.get()
    selected = next((number for number, digit in enumerate(digits) if digit.id == chosen), _least_sure(digits))
    pages = -(-len(digits) // CARDS)
    # One of its own for every selected digit, as only a new one begins with the page on which that stands.
    key = f"{kept.key}_page {digits[selected].id}"
    page = st.pagination(pages, default=selected // CARDS + 1, key=key) if pages > 1 else 1
    st.html(_CARD_STYLE)
    with st.grid("auto", min_column_width=CARD_WIDTH, gap="small") as grid:
        for number in range(CARDS * (page - 1), min(CARDS * page, len(digits))):
            frame = f"{kept.key}_{CHOSEN_CARD}" if number == selected else None
            with grid.cell(), st.container(gap="xxsmall", key=frame):
                _card(digits[number], number, number == selected, kept)
    return selected


def show_digit(picture: ReadPicture, digit: Digit, is_removable: bool = True) -> None:
    """All there is to say of one digit, from top to bottom; `is_removable` as in `judge_digit`."""
    judge_digit(digit, is_removable)
    show_probabilities(digit)
    show_what_network_saw(picture, digit)
    if digit.verdict != "not_a_digit":
        _errors_like(digit)
        _compare_networks(digit)


def show_digit_of_number(picture: ReadPicture, selected: int) -> None:
    """All there is to say of one digit of several, side by side."""
    digit = picture.reading.digits[selected]
    st.header(wording.digit_title(selected, picture.reading), anchor=False)
    left, right = st.columns(2, gap="medium")
    with left:
        st.caption(sentence_to_markdown(wording.digit_hint(digit)))
        show_probabilities(digit)
    with right:
        show_what_network_saw(picture, digit)
        if digit.verdict != "not_a_digit":
            _errors_like(digit)
            _compare_networks(digit)


def judge_selected(reading: Reading, selected: int, kept: Kept[str | None]) -> None:
    """Ask what the selected digit of a number is. It stays selected, whichever is the least sure one afterwards."""
    digit = reading.digits[selected]
    judge_digit(digit, title=wording.digit_number(selected), pin=lambda: kept.set(digit.id))


def judge_digit(
    digit: Digit, is_removable: bool = True, title: str = "", pin: Callable[[], None] = lambda: None
) -> None:
    """Ask what a digit is, or let the visitor undo what was said of it; the reading follows.

    Parameters
    ----------
    digit : the one that is shown
    is_removable : whether it may be taken out of the writing
    title : which digit it is, Markdown; may be empty
    pin : called whenever something is said or undone
    """
    feedback = FEEDBACK.get()

    def note(truth: str) -> None:
        feedback.add(digit, truth)
        pin()

    def undo() -> None:
        feedback.forget(digit)
        pin()

    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if title:
            st.markdown(title, width="content")
        if digit.truth is not None:
            label = words.UNDO_CORRECTION if digit.is_corrected else words.UNDO_CONFIRMATION
            label = words.UNDO_ADDITION if digit.is_added else label
            st.button(label, key="change_feedback", icon=":material/undo:", on_click=undo)
            return
        is_told = wording.digit_answer(digit) != wording.CANNOT_TELL  # else there is nothing to confirm
        if is_told:
            st.button(words.CORRECT, key="right", icon=":material/check:", on_click=note, args=(digit.answer,))
        others = [truth for truth in TRUTHS if truth != REMOVED and not (is_told and truth == digit.answer)]
        label = words.WRONG if is_told else words.IT_IS
        st.menu_button(label, others, key=TRUTH.key, icon=":material/edit:", on_click=lambda: note(TRUTH.value))
        if is_removable:
            st.button(words.REMOVE, key="drop", icon=":material/close:", on_click=note, args=(REMOVED,))


def bring_back_removed(reading: Reading) -> None:
    """Offer to undo the removal of digits, if any were removed."""
    feedback = FEEDBACK.get()

    def restore() -> None:
        for digit in reading.removed:
            feedback.forget(digit)

    if reading.removed:
        label = words.bring_back(len(reading.removed))
        st.button(label, key="restore", icon=":material/undo:", on_click=restore)


def show_probabilities(digit: Digit) -> None:
    """All ten probabilities of one digit."""
    # Altair takes a second to import; the empty page needs none.
    from mnist_app.text.probability_chart import probability_spec, probability_table

    if digit.verdict == "not_a_digit":
        st.caption(words.IF_IT_WERE_A_DIGIT)
    spec = probability_spec(_text_color())
    st.vega_lite_chart(probability_table(digit), spec, alt=wording.probabilities_text(digit))


def show_what_network_saw(picture: ReadPicture, digit: Digit) -> None:
    """The picture, the digit cut out of it, and the 28x28 image, in one row."""
    st.markdown(words.NETWORK_SAW)
    with st.container(horizontal=True, gap="small"):
        st.image(picture.pixels, text_to_markdown(picture.name), PICTURE_WIDTH, alt=words.as_read_alt(picture.name))
        cut_out = crop_to_square(picture.pixels, picture.shown_bbox(digit))
        st.image(cut_out, words.CUT_OUT, PICTURE_WIDTH, alt=words.CUT_OUT_ALT)
        image = enlarge(digit.image, ENLARGE)
        st.image(image, words.PIXELS, PICTURE_WIDTH, alt=words.PIXELS_ALT)


def show_score() -> None:
    """How many answers were right, as far as the visitor said, and all of them to take home."""
    feedback = FEEDBACK.get()
    if not feedback:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(wording.score_text(feedback), width="content")
        st.download_button(
            words.DOWNLOAD_JUDGED,
            feedback.to_zip,
            "digits.zip",
            "application/zip",
            key="download_feedback",
            on_click="ignore",
            icon=":material/download:",
        )


def _least_sure(digits: tuple[Digit, ...]) -> int:
    return min(range(len(digits)), key=lambda i: (LEAST_SURE_FIRST.index(digits[i].final_verdict), digits[i].certainty))


def _card(digit: Digit, number: int, is_selected: bool, kept: Kept[str | None]) -> None:
    st.image(enlarge(digit.image, 4), width="stretch", alt=wording.card_picture(digit, number, is_selected))
    st.button(
        wording.card_label(digit),
        key=f"{kept.key}_{number}",
        type="primary" if is_selected else "secondary",
        width="stretch",
        on_click=kept.set,
        args=(digit.id,),
    )


def _errors_like(digit: Digit) -> None:
    """Lead to the test errors; no page link does, as it keeps what was last chosen there, such as another network."""
    is_clicked = st.button(
        words.misread_link(digit.label),
        key="errors_like_this",
        icon=":material/grid_on:",
        type="tertiary",
        on_click=show_errors_as,
        args=(digit.label, run_to_read_with()),
        help=words.misread_help(digit.label),
    )
    if is_clicked:
        st.switch_page(EXPLORE_PAGE, query_params={"pred": str(digit.label)})


def _compare_networks(digit: Digit) -> None:
    """Lead from a digit that was corrected to a comparison of networks, where there is more than one."""
    if not digit.is_corrected or len(list_runs()) < 2:
        return
    is_clicked = st.button(
        words.COMPARE_NETWORKS,
        key="compare_networks",
        icon=":material/compare_arrows:",
        type="tertiary",
        on_click=show_comparison,
        args=(run_to_read_with(),),
    )
    if is_clicked:
        st.switch_page(EXPLORE_PAGE, query_params={"view": COMPARE})


def _text_color() -> str:
    """What Streamlit's theme in use writes with; Vega's text marks do not follow the theme by themselves."""
    return "#fafafa" if st.context.theme.type == "dark" else "#31333f"
