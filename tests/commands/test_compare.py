import errno
import os
from pathlib import Path

import pytest

from builders.fake_run import edit_json, write_fake_run
from mnist_app.__main__ import main
from mnist_app.data.mnist import MNIST_SHA256
from mnist_app.runs.runs import DEFAULT_RUN, load_run


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path))
    return tmp_path


def test_one_row_a_run_the_default_first(models: Path) -> None:
    for name, errors in (("alpha", 12), (DEFAULT_RUN, 4)):
        write_fake_run(name, errors=errors, mnist_sha256=MNIST_SHA256)
    assert main(["compare"]) == 0
    header, _, first, second = [line for line in (models / "README.md").read_text().splitlines() if line[:1] == "|"]
    assert header.count("|") == first.count("|") == second.count("|")
    cells = [cell.strip() for cell in second.strip("|").split("|")]
    assert first.startswith(f"| [{DEFAULT_RUN}]({DEFAULT_RUN}/model_card.md) |")
    assert cells[:5] == ["[alpha](alpha/model_card.md)", "`two_conv`", "121,930", "94.00% (89.81% to 96.53%)", "12"]
    assert cells[5:7] == ["90.00%", "–"]
    assert "Other digits" not in (models / "README.md").read_text()


def test_a_run_of_other_digits_and_one_without_their_accuracy(models: Path) -> None:
    write_fake_run("alpha")
    write_fake_run("beta", mnist_sha256=MNIST_SHA256)
    metrics = load_run("beta").info.to_json()["metrics"]
    del metrics["val"]["mnist_accuracy"]
    edit_json(models / "beta" / "run.json", metrics=metrics)
    assert main(["compare"]) == 0
    text = (models / "README.md").read_text()
    alpha, beta = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()[6:8]]
    assert (alpha[3], alpha[5]) == ("other digits: 94.00% (89.81% to 96.53%)", "other digits: 90.00%")
    assert (beta[3], beta[5]) == ("94.00% (89.81% to 96.53%)", "–")
    assert "Other digits: of another file than MNIST" in text


def test_a_full_disk_leaves_the_table_that_was_there(
    models: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_fake_run("alpha")
    (models / "README.md").write_text("the table before")
    write_text = Path.write_text

    def write_half(path: Path, text: str, **kwargs: str) -> int:
        write_text(path, text[: len(text) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_text", write_half)
    assert main(["compare"]) == 1
    assert "README.md cannot be written: No space left on device." in capsys.readouterr().err
    assert (models / "README.md").read_text() == "the table before"
    assert sorted(path.name for path in models.iterdir()) == ["README.md", "alpha"]


def test_no_runs(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare"]) == 1
    assert "There is no trained run" in capsys.readouterr().err
    assert not list(models.iterdir())


def test_a_damaged_run_is_named(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_fake_run("alpha")
    (models / "alpha" / "evaluation.npz").write_bytes(b"")
    assert main(["compare"]) == 1
    assert "alpha/evaluation.npz is damaged" in capsys.readouterr().err


def test_readme_that_cannot_be_written(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_fake_run("alpha")
    (models / "README.md").mkdir()
    assert main(["compare"]) == 1
    assert "README.md cannot be written" in capsys.readouterr().err
