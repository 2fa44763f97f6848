"""How the explore page writes figures and sentences. No Streamlit."""

from mnist_app.exploring.answers import Answers


def share_text(share: float, decimals: int = 2) -> str:
    """A share of 1 as a percentage: "99.71 %"."""
    return f"{100 * share:.{decimals}f} %"


def count_text(count: int, noun: str) -> str:
    """A number and its noun: "1 layer", "12 layers"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def reading_text(answers: Answers, index: int) -> str:
    """How a test digit was read, in a few words: "4 read as 9" or "4, right"."""
    true, pred = answers.true[index], answers.pred[index]
    return f"{true} read as {pred}" if true != pred else f"{true}, right"


def story(answers: Answers, index: int) -> str:
    """One answer in sentences, as Markdown."""
    true, pred, runner_up = answers.true[index], answers.pred[index], answers.runner_up[index]
    verdict = f"read **wrongly**, as **{pred}**" if true != pred else "read **rightly**"
    return (
        f"Labeled **{true}**, {verdict}, with {share_text(answers.confidence[index], 1)} confidence. Second guess: "
        f"**{runner_up}** ({share_text(answers.probs[index, runner_up], 1)}).\n\n"
        f"Loss {answers.loss[index]:.3f} · margin {share_text(answers.margin[index], 1)}"
    )
