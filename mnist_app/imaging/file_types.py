"""The kinds of picture files that can be read: how Pillow names them, how their names end, what people call them.

One table, for the decoder, the upload button, the command line and every sentence that names them.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class FileType:
    """A kind of picture file.

    Attributes
    ----------
    format : Pillow's name of its decoder
    endings : of file names, in lower case, without the dot
    word : what it is called in a sentence
    """

    format: str
    endings: tuple[str, ...]
    word: str


FILE_TYPES = (
    FileType("PNG", ("png",), "PNG"),
    FileType("JPEG", ("jpg", "jpeg", "jfif"), "JPEG"),
    FileType("WEBP", ("webp",), "WebP"),
    FileType("BMP", ("bmp",), "BMP"),
    FileType("GIF", ("gif",), "GIF"),
    FileType("TIFF", ("tif", "tiff"), "TIFF"),
    FileType("HEIF", ("heic", "heif"), "HEIC"),
)

PDF = FileType("PDF", ("pdf",), "PDF")  # drawn by PDFium: Pillow only writes it

FORMATS = tuple(file_type.format for file_type in FILE_TYPES)
ENDINGS = tuple(ending for file_type in (*FILE_TYPES, PDF) for ending in file_type.endings)
WORDS = f"{', '.join(file_type.word for file_type in FILE_TYPES)} or {PDF.word}"
