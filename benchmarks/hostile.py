"""What files cost that are written to be slow, large or unreadable: `python -m benchmarks.hostile` (Linux).

Each is read in a process of its own that has read a small picture before, with ONNX Runtime, as on a server. Printed
are the answer, the seconds, and the memory that it took at most beyond what the process held, with PDFium's process.
`python -m benchmarks.hostile PDF` reads only those whose names begin so.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.hostile_files import FILES, JUDGED
from benchmarks.process import peak_mb, resident_mb
from benchmarks.served import ROOT
from mnist_app.errors import MnistAppError
from mnist_app.reading.judged_zip import load_judged_drawings
from mnist_app.recognizer import Recognizer

FORGET_PEAK = "5"  # proc(5), /proc/pid/clear_refs
NAME_WIDTH = 38
LOOK_SECONDS = 0.002  # between two looks at what a process of PDFium holds, which is gone when it has answered


@dataclass(frozen=True)
class Cost:
    """What reading one file came to.

    Attributes
    ----------
    answer : a sentence
    seconds : from the file's bytes to the answer
    megabytes : of memory, of 1,000,000 bytes, at most and beyond what was held before
    """

    answer: str
    seconds: float
    megabytes: float


def main() -> int:
    """Print a line for each file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", default=[""], help="how the files' names begin (all)")
    parser.add_argument("--in-this-process", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    chosen = [name for name in (*FILES, *JUDGED) if name.startswith(tuple(arguments.names))]
    if not chosen:
        parser.error(f"no file's name begins with {' or '.join(arguments.names)}")
    if arguments.in_this_process:
        print(json.dumps(asdict(_cost(chosen[0]))))
        return 0
    print(f"{'file':{NAME_WIDTH}} {'seconds':>7} {'MB':>5}  answer")
    for name in chosen:
        cost = measure(name)
        print(f"{name:{NAME_WIDTH}} {cost.seconds:7.2f} {cost.megabytes:5.0f}  {cost.answer}", flush=True)
    return 0


def measure(name: str) -> Cost:
    """What it costs to read one of the files, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.hostile", "--in-this-process", name]
    environment = os.environ | {"MNIST_APP_ENGINE": "onnx"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def _cost(name: str) -> Cost:
    recognizer = Recognizer.load()
    recognizer.read_photo(FILES["a small picture"]())
    with tempfile.TemporaryDirectory() as folder:
        data = (FILES | JUDGED)[name]()
        file = Path(folder, "file.zip")
        file.write_bytes(data)
        Path("/proc/self/clear_refs").write_text(FORGET_PEAK)
        before = resident_mb(os.getpid())
        with _watch_children() as peaks:
            start = time.perf_counter()
            try:
                answer = _read_zip(file) if name in JUDGED else _read(recognizer, data)
            except MnistAppError as error:
                answer = str(error).replace(str(file), "The zip")
            seconds = time.perf_counter() - start
    return Cost(answer, seconds, peak_mb(os.getpid()) - before + max(peaks, default=0.0))


@contextlib.contextmanager
def _watch_children() -> Iterator[list[float]]:
    """The memory that this process's children have at most, look by look, in MB."""
    peaks: list[float] = []
    has_ended = threading.Event()

    def watch() -> None:
        while not has_ended.wait(LOOK_SECONDS):
            for children in Path("/proc/self/task").glob("*/children"):
                with contextlib.suppress(OSError, KeyError):  # it has ended meanwhile
                    peaks.extend(peak_mb(int(child)) for child in children.read_text().split())

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield peaks
    finally:
        has_ended.set()
        watching.join()


def _read(recognizer: Recognizer, data: bytes) -> str:
    return f"{len(recognizer.read_photo(data).digits)} digits read."


def _read_zip(file: Path) -> str:
    drawings = load_judged_drawings(file)
    return f"{len(drawings.train.labels) + len(drawings.val.labels)} drawings read."


if __name__ == "__main__":
    sys.exit(main())
