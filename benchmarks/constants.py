"""What the constants of finding digits on pages are worth: each a fifth smaller and larger, on made-up pages.

`python -m benchmarks.constants` prints what each costs the kind of page that suffers most, and the pages as a whole; a
constant that costs a kind more than a point is fragile. With `--names NAME ... --fit TRIALS` it searches for better
values of these (Optuna) and prints them, for the code to be changed by hand. The pages' seeds are neither for training
nor for measuring, and MNIST's digits on them are others than those of `evaluate --pages`; the writers of pen strokes
and characters are the same there, so its figures lean a little towards what is chosen here.
"""

import argparse
import ast
import functools
import hashlib
import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import Protocol
from unittest.mock import patch

import numpy as np
import numpy.typing as npt
import optuna

from mnist_app.commands.arguments import CHARACTERS_HELP, DATA_HELP, STROKES_HELP, positive
from mnist_app.commands.page_measuring import read_file, score_reading, to_file
from mnist_app.data.drawn_characters import load_drawn_characters
from mnist_app.data.look_alikes import leave_out_look_alikes, make_reader
from mnist_app.data.mnist import load_mnist
from mnist_app.data.pages.hands import Hands
from mnist_app.data.pages.making import make_page
from mnist_app.data.pages.page import Page
from mnist_app.data.pages.recipes import RECIPES
from mnist_app.data.pages.splits import tuning_seed
from mnist_app.data.pen_strokes import load_pen_strokes
from mnist_app.metrics.pages import PageScore, add_scores
from mnist_app.reading.engine import Network
from mnist_app.reading.engine_choice import load_run_network
from mnist_app.reading.finder import Finder, load_finder
from mnist_app.recognizer import Recognizer
from mnist_app.runs.runs import load_run

ROOMS = (
    *("imaging/guide.py", "imaging/printed_lines.py", "imaging/ink/*.py", "imaging/segments/*.py"),
    *("reading/choice.py", "reading/finder.py", "reading/turn.py", "reading/verdicts.py"),
)
CHANGES = (0.8, 1.2)
PROCESSES = 2
FRAGILE = 1.0  # points of a kind's digits
SURE_WRONG_PRICE = 3  # a digit that is sure and wrong costs a search as much as so many that are only wrong; a guess
PACKAGE = "mnist_app"
# What bounds time and memory, or is the same number elsewhere by definition, is no guess about pages.
NOT_TRIED = (
    *("MAX_MARKS", "MAX_DIGITS", "MAX_CANDIDATES", "WITNESSES"),
    *("STRIDE", "MULTIPLE", "SIZE_UNIT", "STROKE_LEVEL"),
)

Scores = dict[str, PageScore]  # by kind of page


@dataclass(frozen=True)
class Constant:
    """A number that a module of the package holds under a name."""

    module: str
    name: str
    value: float

    @property
    def title(self) -> str:
        """Its module and name without the package."""
        return f"{self.module.removeprefix(PACKAGE + '.')}.{self.name}"

    def times(self, factor: float) -> float:
        """Its value changed by a factor; a whole number stays one, and differs by one at least.

        Examples
        --------
        >>> Constant("m", "SHARE", 0.5).times(0.8), Constant("m", "PIXELS", 3).times(1.2)
        (0.4, 4)
        """
        if not self.is_whole:
            return self.value * factor
        step = max(1, round(abs(factor - 1) * self.value))
        return self.value + (step if factor > 1 else -step)

    @property
    def is_whole(self) -> bool:
        """Whether it is a count."""
        return type(self.value) is int


def find_constants(package: Path) -> list[Constant]:
    """All numbers that the modules of ROOMS name at their top, but for those of NOT_TRIED."""
    return [
        Constant(_module_name(path, package), name, value)
        for path in sorted({path for room in ROOMS for path in package.glob(room)})
        for name, value in _numbers(path.read_text())
        if name not in NOT_TRIED
    ]


def _numbers(source: str) -> Iterator[tuple[str, float]]:
    """Names in capitals that are given a number other than 0, alone or several in a line."""
    for statement in ast.parse(source).body:
        if not isinstance(statement, ast.Assign):
            continue
        target, given = statement.targets[0], statement.value
        pairs = (
            zip(target.elts, given.elts, strict=True)
            if isinstance(target, ast.Tuple) and isinstance(given, ast.Tuple)
            else [(target, given)]
        )
        for name, number in pairs:
            if isinstance(name, ast.Name) and isinstance(number, ast.Constant):
                value = number.value
                if name.id.isupper() and isinstance(value, int | float) and not isinstance(value, bool) and value:
                    yield name.id, value


@contextmanager
def changed(values: Mapping[Constant, float]) -> Iterator[None]:
    """Let constants have other values, in their own modules and in those that import them by name."""
    with ExitStack() as stack:
        for constant, value in values.items():
            for module in _modules_with(constant):
                stack.enter_context(patch.object(module, constant.name, value))
        yield


def _modules_with(constant: Constant) -> list[ModuleType]:
    """The module of a constant, and those that import it from there."""
    importing = [module for module, home, name in _imports() if (home, name) == (constant.module, constant.name)]
    return [importlib.import_module(name) for name in (constant.module, *importing)]


@functools.cache
def _imports() -> tuple[tuple[str, str, str], ...]:
    """What the package's modules import by name: the module, where from, and the name."""
    package = package_dir()
    return tuple(
        (_module_name(path, package), statement.module, alias.name)
        for path in package.rglob("*.py")
        for statement in ast.parse(path.read_text()).body
        if isinstance(statement, ast.ImportFrom) and statement.module
        for alias in statement.names
    )


def package_dir() -> Path:
    """Where the package lies."""
    return Path(importlib.import_module(PACKAGE).__path__[0])


def _module_name(path: Path, package: Path) -> str:
    return ".".join((PACKAGE, *path.relative_to(package).with_suffix("").parts))


def remembering(network: Network) -> Network:
    """A network that is not asked twice about the same pictures, float32 (N, H, W, C): most constants change few."""
    known: dict[bytes, npt.NDArray[np.float32]] = {}

    def answer(x: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        keys = [hashlib.sha256(repr(each.shape).encode() + each.tobytes()).digest() for each in x]
        new = list({key: i for i, key in enumerate(keys) if key not in known}.values())
        if new:
            known.update(zip([keys[i] for i in new], network(x[new]), strict=True))
        return np.stack([known[key] for key in keys])

    return answer


def _load() -> Recognizer:
    """The app's recognizer, whose networks remember."""
    run, finder = load_run(), load_finder()
    network = remembering(load_run_network(run))
    finding = Finder(lambda: remembering(finder.prepare())) if finder else None
    return Recognizer(network, run.info.calibration, run.info.thresholds, finder=finding)


class PageReader:
    """Made-up pages, made once, and a recognizer that reads them again and again."""

    def __init__(self, hands: Hands, kinds: Sequence[str], count: int) -> None:
        self._recognizer = _load()
        self._pages: dict[str, list[tuple[Page, bytes]]] = {
            kind: [(page, to_file(page)) for page in _make(kind, hands, count)] for kind in kinds
        }

    def score(self, values: Mapping[Constant, float]) -> Scores:
        """Read all pages with constants changed to these values."""
        with changed(values):
            return {
                kind: add_scores(score_reading(page, read_file(self._recognizer, file)) for page, file in pages)
                for kind, pages in self._pages.items()
            }


def _make(kind: str, hands: Hands, count: int) -> Iterator[Page]:
    return (make_page(kind, tuning_seed(number), hands) for number in range(count))


Score = Callable[[Mapping[Constant, float]], Scores]


@dataclass(frozen=True)
class Cost:
    """What a change costs: digits of all kinds, sure and wrong ones, and points of the kind that suffers most."""

    digits: int
    sure_wrong: int
    worst: float
    kind: str

    def __str__(self) -> str:
        return f"{self.digits:+6d}{self.sure_wrong:+6d}{self.worst:8.1f}  {self.kind}"


def cost_of(before: Scores, after: Scores) -> Cost:
    """Compare two scores of the same pages.

    Examples
    --------
    >>> after = PageScore(digits=50, right=49, sure_wrong=1)
    >>> print(cost_of({"plain": PageScore(digits=50, right=50)}, {"plain": after}))
        +1    +1     2.0  plain
    """
    points = {kind: 100 * (before[kind].right - after[kind].right) / max(1, before[kind].digits) for kind in before}
    worst = max(points, key=lambda kind: points[kind])
    first, second = add_scores(before.values()), add_scores(after.values())
    return Cost(first.right - second.right, second.sure_wrong - first.sure_wrong, points[worst], worst)


class Processes(Protocol):
    """What reads pages elsewhere, as far as this module uses a `ProcessPoolExecutor`."""

    def submit(self, score: Score, values: Mapping[Constant, float], /) -> "Future[Scores]":
        """Begin with one change."""

    def map(self, score: Score, changes: Iterable[Mapping[Constant, float]], /) -> Iterable[Scores]:
        """Try several, in their order."""


_READER: list[PageReader] = []  # of a process


def _start(hands: Hands, kinds: Sequence[str], count: int) -> None:
    _READER.append(PageReader(hands, kinds, count))


def _score(values: Mapping[Constant, float]) -> Scores:
    return _READER[0].score(values)


def print_costs(processes: Processes, constants: Sequence[Constant]) -> None:
    """Change each constant by a fifth either way; print the costs, and at the end those that are fragile."""
    before = processes.submit(_score, {}).result()
    changes = [(constant, constant.times(factor)) for constant in constants for factor in CHANGES]
    fragile = []
    print(f"{'constant':44s}{'value':>9s}{'tried':>9s}  lost  sure  points  of", flush=True)
    for (constant, value), after in zip(
        changes, processes.map(_score, [{constant: value} for constant, value in changes]), strict=True
    ):
        cost = cost_of(before, after)
        print(f"{constant.title:44s}{constant.value:9.4g}{value:9.4g}{cost}", flush=True)
        if cost.worst > FRAGILE:
            fragile.append(constant.title)
    names = ", ".join(dict.fromkeys(fragile))
    print(f"\n{len(set(fragile))} of {len(constants)} cost a kind more than a point: {names}")


def fit(processes: Processes, constants: Sequence[Constant], trials: int) -> dict[str, float]:
    """Search between half and twice their values for those that cost the least; the best values by title."""

    def price(trial: optuna.Trial) -> int:
        values = {constant: _suggest(trial, constant) for constant in constants}
        total = add_scores(processes.submit(_score, values).result().values())
        return total.digits - total.right + SURE_WRONG_PRICE * total.sure_wrong

    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=0, multivariate=True, constant_liar=True))
    study.enqueue_trial({constant.title: constant.value for constant in constants})
    study.optimize(price, n_trials=trials, n_jobs=PROCESSES)
    print(f"price {study.trials[0].value:g} as it is, {study.best_value:g} with {study.best_params}")
    return study.best_params


def _suggest(trial: optuna.Trial, constant: Constant) -> float:
    low, high = constant.value / 2, 2 * constant.value
    if constant.is_whole:
        return trial.suggest_int(constant.title, max(1, round(low)), round(high))
    return trial.suggest_float(constant.title, low, high, log=True)


def main() -> None:
    """Make the pages in two processes, and change constants there."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.constants", description=__doc__)
    parser.add_argument("--data", type=Path, metavar="FILE.npz", help=DATA_HELP)
    parser.add_argument("--pen-strokes", type=Path, metavar="FILE", help=STROKES_HELP)
    parser.add_argument("--drawn-characters", type=Path, metavar="FILE", help=CHARACTERS_HELP)
    parser.add_argument("--count", type=positive, default=3, help="pages of each kind (default: 3)")
    parser.add_argument("--kinds", nargs="+", choices=RECIPES, default=tuple(RECIPES), metavar="KIND")
    parser.add_argument("--names", nargs="+", metavar="NAME", help="only the constants of these names")
    parser.add_argument("--fit", type=positive, metavar="TRIALS", help="search for better values, so many times")
    args = parser.parse_args()
    constants = [each for each in find_constants(package_dir()) if not args.names or each.name in args.names]
    if unknown := set(args.names or ()) - {each.name for each in constants}:
        parser.error(f"there is no constant called {', '.join(sorted(unknown))}")
    strokes, characters = load_pen_strokes(args.pen_strokes), load_drawn_characters(args.drawn_characters)
    mnist = load_mnist(args.data)
    letters = leave_out_look_alikes(characters, make_reader(mnist, strokes))
    hands = Hands(mnist.val, strokes.val, letters.val)
    with ProcessPoolExecutor(PROCESSES, get_context("spawn"), _start, (hands, args.kinds, args.count)) as processes:
        if args.fit:
            fit(processes, constants, args.fit)
        else:
            print_costs(processes, constants)


if __name__ == "__main__":
    main()
