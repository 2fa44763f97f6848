import pillow_heif
from PIL import Image

from mnist_app.imaging.file_types import ENDINGS, FILE_TYPES, FORMATS, WORDS


def test_pillow_knows_every_format_and_ending_by_these_names() -> None:
    pillow_heif.register_heif_opener()
    known = Image.registered_extensions()
    for file_type in FILE_TYPES:
        assert {known[f".{ending}"] for ending in file_type.endings} == {file_type.format}


def test_no_ending_means_two_formats() -> None:
    assert len(set(ENDINGS)) == len(ENDINGS)
    assert len(set(FORMATS)) == len(FORMATS) == len(FILE_TYPES)


def test_words_are_part_of_a_sentence() -> None:
    assert WORDS == "PNG, JPEG, WebP, BMP, GIF, TIFF, HEIC or PDF"
