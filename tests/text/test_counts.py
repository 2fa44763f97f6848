import pytest

from mnist_app.text.counts import count_text


@pytest.mark.parametrize(("count", "text"), [(0, "0 layers"), (1, "1 layer"), (1200, "1,200 layers")])
def test_count_text(count: int, text: str) -> None:
    assert count_text(count, "layer") == text
