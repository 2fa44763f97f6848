"""JSON -> a frozen record: every field is held to its type and its range.

A record is a dataclass whose annotations say everything: `accuracy: Share` is a number from 0 to 1, `layers:
tuple[Layer, ...]` a list of objects. A field with a default may be missing; a key that the record does not know is
left out.
"""

import math
import types
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

LARGEST = 2**53  # beyond it a float, as many readers of JSON take every number, skips whole numbers
MAX_DEPTH = 20  # of lists and objects within one another; a guess far above what a configuration needs
SHOWN = 40  # characters of a value that is quoted

Record = TypeVar("Record", bound="DataclassInstance")


@dataclass(frozen=True)
class Rule:
    """What a value must be besides its type; `expected` says it in words."""

    expected: str
    holds: Callable[[Any], bool]


Count = Annotated[int, Rule("a whole number from 0", lambda count: count >= 0)]
PositiveCount = Annotated[int, Rule("a whole number from 1", lambda count: count >= 1)]
Positive = Annotated[float, Rule("a number above 0", lambda number: number > 0)]
NotNegative = Annotated[float, Rule("a number from 0", lambda number: number >= 0)]
Share = Annotated[float, Rule("a number from 0 to 1", lambda share: 0 <= share <= 1)]


class FieldError(ValueError):
    """A field of a record is missing, or is not what it must be; the message names its dotted path."""

    def __init__(self, field: str, expected: str, received: object = MISSING) -> None:
        shown = "nothing" if received is MISSING else repr(received)
        shown = shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…"
        super().__init__(f"“{field}”: expected {expected}, received {shown}")


def read_record(record: type[Record], content: Any, field: str = "") -> Record:
    """Read a record from what `json.loads` gave.

    Parameters
    ----------
    record : a dataclass
    content : a dictionary, if the file holds what it should
    field : the dotted path to it, for messages

    Raises
    ------
    FieldError
        if a field is missing, of another type or out of range
    """
    if not isinstance(content, dict):
        raise FieldError(field, "an object", content)
    kinds = get_type_hints(record, include_extras=True)
    values = {}
    for known in fields(record):
        if known.name in content or known.default is MISSING:
            path = f"{field}.{known.name}" if field else known.name
            values[known.name] = read_value(kinds[known.name], content.get(known.name, MISSING), path)
    return record(**values)


def read_value(kind: Any, value: Any, field: str) -> Any:
    """Read a value of the type `kind`: a record, `str`, `int`, `float`, `Any` (whatever JSON can say with finite
    numbers), one of these with a `Rule` or "or None", or a list, tuple or dictionary of them.

    Raises
    ------
    FieldError
        if it is of another type or out of range
    """
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _read_ruled(parts[0], parts[1], value, field)
    if origin in (Union, types.UnionType):  # the records use it for "or None" only
        return None if value is None else read_value(parts[0], value, field)
    if origin in (list, tuple):
        items = _expect(isinstance(value, list), value, field, "a list")
        return origin(read_value(parts[0], item, f"{field}[{place}]") for place, item in enumerate(items))
    if origin is dict:
        items = _expect(isinstance(value, dict), value, field, "an object")
        return {key: read_value(parts[1], item, f"{field}.{key}") for key, item in items.items()}
    if isinstance(kind, type) and is_dataclass(kind):
        return read_record(kind, value, field)
    return _read_plain(kind, value, field)


def _read_ruled(kind: Any, rule: Rule, value: Any, field: str) -> Any:
    try:
        read = read_value(kind, value, field)
    except FieldError:
        raise FieldError(field, rule.expected, value) from None
    return _expect(rule.holds(read), read, field, rule.expected)


def _read_plain(kind: Any, value: Any, field: str) -> Any:
    if kind is str:
        return _expect(isinstance(value, str), value, field, "text")
    if kind is int:
        return _expect(isinstance(value, int) and _is_number(value), value, field, "a whole number")
    if kind is float:
        return float(_expect(_is_number(value), value, field, "a finite number"))
    return _expect(_is_finite(value, MAX_DEPTH), value, field, "finite numbers only, not nested deeply")


def _is_number(value: Any) -> bool:
    """Whether it is a finite number; in Python True is one, too, in JSON it is not."""
    if isinstance(value, int):
        return not isinstance(value, bool) and abs(value) <= LARGEST
    return isinstance(value, float) and math.isfinite(value)


def _is_finite(value: Any, depth: int) -> bool:
    """Whether every number within is finite, and nothing lies deeper than `depth`."""
    if isinstance(value, dict | list):
        items = value.values() if isinstance(value, dict) else value
        return depth > 0 and all(_is_finite(item, depth - 1) for item in items)
    return value is None or isinstance(value, str | bool) or _is_number(value)


def _expect(holds: bool, value: Any, field: str, expected: str) -> Any:
    """The value, if what is asked of it holds."""
    if not holds:
        raise FieldError(field, expected, value)
    return value
