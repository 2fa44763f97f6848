"""Pages are made in new processes, which would run again whatever script stands as `__main__`."""

import sys
from collections.abc import Iterator
from types import ModuleType

import pytest


@pytest.fixture(scope="module", autouse=True)
def _no_main_script() -> Iterator[None]:
    """Streamlit's AppTest leaves the app's script there, which cannot run outside of Streamlit."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "__main__", ModuleType("__main__"))
        yield
