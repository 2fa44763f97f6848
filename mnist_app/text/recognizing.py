"""The recognize page's own words: titles, labels of its controls, and what they explain. No Streamlit."""

from mnist_app.imaging.file_types import WORDS
from mnist_app.imaging.options import Polarity, Turn
from mnist_app.imaging.pdf import MAX_PAGES
from mnist_app.text.markdown import text_to_markdown

TITLE = "Digit reader"
PAGE, PAGE_HELP = "Recognize", "Draw a digit and see what the network reads, and how sure it is."
WHAT_IT_DOES = "Draw or photograph handwritten digits. A neural network says what it reads, and how sure it is."
BEGUN_ANEW = "The connection was lost. What you drew and this page's link are kept; files and corrections are gone."
INPUT = "Input"
DRAW, UPLOAD, CAMERA, EXAMPLES = "Draw", "Upload", "Camera", "Examples"

# While there is no network
LOADING = "Loading the network"
LOADING_HINT = "You can start drawing; the answer will appear."
LOADING_TO_READ_HINT = "The answer will appear."  # to what is there to be read
NO_NETWORK = "No network to read with"

# Which network reads, where the visitor has trained one
NETWORK = "Network"

# A drawing
WHAT_TO_DRAW = "What will you draw?"
ONE_DIGIT, A_NUMBER = "One digit", "A number"
DRAW_A_DIGIT = "Draw a digit from 0 to 9 in the black square."
DRAW_A_NUMBER = "Draw several digits, side by side or in rows, with a gap between them."
TOO_MUCH_DRAWN, TOO_MUCH_DRAWN_HINT = "Too many marks to read", "Undo or erase some of them; the drawing stays."
YOUR_DRAWING = "Your drawing"
CANVAS = "Canvas to draw on by mouse, pen or finger; by keyboard, upload a picture or choose an example"
UNDO, REDO, CLEAR = "Undo", "Redo", "Clear"
DRAW_WITH, PEN, ERASER = "Draw with", "Pen", "Eraser"
OTHER_TOOL = "Pen or eraser"
ERASER_HINT = "Removes each line it touches."
PEN_WIDTH = "Pen width"
SHORTCUTS = (
    "Ctrl+Z undoes, Ctrl+Y redoes, Ctrl+E switches pen and eraser, Delete clears, Ctrl+V pastes a picture. "
    "On a Mac, ⌘ takes the place of Ctrl."
)
NOTHING_TO_PASTE = "There is no picture on the clipboard. Copy one, such as a screenshot, and paste it here."
COPY_LINK = "Copy link"
COPY_LINK_HINT = "Whoever opens this link sees your drawing and what is read in it."
SAVE_CARD = "Save as picture"
READ_AS_NUMBER = "Read it as a number"
NO_LINK = "This drawing cannot be put into a link."

# A picture file
UPLOAD_HINT = (
    "One digit or many, in rows. Shadows, lines and colored paper are fine. "
    f"{WORDS}, of which the first {MAX_PAGES} pages are read. "
    "The pictures stay in your session; nothing is stored."
)
CAMERA_HINT = (
    "Your browser asks whether this page may use the camera; it only can over https or on this computer itself. "
    "The photo stays in your session; nothing is stored."
)
WHAT_IT_SHOWS, WHAT_EACH_SHOWS, A_PAGE = "The picture shows", "Each picture shows", "A page"
WHAT_IT_SHOWS_HELP = "A page may hold many digits or one. As one digit, everything in a picture is taken together."
PHOTOGRAPH = "Photograph the digits"
UPLOADED_BEFORE = "Uploaded before. A click on a name removes the file."
REMOVE_PHOTO = "Remove the photo"
REMOVE_ALL = "Remove all"
NO_ROOM = "There was no room for what you uploaded last. Upload it again."
YOURS_IS_NEXT = "Another picture is being read; yours is next."
NOT_READABLE = "This file cannot be read"
NOTHING_FOUND_HINT = "Go closer, so that the digits fill the picture, or set the sensitivity higher under Adjust."
ADJUST = "Adjust"
INK = "Ink"
POLARITIES: dict[Polarity, str] = {"auto": "Auto", "dark": "Dark on light", "light": "Light on dark"}
SENSITIVITY = "Sensitivity"
SENSITIVITIES = ("Lowest", "Low", "Normal", "High", "Highest")
SENSITIVITY_HELP = "Higher finds fainter marks, and more dirt."
TABLE_ALT = "The printed table, with what is written in each of its cells"
COPY_TABLE, DOWNLOAD_TABLE = "Copy as CSV", "Download table"
TURN_HINT = "Most of it is in doubt. If it lies on its side or upside down, turn it under Adjust."
TURN_LEFT, TURN_RIGHT = "Turn left", "Turn right"
TURNED: dict[Turn, str] = {90: "Turned left", 180: "Turned upside down", 270: "Turned right"}
# Markdown; `read_picture` writes the star and the plus on the picture.
CORRECTED_IN_THE_PICTURE, ADDED_IN_THE_PICTURE = r"\* corrected by you", r"\+ added by you"
LEFT_OUT_IN_THE_PICTURE = "Dashed: left out"

# Several files
PICTURE, FILE, READING, VERDICT, CERTAINTY, NOTE = "Picture", "File", "Reading", "Verdict", "Certainty", "Note"
CERTAINTY_HELP = (
    "Of the digit whose shape is the least certain. What lies around a digit can make it unsure all the same."
)
FILES_ALT = "The files, what was read in each, whether it is sure, and the certainty of its least certain digit"
DOWNLOAD_CSV = "Download CSV"
SELECT_A_ROW = "Select a row to see its digits."

# A test digit from the explore page
NO_INK = "This image has no ink."

# One digit
IF_IT_WERE_A_DIGIT = "If it were a digit, it would be:"
NETWORK_SAW = "**What the network saw**"  # Markdown
CUT_OUT, CUT_OUT_ALT = "Cut out", "The part of it that was taken for this digit"
PIXELS, PIXELS_ALT = "28 x 28 pixels", "The 28 by 28 pixels given to the network"

# What a visitor says of a digit
CORRECT = "Correct"
WRONG, IT_IS = "Wrong, it's …", "It's …"
REMOVE = "Remove this digit"
UNDO_CORRECTION = "Undo the correction"
UNDO_CONFIRMATION = "Undo “Correct”"
ADD_MISSED = "Add a missed digit"
DRAW_A_BOX = "Draw a box around the digit that was missed, or tap on it."
BOX_BY_KEYS = (
    "Box around the digit that was missed: the arrow keys move it, with Shift they make it larger or smaller, "
    "and Enter has it read."
)
NOTHING_IN_THE_BOX = "Nothing stands out in this box. Draw it around the whole digit, with a little paper on all sides."
FOUND_ALREADY = "There is a digit already. Cancel this and correct it, or remove it first."
ADD_ANOTHER = "Add it as …"
CANCEL = "Cancel"
UNDO_ADDITION = "Undo the addition"
DOWNLOAD_JUDGED = "Download PNG and CSV"

# The title and the lesson of each example, by its file's name
EXAMPLE_WORDS = {
    "number.jpg": (
        "A number",
        "Every digit is found, cut out and read by itself; rows are read from top to bottom.",
    ),
    "european.png": (
        "European 1 and 7",
        "In much of Europe a 1 has a flag and a 7 a bar. MNIST, written in the United States, has few of either, "
        "so networks that learned from it alone take the one for a 7 and the other for a 2.",
    ),
    "shadow.jpg": (
        "A shadow",
        "A shadow's edge is often darker than pencil. The paper's brightness is estimated around every stroke, "
        "so that only what is darker than its own surroundings counts as ink.",
    ),
    "ruled.jpg": (
        "Ruled paper",
        "Rules are longer and fainter than strokes. They are taken out before digits are looked for.",
    ),
    "board.jpg": (
        "White on black",
        "Chalk on a blackboard: the app finds out by itself that here the ink is lighter than its ground.",
    ),
    "doodle.png": (
        "A doodle",
        "A network always names a digit, unless it has also learned from scribbles, signs and letters what is none, as "
        "the app's own has.",
    ),
}


def browser_title(page: str) -> str:
    """What the browser's tab and a preview of a link call a page: the app alone, or a page of it."""
    return TITLE if page == PAGE else f"{page} - {TITLE}"


def upload_label(most: int) -> str:
    """What is asked for: pictures and pages, up to so many."""
    return f"Pictures or PDFs of handwriting, up to {most} pages"


def remove_file(name: str) -> str:
    """What the button of a file that is kept does; Markdown."""
    return f"Remove {text_to_markdown(name)}"


def shortened(name: str, most: int) -> str:
    """A file's name of at most so many letters: of a longer one the middle is left out.

    Examples
    --------
    >>> shortened("7.png", 12), shortened("my handwriting, page 12.png", 12)
    ('7.png', 'my hand….png')
    """
    end = most // 3
    return name if len(name) <= most else f"{name[: most - 1 - end]}…{name[-end:]}"


def too_many_files(count: int, most: int, have_pages: bool = False) -> str:
    """What becomes of so many files, or pictures and pages of PDFs, where at most so many are read."""
    if have_pages:
        return (
            f"These are {count:,} pages; the first {most} are read. Upload the others after them, as PDFs of their own."
        )
    return f"These are {count} files; the first {most} are read. Upload the others after them."


def page_name(name: str, page: int | None, pages: int) -> str:
    """How a page of a PDF is called; a picture, and the only page of a PDF, by the file's name.

    Examples
    --------
    >>> page_name("notes.pdf", 2, 3), page_name("notes.pdf", 1, 1), page_name("7.png", None, 1)
    ('notes.pdf, page 2', 'notes.pdf', '7.png')
    """
    return f"{name}, page {page}" if page and pages > 1 else name


def too_many_pages(count: int, most: int) -> str:
    """What becomes of the pages of a PDF that has so many, where at most so many are read."""
    return f"This PDF has {count:,} pages; the first {most} are read. Save the others as a PDF of their own."


def opening_file(name: str) -> str:
    """Which PDF is opened at the moment; Markdown."""
    return f"Opening {text_to_markdown(name)}"


def reading_file(name: str) -> str:
    """Which file is read at the moment; Markdown."""
    return f"Reading {text_to_markdown(name)}"


def boxes_alt(name: str) -> str:
    """What the picture of this name shows once it is read."""
    return f"{name}, with a box around every digit"


def as_read_alt(name: str) -> str:
    """What the small picture of this name shows."""
    return f"{name}, as it was read"


def misread_link(label: int) -> str:
    """The label of the button that leads to the test digits misread as this digit."""
    return f"See test digits misread as {label}"


def misread_help(label: int) -> str:
    """What that button leads to, in a sentence."""
    return f"Test digits that the network took for a {label} by mistake"


COMPARE_NETWORKS = "Compare what networks read wrongly"


def add_as(answer: str) -> str:
    """The label of the button that adds a missed digit as the network reads it."""
    return f"Add {answer}"


def back_to(title: str) -> str:
    """The label of the link from a test digit that is tried, "Test digit 2130", to where it came from."""
    return f"Back to {title[:1].lower()}{title[1:]}"


def read_by_another(here: str, there: str) -> str:
    """Which network reads a test digit that was sent from the errors of another one; Markdown."""
    return f"Read by `{here}` here. There, it was read by `{there}`."


def bring_back(count: int) -> str:
    """The label of the button that undoes the removal of so many digits."""
    return f"Bring back {count} removed"


def will_try_again(error: str) -> str:
    """Why the network is not there, where the reason is none that a visitor could do something about."""
    return f"It could not be loaded ({error}); another attempt follows."


def run_name(run: str, is_own: bool) -> str:
    """A network to choose, by its name."""
    return f"{run} (yours)" if is_own else f"{run} (the app's)"
