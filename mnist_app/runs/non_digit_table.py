"""What a run makes of pictures that are no digits, in Markdown: for its model card, the table of runs and people."""

from mnist_app.metrics.detection import KEPT_SHARES, Detection
from mnist_app.runs.records import GROUP_AND_KIND, Metrics, OnNonDigits

PASSES = [f"Pass at {kept:.1%} of digits" for kept in KEPT_SHARES]
COLUMNS = ("Pictures", "Refused", "Unsure", "Sure", "AUROC", *PASSES)
EXPLAINED = (
    "Refused, unsure, sure: what the verdicts say of them, and each sure one is wrong. AUROC: the chance that a test "
    "digit looks more like a digit than such a picture. Pass: the share of them that a threshold lets through which "
    "keeps this share of the test digits. Look-alikes are characters most copies of which anyone would read as a digit."
)


def format_groups(non_digits: dict[str, OnNonDigits], kinds: bool = True) -> str:
    """What becomes of each group, and of each made-up kind if `kinds` are wanted: one row each.

    Examples
    --------
    >>> print(format_groups({"hearts": OnNonDigits(10, 0.9, 0.0, 0.99, (0.1, 0.2))}))
    | No digits | Pictures | Refused | Unsure | Sure | AUROC | Pass at 95.0% of digits | Pass at 99.5% of digits |
    | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
    | hearts | 10 | 90.0% | 10.0% | 0.0% | 99.00% | 10.0% | 20.0% |
    """
    rows = [[name, *_figures(each)] for name, each in non_digits.items() if kinds or GROUP_AND_KIND not in name]
    return _table(["No digits", *COLUMNS], rows)


def format_detectors(detectors: dict[str, dict[str, Detection]]) -> str:
    """How well each score tells digits from each group: AUROC, and which shares pass."""
    groups = list(next(iter(detectors.values())))
    rows = [[name, *(_detection(by_group[group]) for group in groups)] for name, by_group in detectors.items()]
    return _table(["Score", *groups], rows)


def format_non_digits(metrics: Metrics, kinds: bool = True) -> str:
    """Both tables, explained; "" for a run in which non-digits were not measured."""
    if not metrics.non_digits:
        return ""
    parts = [format_groups(metrics.non_digits, kinds), EXPLAINED]
    if metrics.detectors:
        shares = " and ".join(f"{kept:.1%}" for kept in KEPT_SHARES)
        parts += [
            f"Scores compared on the same network, each as AUROC (what passes at {shares} of the test digits):",
            format_detectors(metrics.detectors),
        ]
    return "\n\n".join(parts)


def _figures(on: OnNonDigits) -> list[str]:
    passing = [f"{share:.1%}" for share in on.false_positives]
    return [f"{on.pictures:,}", f"{on.refused:.1%}", f"{on.unsure:.1%}", f"{on.sure:.1%}", f"{on.auroc:.2%}", *passing]


def _detection(detection: Detection) -> str:
    passing = ", ".join(f"{share:.1%}" for share in detection.false_positives)
    return f"{detection.auroc:.2%} ({passing})"


def _table(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
