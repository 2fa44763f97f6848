"""A run's evidence, as questions are asked of it. No Keras, no Streamlit, nothing is predicted here."""
