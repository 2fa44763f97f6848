"""Text of others, such as a file's name, written so that Markdown shows it as it is."""

import re

_SPECIAL = re.compile(r"([!-/:-@\[-`{-~])")  # CommonMark 0.31, section 2.4: ASCII punctuation can be escaped


def text_to_markdown(text: str) -> str:
    """Escape text for where Streamlit takes Markdown: captions, labels, headings, messages.

    Examples
    --------
    >>> print(text_to_markdown("**7**.png"))
    \\*\\*7\\*\\*\\.png
    """
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def sentence_to_markdown(text: str) -> str:
    """A sentence of ours, which Markdown would take for a quotation if it begins with "> 99.9%".

    Examples
    --------
    >>> print(sentence_to_markdown("> 99.9% sure."), sentence_to_markdown("99.8% sure."))
    \\> 99.9% sure. 99.8% sure.
    """
    return f"\\{text}" if text.startswith(">") else text
