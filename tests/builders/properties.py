"""What the property tests share: how many examples they take, and values and files of any kind."""

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

# The same examples each time: a test must not fail because of luck. `make fuzz` looks for other ones.
THOROUGH = settings(
    max_examples=100, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)

NUMBERS = st.integers() | st.floats() | st.sampled_from([10**400, -(10**400), 2**53 + 1, 1e308, 0, -1, True])
JSON_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | NUMBERS | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@st.composite
def damaged(draw: st.DrawFn, files: st.SearchStrategy[bytes]) -> bytes:
    """A file with some bytes changed, left out or put in, perhaps cut off."""
    data = bytearray(draw(files))
    for _ in range(draw(st.integers(0, 8))):
        start = draw(st.integers(0, len(data)))
        data[start : start + draw(st.integers(0, 4))] = draw(st.binary(max_size=6))
    return bytes(data[: draw(st.none() | st.integers(0, len(data)))])
