"""What a file of requirements pins."""

import re
from pathlib import Path

PIN = re.compile(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==([^\s;\\]+)", re.MULTILINE)


def read_pins(path: Path) -> dict[str, set[str]]:
    """Versions of each package; another Python or system may get another one."""
    versions: dict[str, set[str]] = {}
    for package, version in PIN.findall(path.read_text()):
        versions.setdefault(package, set()).add(version)
    return versions
