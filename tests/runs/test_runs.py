import hashlib
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from builders.fake_run import edit_json, write_fake_run
from mnist_app.errors import RunError
from mnist_app.runs import runs
from mnist_app.runs.runs import (
    list_own_runs,
    list_runs,
    load_run,
    models_dir,
    run_stamp,
    verified_model_path,
    verified_twin_path,
)

pytestmark = pytest.mark.usefixtures("models")


def test_models_lie_beside_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MNIST_APP_MODELS")
    assert models_dir() == Path(runs.__file__).parents[2] / "models"


def test_list_runs_without_any() -> None:
    assert list_runs() == []


def test_list_runs_in_a_directory_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, pattern: str) -> list[Path]:
        raise PermissionError(self)

    monkeypatch.setattr(Path, "glob", refuse)
    assert list_runs() == []


def test_list_runs_default_first_and_nothing_unfinished(models: Path) -> None:
    for name in ("alpha", "zeta", runs.DEFAULT_RUN):
        write_fake_run(name)
    (models / "empty").mkdir()
    (models / ".alpha.cut_off").mkdir()
    (models / ".alpha.cut_off" / "run.json").write_text("{}")
    assert list_runs() == [runs.DEFAULT_RUN, "alpha", "zeta"]


def test_own_runs_are_those_that_did_not_come_with_the_app(models: Path) -> None:
    for name in ("zeta", runs.DEFAULT_RUN, "resnet", "alpha"):
        write_fake_run(name)
    assert list_own_runs() == ["alpha", "zeta"]


def test_load_run_reads_what_was_written() -> None:
    write_fake_run("alpha", epochs=2)
    run = load_run("alpha")
    assert run.name == run.info.name == "alpha"
    assert run.history["loss"] == [1.0, 0.5]
    assert verified_model_path(run).read_bytes() == b"not a network"


def test_load_run_without_a_name_takes_the_default() -> None:
    write_fake_run(runs.DEFAULT_RUN)
    assert load_run().name == runs.DEFAULT_RUN


def test_run_stamp_is_another_once_the_run_is_replaced() -> None:
    assert run_stamp("alpha") == 0
    write_fake_run("alpha")
    before = run_stamp("alpha")
    assert before == run_stamp("alpha") > 0
    write_fake_run("alpha", epochs=2)
    assert run_stamp("alpha") not in (0, before)


def test_missing_run_names_the_others_and_the_command() -> None:
    write_fake_run("alpha")
    with pytest.raises(RunError, match=r"no trained run “two_conv”.*There is: alpha.*--run two_conv"):
        load_run("two_conv")


@pytest.mark.parametrize("others", [(), ("alpha",)])
def test_the_finders_name_is_said_to_read_no_digits(models: Path, others: tuple[str, ...]) -> None:
    """`train` makes no network of this name that would."""
    for name in others:
        write_fake_run(name)
    (models / runs.FINDER).mkdir(parents=True)
    instead = " There is: alpha." if others else ""
    with pytest.raises(RunError, match=f"^“page_net” finds writing on photos and reads no digits: .*run.{instead}$"):
        load_run("page_net")


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
    ("file", "changes", "message"),
    [
        (
            "run.json",
            {"calibration": {"temperature": 0}},
            "has no valid “calibration.temperature”: expected a number above 0",
        ),
        ("run.json", {"thresholds": {"sure": float("inf"), "digit": 0}}, "has no valid “thresholds.sure”"),
        ("history.json", {"loss": ["a"]}, "is not a training history: “loss\\[0\\]”: expected a finite number"),
    ],
)
def test_what_cannot_be_is_said_of_its_file(models: Path, file: str, changes: dict[str, object], message: str) -> None:
    write_fake_run("alpha")
    edit_json(models / "alpha" / file, **changes)
    with pytest.raises(
        RunError, match=f"alpha/{file} {message}.* Train the run again: python -m mnist_app train .*alpha$"
    ):
        load_run("alpha")


def test_a_configuration_that_is_nested_without_end(models: Path) -> None:
    write_fake_run("alpha")
    path = models / "alpha" / "run.json"
    path.write_text(path.read_text().replace('"epochs": 3\n', f'"epochs": {"[" * 900}{"]" * 900}\n', 1))
    with pytest.raises(RunError, match=r"has no valid “config\.epochs”"):
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


def test_advice_names_the_directory_and_a_network_that_there_is(models: Path) -> None:
    write_fake_run("alpha")
    (models / "alpha").rename(models / "beta")
    (models / "beta" / "model.keras").unlink()
    edit_json(models / "beta" / "run.json", architecture="forgotten; ls")
    with pytest.raises(RunError, match=r"--architecture digit_net --run beta$"):
        verified_model_path(load_run("beta"))


def test_unreadable_model(models: Path) -> None:
    write_fake_run("alpha")
    (models / "alpha" / "model.keras").unlink()
    (models / "alpha" / "model.keras").mkdir()
    with pytest.raises(RunError, match="cannot be read: Is a directory"):
        verified_model_path(load_run("alpha"))


def write_twin(models: Path, content: bytes) -> None:
    """Give the run alpha a twin of this content."""
    (models / "alpha" / "model.onnx").write_bytes(content)
    sha256 = load_run("alpha").info.sha256
    edit_json(models / "alpha" / "run.json", sha256=asdict(replace(sha256, onnx=hashlib.sha256(content).hexdigest())))


def test_twin(models: Path) -> None:
    write_fake_run("alpha")
    write_twin(models, b"a twin")
    assert verified_twin_path(load_run("alpha")).read_bytes() == b"a twin"


def test_an_older_run_has_no_twin(models: Path) -> None:
    write_fake_run("alpha")
    assert "onnx" not in (models / "alpha" / "run.json").read_text()
    with pytest.raises(RunError, match=r"has no model\.onnx.*export --run alpha --format onnx --into-run$"):
        verified_twin_path(load_run("alpha"))


def test_foreign_twin_is_refused(models: Path) -> None:
    write_fake_run("alpha")
    write_twin(models, b"a twin")
    (models / "alpha" / "model.onnx").write_bytes(b"something else")
    with pytest.raises(RunError, match=r"model\.onnx is not the file that run.json describes \(its SHA-256 differs\)"):
        verified_twin_path(load_run("alpha"))


def test_missing_twin(models: Path) -> None:
    write_fake_run("alpha")
    write_twin(models, b"a twin")
    (models / "alpha" / "model.onnx").unlink()
    with pytest.raises(RunError, match=r"model\.onnx is missing\. .*--into-run"):
        verified_twin_path(load_run("alpha"))
