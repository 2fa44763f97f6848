"""Thousands of drawings, photos and reruns by hundreds of visitors of one process, and what it holds on to (Linux).

`python -m benchmarks.long_run --python PYTHON` serves with another environment's Python. After each tenth all have
left, for as long as Streamlit keeps a session, before memory, threads, open handles and temporary files are counted.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path

from benchmarks.pages import APP
from benchmarks.process import Held, held_by
from benchmarks.served import ROOT, Served, serve
from benchmarks.tenths import Visit, missed, plan, report
from benchmarks.visitor import FOUR, VisitError, Visitor, let_all_leave

AT_ONCE = 4  # visitors; a guess
EXAMPLES = sorted((ROOT / "mnist_app/ui/examples").glob("*.*g"))  # JPEG and PNG


def main() -> int:
    """Print what the process holds after each tenth, and how that stands beside what is asked."""
    arguments = _arguments()
    tenths = plan(arguments.drawings, arguments.photos, arguments.reruns, arguments.sessions)
    with tempfile.TemporaryDirectory() as folder:
        environment = {"TMPDIR": folder, "STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": str(arguments.ttl)}
        with serve(APP, python=arguments.python, **environment) as served:
            held, errors = asyncio.run(_run(served, tenths, arguments.ttl, Path(folder)))
    print("\n".join(report(held, errors)))
    return int(bool(missed(held, errors)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=sys.executable, help="what serves")
    for name, count in (("drawings", 10_000), ("photos", 500), ("reruns", 3_000), ("sessions", 500)):
        parser.add_argument(f"--{name}", type=int, default=count, help=f"how many ({count})")
    parser.add_argument("--ttl", type=int, default=120, help="the seconds for which Streamlit keeps who left (120)")
    return parser.parse_args()


async def _run(
    served: Served, tenths: Sequence[Sequence[Visit]], time_to_live: int, temporary: Path
) -> tuple[list[Held], list[str]]:
    """What the process holds after each tenth, and what went wrong."""
    held: list[Held] = []
    errors: list[str] = []
    photos = cycle(EXAMPLES)
    async with Visitor(served.url) as visitor:
        await visitor.wait_for_network()
    for number, visits in enumerate(tenths, start=1):
        turns = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(_visit(served.url, visit, turns, photos, errors) for visit in visits))
        await let_all_leave(served.url, time_to_live)
        held.append(held_by(served.process_id, temporary))
        now = held[-1]
        print(
            f"tenth {number:2}: {now.resident_mb:.0f} MB, {now.threads} threads, {now.handles} handles, "
            f"{now.files} files, {len(errors)} errors",
            flush=True,
        )
    return held, errors


async def _visit(url: str, visit: Visit, turns: asyncio.Semaphore, photos: Iterator[Path], errors: list[str]) -> None:
    """Come, draw, upload, have the page run again, and drop the connection."""
    async with turns:
        try:
            async with Visitor(url) as visitor:
                for number in range(visit.drawings):
                    await visitor.draw(FOUR[number % 2])
                    if number % 2:
                        await visitor.clear()
                if visit.photos:
                    await visitor.choose("input", "Upload")
                for _ in range(visit.photos):
                    file = next(photos)
                    await visitor.upload("upload", file.name, file.read_bytes())
                for _ in range(visit.reruns):
                    await visitor.rerun()
        except (VisitError, OSError) as error:
            errors.append(f"{type(error).__name__}: {error}".splitlines()[0])
            print(errors[-1], flush=True)


if __name__ == "__main__":
    sys.exit(main())
