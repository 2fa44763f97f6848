"""What a finder's run shows to people: its model card."""

from mnist_app.data.pages.not_handwriting import HELD_OUT_PICTURES
from mnist_app.data.pages.splits import HELD_OUT_KINDS
from mnist_app.runs.finder_run import FINDER_SETTINGS, FinderInfo
from mnist_app.runs.runs import FINDER
from mnist_app.training.page_finder.fit import KEPT


def write_finder_card(info: FinderInfo) -> str:
    """The model card, Markdown."""
    rows = [f"| {kind} | {kind_.recall:.1%} | {kind_.precision:.1%} |" for kind, kind_ in info.kinds.items()]
    return "\n".join(
        [
            f"# {info.name}",
            "",
            f"A small U-net (`{FINDER}`, {info.parameters:,} parameters) that says where on a photo digits are written "
            f"by hand. Trained on {info.created[:10]} in {_duration(info.wall_time_s)} on {info.hardware}"
            f"{_beginning(info)}. Its kernels are rounded to half precision.",
            "",
            "## Data",
            "",
            f"{info.config['pages']:,} made-up pages: digits of MNIST's training images and of pen strokes (UCI "
            "Pen-Based Recognition of Handwritten Digits, CC BY 4.0), other people's characters (Omniglot, MIT "
            "License, Copyright (c) 2015 Brenden Lake), print in the machine's own fonts. No photo was trained on.",
            "",
            "## How well it finds them",
            "",
            f"On {next(iter(info.kinds.values())).pages} pages of each kind, with seeds and hands that no training "
            f"saw; {', '.join((*HELD_OUT_KINDS, *HELD_OUT_PICTURES))} are kinds that it never saw either. Recall: "
            "digits most of whose ink it finds. Precision: share of what it takes for digits' ink that is that. What "
            "becomes of pictures without any handwriting, `python -m mnist_app evaluate --pages` says.",
            "",
            "| kind | recall | precision |",
            "|---|---|---|",
            *rows,
            "",
            "## Limits",
            "",
            "It was shown made-up pages only. It says where digits are, not which, and where a hand has written "
            "something else; letters and print that look like digits may be taken for them. It was also asked which "
            "way up digits stand, and did not learn that well enough to be used; whether they lie on a side, it knows.",
            "",
            "## Train it again",
            "",
            f"`{_command(info)}`",
            "",
        ]
    )


def _beginning(info: FinderInfo) -> str:
    """What it began with, if it is a finder that had learned before."""
    before = info.config.get("begun_from")
    if not before:
        return ""
    return (
        f", beginning with the weights of an earlier {FINDER} (SHA-256 {before[:12]}...), of which it keeps {KEPT:.0%}"
    )


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"


def _command(info: FinderInfo) -> str:
    going_on = " --go-on" if info.config.get("begun_from") else ""
    settings = " ".join(f"--{name.replace('_', '-')} {info.config[name]}" for name in FINDER_SETTINGS)
    return f"python -m mnist_app train --architecture {FINDER} --run {FINDER}{going_on} {settings}"
