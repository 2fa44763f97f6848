"""Make one page: a sheet, what is written on it, a picture of it."""

import zlib
from collections.abc import Callable

import numpy as np

from mnist_app.data.pages.boxes import write_boxes, write_comb
from mnist_app.data.pages.camera import take_picture
from mnist_app.data.pages.forms import write_form
from mnist_app.data.pages.hands import Hands
from mnist_app.data.pages.page import Page
from mnist_app.data.pages.paper import lay_paper, wear_paper
from mnist_app.data.pages.recipes import WritingRecipe, choose_recipe
from mnist_app.data.pages.sheet import Sheet
from mnist_app.data.pages.splits import TRAINING_KINDS, check_for_training
from mnist_app.data.pages.surroundings import make_surroundings
from mnist_app.data.pages.tables import write_calendar, write_table
from mnist_app.data.pages.view import choose_view
from mnist_app.data.pages.writing import write_rows

_GRIDS: dict[str, Callable[[Sheet, Hands, WritingRecipe, np.random.Generator], None]] = {
    "boxes": write_boxes,
    "comb": write_comb,
    "table": write_table,
    "form": write_form,
    "calendar": write_calendar,
}


def make_page(kind: str, seed: int, hands: Hands) -> Page:
    """Make a page; the same kind, seed and hands give the same one on the same machine.

    Raises
    ------
    ValueError
        if there is no such kind
    """
    rng = np.random.default_rng([zlib.crc32(kind.encode()), seed])
    recipe = choose_recipe(kind, TRAINING_KINDS[:-1], rng)
    around = recipe.scene.around
    view = choose_view(recipe.camera, around != "nothing", recipe.writing.margin, seed, rng)
    sheet = lay_paper(recipe.paper, view, rng)
    on_board = recipe.paper.tone == "board"
    if recipe.writing.layout == "rows":
        write_rows(sheet, hands, recipe.writing, on_board, rng)
    else:
        _GRIDS[recipe.writing.layout](sheet, hands, recipe.writing, rng)
    wear_paper(sheet, recipe.paper, rng)
    surroundings = None if around == "nothing" else make_surroundings(around, view.shape, rng)
    return take_picture(sheet, surroundings, view, recipe.camera, kind, rng)


def make_training_page(kind: str, seed: int, hands: Hands) -> Page:
    """Make a page to learn from.

    Raises
    ------
    ValueError
        if kind or seed is kept for measuring
    """
    check_for_training(kind, seed)
    return make_page(kind, seed, hands)
