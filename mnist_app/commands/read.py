"""`read FILE...`: what pictures say, one line each. One network is loaded for all of them."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mnist_app.errors import ImageError, MnistAppError
from mnist_app.imaging.file_types import ENDINGS
from mnist_app.reading.engine_choice import engine_file, prepare_engine
from mnist_app.runs.runs import load_run

if TYPE_CHECKING:
    from mnist_app.recognizer import Reading, Recognizer


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `read` to the commands."""
    parser = commands.add_parser("read", help="read the digits in pictures")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a picture, or a folder of pictures")
    parser.add_argument("--single", action="store_true", help="take everything in a picture as one digit")
    parser.add_argument("--json", action="store_true", help="print one JSON object a picture, with probabilities")
    parser.add_argument("--run", metavar="NAME", help="the trained run to read with (by default, the best one)")
    parser.set_defaults(run_command=run)


def run(args: argparse.Namespace) -> int:
    """Read every picture; 1 if any of them could not be read."""
    engine_file(load_run(args.run))  # fails within a moment what would fail after seconds
    prepare_engine()
    from mnist_app.recognizer import Recognizer

    recognizer = Recognizer.load(args.run)
    failed = False
    for path in _find_pictures(args.files):
        try:
            reading = _read(recognizer, path, args.single)
        except MnistAppError as error:
            failed = True
            _print_error(path, error, args.json)
        else:
            print(json.dumps(_to_json(path, reading)) if args.json else f"{path}: {_describe(reading)}", flush=True)
    return int(failed)


def _find_pictures(paths: list[Path]) -> Iterator[Path]:
    """Files as they are named, whatever they are called; of folders, the pictures in them, by name."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        inside = sorted(p for p in path.rglob("*") if p.suffix[1:].lower() in ENDINGS and p.is_file())
        yield from inside or [path]


def _read(recognizer: "Recognizer", path: Path, single: bool) -> "Reading":
    if path.is_dir():
        raise ImageError("There are no pictures in this folder.")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ImageError(f"The file cannot be read: {error.strerror}.") from error
    return recognizer.read_photo(data, single=single)


def _describe(reading: "Reading") -> str:
    if reading.verdict == "empty":
        return "(no digit)"
    text = reading.text.replace("\n", " / ")
    return text if reading.verdict == "sure" else f"{text}  (unsure)"


def _to_json(path: Path, reading: "Reading") -> dict[str, Any]:
    digits = [
        {
            "label": digit.label,
            "confidence": round(digit.confidence, 6),
            "verdict": digit.verdict,
            "bbox": list(digit.bbox),
            "probs": [round(float(prob), 6) for prob in digit.probs],
        }
        for digit in reading.digits
    ]
    return {"file": str(path), "text": reading.text, "verdict": reading.verdict, "digits": digits}


def _print_error(path: Path, error: MnistAppError, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"file": str(path), "error": str(error)}), flush=True)
    else:
        print(f"{path}: {error}", file=sys.stderr, flush=True)
