"""What a trained network makes of pictures that are no digits and that nothing was fitted on.

Three kinds: characters by held-out drawers, an alphabet that was held out as a whole, and made-up pictures of a seed of
their own. Some characters look like a digit to anyone (look_alikes.py); the first two are measured with and without
them. Digits to compare with are the test digits.
"""

from dataclasses import dataclass

import keras
import numpy as np
import numpy.typing as npt

from mnist_app.data.drawn_characters import DrawnCharacter, DrawnCharacters
from mnist_app.data.look_alikes import find_look_alikes
from mnist_app.data.mnist import Mnist
from mnist_app.data.non_digits import draw_non_digits
from mnist_app.data.stroke_drawing import draw_digit
from mnist_app.metrics.calibration import calibrate_answers
from mnist_app.metrics.detection import Detection, measure_detection
from mnist_app.metrics.detectors import KnownFeatures, Outputs, learn_features, score_digits
from mnist_app.runs.evaluation_arrays import RunEvaluation
from mnist_app.runs.records import GROUP_AND_KIND, Calibration, OnNonDigits, Thresholds
from mnist_app.training.features import class_logits, predict_features, predict_with_features
from mnist_app.training.sources import TrainingData

TEST_SEED = 1_000_004  # the same pictures for every run, none of them trained or validated on
TEST_NON_DIGITS = 6_000  # made up; with some 30 kinds, 200 of each
DRAWINGS = 3  # of each character, by different pens
KNOWN = 20_000  # training digits whose features are learned; more change no figure

DRAWERS, ALPHABET, MADE_UP = "held-out drawers", "held-out alphabet", "made up"
PLAIN = ", no look-alikes"

Images = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class NonDigitEvidence:
    """What was measured.

    Attributes
    ----------
    non_digits : what becomes of each group, and of each kind that is made up
    detectors : by detector and group, how well it tells test digits from that group
    certainty : float32 (M,), of the digit that each picture is taken for; look-alikes are left out
    """

    non_digits: dict[str, OnNonDigits]
    detectors: dict[str, dict[str, Detection]]
    certainty: npt.NDArray[np.float32]


def measure_non_digits(
    network: keras.Model,
    calibration: Calibration,
    thresholds: Thresholds,
    evaluation: RunEvaluation,
    mnist: Mnist,
    characters: DrawnCharacters | None,
) -> NonDigitEvidence:
    """Measure a network as `expose_features` returns it; without characters only what is made up is measured."""
    groups, kinds = draw_groups(mnist, characters)
    known = _learn(network, mnist, evaluation.exemplar_images)
    digits = _run(network, mnist.test.images)
    others = {name: _run(network, images) for name, images in groups.items()}
    temperatures = calibration.temperature, calibration.detection_temperature
    on_digits = calibrate_answers(digits.softmax, *temperatures)
    answers = {name: calibrate_answers(each.softmax, *temperatures) for name, each in others.items()}
    made_up = answers[MADE_UP]
    answers |= {f"{MADE_UP}{GROUP_AND_KIND}{kind}": made_up[kinds == kind] for kind in np.unique(kinds).tolist()}
    of_digits = score_digits(digits, known)
    scores = {name: score_digits(each, known) for name, each in others.items()}
    plain = [name for name in groups if name == MADE_UP or name.endswith(PLAIN)]
    return NonDigitEvidence(
        {name: OnNonDigits.of(each, on_digits, thresholds) for name, each in answers.items()},
        {
            detector: {name: measure_detection(of_digits[detector], each[detector]) for name, each in scores.items()}
            for detector in of_digits
        },
        np.concatenate([answers[name].certainty for name in plain]),
    )


def draw_groups(mnist: Mnist, characters: DrawnCharacters | None) -> tuple[dict[str, Images], npt.NDArray[np.str_]]:
    """Draw what is measured on: by group uint8 (M, 28, 28), and the kind of each picture that is made up."""
    groups: dict[str, Images] = {}
    if characters:
        look_alikes = _find_look_alikes(mnist, characters)
        for name, part in ((DRAWERS, characters.test), (ALPHABET, characters.held_out)):
            plain = tuple(character for character in part if character.key not in look_alikes)
            groups |= {key: _draw(some) for key, some in ((name, part), (name + PLAIN, plain)) if some}
    made_up = draw_non_digits(TEST_NON_DIGITS, TEST_SEED, mnist.test)
    groups[MADE_UP] = made_up.images
    return groups, np.array(made_up.kinds)


def _find_look_alikes(mnist: Mnist, characters: DrawnCharacters) -> frozenset[tuple[str, str]]:
    """The characters that look like a digit, judged by all their copies."""
    every = characters.train + characters.val + characters.test + characters.held_out
    return find_look_alikes(every, TrainingData(mnist).reader.read(_draw(every, 1)))


def _draw(characters: tuple[DrawnCharacter, ...], drawings: int = DRAWINGS) -> Images:
    rng = np.random.default_rng(TEST_SEED)
    return np.stack([draw_digit(character.strokes, rng) for character in characters for _ in range(drawings)])


def _learn(network: keras.Model, mnist: Mnist, exemplar_images: Images) -> KnownFeatures:
    known = mnist.train.take(np.arange(min(KNOWN, len(mnist.train))))
    features, exemplars = (predict_features(network, images) for images in (known.images, exemplar_images))
    return learn_features(features, known.labels, exemplars)


def _run(network: keras.Model, images: Images) -> Outputs:
    softmax, features = predict_with_features(network, images)
    return Outputs(softmax, class_logits(network, features), features)
