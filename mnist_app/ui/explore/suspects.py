"""Test labels that the network suspects, beside those that people dispute."""

import streamlit as st

from mnist_app.exploring.evidence import Evidence
from mnist_app.exploring.suspects import count_found, disputed, suspected
from mnist_app.text import suspect_words as words
from mnist_app.ui.explore.links import linked_choice
from mnist_app.ui.explore.listing import Listing
from mnist_app.ui.explore.samples import SECTION, positions_section, say_found


def suspects_view(evidence: Evidence) -> Listing:
    """The labels of one kind, the most doubtful first."""
    answers = evidence.answers
    group = linked_choice(words.GROUP, words.GROUPS, words.SUSPECTED, "labels", shows_label=False)
    is_suspicion = group == words.SUSPECTED
    found = suspected(answers) if is_suspicion else disputed(answers)
    if not len(found):
        st.info(words.NO_SUSPICION if is_suspicion else words.NO_DISPUTE)
    elif is_suspicion:
        say_found(words.suspicion_text(len(found)), evidence, found, "suspected")
    else:
        say_found(words.dispute_text(len(found), *count_found(answers)), evidence, found, "disputed")
    with st.container(key=SECTION):
        return positions_section(evidence, found, group)
