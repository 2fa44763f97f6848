"""The map of the test digits: a spot or a rectangle of it, or a group of similar mistakes, leads to digits."""

import streamlit as st

from mnist_app.exploring.answers import Filter, select
from mnist_app.exploring.evidence import Evidence
from mnist_app.exploring.neighborhoods import Area, class_middles, digits_within, error_groups, text_to_area
from mnist_app.text import explore_labels as labels
from mnist_app.text import map_chart as words
from mnist_app.ui.explore.links import linked_text, show_linked
from mnist_app.ui.explore.listing import Listing
from mnist_app.ui.explore.map_square import map_square
from mnist_app.ui.explore.samples import SECTION, no_positions, positions_section, say_found
from mnist_app.ui.state import DRAWN_AREA, MAP_CHART, MAP_SQUARE

SECTION_OF_THE_MAP = "map"  # the key of the container that holds the chart
AREA, SIMILAR = "area", "similar"  # the parameters of the link: of the two only the one that was chosen last
GROUPS = 8  # as many as fit in two lines; the others hold the fewest errors


def map_view(evidence: Evidence) -> Listing | None:
    """The map and the groups of similar mistakes beside the digits that were chosen."""
    positions, clusters = evidence.arrays.map_positions, evidence.arrays.error_clusters
    if positions is None or clusters is None:
        st.info(words.no_map(evidence.run.name))
        return None
    answers = evidence.answers
    groups = error_groups(answers, clusters)
    if groups:
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="similar_mistakes"):
            st.markdown(words.SIMILAR_MISTAKES, width="content")
            for group in groups[:GROUPS]:
                st.button(
                    words.group_label(group),
                    key=f"similar_{group.number}",
                    on_click=show_linked,
                    kwargs={SIMILAR: str(group.number), AREA: ""},
                    help=words.group_help(group),
                )
    area = text_to_area(linked_text(AREA))
    left, right = st.columns(2, gap="large")
    with left:
        st.caption(words.PICK_A_SPOT)
        with st.container(key=SECTION_OF_THE_MAP):
            middles = words.middle_table(class_middles(positions, answers.true))
            st.vega_lite_chart(
                words.with_points(words.point_table(answers, positions), middles),
                key=MAP_CHART.key,
                on_select=_area_drawn,
                alt=words.map_alt(len(answers), int(answers.is_wrong.sum())),
            )
            map_square(SECTION_OF_THE_MAP, None if area == _drawn_area() else area, _area_picked)
        st.caption(words.HOW_TO_READ_THE_MAP)
    similar = next((group for group in groups if str(group.number) == linked_text(SIMILAR)), None)
    with right, st.container(key=SECTION):
        st.header(labels.SAMPLES, anchor="samples")
        if similar:
            found, where, key = similar.members, words.IN_THE_GROUP, f"{SIMILAR} {similar.number}"
        elif area:
            found, where, key = digits_within(positions, area), words.IN_THE_AREA, f"{AREA} {area.to_text()}"
        else:
            no_positions(words.PICK_FROM_THE_MAP)
            return None
        worst_first = select(answers, Filter(outcome="all"), "loss", among=found)
        text = words.found_text(len(found), int(answers.is_wrong[found].sum()), where)
        say_found(text, evidence, worst_first, SECTION_OF_THE_MAP)
        return positions_section(evidence, worst_first, key)


def forget_places() -> None:
    """Take out of the link, in a callback, what names places of one network's map: on another's they are others."""
    for key in (AREA, SIMILAR):
        st.query_params.pop(key, None)


def _drawn_area() -> Area | None:
    """The rectangle that the chart shows, if one is drawn on it."""
    drawn = MAP_CHART.value.selection.get(words.BRUSH) or {} if MAP_CHART.has_value else {}
    x, y = sorted(drawn.get("x", ())), sorted(drawn.get("y", ()))
    if not len(x) == len(y) == 2:
        return None
    return Area(*(max(0, round(end)) for end in (x[0], y[0], x[1], y[1])))


def _area_drawn() -> None:
    """What is drawn on the map goes into the link.

    That it is gone is heard a moment after the click that took it away and picked a spot, which stays.
    """
    drawn = _drawn_area()
    if drawn:
        DRAWN_AREA.set(drawn.to_text())
        show_linked(**{AREA: drawn.to_text(), SIMILAR: ""})
    elif linked_text(AREA) == DRAWN_AREA.get():
        show_linked(**{AREA: ""})


def _area_picked() -> None:
    """The square that is picked on the map goes into the link; a browser can send anything in its place."""
    picked = text_to_area(str(MAP_SQUARE.value.area))
    if picked:
        show_linked(**{AREA: picked.to_text(), SIMILAR: ""})
