"""Which engine is chosen, what is said where it cannot be, and that both read the same."""

import importlib.util
import sys
from pathlib import Path

import pytest

from builders.digit_strokes import STROKES, draw_digit
from builders.photos import make_photo
from mnist_app.errors import ConfigError
from mnist_app.reading.engine_choice import choose_engine, engine_file
from mnist_app.recognizer import Reading, Recognizer
from mnist_app.runs.runs import DEFAULT_RUN, load_run

EXAMPLES = Path(__file__).parents[2] / "mnist_app/ui/examples"
HAS_TENSORFLOW = importlib.util.find_spec("tensorflow") is not None


def hide(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    for module in modules:
        monkeypatch.setitem(sys.modules, module, None)


@pytest.mark.parametrize("wanted", ["", "auto"])
@pytest.mark.skipif(not HAS_TENSORFLOW, reason="TensorFlow is not installed")
def test_keras_where_tensorflow_is_installed(wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MNIST_APP_ENGINE", wanted)
    assert choose_engine() == "keras"


@pytest.mark.parametrize("wanted", ["", "auto", "onnx"])
def test_onnx_where_it_is_not(wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("onnxruntime")
    monkeypatch.setenv("MNIST_APP_ENGINE", wanted)
    hide(monkeypatch, "tensorflow")
    assert choose_engine() == "onnx"


@pytest.mark.parametrize(
    ("wanted", "hidden", "sentence"),
    [
        ("torch", (), "MNIST_APP_ENGINE is “torch”: set it to auto, keras or onnx"),
        ("keras", ("tensorflow",), "TensorFlow is not installed"),
        ("auto", ("tensorflow", "onnxruntime"), r"requirements\.txt` for TensorFlow, or .* requirements-serve\.txt"),
        ("onnx", ("onnxruntime",), r"requirements-serve\.txt` for ONNX Runtime"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    wanted: str, hidden: tuple[str, ...], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MNIST_APP_ENGINE", wanted)
    hide(monkeypatch, *hidden)
    with pytest.raises(ConfigError, match=sentence):
        engine_file(load_run())


@pytest.mark.parametrize("engine", ["keras", "onnx"])
def test_each_engine_has_its_file(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip({"keras": "tensorflow", "onnx": "onnxruntime"}[engine])
    monkeypatch.setenv("MNIST_APP_ENGINE", engine)
    assert engine_file(load_run()).name == f"model.{engine}"


def everything_read(recognizer: Recognizer) -> list[Reading]:
    """Each form of each digit, with two pens, and the app's photos and one of several numbers."""
    drawings = [draw_digit(form, pen) for form in STROKES for pen in (8, 20)]
    photos = [path.read_bytes() for path in sorted(EXAMPLES.glob("*.*g"))] + [make_photo("plain", seed=3).data]
    assert len(photos) > 5
    read = [recognizer.read_drawing(drawing, single=True) for drawing in drawings]
    return read + [recognizer.read_photo(photo) for photo in photos]


@pytest.mark.parametrize("run", [DEFAULT_RUN, "two_conv"])  # with "no digit" as a class, and without
def test_both_read_everything_alike(run: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("tensorflow")
    pytest.importorskip("onnxruntime")
    readings = []
    for engine in ("keras", "onnx"):
        monkeypatch.setenv("MNIST_APP_ENGINE", engine)
        readings.append(everything_read(Recognizer.load(run)))
    for keras, onnx in zip(*readings, strict=True):
        assert (onnx.text, onnx.verdict) == (keras.text, keras.verdict)
        for digit, expected in zip(onnx.digits, keras.digits, strict=True):
            assert (digit.label, digit.verdict, digit.reason, digit.bbox) == (
                expected.label,
                expected.verdict,
                expected.reason,
                expected.bbox,
            )
            assert digit.probs == pytest.approx(expected.probs, abs=1e-5)
