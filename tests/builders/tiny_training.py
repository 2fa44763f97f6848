"""Trainings that take seconds: a small network that learns bars, from Python and by the command line."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from builders.tiny_mnist import bars
from mnist_app.data.mnist import Digits, Mnist
from mnist_app.training.config import TrainConfig

TINY = TrainConfig("mnist_convnet", epochs=3, batch_size=16, width=0.125, learning_rate=0.01, augmentation=0.2)
TINY_ARGUMENTS = (
    *("--architecture", "mnist_convnet", "--width", "0.125"),
    *("--batch-size", "20", "--learning-rate", "0.01"),
)


@dataclass(frozen=True)
class Trained:
    """Where a network and its data lie; its run is called "bars"."""

    models: Path
    data: Path


def tiny_mnist(sha256: str = "0" * 64) -> Mnist:
    """160 bars to train on, 20 to validate and 20 to test."""
    train, val, test = (Digits(*bars(count, seed)) for seed, count in enumerate((160, 20, 20)))
    return Mnist(train, val, test, np.arange(160, dtype=np.int32), np.arange(20, dtype=np.int32), sha256)
