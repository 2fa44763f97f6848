"""What each kind of page is made of: its writing, its paper, what lies around it, and the camera.

A kind is one thing that makes real pages hard, everything else about it being ordinary; "mixed" takes each of the four
parts from another kind. All ranges are guesses that looked like photos of such pages.
"""

from dataclasses import dataclass, replace
from typing import Literal, TypeVar

import numpy as np

Range = tuple[float, float]
PenForm = Literal["plain", "hollow", "retraced", "scribbled"]


@dataclass(frozen=True)
class WritingRecipe:
    """What is written, and how.

    Attributes
    ----------
    layout : how digits are placed
    heights : of a row's digits, as a share of the sheet's shorter side
    size_ratio : how many times higher the highest row may be than the lowest
    pens : their width, as a share of the digit's height
    strengths : how much of a pen's color covers the paper; pencil leaves most of it
    mixed_pens : whether each digit has a pen of its own
    form : whether digits are outlined, drawn several times, or thickened with many strokes of a thin pen
    gaps : between two digits, as a share of their height
    touching : share of the digits that touch the one before
    others : share of the marks that are letters or signs
    in_words : whether letters stand together, as words and names do
    slope : of the rows, rows a column, and how much each row differs from it
    margin : as a share of the sheet's sides
    crossing : share of the digits in boxes that touch or cross a line
    """

    layout: Literal["rows", "boxes", "comb", "table", "form", "calendar"] = "rows"
    heights: Range = (0.06, 0.13)
    size_ratio: float = 1.25
    pens: Range = (0.05, 0.11)
    strengths: Range = (0.75, 1.0)
    mixed_pens: bool = False
    form: PenForm = "plain"
    gaps: Range = (0.15, 1.0)
    touching: float = 0.0
    others: float = 0.0
    in_words: bool = False
    slope: tuple[float, float] = (0.01, 0.004)
    margin: float = 0.1
    crossing: float = 0.15


@dataclass(frozen=True)
class PaperRecipe:
    """The sheet: its color, what is printed on it, how it is bound, and what has happened to it."""

    tone: Literal["white", "colored", "board"] = "white"
    ruling: Literal["none", "ruled", "squared", "millimeter"] = "none"
    printed: Literal["nothing", "heading", "stamp", "receipt"] = "nothing"
    binding: Literal["none", "spiral", "holes"] = "none"
    surface: Literal["flat", "creased", "dirty"] = "flat"
    shines_through: bool = False


@dataclass(frozen=True)
class SceneRecipe:
    """What lies around the sheet; where there is nothing, the sheet fills the picture."""

    around: Literal["nothing", "desk", "objects", "dark desk", "print"] = "nothing"


@dataclass(frozen=True)
class CameraRecipe:
    """How the page is seen.

    Attributes
    ----------
    pixels : of the picture, in millions
    tilts : in degrees, to either side
    turned : whether the page lies on its side or head in three pictures of four
    perspective : how far a corner may move, as a share of the sides
    light : what else than a gentle slope of light
    blur : standard deviation, pixels
    noise : standard deviation, as a share of white
    quality : of the JPEG
    gray : share of the pictures without color
    crop : margin left around the ink, pixels; None for the whole picture
    photographed : False for what a screen shows: no light, lens, noise or JPEG
    """

    pixels: Range = (0.7, 1.6)
    tilts: Range = (0.0, 2.0)
    turned: bool = False
    perspective: float = 0.0
    light: Literal["gentle", "shadow", "glare", "vignette", "dark corner"] = "gentle"
    blur: Range = (0.4, 1.2)
    noise: Range = (0.004, 0.018)
    quality: Range = (65, 95)
    gray: float = 0.1
    crop: Range | None = None
    photographed: bool = True


@dataclass(frozen=True)
class Recipe:
    """All four parts of a kind."""

    writing: WritingRecipe = WritingRecipe()
    paper: PaperRecipe = PaperRecipe()
    scene: SceneRecipe = SceneRecipe()
    camera: CameraRecipe = CameraRecipe()


_ON_DESK = CameraRecipe(tilts=(0, 8), perspective=0.06)
_NOTE = WritingRecipe(heights=(0.1, 0.16))

RECIPES: dict[str, Recipe] = {
    "plain": Recipe(),
    "slanted": Recipe(WritingRecipe(slope=(0.13, 0.01))),
    "slopes": Recipe(WritingRecipe(slope=(0.02, 0.06))),
    "tiny": Recipe(WritingRecipe(heights=(0.026, 0.04), pens=(0.07, 0.12)), camera=CameraRecipe(blur=(0.3, 0.7))),
    "touching": Recipe(WritingRecipe(touching=0.45)),
    "sizes": Recipe(WritingRecipe(heights=(0.045, 0.05), size_ratio=6.0)),
    "pens": Recipe(WritingRecipe(mixed_pens=True, pens=(0.03, 0.2))),
    "hollow": Recipe(WritingRecipe(form="hollow", heights=(0.1, 0.16), pens=(0.03, 0.05))),
    "retraced": Recipe(WritingRecipe(form="retraced", heights=(0.08, 0.14))),
    "pencil": Recipe(WritingRecipe(strengths=(0.28, 0.5))),
    "faint": Recipe(WritingRecipe(pens=(0.02, 0.05), strengths=(0.2, 0.5), gaps=(0.6, 3.0), slope=(0.03, 0.02))),
    "felt": Recipe(WritingRecipe(pens=(0.12, 0.2))),
    "signs": Recipe(WritingRecipe(others=0.25)),
    "words": Recipe(WritingRecipe(others=0.55)),
    "names": Recipe(WritingRecipe(others=0.25, in_words=True, heights=(0.05, 0.1))),
    "edge": Recipe(WritingRecipe(margin=0.015)),
    "boxes": Recipe(WritingRecipe("boxes", crossing=0.25)),
    "comb": Recipe(WritingRecipe("comb", crossing=0.25)),
    "table": Recipe(WritingRecipe("table", crossing=0.25)),
    "form": Recipe(WritingRecipe("form", heights=(0.05, 0.08))),
    "ruled": Recipe(paper=PaperRecipe(ruling="ruled")),
    "squared": Recipe(paper=PaperRecipe(ruling="squared")),
    "board": Recipe(paper=PaperRecipe(tone="board")),
    "heading": Recipe(paper=PaperRecipe(printed="heading")),
    "stamp": Recipe(paper=PaperRecipe(printed="stamp")),
    "spiral": Recipe(paper=PaperRecipe(binding="spiral", ruling="ruled")),
    "holes": Recipe(paper=PaperRecipe(binding="holes")),
    "creased": Recipe(paper=PaperRecipe(surface="creased")),
    "dirty": Recipe(paper=PaperRecipe(surface="dirty")),
    "back": Recipe(paper=PaperRecipe(shines_through=True)),
    "desk": Recipe(scene=SceneRecipe("desk"), camera=_ON_DESK),
    "objects": Recipe(scene=SceneRecipe("objects"), camera=_ON_DESK),
    "dark desk": Recipe(_NOTE, PaperRecipe("colored"), SceneRecipe("dark desk"), _ON_DESK),
    "shadow": Recipe(camera=CameraRecipe(light="shadow")),
    "glare": Recipe(camera=CameraRecipe(light="glare")),
    "vignette": Recipe(camera=CameraRecipe(light="vignette")),
    "dark corner": Recipe(camera=CameraRecipe(light="dark corner")),
    "perspective": Recipe(camera=CameraRecipe(perspective=0.16, tilts=(0, 5))),
    "tilted": Recipe(camera=CameraRecipe(tilts=(5, 20))),
    "turned": Recipe(WritingRecipe(gaps=(0.15, 0.5)), camera=CameraRecipe(turned=True, tilts=(0, 6))),
    "blurred": Recipe(camera=CameraRecipe(blur=(1.8, 3.0), quality=(30, 60))),
    "noisy": Recipe(camera=CameraRecipe(noise=(0.04, 0.09), quality=(50, 85))),
    "small": Recipe(_NOTE, camera=CameraRecipe(pixels=(0.06, 0.15), blur=(0.3, 0.6))),
    "large": Recipe(camera=CameraRecipe(pixels=(4.0, 8.0))),
    "crop": Recipe(camera=CameraRecipe(crop=(0, 12), tilts=(0, 1))),
    "huge": Recipe(WritingRecipe(heights=(0.25, 0.6), pens=(0.04, 0.14), margin=0.03)),
    "poster": Recipe(
        WritingRecipe(heights=(0.5, 0.8), size_ratio=1.0, pens=(0.08, 0.16), margin=0.03),
        PaperRecipe(surface="creased"),
        camera=CameraRecipe(tilts=(0, 4)),
    ),
    "bold": Recipe(
        WritingRecipe(form="retraced", heights=(0.3, 0.85), size_ratio=1.0, pens=(0.03, 0.1), margin=0.03),
        PaperRecipe(ruling="ruled"),
        camera=CameraRecipe(tilts=(0, 4)),
    ),
    "screen page": Recipe(camera=CameraRecipe(tilts=(0, 0), photographed=False)),
    # Held out: see splits.py.
    "receipt": Recipe(
        WritingRecipe(heights=(0.07, 0.11)), PaperRecipe(printed="receipt"), SceneRecipe("desk"), _ON_DESK
    ),
    "sticky": Recipe(_NOTE, PaperRecipe("colored"), SceneRecipe("print"), _ON_DESK),
    "calendar": Recipe(WritingRecipe("calendar")),
    "millimeter": Recipe(paper=PaperRecipe(ruling="millimeter")),
    "scribbled": Recipe(
        WritingRecipe(form="scribbled", heights=(0.35, 0.8), size_ratio=1.0, pens=(0.012, 0.03), margin=0.03),
        PaperRecipe(ruling="squared"),
        camera=CameraRecipe(tilts=(0, 4)),
    ),
}
MIXED = "mixed"
_Part = TypeVar("_Part")
_LETTERED, _LETTERS = 0.4, (0.05, 0.5)  # share of the mixtures with other marks, and the share of their marks; guesses
_UNMIXABLE = ("turned", "large", "small", "tiny")  # a mixture of these would show digits of a few pixels


def choose_recipe(kind: str, kinds: tuple[str, ...], rng: np.random.Generator) -> Recipe:
    """The recipe of a kind; of "mixed", each part from one of `kinds`.

    Raises
    ------
    ValueError
        if there is no such kind
    """
    if kind == MIXED:
        return _mix([RECIPES[name] for name in kinds if name not in _UNMIXABLE], rng)
    if kind not in RECIPES:
        raise ValueError(f"a kind of page is one of {', '.join((*RECIPES, MIXED))}; received {kind!r}")
    return RECIPES[kind]


def _mix(recipes: list[Recipe], rng: np.random.Generator) -> Recipe:
    """Each part from any of the recipes, no part being likelier because several recipes share it."""
    mixed = Recipe(
        _choose([recipe.writing for recipe in recipes], rng),
        _choose([recipe.paper for recipe in recipes], rng),
        _choose([recipe.scene for recipe in recipes], rng),
        _choose([recipe.camera for recipe in recipes], rng),
    )
    if rng.random() < _LETTERED:
        mixed = replace(mixed, writing=replace(mixed.writing, others=float(rng.uniform(*_LETTERS))))
    return mixed if mixed.scene.around == "nothing" else replace(mixed, camera=replace(mixed.camera, crop=None))


def _choose(parts: list[_Part], rng: np.random.Generator) -> _Part:
    different = list(dict.fromkeys(parts))
    return different[int(rng.integers(len(different)))]
