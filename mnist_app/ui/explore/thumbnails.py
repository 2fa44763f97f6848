"""A grid of test digits whose pictures are buttons: a click on one opens it.

Streamlit has no picture that can be clicked, and none that it enlarges without smoothing. As a component the grid is
also one element of the page instead of two dozen, which every change of a filter would draw anew.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt
import streamlit as st

from mnist_app.exploring.samples import Pictures
from mnist_app.text.picture_urls import image_to_url
from mnist_app.text.sample_text import page_text
from mnist_app.ui.explore.links import open_sample, take_left_sample
from mnist_app.ui.state import SAMPLE_GRID, Widget

PAGE_SIZE = 12  # divides evenly into rows of 2, 3, 4 and 6


@dataclass(frozen=True)
class Thumbnail:
    """One test digit of a grid: what was read is set in bold, the notes stand below it, each on a line."""

    index: int
    says: str
    notes: tuple[str, ...]


def thumbnail_pages(
    shown: npt.NDArray[np.int64], to_thumbnail: Callable[[int], Thumbnail], pictures: Pictures, key: str
) -> None:
    """Show test digits, int64 (M,) of which each has a picture, in pages; another key begins at its first page."""
    grid = st.container()
    pages = -(-len(shown) // PAGE_SIZE)
    left = np.flatnonzero(shown == take_left_sample())
    if len(left):  # however far one went from sample to sample
        Widget[int](key).set(1 + int(left[0]) // PAGE_SIZE)
    first = (st.pagination(pages, key=key) - 1) * PAGE_SIZE if pages > 1 else 0
    on_page = shown[first : first + PAGE_SIZE].tolist()
    with grid:
        _thumbnail_grid([to_thumbnail(index) for index in on_page], pictures)
    if pages > 1:
        st.caption(page_text(first, len(on_page), len(shown)))


def _thumbnail_grid(thumbnails: list[Thumbnail], pictures: Pictures) -> None:
    """Show test digits, all of which have a picture, as buttons that open them."""
    images = pictures.take(np.array([thumbnail.index for thumbnail in thumbnails], np.int64))
    digits = [asdict(one) | {"url": image_to_url(image, zoom=1)} for one, image in zip(thumbnails, images, strict=True)]
    if digits:
        _GRID(key=SAMPLE_GRID.key, data={"digits": digits}, on_opened_change=_open)


def _open() -> None:
    open_sample(int(SAMPLE_GRID.value.opened))


# The names of classes begin with "digit-": these styles hold for the whole page.
_CSS = """
.digit-grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(6.5rem, 1fr)); gap: 1rem; }
.digit-button {
  display: flex; flex-direction: column; align-items: center; padding: 0 0 0.4rem; overflow: hidden; cursor: pointer;
  font: inherit; font-size: 0.875rem; line-height: 1.4; color: var(--st-text-color);
  background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
}
.digit-button:hover, .digit-button:focus-visible { border-color: var(--st-primary-color); }
.digit-button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
.digit-button img { width: 100%; aspect-ratio: 1; margin-bottom: 0.3rem; image-rendering: pixelated; }
.digit-button span { display: block; }
"""

# `data` is drawn anew into the buttons that are there, so that the one with the focus keeps it.
_JS = """
export default function ({ data, parentElement, setTriggerValue }) {
  let grid = parentElement.querySelector(".digit-grid");
  if (!grid) {
    grid = document.createElement("div");
    grid.className = "digit-grid";
    parentElement.append(grid);
  }
  while (grid.children.length > data.digits.length) grid.lastChild.remove();
  while (grid.children.length < data.digits.length) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "digit-button";
    grid.append(button);
  }
  data.digits.forEach((digit, place) => {
    const image = document.createElement("img");
    image.src = digit.url;
    image.alt = "Test digit " + digit.index;
    const says = document.createElement("strong");
    says.textContent = digit.says;
    const notes = digit.notes.concat("No. " + digit.index).map((note) => {
      const line = document.createElement("span");
      line.textContent = note;
      return line;
    });
    const button = grid.children[place];
    button.replaceChildren(image, says, ...notes);
    button.onclick = () => setTriggerValue("opened", digit.index);
  });
}
"""

_GRID = st.components.v2.component("thumbnail_grid", css=_CSS, js=_JS, isolate_styles=False)
