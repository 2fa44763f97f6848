"""A drawing written as a few hundred letters, which fit into a link, and read again with every field checked.

Anyone can write a link: nothing is believed, and nothing is unpacked beyond what a drawing may take. The letters are
base64url (RFC 4648) of a version byte and of what zlib (RFC 1950, with its checksum) makes of these numbers: whether it
is a number, the canvas's height and width, how many strokes there are, and of each stroke the pen's width, how many
points it has, and the steps from point to point, the first from the corner of the canvas, in halves of a pixel. A whole
number is written as protocol buffers write it: seven bits a byte, and those with a sign in zigzag.
"""

import base64
import binascii
import re
import zlib
from collections.abc import Iterator

import numpy as np

from mnist_app.errors import LinkError
from mnist_app.imaging.pen_drawing import PenDrawing, PenStroke, simplify

VERSION = 1
LONGEST = 2000  # letters: what mail programs and messengers pass on whole; a guess
MOST_BYTES = 16_000  # of unpacked numbers. A guess: ten times what a link may hold unpacked is drawn by nobody.
MOST_STROKES, MOST_POINTS = 200, 5000  # guesses: a number of ten digits has some 20 strokes and 300 points
HIGHEST_CANVAS, WIDEST_CANVAS = 400, 1000  # pixels; the page's are 280 high, and 280 to 828 wide
WIDEST_PEN = 100  # pixels; the page's are 8 to 36
MARGIN = 100  # pixels beyond the canvas: a pen may leave it
STEPS = 2  # a pixel

TOO_LONG = "This drawing is too long for a link."
EMPTY = "Nothing is drawn yet that a link could hold."
OF_NO_SUCH_SIZE = "No link holds a drawing with a canvas or a pen of this size."
DAMAGED = "This link's drawing is damaged: copy the link again, all of it, or draw it anew."
OTHER_VERSION = "This link's drawing was made by another version of this app: ask for a new link, or draw it anew."


def encode(drawing: PenDrawing) -> str:
    """Write a drawing, simplified, as at most 2000 letters, which `decode` reads.

    Raises
    ------
    LinkError
        if that is too few, nothing is drawn, or its canvas or a pen is of a size that no drawing of the page has

    Examples
    --------
    >>> stroke = PenStroke(np.array([[50, 60], [50, 200], [220, 100]], np.float32), 20)
    >>> code = encode(PenDrawing((stroke,), (280, 280), is_number=False))
    >>> len(code) < 50, decode(code).strokes[0].points.tolist()
    (True, [[50.0, 60.0], [50.0, 200.0], [220.0, 100.0]])
    """
    if not drawing.strokes:
        raise LinkError(EMPTY)
    if len(drawing.strokes) > MOST_STROKES:
        raise LinkError(TOO_LONG)
    if not (_is_canvas(drawing.canvas) and all(1 <= stroke.pen_width <= WIDEST_PEN for stroke in drawing.strokes)):
        raise LinkError(OF_NO_SUCH_SIZE)
    strokes = [simplify(stroke) for stroke in drawing.strokes]
    if sum(len(stroke.points) for stroke in strokes) > MOST_POINTS:
        raise LinkError(TOO_LONG)
    numbers = [int(drawing.is_number), *drawing.canvas, len(strokes)]
    for stroke in strokes:
        numbers += [stroke.pen_width, len(stroke.points), *_steps(stroke, drawing.canvas)]
    unpacked = b"".join(map(_varint, numbers))
    packed = bytes([VERSION]) + zlib.compress(unpacked, 9)
    code = base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")
    if len(unpacked) > MOST_BYTES or len(code) > LONGEST:
        raise LinkError(TOO_LONG)
    return code


def decode(code: str) -> PenDrawing:
    """Read what `encode` wrote; raises `LinkError` for everything else."""
    if len(code) > LONGEST or not re.fullmatch(r"[A-Za-z0-9_-]+", code, re.ASCII):
        raise LinkError(DAMAGED)
    try:
        packed = base64.urlsafe_b64decode(code + "=" * (-len(code) % 4))
    except binascii.Error as error:
        raise LinkError(DAMAGED) from error
    if not packed or packed[0] != VERSION:
        raise LinkError(OTHER_VERSION if packed else DAMAGED)
    numbers = _read_varints(_unpack(packed[1:]))
    drawing = _read_drawing(numbers)
    if next(numbers, None) is not None:
        raise LinkError(DAMAGED)
    return drawing


def _is_canvas(canvas: tuple[int, int]) -> bool:
    height, width = canvas
    return 1 <= height <= HIGHEST_CANVAS and 1 <= width <= WIDEST_CANVAS


def _steps(stroke: PenStroke, canvas: tuple[int, int]) -> list[int]:
    """The steps from point to point, in halves of a pixel and in zigzag."""
    points = np.clip(stroke.points, -MARGIN, np.array(canvas) + MARGIN)
    places = np.rint(points * STEPS).astype(np.int64)
    steps = np.diff(places, axis=0, prepend=np.zeros((1, 2), np.int64)).ravel()
    return [int(step) for step in np.where(steps < 0, -2 * steps - 1, 2 * steps)]


def _varint(number: int) -> bytes:
    """A whole number of at least 0, seven bits a byte, the lowest first."""
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*written, number])


def _unpack(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(packed, MOST_BYTES)
    except zlib.error as error:
        raise LinkError(DAMAGED) from error
    if not unpacker.eof or unpacker.unused_data:
        raise LinkError(DAMAGED)
    return unpacked


def _read_varints(unpacked: bytes) -> Iterator[int]:
    """The numbers, none above 2**14, which no field reaches; the last byte ends one."""
    number = shift = 0
    for byte in unpacked:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte & 0x80:
            if shift > 7:
                raise LinkError(DAMAGED)
            continue
        yield number
        number = shift = 0
    if shift:
        raise LinkError(DAMAGED)


def _read_drawing(numbers: Iterator[int]) -> PenDrawing:
    is_number = _next(numbers, 0, 1)
    canvas = _next(numbers, 1, HIGHEST_CANVAS), _next(numbers, 1, WIDEST_CANVAS)
    strokes: list[PenStroke] = []
    left = MOST_POINTS
    for _ in range(_next(numbers, 1, MOST_STROKES)):
        strokes.append(_read_stroke(numbers, canvas, left))
        left -= len(strokes[-1].points)
    return PenDrawing(tuple(strokes), canvas, bool(is_number))


def _read_stroke(numbers: Iterator[int], canvas: tuple[int, int], most_points: int) -> PenStroke:
    pen_width = _next(numbers, 1, WIDEST_PEN)
    steps = [_next(numbers, 0, 2**14) for _ in range(2 * _next(numbers, 1, most_points))]
    zigzag = np.array(steps, np.int64).reshape(-1, 2)
    points = np.cumsum(np.where(zigzag % 2, -(zigzag + 1) // 2, zigzag // 2), axis=0) / STEPS
    if points.min() < -MARGIN or (points > np.array(canvas) + MARGIN).any():
        raise LinkError(DAMAGED)
    return PenStroke(points.astype(np.float32), pen_width)


def _next(numbers: Iterator[int], least: int, most: int) -> int:
    number = next(numbers, -1)
    if not least <= number <= most:
        raise LinkError(DAMAGED)
    return number
