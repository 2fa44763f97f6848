from pathlib import Path

import pytest
from fake_run import write_fake_run

from mnist_app.__main__ import main
from mnist_app.runs.runs import DEFAULT_RUN


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path))
    return tmp_path


def test_one_row_a_run_the_default_first(models: Path) -> None:
    for name, errors in (("alpha", 12), (DEFAULT_RUN, 4)):
        write_fake_run(name, errors=errors)
    assert main(["compare"]) == 0
    header, _, first, second = [line for line in (models / "README.md").read_text().splitlines() if line[:1] == "|"]
    assert header.count("|") == first.count("|") == second.count("|")
    cells = [cell.strip() for cell in second.strip("|").split("|")]
    assert first.startswith(f"| [{DEFAULT_RUN}]({DEFAULT_RUN}/model_card.md) |")
    assert cells[:5] == ["[alpha](alpha/model_card.md)", "`two_conv`", "121,930", "94.00% (89.81% to 96.53%)", "12"]
    assert cells[6] == "–"


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
