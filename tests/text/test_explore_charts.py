import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.text.explore_charts import HERE, histogram_chart

# Streamlit's own, by theme: the background of the page, and the ends of the blues that its charts are drawn in.
BACKGROUNDS = {"light": "#ffffff", "dark": "#0e1117"}
BLUES = ("#004280", "#0068c9", "#83c9ff", "#c7ebff")
# Machado, Oliveira and Fernandes (2009), severity 1: what those see who lack one kind of cones, in linear RGB.
SEEN_BY = {
    "all cones": np.eye(3).tolist(),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
RGB_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])  # sRGB's
FAR_APART = 30  # of CIE 1976's color difference, of which 2.3 is just noticed; a guess


def linear(color: str) -> npt.NDArray[np.float64]:
    """Linear RGB, (3,) in [0, 1], of a color such as "#ffffff"."""
    channels = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """As WCAG 2.2 defines it, 1 to 21."""
    dark, light = sorted(float(RGB_TO_XYZ[1] @ linear(color)) for color in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(color: str, eyes: str) -> npt.NDArray[np.float64]:
    """CIE L*a*b*, (3,), of a color as some eyes see it."""
    share = RGB_TO_XYZ @ (np.array(SEEN_BY[eyes]) @ linear(color)).clip(0, 1) / RGB_TO_XYZ.sum(axis=1)
    x, y, z = np.where(share > 216 / 24389, np.cbrt(share), (24389 / 27 * share + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("theme", BACKGROUNDS)
def test_what_is_chosen_stands_out_from_the_background(theme: str) -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast(HERE, BACKGROUNDS[theme]) >= 3


@pytest.mark.parametrize("eyes", SEEN_BY)
@pytest.mark.parametrize("blue", BLUES)
def test_what_is_chosen_is_told_from_the_blues_by_every_eye(blue: str, eyes: str) -> None:
    assert np.linalg.norm(lab(HERE, eyes) - lab(blue, eyes)) > FAR_APART


@pytest.mark.parametrize(("answers", "top"), [(1, 1), (7, 10), (10, 10), (9_978, 10_000), (60_000, 60_000)])
def test_the_highest_bar_of_a_histogram_ends_at_a_number(answers: int, top: int) -> None:
    spec = histogram_chart(np.full(answers, 0.99, np.float32), "right").to_dict()
    assert spec["encoding"]["y"]["scale"] == {"type": "symlog", "domain": [0, top]}
