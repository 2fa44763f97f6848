"""A digit whose ink is colored by what it speaks for. No Streamlit."""

import numpy as np
import numpy.typing as npt

# Okabe and Ito's sky blue and orange: told apart by color-blind people, and both bright on the black ground.
FOR, AGAINST = (86, 180, 233), (230, 159, 0)
FULL_COLOR = float(np.log(2))  # where erasing makes the answer half as probable, or twice; a guess


def color_evidence(image: npt.NDArray[np.uint8], evidence: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """Color an image's ink.

    Parameters
    ----------
    image : uint8 (28, 28), 255 = ink
    evidence : float32 (28, 28), above 0 where the ink speaks for the answer; 0 leaves it white. Where any of it is
        beyond FULL_COLOR, the strongest has the full color

    Returns
    -------
    uint8 (28, 28, 3), white and colored ink on black
    """
    share = (evidence / max(FULL_COLOR, float(np.abs(evidence).max())))[..., np.newaxis]
    color = np.where(share > 0, np.array(FOR), np.array(AGAINST))
    ink = 255 + np.abs(share) * (color - 255)
    return np.rint(ink * (image[..., np.newaxis] / 255)).astype(np.uint8)
