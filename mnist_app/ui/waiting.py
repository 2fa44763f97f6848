"""The network while it loads, or cannot be loaded: what the page says meanwhile."""

from mnist_app.errors import RunError
from mnist_app.learning.runs import models_dir
from mnist_app.recognizer import Recognizer
from mnist_app.ui.cache import BackgroundRecognizer, background_recognizer
from mnist_app.ui.reading_view import show_message


def loader() -> BackgroundRecognizer:
    """The loader that all sessions share."""
    return background_recognizer(str(models_dir()))


def ready_recognizer() -> Recognizer | None:
    """The recognizer, or None after saying why there is none yet."""
    try:
        recognizer = loader().get()
    except RunError as error:
        show_message("No network to read with", str(error))
        return None
    if recognizer is None:
        show_message("One moment", "The network is loading. You can begin already; the answer appears by itself.")
    return recognizer
