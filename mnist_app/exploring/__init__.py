"""A run's evidence, as questions are asked of it. NumPy only: no Keras, no Streamlit, nothing is predicted here."""
