import pytest

from mnist_app.text.markdown import text_to_markdown
from mnist_app.text.recognizing import reading_file


@pytest.mark.parametrize("text", ["", "seven", "Test digit 2130", "élève"])
def test_plain_text_stays(text: str) -> None:
    assert text_to_markdown(text) == text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("![x](https://a.b/c.png)", r"\!\[x\]\(https\:\/\/a\.b\/c\.png\)"),
        ("<img src=x>", r"\<img src\=x\>"),
        (":red[7] $x$ `y`", r"\:red\[7\] \$x\$ \`y\`"),
        ("a\\*b", r"a\\\*b"),
        ("a\n\n# b", r"a \# b"),
    ],
)
def test_what_markdown_would_take_for_its_own(text: str, escaped: str) -> None:
    assert text_to_markdown(text) == escaped


def test_the_progress_names_the_file_as_it_is_called() -> None:
    assert reading_file("**7**") == r"Reading \*\*7\*\*"
