"""The notebook runs from its first to its last cell; with bars instead of digits, so in seconds."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from builders.tiny_mnist import write_tiny_mnist

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "walkthrough.ipynb"
TINY = 'ARCHITECTURE = "mnist_convnet"\nEPOCHS = 2\nRUN = "walkthrough"'


@pytest.fixture
def notebook() -> nbformat.NotebookNode:
    return nbformat.read(NOTEBOOK, as_version=4)


def test_is_short_and_has_no_outputs(notebook: nbformat.NotebookNode) -> None:
    assert len(notebook.cells) <= 25
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)


def test_runs(notebook: nbformat.NotebookNode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MNIST_NPZ", str(write_tiny_mnist(tmp_path / "mnist.npz")))
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("MNIST_APP_ENGINE", "onnx")  # a visitor's own setting, which no run just trained can follow
    monkeypatch.setenv("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    (parameters,) = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ())]
    parameters.source = TINY
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": NOTEBOOK.parent}}).execute()
    assert (tmp_path / "models" / "walkthrough" / "run.json").is_file()
    pictures = [o for cell in notebook.cells for o in cell.get("outputs", ()) if "image/png" in o.get("data", {})]
    assert len(pictures) == 8
    assert "with a confidence of" in notebook.cells[-1].outputs[0].text
