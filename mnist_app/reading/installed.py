"""Whether a package that not everyone has is installed, found out without importing it."""

import importlib.util


def is_installed(module: str) -> bool:
    """Whether there is such a module; a folder of that name in the current one, as logs have, is none."""
    found = importlib.util.find_spec(module)
    return found is not None and found.origin is not None
