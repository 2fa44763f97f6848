"""The commands of `python -m mnist_app`: each adds its arguments, and imports what is heavy when it runs."""
