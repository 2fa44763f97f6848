"""A picture file that a visitor has given to the app."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256


@dataclass(frozen=True)
class PictureFile:
    """A picture file as it was given to us; it is kept in the session's memory and nowhere else."""

    name: str
    data: bytes

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of its bytes, which is worked out once, however often the page runs."""
        return sha256(self.data).hexdigest()
