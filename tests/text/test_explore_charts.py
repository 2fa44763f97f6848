import numpy as np
import pytest

from mnist_app.text.explore_charts import histogram_chart


@pytest.mark.parametrize(("answers", "top"), [(1, 1), (7, 10), (10, 10), (9_978, 10_000), (60_000, 60_000)])
def test_the_highest_bar_of_a_histogram_ends_at_a_number(answers: int, top: int) -> None:
    spec = histogram_chart(np.full(answers, 0.99, np.float32), "right").to_dict()
    assert spec["encoding"]["y"]["scale"] == {"type": "symlog", "domain": [0, top]}
