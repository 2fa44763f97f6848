"""MNIST in, a run directory out. Keras; no Streamlit."""
