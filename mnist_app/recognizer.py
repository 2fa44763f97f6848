"""The door for other programs: picture + network -> reading, the whole pipeline in one object, without Streamlit.

    pixels -> ink -> writing -> lattices of segments -> 28x28 images -> one batch through the network -> verdicts

Importing this module does not import TensorFlow; `Recognizer.load` does, or loads ONNX Runtime instead.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from mnist_app.errors import CrowdedError, RunError
from mnist_app.imaging.bbox import Bbox, is_within, touches_border
from mnist_app.imaging.decode import Picture, decode_picture
from mnist_app.imaging.guide import Findings
from mnist_app.imaging.normalize import inks_to_images
from mnist_app.imaging.options import DEFAULTS, Polarity, ReadOptions, Turn
from mnist_app.imaging.segments.boxed import find_boxed_digit
from mnist_app.imaging.segments.hollow import fill_outlines
from mnist_app.imaging.segments.lattice import Lattice
from mnist_app.imaging.segments.marks import Segment
from mnist_app.imaging.segments.segment import writing_to_layout
from mnist_app.imaging.segments.thinning import thin_strokes
from mnist_app.imaging.segments.writing import Writing, drawing_to_writing, photo_to_writing
from mnist_app.metrics.calibration import Calibrated, calibrate_answers
from mnist_app.reading.choice import choose_segments, find_leads, find_price, swallows_digit
from mnist_app.reading.engine import Network, run_network
from mnist_app.reading.engine_choice import load_run_network
from mnist_app.reading.explanation import Explanation, explain_digit
from mnist_app.reading.finder import Finder, load_finder
from mnist_app.reading.likeness import Exemplars
from mnist_app.reading.neighbors import (
    doubt_among_print,
    doubt_dotted,
    doubt_parts,
    doubt_raised,
    doubt_single,
    doubt_slashes,
    leave_out_dirt,
    refuse_rings,
    refuse_small_print,
)
from mnist_app.reading.own_hand import Look
from mnist_app.reading.result import Digit, Reading
from mnist_app.reading.turn import choose_turn, choose_witnesses, may_turn, turn_images
from mnist_app.reading.verdicts import SIGN, Judgement, Surroundings, is_clearly_read, judge
from mnist_app.runs.records import Calibration, Thresholds
from mnist_app.runs.runs import load_run

__all__ = ["Digit", "Reading", "Recognizer"]

_NUMBERS = itertools.count()
MAX_PIECES = 12  # A drawing of more is no digit with a sign beside it, and no few digits. A guess.


class Recognizer:
    """Reads pictures with one trained network. Safe to share between threads.

    Attributes
    ----------
    number : what tells it from all others that the process has made, those of the same run among them

    Examples
    --------
    A 7 in two strokes, white on black, as a canvas gives it:

    >>> import cv2
    >>> import numpy as np
    >>> rgba = np.zeros((280, 280, 4), np.uint8)
    >>> corners = np.array([[80, 60], [200, 60], [130, 230]])  # x, y
    >>> seven = cv2.polylines(rgba, [corners], isClosed=False, color=(255, 255, 255, 255), thickness=20)
    >>> recognizer = Recognizer.load()
    >>> reading = recognizer.read_drawing(seven, single=True)
    >>> reading.text, reading.verdict
    ('7', 'sure')
    >>> reading.digits[0].bbox
    (50, 70, 241, 211)
    """

    def __init__(
        self,
        network: Network,
        calibration: Calibration,
        thresholds: Thresholds,
        exemplars: Exemplars | None = None,
        finder: Finder | None = None,
    ) -> None:
        self.number = next(_NUMBERS)
        self._network = network
        self._calibration = calibration
        self._thresholds = thresholds
        self._exemplars = exemplars
        self._finder = finder

    @classmethod
    def load(cls, run: str | None = None) -> "Recognizer":
        """Load the network of a run (by default, the one that comes with the app) and warm it up.

        Raises
        ------
        RunError
            if the run is missing, it or the finder's is damaged, or a model file is not the one that its run describes
        ConfigError
            if no engine can be used, or MNIST_APP_ENGINE names none
        """
        trained = load_run(run)
        network = load_run_network(trained)
        info = trained.info
        return cls(network, info.calibration, info.thresholds, Exemplars(network, trained), load_finder())

    def read_drawing(self, rgba: npt.NDArray[np.uint8], single: bool = False, polarity: Polarity = "auto") -> Reading:
        """Read a clean drawing, such as a canvas gives.

        Parameters
        ----------
        rgba : uint8 (H, W, 4)
        single : take all ink as one digit, which a minus, point or comma beside it makes unsure
        polarity : whether the ink is "light" on dark or "dark" on light; "auto" looks at the border

        Raises
        ------
        ImageError
            if shape or dtype differ, or it holds more than MAX_DIGITS digits
        ValueError
            if the polarity is none that `ReadOptions` knows
        """
        options = ReadOptions(single, polarity)
        writing = drawing_to_writing(rgba, options)
        reading = self._read(writing, writing.shape, options)
        if not single or writing.enlarged or not 1 < len(writing.marks) <= MAX_PIECES:
            return reading  # a tiny picture's specks are a scanner's, and no signs
        try:
            return doubt_single(reading, self._read(writing, writing.shape, replace(options, single=False)))
        except CrowdedError:  # a scribble may be more digits than are read, and is one mark all the same
            return reading

    def read_photo(
        self, data: bytes, single: bool = False, polarity: Polarity = "auto", sensitivity: float = 1.0
    ) -> Reading:
        """Read a photo, a scan or a saved drawing.

        Parameters
        ----------
        data : bytes of a PNG, JPEG, WebP, BMP, GIF, TIFF or HEIC file, or of a PDF with one page
        single : take all ink as one digit
        polarity : whether the ink is "light" on dark or "dark" on light; "auto" finds it out
        sensitivity : 1 = as measured best; 2 finds marks half as dark, 0.5 only those twice as dark

        Raises
        ------
        ImageError
            if the file is damaged, too large or no picture, or holds more than MAX_DIGITS digits
        RunError
            if the finder's network was not needed before, and its file is no longer the one that `load` has found
        ValueError
            if an option is none that `ReadOptions` knows

        Examples
        --------
        A file with two digits in a row, written by a program:

        >>> import cv2
        >>> import numpy as np
        >>> page = np.full((300, 400), 255, np.uint8)
        >>> page = cv2.putText(page, "4 2", (80, 200), cv2.FONT_HERSHEY_SIMPLEX, fontScale=4, color=0, thickness=10)
        >>> _, file = cv2.imencode(".png", page)
        >>> reading = Recognizer.load().read_photo(file.tobytes())
        >>> [digit.label for digit in reading.digits]
        [4, 2]
        """
        return self.read_picture(decode_picture(data), ReadOptions(single, polarity, sensitivity))

    def read_picture(self, picture: Picture, options: ReadOptions = DEFAULTS) -> Reading:
        """Read a photo that is decoded already, as `read_photo` does, for those who show it as well.

        It is turned by quarters if its digits are clearly read better so; the reading says by how much.

        Raises
        ------
        ImageError
            if it holds more than MAX_DIGITS digits
        RunError
            as of `read_photo`
        """
        picture = picture.turned(options.turn or 0)
        findings = self._find(picture, options)
        writing = photo_to_writing(picture, options, findings)
        if options.turn is None and (turn := self._find_turn(writing, findings)):
            picture = picture.turned(turn)
            writing = photo_to_writing(picture, options, findings.turned(turn) if findings else None)
        return replace(self._read(writing, picture.source_shape, options), turn=picture.turn)

    def read_box(self, rgb: npt.NDArray[np.uint8], bbox: Bbox) -> Digit | None:
        """Read the one digit that someone says is in a box of a picture, uint8 (H, W, 3), whatever was found there.

        Returns
        -------
        None where nothing stands out in the box

        Examples
        --------
        >>> import cv2
        >>> import numpy as np
        >>> page = np.full((300, 400, 3), 255, np.uint8)
        >>> page = cv2.putText(page, "4 2", (80, 200), cv2.FONT_HERSHEY_SIMPLEX, 4, (0, 0, 0), thickness=10)
        >>> Recognizer.load().read_box(page, (90, 210, 220, 330)).label
        2
        """
        min_row, min_col, max_row, max_col = bbox
        segment = find_boxed_digit(rgb[min_row:max_row, min_col:max_col])
        if segment is None:
            return None
        top, left, bottom, right = segment.bbox
        bbox = min_row + top, min_col + left, min_row + bottom, min_col + right
        image = inks_to_images([segment.ink])
        answers, shape = self._answer(image), (rgb.shape[0], rgb.shape[1])
        score = float(answers.digit_score[0])
        cut_off = touches_border(segment.bbox, (max_row - min_row, max_col - min_col))
        around = Surroundings(photographed=True, cut_off=cut_off)
        judgement = judge(answers.joint[0], score, image[0], bbox, shape, self._thresholds, around)
        return _to_digit(answers, 0, judgement, bbox, image[0])

    def predict_probs(self, images: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        """Calibrated probabilities, float32 (N, 10), of MNIST images, uint8 (N, 28, 28), 255 = ink.

        Examples
        --------
        >>> import numpy as np
        >>> Recognizer.load().predict_probs(np.zeros((3, 28, 28), np.uint8)).shape
        (3, 10)
        """
        return self._answer(images).probs

    def explain(self, digit: Digit) -> Explanation:
        """Why this network read a digit, which it has read itself, as it did.

        Examples
        --------
        A 7, drawn as a canvas gives it, of which nothing but a stroke is left without its top:

        >>> import cv2
        >>> import numpy as np
        >>> rgba = np.zeros((280, 280, 4), np.uint8)
        >>> corners = np.array([[80, 60], [200, 60], [130, 230]])  # x, y
        >>> seven = cv2.polylines(rgba, [corners], isClosed=False, color=(255, 255, 255, 255), thickness=20)
        >>> recognizer = Recognizer.load()
        >>> explanation = recognizer.explain(recognizer.read_drawing(seven, single=True).digits[0])
        >>> explanation.guess, len(explanation.variants), [alike.label for alike in explanation.alike][:1]
        (7, 25, [7])
        """
        explanation = explain_digit(digit, self._answer, self._thresholds)
        if self._exemplars is None:
            return explanation
        alike = self._exemplars.most_alike(digit.image, (explanation.guess, explanation.rival))
        return replace(explanation, alike=alike)

    def look_at(self, images: Sequence[npt.NDArray[np.uint8]]) -> tuple[Look, ...]:
        """What images, each uint8 (28, 28), as this network saw them, are compared by with what a visitor has judged.

        Empty where the network tells no features, and where the run's training digits are missing or damaged.

        Examples
        --------
        >>> import numpy as np
        >>> len(Recognizer.load().look_at([np.zeros((28, 28), np.uint8)] * 3))
        3
        """
        if self._exemplars is None or not images:
            return ()
        try:
            return self._exemplars.look_at(np.stack(images))
        except RunError:
            return ()

    def prepare(self) -> None:
        """Work out now what the first photo, and the first call of `explain`, would else take longer for.

        Raises
        ------
        RunError
            if the run's evaluation is missing or damaged, or the finder's network is no longer what `load` has found
        """
        if self._finder is not None:
            self._finder.prepare()
        if self._exemplars is not None:
            self._exemplars.prepare()

    def _read(self, writing: Writing, source_shape: tuple[int, int], options: ReadOptions) -> Reading:
        """Read the writing; where its digits may be hollow, also filled, and keep what reads better."""
        reading, price = self._read_marks(writing, source_shape, options)
        if reading.left_out and not writing.photographed:
            return self._read_larger(reading, writing, options)
        filled = fill_outlines(writing) if writing.photographed and not options.single else None
        if filled:
            as_filled, filled_price = self._read_marks(filled, source_shape, options)
            loses_nothing = len(as_filled.left_out) <= len(reading.left_out)
            return as_filled if filled_price < price and loses_nothing else reading
        return reading

    def _read_larger(self, reading: Reading, writing: Writing, options: ReadOptions) -> Reading:
        """Read a drawing again, for digits as high as what was left out, in case that may be one, as in "5%".

        A line that parts digits is none: it is a 1.
        """
        least_height = float(max(bottom - top for top, _, bottom, _ in reading.left_out))
        larger, _ = self._read_marks(replace(writing, least_height=least_height), writing.shape, options)
        found = [digit for digit in larger.digits if digit.verdict != "not_a_digit" and digit.label != 1]
        is_missed = any(is_within(mark, digit.bbox) for mark in reading.left_out for digit in found)
        return larger if is_missed else reading

    def _read_marks(
        self, writing: Writing, source_shape: tuple[int, int], options: ReadOptions
    ) -> tuple[Reading, float]:
        """Read every way of taking the marks as digits in one batch, and keep each row's best way; and their price."""
        layout = writing_to_layout(writing, options.single)
        lattices = layout.rows
        cells, left_out = (
            tuple(writing.place(bbox, source_shape) for bbox in some) for some in (writing.slots, layout.left_out)
        )
        if not lattices:
            return Reading((), left_out, cells=cells), 0.0
        seen = self._look([segment for lattice in lattices for segment in lattice.candidates], writing)
        ends = np.cumsum([len(lattice.candidates) for lattice in lattices])
        rows = [slice(end - len(lattice.candidates), end) for lattice, end in zip(lattices, ends, strict=True)]
        per_row = [(lattice, seen[row]) for lattice, row in zip(lattices, rows, strict=True)]
        read = [self._read_row(*row, writing, source_shape, options.single) for row in per_row]
        digits = doubt_among_print(refuse_small_print(refuse_rings(read), cells))
        price = sum(find_price(lattice, row.answers.certainty) for lattice, row in per_row)
        return replace(leave_out_dirt(digits, left_out, writing.photographed), cells=cells), price

    def _look(self, segments: Sequence[Segment], writing: Writing) -> "_Seen":
        """Read all candidates in one batch, and in it those with thinned strokes once more as they were drawn."""
        is_as_it_is = writing.photographed or writing.enlarged
        inks = [segment.ink if is_as_it_is else thin_strokes(segment) for segment in segments]
        thinned = [i for i, segment in enumerate(segments) if inks[i] is not segment.ink]
        images = inks_to_images([*inks, *(segments[i].ink for i in thinned)])
        every, count = self._answer(images), len(segments)
        foreignness = np.array([writing.foreignness(segment) for segment in segments], np.float32)
        answers = every[:count].weighed(foreignness)
        as_drawn = answers.joint
        as_drawn[thinned] = every[count:].joint
        return _Seen(images[:count], answers, as_drawn)

    def _find(self, picture: Picture, options: ReadOptions) -> Findings | None:
        """What the finder says, if there is one; who says that a photo shows one digit knows better than "nothing"."""
        findings = self._finder.find(picture.small) if self._finder else None
        return None if findings and options.single and not np.isfinite(findings.size) else findings

    def _find_turn(self, writing: Writing, findings: Findings | None) -> Turn:
        witnesses = choose_witnesses(writing)
        if not witnesses:
            return 0
        images, sideways = inks_to_images([mark.ink for mark in witnesses]), findings.sideways if findings else None
        upright = self._answer(images).certainty
        if not may_turn(upright, sideways):
            return 0
        turned = self._answer(turn_images(images)).certainty.reshape(len(images), -1)
        return choose_turn(np.column_stack([upright, turned]), sideways)

    def _answer(self, images: npt.NDArray[np.uint8]) -> Calibrated:
        softmax = run_network(self._network, images)
        return calibrate_answers(softmax, self._calibration.temperature, self._calibration.detection_temperature)

    def _read_row(
        self,
        lattice: Lattice,
        seen: "_Seen",
        writing: Writing,
        source_shape: tuple[int, int],
        single: bool,
    ) -> tuple[Digit, ...]:
        """Judge the digits of a row's best way; what was seen is that of its lattice's candidates."""
        digits, answers, images = [], seen.answers, seen.images
        chosen = choose_segments(lattice, answers.certainty)
        for i, lead in zip(chosen, find_leads(lattice, answers.certainty, chosen), strict=True):
            candidate, is_like_sign = lattice.candidates[i], lattice.signs[i]
            is_sign = is_like_sign and not is_clearly_read(answers.joint[i])
            bbox = writing.place(candidate.bbox, source_shape)
            share = 1.0 if single else _share_of_height(candidate, writing)  # around a single digit there are no others
            if is_like_sign or swallows_digit(lattice, i, answers.certainty):
                lead = 0.0
            cut_off = writing.may_be_cut_off(candidate)
            support, as_drawn = writing.support(candidate), float(seen.as_drawn[i, answers.probs[i].argmax()])
            around = Surroundings(writing.photographed, support, lead, share, cut_off, as_drawn)
            score = float(answers.digit_score[i])
            judgement = (
                Judgement("not_a_digit", SIGN)
                if is_sign
                else judge(answers.joint[i], score, images[i], bbox, source_shape, self._thresholds, around)
            )
            digits.append(_to_digit(answers, i, judgement, bbox, images[i], is_sign))
        row = doubt_parts(digits, [lattice.cut_from[i] for i in chosen])
        return row if single else doubt_dotted(doubt_raised(doubt_slashes(row)))


@dataclass(frozen=True, eq=False)
class _Seen:
    """What the network saw of N candidates.

    Attributes
    ----------
    images : uint8 (N, 28, 28)
    answers : what it says of these
    as_drawn : float32 (N, 10), the joint probabilities with the strokes as wide as they were drawn
    """

    images: npt.NDArray[np.uint8]
    answers: Calibrated
    as_drawn: npt.NDArray[np.float32]

    def __getitem__(self, chosen: slice) -> "_Seen":
        return _Seen(self.images[chosen], self.answers[chosen], self.as_drawn[chosen])


def _to_digit(
    answers: Calibrated,
    i: int,
    judgement: Judgement,
    bbox: Bbox,
    image: npt.NDArray[np.uint8],
    is_sign: bool = False,
) -> Digit:
    """The digit of which the answer number `i` was judged."""
    probs, digit_prob = answers.probs[i].copy(), float(answers.digit_prob[i])  # a view would keep the whole batch
    return Digit(
        int(probs.argmax()), probs, judgement.verdict, judgement.reason, bbox, image.copy(), digit_prob, is_sign
    )


def _share_of_height(segment: Segment, writing: Writing) -> float:
    """How large a segment is, compared with the digits around it; who draws may draw small digits."""
    share = segment.side / writing.height_at(segment)
    return share if writing.photographed else max(1.0, share)
