"""What a process holds at this moment: memory, threads, open handles, temporary files (Linux)."""

from dataclasses import dataclass
from pathlib import Path

BYTES_IN_MB = 1_000_000


@dataclass(frozen=True)
class Held:
    """What a process holds.

    Attributes
    ----------
    resident_mb : resident memory, in MB of 1,000,000 bytes
    threads, handles, files : how many threads, open handles, and files in the folder of its temporary ones
    """

    resident_mb: float
    threads: int
    handles: int
    files: int = 0


def resident_mb(process_id: int) -> float:
    """Resident memory of a process, in MB of 1,000,000 bytes."""
    return int(_status(process_id)["VmRSS"].split()[0]) * 1024 / BYTES_IN_MB


def peak_mb(process_id: int) -> float:
    """The most resident memory that a process has had, in MB of 1,000,000 bytes."""
    return int(_status(process_id)["VmHWM"].split()[0]) * 1024 / BYTES_IN_MB


def held_by(process_id: int, temporary: Path | None = None) -> Held:
    """What a process holds, which was told to put its temporary files into a folder that was empty."""
    handles = len(list(Path(f"/proc/{process_id}/fd").iterdir()))
    files = sum(path.is_file() for path in temporary.rglob("*")) if temporary else 0
    return Held(resident_mb(process_id), int(_status(process_id)["Threads"]), handles, files)


def _status(process_id: int) -> dict[str, str]:
    lines = Path(f"/proc/{process_id}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
