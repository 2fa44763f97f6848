"""A picture file that a visitor has given to the app, or a page of a PDF."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from mnist_app.imaging.pdf import MAX_PAGES, is_pdf
from mnist_app.text.recognizing import page_name


@dataclass(frozen=True)
class PictureFile:
    """A file as it was given to us; it is kept in the session's memory and nowhere else.

    Attributes
    ----------
    name : how the visitor knows it
    data : the file's bytes
    page : of a PDF, from 1; None is the whole file
    whole : the PDF that it is a page of
    """

    name: str
    data: bytes
    page: int | None = None
    whole: "PictureFile | None" = None

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of its bytes, which is worked out once, however often the page runs; with the page's number."""
        if self.whole:
            return f"{self.whole.digest}, {self.page}"
        return sha256(self.data).hexdigest()

    @property
    def is_pdf(self) -> bool:
        """Whether it has pages."""
        return is_pdf(self.data)

    def split(self, count: int) -> list["PictureFile"]:
        """The first of its pages, if it is a PDF of so many; else itself."""
        if not self.is_pdf:
            return [self]
        numbers = range(1, min(count, MAX_PAGES) + 1)
        return [PictureFile(page_name(self.name, page, count), self.data, page, self) for page in numbers]
