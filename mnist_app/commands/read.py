"""`read FILE...`: what pictures and pages of PDFs say, one line each. One network is loaded for all of them."""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mnist_app.errors import ImageError, MnistAppError
from mnist_app.imaging.decode import decode_picture
from mnist_app.imaging.file_parts import MAX_BYTES
from mnist_app.imaging.file_types import ENDINGS
from mnist_app.imaging.options import ReadOptions
from mnist_app.imaging.pdf import MAX_PAGES, count_pages, is_pdf
from mnist_app.reading.engine_choice import engine_file, prepare_engine
from mnist_app.runs.runs import DEFAULT_RUN, load_run
from mnist_app.text.recognizing import page_name, too_many_pages

if TYPE_CHECKING:
    from mnist_app.recognizer import Reading, Recognizer


@dataclass(frozen=True)
class _Source:
    """What one line is about.

    Attributes
    ----------
    path : of the file
    page : of a PDF, from 1; else None
    pages : how many the PDF has
    """

    path: Path
    page: int | None = None
    pages: int = 1

    @property
    def name(self) -> str:
        return page_name(str(self.path), self.page, self.pages)

    @property
    def json(self) -> dict[str, Any]:
        return {"file": str(self.path)} | ({"page": self.page} if self.page else {})


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `read` to the commands."""
    parser = commands.add_parser("read", help="read the digits in pictures and PDFs")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a picture, a PDF, or a folder of them")
    parser.add_argument("--single", action="store_true", help="take everything in a picture as one digit")
    parser.add_argument("--json", action="store_true", help="print one JSON object a picture, with probabilities")
    parser.add_argument("--run", metavar="NAME", help=f"the trained run to read with (by default, {DEFAULT_RUN})")
    parser.set_defaults(run_command=run)


def run(args: argparse.Namespace) -> int:
    """Read every picture; 1 if any of them could not be read."""
    engine_file(load_run(args.run))  # fails within a moment what would fail after seconds
    prepare_engine()
    from mnist_app.recognizer import Recognizer

    recognizer = Recognizer.load(args.run)
    are_read = [_read_file(recognizer, path, args) for path in _find_pictures(args.files)]
    return int(not all(are_read))


def _find_pictures(paths: list[Path]) -> Iterator[Path]:
    """Files as they are named, whatever they are called; of folders, the pictures in them, by name."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        inside = sorted(p for p in path.rglob("*") if p.suffix[1:].lower() in ENDINGS and p.is_file())
        yield from inside or [path]


def _read_file(recognizer: "Recognizer", path: Path, args: argparse.Namespace) -> bool:
    """Print what a file says, page by page; whether all of it could be read."""
    try:
        data = _load(path)
        sources = _sources(path, data)
    except MnistAppError as error:
        _print_error(_Source(path), str(error), args.json)
        return False
    pages = sources[0].pages
    are_read = [_read(recognizer, source, data, args) for source in sources]
    if pages > MAX_PAGES:
        _print_error(_Source(path), too_many_pages(pages, MAX_PAGES), args.json)
    return all(are_read) and pages <= MAX_PAGES


def _load(path: Path) -> bytes:
    """A file's bytes; of one that is too large, so many that this is seen."""
    if path.is_dir():
        raise ImageError("There are no pictures in this folder.")
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ImageError(f"The file cannot be read: {error.strerror}.") from error


def _sources(path: Path, data: bytes) -> list[_Source]:
    """The file itself or, of a PDF, the first pages."""
    if not is_pdf(data):
        return [_Source(path)]
    pages = count_pages(data)
    return [_Source(path, page, pages) for page in range(1, min(pages, MAX_PAGES) + 1)]


def _read(recognizer: "Recognizer", source: _Source, data: bytes, args: argparse.Namespace) -> bool:
    try:
        picture = decode_picture(data, source.page)
        reading = recognizer.read_picture(picture, ReadOptions(single=args.single))
    except MnistAppError as error:
        _print_error(source, str(error), args.json)
        return False
    print(json.dumps(_to_json(source, reading)) if args.json else f"{source.name}: {_describe(reading)}", flush=True)
    return True


def _describe(reading: "Reading") -> str:
    if reading.verdict == "empty":
        return "(no digit)"
    text = reading.text.replace("\n", " / ")
    return text if reading.verdict == "sure" else f"{text}  (unsure)"


def _to_json(source: _Source, reading: "Reading") -> dict[str, Any]:
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
    return source.json | {"text": reading.text, "verdict": reading.verdict, "digits": digits}


def _print_error(source: _Source, error: str, as_json: bool) -> None:
    if as_json:
        print(json.dumps(source.json | {"error": error}), flush=True)
    else:
        print(f"{source.name}: {error}", file=sys.stderr, flush=True)
