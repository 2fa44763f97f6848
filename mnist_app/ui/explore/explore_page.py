"""The explore page: how good is it, where does it err, show me. Everything comes from the run directory."""

import streamlit as st

from mnist_app.errors import RunError
from mnist_app.runs.runs import list_runs, train_command
from mnist_app.text import explore_labels as labels
from mnist_app.text import exploring as sentences
from mnist_app.ui.explore.beyond import beyond_view
from mnist_app.ui.explore.compare import compare_view
from mnist_app.ui.explore.confidence import confidence_view
from mnist_app.ui.explore.data import data_view
from mnist_app.ui.explore.detail import sample_dialog
from mnist_app.ui.explore.digit_map import forget_places, map_view
from mnist_app.ui.explore.errors import confusion_section, digit_section, top_mistakes
from mnist_app.ui.explore.headline import headline
from mnist_app.ui.explore.links import linked_choice, opened_sample
from mnist_app.ui.explore.loaded import load_evidence, no_listing
from mnist_app.ui.explore.samples import SECTION, sample_filters, samples_section
from mnist_app.ui.explore.slices import slices_view
from mnist_app.ui.explore.suspects import suspects_view
from mnist_app.ui.explore.training import training_view
from mnist_app.ui.navigation import RECOGNIZE_PAGE
from mnist_app.ui.state import RUN, VIEW

# On a phone the headline would take the whole window, so that choosing another view seems to change nothing. How many
# parameters there are stands in the view of the training, too, and what was measured comes below each view.
_PHONE_STYLE = """<style>
@media (max-width: 640px) {
    .st-key-explore_heading, .st-key-headline { row-gap: 0.25rem; }
    .st-key-explore_heading h1 { font-size: 1.5rem; padding: 0; }
    .st-key-headline [data-testid="stMetricValue"] { font-size: 1.25rem; }
    .st-key-headline > :last-child { display: none; }
    [data-testid="stLayoutWrapper"]:has(> .st-key-measured) { order: 1; }
}
</style>"""

st.html(_PHONE_STYLE)
heading = st.container(
    key="explore_heading",
    horizontal=True,
    vertical_alignment="bottom",
    horizontal_alignment="distribute",
)
heading.title(labels.TITLE, anchor=False, width="content")
runs = list_runs()
if not runs:
    st.info(sentences.no_network_text(train_command("digit_net")))
    st.stop()

with heading, st.container(horizontal=True, vertical_alignment="center", width="content"):
    st.page_link(RECOGNIZE_PAGE, label=labels.DRAW_YOURSELF, icon=":material/draw:")
    run_name = st.selectbox(
        labels.NETWORK,
        runs,
        key=RUN.key,
        on_change=forget_places,
        bind="query-params",
        width=220,
        label_visibility="collapsed",
    )

try:
    evidence = load_evidence(run_name)
except RunError as error:
    st.error(str(error), title=labels.EVIDENCE_UNREADABLE, icon=":material/error:")
    st.markdown(labels.CHOOSE_ANOTHER)
    st.stop()

headline(evidence)
view = linked_choice(labels.VIEW, labels.VIEWS, labels.ERRORS, VIEW.key, shows_label=False)
listing = None
if view == labels.THE_DATA:
    data_view(evidence)
elif view in (labels.ERRORS, labels.BY_DIGIT):
    if view == labels.ERRORS:
        top_mistakes(evidence.evaluation)
    left, right = st.columns(2, gap="large")
    samples = right.container(key=SECTION)
    with samples:
        chosen, sort = sample_filters()  # first, because the matrix frames what is chosen
    with left:
        if view == labels.ERRORS:
            confusion_section(evidence.evaluation, chosen)
        else:
            digit_section(evidence.evaluation, chosen)
    with samples:
        listing = samples_section(evidence, chosen, sort)
elif view == labels.SLICES:
    listing = slices_view(evidence)
elif view == labels.MAP:
    listing = map_view(evidence)
elif view == labels.DOUBTFUL:
    listing = suspects_view(evidence)
elif view == labels.CONFIDENCE:
    confidence_view(evidence)
elif view == labels.BEYOND:
    beyond_view(evidence)
elif view == labels.TRAINING:
    training_view(evidence)
else:
    listing = compare_view(evidence)

if opened_sample(len(evidence.answers)) is not None:
    sample_dialog(evidence, listing or no_listing(evidence))
