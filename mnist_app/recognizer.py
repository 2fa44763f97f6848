"""Picture + model -> reading: the whole pipeline in one object, without Streamlit.

    pixels -> gray -> ink -> segments -> 28x28 images -> one batch through the network -> digits with verdicts

Importing this module does not import TensorFlow; `Recognizer.load` does.
"""

import numpy as np
import numpy.typing as npt

from mnist_app.imaging.bbox import Bbox, scale_bbox
from mnist_app.imaging.decode import WORKING_SIDE, Picture, decode_picture, rgba_to_gray
from mnist_app.imaging.ink.ink import drawing_to_ink, photo_to_ink
from mnist_app.imaging.ink.paper import Polarity
from mnist_app.imaging.normalize import IMAGE_SIZE, ink_to_image
from mnist_app.imaging.segments.lattice import Lattice
from mnist_app.imaging.segments.segment import digit_height, ink_to_lattices, ink_to_single_lattice
from mnist_app.metrics.calibration import calibrate
from mnist_app.reading.choice import choose_segments
from mnist_app.reading.engine import Network, load_network, run_network
from mnist_app.reading.result import Digit, Reading, leave_out_dirt
from mnist_app.reading.verdicts import judge
from mnist_app.runs.records import Thresholds
from mnist_app.runs.runs import load_run, verified_model_path

__all__ = ["Digit", "Reading", "Recognizer"]

FINE_HEIGHT = 28  # pixels: smaller digits are looked at again, twice as large; 20 of a digit go into the network
FINE_SIDE = 2 * WORKING_SIDE


class Recognizer:
    """Reads pictures with one trained network. Safe to share between threads."""

    def __init__(self, network: Network, temperature: float, thresholds: Thresholds) -> None:
        self._network = network
        self._temperature = temperature
        self._thresholds = thresholds

    @classmethod
    def load(cls, run: str | None = None) -> "Recognizer":
        """Load the network of a run (by default, the best one) and warm it up.

        Raises
        ------
        RunError
            if the run is missing or damaged, or the model file is not the one its run describes
        """
        trained = load_run(run)
        network = load_network(verified_model_path(trained))
        return cls(network, trained.info.calibration.temperature, trained.info.thresholds)

    def read_drawing(self, rgba: npt.NDArray[np.uint8], single: bool = False, polarity: Polarity = "auto") -> Reading:
        """Read a clean drawing, such as a canvas gives.

        Parameters
        ----------
        rgba : uint8 (H, W, 4)
        single : take all ink as one digit
        polarity : whether the ink is "light" on dark or "dark" on light; "auto" looks at the border

        Raises
        ------
        ImageError
            if shape or dtype differ
        """
        ink = drawing_to_ink(rgba_to_gray(rgba), polarity)
        lattices = ink_to_single_lattice(ink) if single else ink_to_lattices(ink)
        shape = ink.shape[0], ink.shape[1]
        return self._read_lattices(lattices, shape, shape)

    def read_photo(
        self, data: bytes, single: bool = False, polarity: Polarity = "auto", sensitivity: float = 1.0
    ) -> Reading:
        """Read a photo, a scan or a saved drawing.

        Parameters
        ----------
        data : bytes of a PNG, JPEG, WebP, BMP, GIF, TIFF or HEIC file
        single : take all ink as one digit
        polarity : whether the ink is "light" on dark or "dark" on light; "auto" finds it out
        sensitivity : 1 = as measured best; 2 finds marks half as dark, 0.5 only those twice as dark

        Raises
        ------
        ImageError
            if the file is damaged, too large or no picture, or holds more than MAX_DIGITS digits
        """
        return self.read_picture(decode_picture(data), single, polarity, sensitivity)

    def read_picture(self, picture: Picture, single: bool, polarity: Polarity, sensitivity: float) -> Reading:
        """Read a photo that is decoded already, as `read_photo` does, for those who show it as well.

        Raises
        ------
        ImageError
            if it holds more than MAX_DIGITS digits
        """
        ink = photo_to_ink(picture.rgb, polarity, sensitivity)
        if picture.is_shrunk and digit_height(ink) < FINE_HEIGHT:
            picture = decode_picture(picture.data, FINE_SIDE)
            ink = photo_to_ink(picture.rgb, polarity, sensitivity)
        find = ink_to_single_lattice if single else ink_to_lattices
        return self._read_lattices(find(ink, photographed=True), (ink.shape[0], ink.shape[1]), picture.source_shape)

    def predict_probs(self, images: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        """Calibrated probabilities, float32 (N, 10), of MNIST images, uint8 (N, 28, 28), 255 = ink."""
        return calibrate(run_network(self._network, images), self._temperature)

    def _read_lattices(self, lattices: list[Lattice], shape: tuple[int, int], source_shape: tuple[int, int]) -> Reading:
        """Read every way of taking the ink as digits in one batch, and keep the best."""
        segments = [segment for lattice in lattices for segment in lattice.candidates]
        images = np.array([ink_to_image(s.ink) for s in segments], np.uint8).reshape(-1, IMAGE_SIZE, IMAGE_SIZE)
        probs = self.predict_probs(images)
        rows, start = [], 0
        for lattice in lattices:
            end = start + len(lattice.candidates)
            chosen = [start + i for i in choose_segments(lattice, probs[start:end].max(axis=1))]
            boxes = [scale_bbox(segments[i].bbox, shape, source_shape) for i in chosen]
            rows.append(
                tuple(self._judge(probs[i], images[i], box, source_shape) for i, box in zip(chosen, boxes, strict=True))
            )
            start = end
        return Reading(leave_out_dirt(rows))

    def _judge(
        self,
        probs: npt.NDArray[np.float32],
        image: npt.NDArray[np.uint8],
        bbox: Bbox,
        source_shape: tuple[int, int],
    ) -> Digit:
        judgement = judge(probs, image, bbox, source_shape, self._thresholds)
        return Digit(int(probs.argmax()), probs, judgement.verdict, judgement.reason, bbox, image)
