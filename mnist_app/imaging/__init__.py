"""Pictures in, MNIST images out. NumPy, Pillow and OpenCV; no Keras, no Streamlit."""
