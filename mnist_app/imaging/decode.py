"""Canvas pixels -> gray. The door through which every picture comes in: shapes and types are checked here."""

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.errors import ImageError


def rgba_to_gray(rgba: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Turn canvas pixels into gray levels, transparent ones into the paper on which the ink can be seen.

    Parameters
    ----------
    rgba : uint8 (H, W, 4), alpha not premultiplied

    Returns
    -------
    uint8 (H, W), 0 = black; a fully transparent picture is all black

    Raises
    ------
    ImageError
        if shape or dtype differ, or there are no pixels
    """
    if not isinstance(rgba, np.ndarray) or rgba.dtype != np.uint8 or rgba.ndim != 3 or rgba.shape[2] != 4:
        received = f"{rgba.dtype} {rgba.shape}" if isinstance(rgba, np.ndarray) else type(rgba).__name__
        raise ImageError(f"A drawing must be uint8 pixels of shape (height, width, 4); received {received}.")
    if not rgba.size:
        raise ImageError("The drawing has no pixels.")
    gray = np.asarray(cv2.cvtColor(rgba, cv2.COLOR_RGBA2GRAY), np.uint8)
    alpha = rgba[..., 3]
    if alpha.min() == 255:
        return gray
    return _compose(gray, alpha.astype(np.float32) / np.float32(255))


def _compose(gray: npt.NDArray[np.uint8], opacity: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """Lay translucent pixels over black if they are light on the whole, over white if they are dark."""
    visible = opacity.sum()
    if not visible:
        return np.zeros_like(gray)
    paper = 0.0 if (gray * opacity).sum() / visible > 127.5 else 255.0
    return np.rint(gray * opacity + paper * (1 - opacity)).astype(np.uint8)
