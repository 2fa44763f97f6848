"""Rules of lined and squared paper, and other long straight lines: found and taken off without cutting the strokes.

A rule is one with the paper: it is not erased but divided out, so that a stroke that crosses it stays as dark as it
is. Along a rule the darkness hardly changes, so a median over short blocks of columns shows the rules and hides the
strokes that cross them. Ridges of that median are followed from block to block, which allows for rules that bend.
"""

import bisect
from dataclasses import dataclass, field
from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt

Darkness = npt.NDArray[np.float32]
Pixels = TypeVar("Pixels", npt.NDArray[np.float32], npt.NDArray[np.uint8])

# All are guesses, tried on photos of lined and squared paper.

# The median is taken over blocks of so many columns; on pictures smaller than four blocks nothing is long.
BLOCK = 16
MIN_SIDE = 4 * BLOCK
# A rule may darken so many pixels on both sides of its middle. Fainter ones, in the paper's light, do not disturb.
REACH = 6
MIN_RIDGE = 0.02
# Rows per column: rules tilted by more than 14 degrees are not looked for.
MAX_TILT = 0.25
# A ridge moves by at most MAX_STEP rows from one block to the next. It is lost after so many blocks without it: few
# while it is new, more from ESTABLISHED blocks on.
MAX_STEP = 3.5
MAX_MISSES = (3, 12)
ESTABLISHED = 6
# A rule's course and its darkness are smoothed over so many blocks.
SMOOTHING = 5
WINDOW = 20
# A rule shows in at least this share of its blocks, and is at least so many times as long as it is wide; strokes of
# handwriting are not.
MIN_HITS = 0.6
MIN_SLENDERNESS = 40
# FAMILY parallel lines make a family. A single line is a rule if it is as long as the first share of the picture, one
# of the lines that make a family from the second on, and any further line of it from the third on.
FAMILY = 3
MIN_SPANS = (0.6, 0.35, 0.12)
# A single line is a rule only if it begins and ends so few blocks from the picture's sides: a large 1 or 7 has strokes
# that are as long and as thin, but nobody writes from one side of the sheet to the other.
MAX_MARGIN = 2
# A line that is so many times as dark as its family's median line has ink on it.
MAX_UNEVEN = 1.5


@dataclass(eq=False)
class Track:
    """A ridge that is followed from block to block."""

    blocks: list[int] = field(default_factory=list)
    rows: list[float] = field(default_factory=list)

    @property
    def span(self) -> int:
        return self.blocks[-1] - self.blocks[0] + 1

    def is_lost(self, block: int) -> bool:
        """Whether the ridge has not been seen for too long."""
        return block - self.blocks[-1] > MAX_MISSES[len(self.blocks) >= ESTABLISHED]

    def crosses(self, blocks: int) -> bool:
        """Whether the ridge goes from one side of a picture that is so many blocks wide to the other."""
        return self.blocks[0] <= MAX_MARGIN and self.blocks[-1] >= blocks - 1 - MAX_MARGIN

    def predict(self, block: int) -> float:
        """Where the ridge should be in a later block: straight on from its last blocks."""
        if len(self.blocks) < 4:
            return self.rows[-1]
        back = max(-8, -len(self.blocks))
        slope = (self.rows[-1] - self.rows[back]) / (self.blocks[-1] - self.blocks[back])
        return self.rows[-1] + slope * (block - self.blocks[-1])


def remove_rules(darkness: Darkness) -> Darkness:
    """Take horizontal and vertical rules, tilted up to MAX_TILT, off a map of darkness, float32 (H, W) in [-1, 1].

    Examples
    --------
    Four rules of two pixels, crossed by a stroke, which stays as dark as it was:

    >>> import numpy as np
    >>> darkness = np.zeros((200, 320), np.float32)
    >>> darkness[20::50] = darkness[21::50] = 0.2
    >>> darkness[60:140, 150:156] = 0.7
    >>> left = remove_rules(darkness)
    >>> bool((left[[70, 120], 50] < 0.06).all())
    True
    >>> bool((left[60:140, 150:156] > 0.65).all())
    True
    """
    rules = np.maximum(_horizontal_rules(darkness), _horizontal_rules(darkness.T).T)
    on_rule = rules > MIN_RIDGE / 2
    if not on_rule.any():
        return darkness
    left = (1 - (1 - darkness) / (1 - np.minimum(rules, 0.9))).astype(np.float32)
    bridged = cv2.morphologyEx(left, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7)))
    return np.where(on_rule, np.minimum(bridged, np.maximum(darkness, left)), left).astype(np.float32)


def _horizontal_rules(darkness: Darkness) -> Darkness:
    """How much of the darkness of each pixel is a horizontal rule's: float32 (H, W), 0 where there is none."""
    if min(darkness.shape) < MIN_SIDE:
        return np.zeros_like(darkness)
    tilt = find_tilt(darkness)
    width = darkness.shape[1]
    profile = _block_medians(level_out(darkness, tilt, cv2.INTER_CUBIC))
    tracks = _rule_tracks(profile, width)
    rules = np.zeros_like(darkness)
    around = [_running_median(_along(profile, track)).clip(min=0) for track in tracks]
    darkest = MAX_UNEVEN * float(np.median([_level(profile, track) for track in tracks])) if tracks else 0.0
    for track, levels in zip(tracks, around, strict=True):
        _draw(rules, track, np.minimum(levels, darkest), tilt)
    return rules


def find_tilt(darkness: Darkness) -> float:
    """The slope, in rows per column, along which darkness, float32 (H, W), is gathered in the sharpest lines.

    Examples
    --------
    >>> import numpy as np
    >>> rows, cols = np.mgrid[:200, :320]
    >>> round(find_tilt((np.abs(rows - 80 - 0.1 * cols) < 2).astype(np.float32)), 2)
    0.1
    """
    height, width = (max(1, side // 4) for side in darkness.shape)
    blocks = max(1, width // 8)
    small = cv2.resize(np.clip(darkness, 0, 0.3), (width, height), interpolation=cv2.INTER_AREA)
    small = cv2.resize(small, (blocks, height), interpolation=cv2.INTER_AREA)
    tilts = np.linspace(-MAX_TILT, MAX_TILT, 51)
    shifts = np.rint(tilts[:, np.newaxis] * (np.arange(blocks) - blocks / 2) * 8).astype(int)
    rows = (np.arange(height)[np.newaxis, :, np.newaxis] + shifts[:, np.newaxis, :]).clip(0, height - 1)
    lines = small[rows, np.arange(blocks)].mean(axis=2)  # (tilts, rows)
    return float(tilts[np.square(np.diff(lines, axis=1)).sum(axis=1).argmax()])


def level_out(pixels: Pixels, tilt: float, interpolation: int = cv2.INTER_NEAREST, back: bool = False) -> Pixels:
    """Shear a picture (H, W) so that lines of a tilt, in rows per column, become level, or `back` again.

    The middle column stays where it is.

    Examples
    --------
    >>> import numpy as np
    >>> level_out(np.eye(4, dtype=np.uint8), tilt=1.0)
    array([[0, 0, 0, 0],
           [0, 0, 0, 0],
           [1, 1, 1, 1],
           [0, 0, 0, 0]], dtype=uint8)
    """
    width = pixels.shape[1]
    slope = -tilt if back else tilt
    shear = np.array([[1, 0, 0], [slope, 1, -slope * width / 2]], np.float32)
    sheared = cv2.warpAffine(pixels, shear, pixels.shape[::-1], flags=interpolation | cv2.WARP_INVERSE_MAP)
    return np.asarray(sheared, pixels.dtype)


def _block_medians(darkness: Darkness) -> Darkness:
    """Median over BLOCK columns, in five steps: float32 (H, W // BLOCK)."""
    blocks = darkness.shape[1] // BLOCK
    size = (5 * blocks, darkness.shape[0])
    steps = np.asarray(cv2.resize(darkness[:, : blocks * BLOCK], size, interpolation=cv2.INTER_AREA), np.float32)
    a, b, c, d, e = (np.ascontiguousarray(steps[:, i::5]) for i in range(5))
    # Of two pairs, neither the least nor the greatest is the median of the five; it is that of the rest.
    low = np.maximum(np.minimum(a, b), np.minimum(c, d))
    high = np.minimum(np.maximum(a, b), np.maximum(c, d))
    return np.maximum(np.minimum(low, high), np.minimum(np.maximum(low, high), e))


def _rule_tracks(profile: Darkness, width: int) -> list[Track]:
    """Ridges that are long and thin enough to be rules."""
    tall = np.ones((2 * REACH + 3, 1), np.uint8)
    ridge = np.asarray(cv2.morphologyEx(profile, cv2.MORPH_TOPHAT, tall), np.float32)
    limit = max(MIN_RIDGE, 4 * float(np.median(np.abs(ridge))))
    peak = (ridge > limit) & (ridge == cv2.dilate(ridge, np.ones((5, 1), np.uint8)))
    single, family, member = (share * profile.shape[1] for share in MIN_SPANS)
    long = [t for t in _follow(peak) if t.span >= member and len(t.blocks) >= MIN_HITS * t.span]
    for track in long:
        _refine(track, ridge)
    thin = [track for track in long if track.span * BLOCK >= MIN_SLENDERNESS * _thickness(ridge, track)]
    if _count_lines([track for track in thin if track.span >= family]) < FAMILY:
        return [track for track in thin if track.span >= single and track.crosses(profile.shape[1])]
    darkest = MAX_UNEVEN * float(np.median([_level(ridge, track) for track in thin if track.span >= family]))
    return [track for track in thin if track.span >= family or _level(ridge, track) <= darkest]


def _count_lines(tracks: list[Track]) -> int:
    """How many lines some tracks are: those that lie within REACH of one another follow the same dark stroke."""
    rows = np.sort([np.median(track.rows) for track in tracks])
    return int((np.diff(rows, prepend=-np.inf) > REACH).sum())


def _follow(peak: npt.NDArray[np.bool_]) -> list[Track]:
    """Link peaks, bool (H, blocks), from left to right."""
    active: list[Track] = []
    finished: list[Track] = []
    for block in range(peak.shape[1]):
        rows: list[float] = np.flatnonzero(peak[:, block]).astype(float).tolist()
        for track in sorted(active, key=lambda track: -len(track.blocks)):
            expected = track.predict(block)
            at = bisect.bisect(rows, expected)
            nearest = min(rows[max(0, at - 1) : at + 1], key=lambda row: abs(row - expected), default=np.inf)
            if abs(nearest - expected) <= MAX_STEP:
                track.blocks.append(block)
                track.rows.append(nearest)
                rows.remove(nearest)
        finished += [track for track in active if track.is_lost(block)]
        active = [track for track in active if not track.is_lost(block)]
        active += [Track([block], [row]) for row in rows]
    return finished + active


def _thickness(ridge: Darkness, track: Track) -> float:
    """How many rows around a track are at least half as dark as its middle."""
    around = _along(ridge, track)
    return float((np.median(around, axis=1) >= 0.5 * np.median(around[REACH])).sum())


def _level(profile: Darkness, track: Track) -> float:
    """How dark the middle of a track is."""
    return float(np.median(_along(profile, track)[REACH]))


def _along(profile: Darkness, track: Track) -> Darkness:
    """The profile's rows around a track: float32 (2 REACH + 1, hits), the track in the middle."""
    rows = np.array(track.rows) + np.arange(-REACH, REACH + 1)[:, np.newaxis]
    above = np.floor(rows).astype(int)
    share = (rows - above).astype(np.float32)
    upper, lower = (profile[(above + i).clip(0, profile.shape[0] - 1), np.array(track.blocks)] for i in (0, 1))
    return np.asarray(upper * (1 - share) + lower * share, np.float32)


def _refine(track: Track, ridge: Darkness) -> None:
    """Move a track to the middle of its ridge, between two rows where that is so, and smooth it."""
    weight = _along(ridge, track).clip(min=0)[REACH - 2 : REACH + 3]
    middle = np.array(track.rows) + np.arange(-2, 3) @ weight / np.maximum(weight.sum(axis=0), 1e-6)
    half = min(SMOOTHING, len(middle)) // 2
    padded = np.pad(middle, half, mode="edge")
    track.rows = list(np.convolve(padded, np.ones(2 * half + 1) / (2 * half + 1), mode="valid"))


def _running_median(values: Darkness) -> Darkness:
    """Median along each row over a window that is longer than any stroke of handwriting."""
    half = min(WINDOW, values.shape[1]) // 2
    padded = np.pad(values, ((0, 0), (half, half)), mode="reflect")
    return np.median(np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1, axis=1), axis=2).astype(np.float32)


def _draw(rules: Darkness, track: Track, around: Darkness, tilt: float) -> None:
    """Lay a track's darkness, float32 (2 REACH + 1, hits), on the map of rules, from a block before to one after."""
    first, last = (track.blocks[0] - 1) * BLOCK, (track.blocks[-1] + 2) * BLOCK
    cols = np.arange(max(0, first), min(rules.shape[1], last))
    centers = (np.array(track.blocks) + 0.5) * BLOCK - 0.5
    middle = np.interp(cols, centers, track.rows) + tilt * (cols - rules.shape[1] / 2)
    above = np.floor(middle).astype(int)
    share = (middle - above).astype(np.float32)
    levels = np.array([np.interp(cols, centers, level) for level in around], np.float32)
    for offset in range(-REACH + 1, REACH + 1):
        level = levels[offset + REACH] * (1 - share) + levels[offset + REACH - 1] * share
        rows = above + offset
        inside = (rows >= 0) & (rows < rules.shape[0])
        np.maximum.at(rules, (rows[inside], cols[inside]), level[inside])
