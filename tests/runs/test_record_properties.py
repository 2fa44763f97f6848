"""Whatever run.json and history.json hold: a run, or one sentence that names the file."""

import contextlib
import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.fake_run import write_fake_run
from builders.properties import JSON_VALUES, THOROUGH, damaged
from mnist_app.errors import RunError
from mnist_app.runs.record_reading import FieldError
from mnist_app.runs.records import RunInfo, read_history
from mnist_app.runs.runs import check_name, load_run

WHOLE = json.loads((Path(__file__).parents[2] / "models/digit_net/run.json").read_text())


def places(content: Any) -> list[tuple[Any, ...]]:
    """The paths to everything in a JSON value."""
    keys = content if isinstance(content, dict) else range(len(content)) if isinstance(content, list) else ()
    return [(key, *rest) for key in keys for rest in ((), *places(content[key]))]


PLACES = places(WHOLE)


@THOROUGH
@given(st.lists(st.tuples(st.sampled_from(PLACES), JSON_VALUES), max_size=3))
def test_other_values_are_read_or_refused_by_name(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    content = copy.deepcopy(WHOLE)
    for path, value in changes:
        place = content
        with contextlib.suppress(KeyError, IndexError, TypeError):  # another change has replaced what held it
            for key in path[:-1]:
                place = place[key]
            place[path[-1]] = value
    with contextlib.suppress(FieldError):
        info = RunInfo.from_json(content)
        assert RunInfo.from_json(json.loads(json.dumps(info.to_json(), allow_nan=False))) == info


@THOROUGH
@given(st.dictionaries(st.text(max_size=8), st.lists(JSON_VALUES, max_size=3) | JSON_VALUES, max_size=3))
def test_a_history_is_read_or_refused(content: dict[str, Any]) -> None:
    with contextlib.suppress(FieldError):
        history = read_history(content)
        assert len({len(values) for values in history.values()}) == 1


@pytest.mark.parametrize("name", ["run.json", "history.json"])
def test_damaged_files_are_a_run_or_one_sentence(models: Path, name: str) -> None:
    write_fake_run("alpha")
    path = models / "alpha" / name

    @THOROUGH
    @given(damaged(st.just(path.read_bytes())))
    def load(data: bytes) -> None:
        path.write_bytes(data)
        with contextlib.suppress(RunError):
            load_run("alpha")

    load()


@THOROUGH
@given(st.text(alphabet=st.sampled_from("a1._-/\\\0 é~"), max_size=70) | st.text(max_size=70))
def test_a_name_stays_within_its_folder(name: str) -> None:
    with contextlib.suppress(RunError):
        check_name(name)
        assert (Path("/models") / name).resolve().parent == Path("/models")
        assert not name.startswith(".")
