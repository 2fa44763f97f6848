"""Why?: a closed panel that explains one digit once it is opened; nothing is worked out before."""

import hashlib

import numpy as np
import streamlit as st

from mnist_app.reading.explanation import Explanation
from mnist_app.reading.result import Digit
from mnist_app.recognizer import Recognizer
from mnist_app.text import explore_labels
from mnist_app.text import why as wording
from mnist_app.text.evidence_picture import color_evidence
from mnist_app.text.picture_urls import image_to_url
from mnist_app.ui.recognize.reading_view import ENLARGE
from mnist_app.ui.recognize.waiting import loader
from mnist_app.ui.similar_digits import show_similar
from mnist_app.ui.state import EXPLANATIONS, WHY_OPEN, make_room

MAP_WIDTH = 140  # CSS pixels: two side by side fit a phone
KEPT = 24  # explanations, each about 20 kB


def show_why(digit: Digit) -> None:
    """The panel; what it says is of the network's answer, whatever a visitor says of the digit."""
    recognizer = loader().get()
    if recognizer is None:
        return
    panel = st.expander(wording.WHY, key=WHY_OPEN.key, icon=":material/lightbulb:", on_change="rerun")
    if panel.open:
        with panel:
            _show(digit, _explain(recognizer, digit))


def _show(digit: Digit, why: Explanation) -> None:
    st.markdown(wording.where_to_look(digit, why))
    st.markdown(wording.stability_text(why))
    st.markdown(wording.MAPS)
    with st.container(horizontal=True, gap="small"):
        for which, label in enumerate((why.guess, why.rival)):
            picture = image_to_url(color_evidence(digit.image, why.maps[which]), ENLARGE)  # seen without being fetched
            st.image(picture, wording.map_title(label), MAP_WIDTH, alt=wording.map_alt(digit, why, which))
    st.caption(wording.COLORS)
    if why.alike:
        st.markdown(explore_labels.MOST_SIMILAR)
        for alike in why.alike:
            show_similar(alike.label, alike.images, alike.index, alike.similarity)
        st.caption(explore_labels.SIMILARITY)


def _explain(recognizer: Recognizer, digit: Digit) -> Explanation:
    """Explain a digit, or remember what was said of it in this session."""
    explanations = EXPLANATIONS.get()
    # Another network may read the same digit otherwise, so that what it is remembered by holds its answer, too.
    key = digit.id + hashlib.sha256(np.append(digit.probs, digit.digit_prob).tobytes()).hexdigest()
    if key not in explanations:
        make_room(explanations, KEPT)
        explanations[key] = recognizer.explain(digit)
    return explanations[key]
