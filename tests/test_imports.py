"""The rooms depend on one another in one direction only; a heavy library is loaded where it is needed, not before."""

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import mnist_app
from builders.imports import imported_by

PACKAGE = Path(mnist_app.__file__).parent

# Each room, or module beside the rooms, and those from which it may import; within itself a room is free.
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "allocator": set(),
    "imaging": {"errors"},
    "data": {"errors", "imaging"},
    "metrics": {"errors", "imaging", "data"},
    "runs": {"errors", "imaging", "data", "metrics"},
    "reading": {"errors", "imaging", "data", "metrics", "runs"},
    "recognizer": {"errors", "imaging", "data", "metrics", "runs", "reading"},
    "training": {"errors", "imaging", "data", "metrics", "runs", "reading"},
    "exploring": {"errors", "imaging", "data", "metrics", "runs", "reading"},
    "text": {"errors", "imaging", "data", "metrics", "runs", "reading", "exploring"},
    "ui": {"errors", "allocator", "imaging", "data", "metrics", "runs", "reading", "recognizer", "exploring", "text"},
    "commands": {
        *("errors", "allocator", "imaging", "data", "metrics", "runs", "reading", "recognizer", "training", "text")
    },
    "__main__": {"errors", "commands"},
    "__init__": set(),
}

# The modules, or rooms with all of theirs, that may import a library.
TENSORFLOW = {"training", "reading.engine"}
MAY_USE = {
    "keras": TENSORFLOW,
    "tensorflow": TENSORFLOW,
    "streamlit": {"ui"},
    "streamlit_drawable_canvas": {"ui"},
    "sklearn": {"metrics", "training"},
    "scipy": {"metrics", "training"},
    "matplotlib": {"training.figures", "training.run_figures"},
    "altair": {"text"},
    "optuna": {"training", "commands"},
    "onnxruntime": {"reading.onnx_engine"},  # which keeps it from telling its makers
    "pypdfium2": {"imaging.pdf_renderer"},
}
# These may import a library inside a function: MNIST's and the pen strokes' downloads, and TensorFlow's quiet start.
MAY_USE_INSIDE_A_FUNCTION = {"keras": {"data"}, "tensorflow": {"reading.quiet"}}

ONE_OF_A_NAME = ("evidence", "comparison", "cache", "charts", "wording", "pictures")

HEAVY = {
    "keras",
    "tensorflow",
    "streamlit",
    "streamlit_drawable_canvas",
    "scipy",
    "sklearn",
    "matplotlib",
    "altair",
    "onnxruntime",
    "pypdfium2",
}


def broken_rules(module: str, source: str) -> list[str]:
    """What the imports of a module, named from the package on ("imaging.decode"), do against the rules."""
    tree = ast.parse(source)
    at_the_top = {id(node) for node in _outside_functions(tree)}
    broken = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            broken.append(f"{module} has a relative import")
            continue
        for imported in imported_by(node):
            if not _is_allowed(module, imported, id(node) not in at_the_top):
                broken.append(f"{module} imports {imported}")
    return broken


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from _outside_functions(child)


def _is_allowed(module: str, imported: str, is_inside_a_function: bool) -> bool:
    room = module.split(".")[0]
    library, *rest = imported.split(".")
    if library == "mnist_app":
        return not rest or rest[0] == room or rest[0] not in MAY_IMPORT or rest[0] in MAY_IMPORT[room]
    users = MAY_USE.get(library)
    if users is not None and is_inside_a_function:
        users = users | MAY_USE_INSIDE_A_FUNCTION.get(library, set())
    return users is None or bool(users & {room, module})


def modules() -> dict[str, Path]:
    """Every module of the package, by its name from the package on; a room's own `__init__` by the room's."""
    names = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        names[name.removesuffix(".__init__")] = path
    return names


def test_imports_follow_the_rules() -> None:
    found = modules()
    assert len(found) > 80  # so that a package that was not found does not pass
    assert [rule for name, path in found.items() for rule in broken_rules(name, path.read_text())] == []


def test_a_page_knows_of_the_other_only_what_leads_to_it() -> None:
    """What both show lies beside their folders."""
    pages = {"ui.explore.": "mnist_app.ui.recognize", "ui.recognize.": "mnist_app.ui.explore"}
    known = {
        imported
        for folder, other_page in pages.items()
        for name, path in modules().items()
        if name.startswith(folder)
        for node in ast.walk(ast.parse(path.read_text()))
        for imported in imported_by(node)
        if imported.startswith(other_page)
    }
    assert known == {"mnist_app.ui.explore.links"}


def test_what_tests_share_lies_with_the_builders() -> None:
    """No test imports another one, or a conftest: pytest finds both by other names than Python does."""
    files = sorted(Path(__file__).parent.rglob("*.py"))
    imported = {name for path in files for node in ast.walk(ast.parse(path.read_text())) for name in imported_by(node)}
    assert "builders.fake_run" in imported  # so that nothing read does not pass
    assert {name for name in imported if name.split(".")[-1].startswith(("test_", "conftest"))} == set()


def test_every_room_has_its_arrows() -> None:
    assert {name.split(".")[0] for name in modules()} == set(MAY_IMPORT)


def test_the_arrows_go_round_nowhere() -> None:
    known: set[str] = set()
    while left := {room for room, imports in MAY_IMPORT.items() if room not in known and imports <= known}:
        known |= left
    assert known == set(MAY_IMPORT)


def test_names_that_mean_one_thing() -> None:
    counts = Counter(name.split(".")[-1] for name in modules())
    assert {name: counts[name] for name in ONE_OF_A_NAME if counts[name] > 1} == {}


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("errors", "import mnist_app.imaging.decode"),
        ("imaging.decode", "from mnist_app.runs.runs import Run"),
        ("imaging.decode", "from mnist_app import runs"),
        ("data.mnist", "from mnist_app.metrics.evaluation import evaluate"),
        ("metrics.evaluation", "from mnist_app.runs.runs import Run"),
        ("runs.runs", "from mnist_app.reading.engine import Engine"),
        ("runs.runs", "def later():\n    from mnist_app.training.fit import fit"),
        ("reading.choice", "from mnist_app.training.fit import fit"),
        ("reading.choice", "import mnist_app.recognizer"),
        ("training.fit", "from mnist_app.exploring.answers import Answers"),
        ("recognizer", "from mnist_app.text.reading import runner_up"),
        ("exploring.answers", "from mnist_app.text.exploring import percent"),
        ("exploring.answers", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import mnist_app.training.fit"),
        ("text.reading", "from mnist_app.ui.loading import start"),
        ("ui.loading", "from mnist_app.training.fit import fit"),
        ("ui.loading", "from mnist_app.commands.read import run"),
        ("commands.read", "from mnist_app.ui.loading import start"),
        ("commands.read", "from mnist_app.exploring.answers import Answers"),
        ("__main__", "from mnist_app.training.fit import fit"),
        ("imaging.decode", "from . import normalize"),
        ("imaging.decode", "from ..errors import MnistAppError"),
        ("recognizer", "import keras"),
        ("reading.choice", "def later():\n    import tensorflow as tf"),
        ("exploring.answers", "from keras.utils import get_file"),
        ("ui.loading", "import importlib\nimportlib.import_module('keras')"),
        ("data.mnist", "from keras.datasets import mnist"),
        ("data.mnist", "class Loader:\n    import keras"),
        ("reading.quiet", "import tensorflow"),
        ("commands.train", "def later():\n    import tensorflow"),
        ("text.reading", "import streamlit as st"),
        ("text.reading", "from streamlit_drawable_canvas import st_canvas"),
        ("exploring.answers", "def later():\n    from sklearn.metrics import confusion_matrix"),
        ("recognizer", "import scipy.stats"),
        ("training.run", "from matplotlib.figure import Figure"),
        ("ui.explore.compare", "import altair as alt"),
        ("exploring.answers", "import optuna"),
        ("reading.engine", "def load():\n    import onnxruntime"),
        ("training.twin", "def compare():\n    import onnxruntime"),
    ],
)
def test_a_broken_rule_is_found(module: str, source: str) -> None:
    assert len(broken_rules(module, source)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("errors", ""),
        ("imaging.decode", "import os\nimport numpy as np\nfrom mnist_app.imaging.ink.ink import to_ink"),
        ("imaging.decode", "from mnist_app.errors import MnistAppError"),
        ("runs.runs", "from mnist_app import __version__"),
        ("reading.engine", "def load():\n    import keras\n    import tensorflow"),
        ("training.fit", "import keras\nfrom mnist_app.reading.engine import Engine"),
        ("training.run_figures", "from matplotlib.figure import Figure"),
        ("data.mnist", "def download():\n    from keras.datasets import mnist"),
        ("reading.quiet", "import importlib\ndef start():\n    importlib.import_module('tensorflow')"),
        ("ui.loading", "import streamlit as st\nfrom mnist_app.text.reading import runner_up"),
        ("text.charts", "import altair as alt"),
    ],
)
def test_what_the_rules_allow(module: str, source: str) -> None:
    assert broken_rules(module, source) == []


def loaded_by(module: str) -> set[str]:
    code = f"import sys, {module}; print(*{{name.split('.')[0] for name in sys.modules}})"
    result = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    return set(result.stdout.split())


@pytest.mark.parametrize(
    "module", ["mnist_app", "mnist_app.errors", "mnist_app.imaging.segments.segment", "mnist_app.recognizer"]
)
def test_loads_nothing_heavy(module: str) -> None:
    assert not loaded_by(module) & HEAVY


@pytest.mark.parametrize("panel", ["reading_view", "photo_panel", "tried_panel"])
def test_the_empty_page_loads_nothing_heavy_but_streamlit(panel: str) -> None:
    assert not loaded_by(f"mnist_app.ui.recognize.{panel}") & HEAVY - {"streamlit", "streamlit_drawable_canvas"}


def test_exploring_loads_neither_keras_nor_streamlit() -> None:
    """A page that shows evidence needs no network."""
    loaded = loaded_by("mnist_app.exploring.evidence") | loaded_by("mnist_app.exploring.mnist_pictures")
    assert not loaded & HEAVY
