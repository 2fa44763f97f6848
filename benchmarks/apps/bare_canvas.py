"""The least app that could be behind a drawing: the bare canvas, and the sum of its pixels."""

import streamlit as st
from streamlit_drawable_canvas import st_canvas

generation = st.session_state.setdefault("generation", 0)
drawing = st_canvas(
    stroke_width=20,
    stroke_color="#ffffff",
    background_color="#000000",
    width=280,
    height=280,
    return_image_data=True,
    key=f"canvas-{generation}",
)
with st.container(key="answer"):
    st.write("Nothing" if drawing.image_data is None else str(drawing.image_data.sum()))
if st.button("Clear", key="clear"):
    st.session_state["generation"] += 1
    st.rerun()
