"""axe-core, which looks for what keeps people from using a page: a package of npm's, kept in a folder that git ignores.

No test fetches it; `.ci/run` does, and whoever runs `PYTHONPATH=tests python -m builders.axe_core`, which needs npm.
"""

import hashlib
import subprocess
import tarfile
from pathlib import Path

VERSION = "4.14.1"
SHA256 = "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745"  # of the package as `npm pack` leaves it
PACKAGE = Path(__file__).parents[2] / ".axe" / f"axe-core-{VERSION}.tgz"
FETCH_SECONDS = 120


def fetch(package: Path = PACKAGE) -> None:
    """Have npm fetch the package, if it is not there yet."""
    if not package.is_file():
        package.parent.mkdir(exist_ok=True)
        command = ["npm", "pack", f"axe-core@{VERSION}", "--pack-destination", str(package.parent)]
        subprocess.run(command, check=True, timeout=FETCH_SECONDS)


def axe_script(package: Path = PACKAGE) -> str:
    """The JavaScript that defines `axe` in a page.

    Raises
    ------
    FileNotFoundError
        if the package was not fetched
    ValueError
        if it is not the one whose checksum stands here
    """
    if (found := hashlib.sha256(package.read_bytes()).hexdigest()) != SHA256:
        raise ValueError(f"{package} has the SHA-256 {found}, not {SHA256}; delete it and fetch it again")
    with tarfile.open(package) as files:
        script = files.extractfile("package/axe.min.js")
        assert script is not None, "a package of this checksum holds it"
        return script.read().decode()


if __name__ == "__main__":
    fetch()
    axe_script()
