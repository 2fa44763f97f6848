import subprocess
import sys

from builders.tiny_training import Trained


def test_nothing_but_the_answer_is_printed(trained: Trained) -> None:
    command = [sys.executable, "-m", "mnist_app", "evaluate", "--run", "bars", "--data", str(trained.data)]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert result.stdout.startswith("bars\naccuracy")
    assert result.stderr == ""
