"""Writers from whose judged digits a network learns: what is learned, what is read, and what is said of it."""

from dataclasses import replace

import numpy as np
import pytest

from builders.tiny_mnist import bars
from builders.tiny_training import Trained, tiny_mnist
from mnist_app.__main__ import main
from mnist_app.commands import evaluate, writer_training
from mnist_app.commands.writer_measuring import choose_judged
from mnist_app.commands.writer_training import print_trained_writers
from mnist_app.data.mnist import Digits
from mnist_app.data.pen_strokes import PenDigit, PenStrokes
from mnist_app.errors import RunError
from mnist_app.runs.runs import load_run
from mnist_app.training import last_layer
from mnist_app.training.going_on import Learner

STROKE = np.array([[0, 0], [400, 0]], np.float32)
LABELS = (9 - np.arange(180) % 10).astype(np.uint8)
STROKES = PenStrokes((), tuple(PenDigit(int(label), 5, (STROKE,)) for label in LABELS), "0")


def half_bars() -> np.ndarray:
    """Upper halves of bars, each where the network knows the bar of another digit: the first one from the right."""
    images, _ = bars(180, 5)
    images[:, 12:] = 0
    images[:, :, 1::2] = 0
    return images


@pytest.fixture
def drawn_as_half_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_training, "draw_in_ways", lambda digits: np.stack([half_bars()] * 2))


@pytest.fixture
def learned(monkeypatch: pytest.MonkeyPatch) -> list[Digits]:
    """What each training has learned, so far."""
    learned: list[Digits] = []
    learn = Learner.learn

    def watched(learner: Learner, drawings: Digits) -> None:
        learned.append(drawings)
        learn(learner, drawings)

    monkeypatch.setattr(Learner, "learn", watched)
    return learned


@pytest.mark.usefixtures("trained", "drawn_as_half_bars")
def test_a_network_learns_a_writers_hand(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], learned: list[Digits]
) -> None:
    monkeypatch.setattr(last_layer, "MOST_LOST", 1.0)  # a network of so few features cannot know both
    print_trained_writers(load_run("bars"), STROKES, tiny_mnist())
    assert [len(drawings) for drawings in learned] == [38, 113]  # of 50 and 150, a quarter of which is held out
    images, (judged, _) = half_bars(), choose_judged(LABELS, 15, 0)
    known = {(image.tobytes(), label) for image, label in zip(images[judged], LABELS[judged], strict=True)}
    for drawings in learned:
        assert {
            (image.tobytes(), label) for image, label in zip(drawings.images, drawings.labels, strict=True)
        } <= known
    head, few, many, *_, worst = capsys.readouterr().out.splitlines()
    assert head.endswith("MNIST before  after")
    assert few.split()[:4] == ["5", "60", "5", "60"]  # 30 others, drawn in two ways: all are wrong before
    assert many.split()[:4] == ["5", "60", "15", "60"]
    assert max(int(line.split()[4]) for line in (few, many)) < 60
    assert worst.startswith("MNIST, validation: at most ")
    assert " of 20 more wrong, by the training with any of them" in worst


@pytest.mark.usefixtures("trained", "drawn_as_half_bars")
def test_what_becomes_of_mnist_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    run = load_run("bars")
    val = replace(run.info.metrics.val, mnist_accuracy=0.9)
    known = replace(run, info=replace(run.info, metrics=replace(run.info.metrics, val=val)))
    monkeypatch.setattr(Learner, "learn", learn_nothing_but_threes)
    print_trained_writers(known, STROKES, tiny_mnist())
    _, few, *_, worst = capsys.readouterr().out.splitlines()
    assert few.split()[-2:] == ["2", "18"]  # of 20: a tenth is still right, for all are read as one digit
    assert worst.startswith("MNIST, validation: at most 16 of 20 more wrong")


def learn_nothing_but_threes(learner: Learner, drawings: Digits) -> None:
    kernel, bias = learner.model.get_layer("probs").get_weights()
    learner.model.get_layer("probs").set_weights([np.zeros_like(kernel), np.eye(len(bias), dtype=np.float32)[3]])


@pytest.mark.usefixtures("trained")
def test_a_run_that_does_not_know_its_validation_digits_is_refused() -> None:
    run = load_run("bars")
    val = replace(run.info.metrics.val, mnist_accuracy=None)
    unknown = replace(run, info=replace(run.info, metrics=replace(run.info.metrics, val=val)))
    with pytest.raises(RunError, match="bars does not say how many of MNIST's validation digits are right; train it"):
        print_trained_writers(unknown, STROKES, tiny_mnist())


def test_the_command_trains_where_it_is_asked_to(
    trained: Trained, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(evaluate, "load_pen_strokes", lambda path: STROKES)
    monkeypatch.setattr(
        writer_training, "print_trained_writers", lambda run, strokes, mnist: print(run.name, len(mnist.val))
    )
    flags = ["evaluate", "--run", "bars", "--data", str(trained.data)]
    assert main([*flags, "--writers", "--trained"]) == 0
    assert capsys.readouterr().out.splitlines() == ["bars", "bars 20"]
    assert main([*flags, "--trained"]) == 1
    assert "--trained trains with what writers have judged, so it needs --writers" in capsys.readouterr().err
