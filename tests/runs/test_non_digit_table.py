from mnist_app.metrics.detection import Detection
from mnist_app.runs.non_digit_table import format_detectors, format_groups, format_non_digits
from mnist_app.runs.records import Metrics, OnNonDigits, OnTest, OnValidation

ON = OnNonDigits(pictures=1200, refused=0.9, sure=0.01, auroc=0.98, false_positives=(0.05, 0.1))
METRICS = Metrics(OnTest(0.99, 1, 0.1, 0.0), OnValidation(0.9, 0.3))


def test_nothing_measured_is_nothing_said() -> None:
    assert format_non_digits(METRICS) == ""


def test_a_row_each_and_kinds_on_request() -> None:
    groups = {"made up": ON, "made up: heart": ON}
    *_, row, kind = format_groups(groups).splitlines()
    assert row == "| made up | 1,200 | 90.0% | 9.0% | 1.0% | 98.00% | 5.0% | 10.0% |"
    assert kind.startswith("| made up: heart |")
    assert "heart" not in format_groups(groups, kinds=False)


def test_rounding_never_says_less_than_none() -> None:
    assert "-0.0%" not in format_groups({"made up": OnNonDigits(3, 0.7, 0.3 + 1e-12, 0.5)})


def test_detectors_side_by_side() -> None:
    table = format_detectors({"energy": {"drawers": Detection(0.97, (0.05, 0.2))}})
    assert table.splitlines()[0] == "| Score | drawers |"
    assert table.splitlines()[2] == "| energy | 97.00% (5.0%, 20.0%) |"


def test_both_tables() -> None:
    metrics = Metrics(METRICS.test, METRICS.val, {"drawers": ON}, {"energy": {"drawers": Detection(0.97, (0.05, 0.2))}})
    text = format_non_digits(metrics)
    assert text.index("| drawers | 1,200 |") < text.index("| energy |")
    assert "95.0% and 99.5%" in text
