"""How the network was trained, and what it is made of."""

import streamlit as st

from mnist_app.exploring.evidence import Evidence
from mnist_app.text import explore_labels as labels
from mnist_app.text import exploring as sentences
from mnist_app.text.explore_charts import curves_chart


def training_view(evidence: Evidence) -> None:
    """How the network was trained, and what it is made of."""
    run = evidence.run
    best = run.info.best_epoch
    columns = st.columns(2, gap="large")
    for column, figure in zip(columns, ("loss", "accuracy"), strict=True):
        if figure in run.history:
            with column:
                st.markdown(sentences.curve_title(figure))
                st.altair_chart(curves_chart(run.history, figure, best), alt=sentences.curve_alt(figure, best))
    st.caption(sentences.how_to_read_the_curves(run.info.settings, run.history))
    st.markdown(sentences.network_title(run.info.parameters, len(run.info.layers)))
    st.dataframe(
        [
            {
                "Layer": layer.name,  # on a phone the last column is out of sight
                "Output": " × ".join(str(size) for size in layer.output_shape),
                "Parameters": layer.parameters,
                "Type": layer.type,
            }
            for layer in run.info.layers
        ],
        hide_index=True,
        column_config={"Parameters": st.column_config.NumberColumn(format="localized")},
        alt=labels.LAYERS_ALT,
    )
    with st.expander(labels.CONFIGURATION):
        st.json(run.info.config)
    card = run.path / "model_card.md"
    if card.is_file():
        st.download_button(
            labels.MODEL_CARD,
            card.read_bytes,
            file_name=f"{run.name}_model_card.md",
            mime="text/markdown",
            icon=":material/download:",
            on_click="ignore",
        )
    figures = sorted((run.path / "figures").glob("*.png"))
    if figures:
        st.markdown(labels.FIGURES)
        with st.container(horizontal=True):
            for path in figures:
                st.download_button(
                    path.stem.replace("_", " "),
                    path.read_bytes,
                    file_name=f"{run.name}_{path.name}",
                    mime="image/png",
                    icon=":material/download:",
                    on_click="ignore",
                )
