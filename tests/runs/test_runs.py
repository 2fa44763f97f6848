import dataclasses
from pathlib import Path

import numpy as np
import pytest
from fake_run import edit_json, make_evaluation, write_fake_run

from mnist_app.errors import RunError
from mnist_app.runs import runs
from mnist_app.runs.runs import list_runs, load_run, models_dir, read_evaluation, verified_model_path


@pytest.fixture(autouse=True)
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


def test_models_lie_beside_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MNIST_APP_MODELS")
    assert models_dir() == Path(runs.__file__).parents[2] / "models"


def test_list_runs_without_any() -> None:
    assert list_runs() == []


def test_list_runs_default_first_and_nothing_unfinished(models: Path) -> None:
    for name in ("alpha", "zeta", runs.DEFAULT_RUN):
        write_fake_run(name)
    (models / "empty").mkdir()
    (models / ".alpha.cut_off").mkdir()
    (models / ".alpha.cut_off" / "run.json").write_text("{}")
    assert list_runs() == [runs.DEFAULT_RUN, "alpha", "zeta"]


def test_load_run_reads_what_was_written() -> None:
    write_fake_run("alpha", epochs=2)
    run = load_run("alpha")
    assert run.name == run.info.name == "alpha"
    assert run.history["loss"] == [1.0, 0.5]
    assert verified_model_path(run).read_bytes() == b"not a network"


def test_load_run_without_a_name_takes_the_default() -> None:
    write_fake_run(runs.DEFAULT_RUN)
    assert load_run().name == runs.DEFAULT_RUN


def test_missing_run_names_the_others_and_the_command() -> None:
    write_fake_run("alpha")
    with pytest.raises(RunError, match=r"no trained run “two_conv”.*There is: alpha.*--run two_conv"):
        load_run("two_conv")


@pytest.mark.parametrize("name", ["", "..", "../etc", "a/b", ".hidden", "x" * 65, "a\nb", "naïve"])
def test_names_that_are_no_directory_names(name: str) -> None:
    with pytest.raises(RunError, match="cannot be the name of a run"):
        load_run(name)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "damaged"),
        (b'{"format": 1, "na', "damaged"),
        (b"\xff\xfe\x00", "damaged"),
        (b"[1]", "not what a training writes"),
        (b'{"format": 2}', "format 2; this version of the app reads format 1"),
        (b'{"format": 1, "name": 3}', "no valid “name”"),
    ],
)
def test_damaged_info(models: Path, content: bytes, message: str) -> None:
    write_fake_run("alpha")
    (models / "alpha" / "run.json").write_bytes(content)
    with pytest.raises(RunError, match=f"{message}.*python -m mnist_app train"):
        load_run("alpha")


@pytest.mark.parametrize(
    "changes",
    [
        {"metrics": {"test": 1}},
        {"thresholds": None},
        {"thresholds": {"sure": float("inf"), "digit": 0}},
        {"parameters": "many"},
        {"created": "yesterday"},
        {"layers": [{"name": "probs"}]},
        {"layers": ["probs"]},
    ],
)
def test_info_that_lacks_what_is_read(models: Path, changes: dict[str, object]) -> None:
    write_fake_run("alpha")
    edit_json(models / "alpha" / "run.json", **changes)
    with pytest.raises(RunError, match="no valid"):
        load_run("alpha")


@pytest.mark.parametrize(
    "content", ["{}", '{"loss": []}', '{"loss": [1], "accuracy": []}', '{"loss": 3}', '{"loss": ["a"]}']
)
def test_history_that_is_none(models: Path, content: str) -> None:
    write_fake_run("alpha")
    (models / "alpha" / "history.json").write_text(content)
    with pytest.raises(RunError, match="not a training history"):
        load_run("alpha")


def test_missing_history(models: Path) -> None:
    write_fake_run("alpha")
    (models / "alpha" / "history.json").unlink()
    with pytest.raises(RunError, match=r"history\.json is missing"):
        load_run("alpha")


def test_foreign_model_is_refused(models: Path) -> None:
    write_fake_run("alpha")
    (models / "alpha" / "model.keras").write_bytes(b"something else")
    with pytest.raises(RunError, match="SHA-256 differs"):
        verified_model_path(load_run("alpha"))


def test_missing_model(models: Path) -> None:
    write_fake_run("alpha")
    (models / "alpha" / "model.keras").unlink()
    with pytest.raises(RunError, match=r"is missing.*--architecture two_conv --run alpha"):
        verified_model_path(load_run("alpha"))


def test_unreadable_model(models: Path) -> None:
    write_fake_run("alpha")
    (models / "alpha" / "model.keras").unlink()
    (models / "alpha" / "model.keras").mkdir()
    with pytest.raises(RunError, match="cannot be read: Is a directory"):
        verified_model_path(load_run("alpha"))


def test_read_evaluation_gives_back_every_array() -> None:
    write_fake_run("alpha", digits=50, errors=2)
    read, written = read_evaluation(load_run("alpha")), make_evaluation(50, 2)
    for field in dataclasses.fields(read):
        np.testing.assert_array_equal(getattr(read, field.name), getattr(written, field.name))


def test_missing_evaluation(models: Path) -> None:
    write_fake_run("alpha")
    (models / "alpha" / "evaluation.npz").unlink()
    with pytest.raises(RunError, match=r"evaluation\.npz is missing\..* evaluate --run alpha --write$"):
        read_evaluation(load_run("alpha"))


@pytest.mark.parametrize("keep", [0, 1, 100, 5000, -1])
def test_evaluation_cut_off(models: Path, keep: int) -> None:
    write_fake_run("alpha")
    path = models / "alpha" / "evaluation.npz"
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(
        RunError, match=r"evaluation\.npz is damaged or of another version\..* evaluate --run alpha --write$"
    ):
        read_evaluation(load_run("alpha"))


def test_evaluation_with_a_flipped_byte(models: Path) -> None:
    write_fake_run("alpha")
    path = models / "alpha" / "evaluation.npz"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(RunError, match="damaged"):
        read_evaluation(load_run("alpha"))


def test_evaluation_that_is_a_lone_array(models: Path) -> None:
    write_fake_run("alpha")
    with (models / "alpha" / "evaluation.npz").open("wb") as file:
        np.save(file, np.zeros(3))
    with pytest.raises(RunError, match="damaged or of another version"):
        read_evaluation(load_run("alpha"))


def test_evaluation_that_lacks_an_array(models: Path) -> None:
    write_fake_run("alpha")
    np.savez(models / "alpha" / "evaluation.npz", probs=np.zeros((3, 10), np.float32))
    with pytest.raises(RunError, match="another version"):
        read_evaluation(load_run("alpha"))


def test_evaluation_checks_shapes() -> None:
    with pytest.raises(ValueError, match=r"expected labels to be uint8 \(20,\), received int64 \(20,\)"):
        dataclasses.replace(make_evaluation(20), labels=np.zeros(20, np.int64))
