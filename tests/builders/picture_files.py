"""Small picture files of every kind and color mode that the app reads, to be damaged by the tests."""

import io
from typing import Any

import numpy as np
from PIL import Image

WRITTEN: list[tuple[str, str, dict[str, Any]]] = [
    *(("JPEG", "RGB", {"progressive": progressive}) for progressive in (False, True)),
    *((kind, mode, {}) for kind in ("PNG", "TIFF", "GIF", "WEBP") for mode in ("RGB", "RGBA", "L")),
    *(
        (kind, mode, {})
        for kind, mode in (("BMP", "RGB"), ("PNG", "I;16"), ("TIFF", "F"), ("PNG", "P"), ("JPEG", "CMYK"))
    ),
    ("TIFF", "RGB", {"compression": "tiff_lzw"}),
]


def written(number: int) -> bytes:
    """A file of 17 x 12 pixels, saved as WRITTEN[number] says."""
    kind, mode, options = WRITTEN[number]
    levels = np.random.default_rng(number).integers(0, 256, (12, 17), np.uint8)
    file = io.BytesIO()
    Image.fromarray(levels).convert(mode).save(file, kind, **options)
    return file.getvalue()
