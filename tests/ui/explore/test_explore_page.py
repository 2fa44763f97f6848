"""The explore page through Streamlit's AppTest, in every state that a visitor meets; clicks are in browser/."""

import dataclasses
import io
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from builders.explored_page import APP, PAGE, open_page, run, shown, text, thumbnails
from builders.explored_run import DIGITS, DISPUTED_MISTAKE, MISTAKES, write_explored_run
from builders.fake_run import edit_json, write_fake_run
from mnist_app.data.mnist import keras_cache_file
from mnist_app.errors import DataError
from mnist_app.runs.evaluation_arrays import RunEvaluation, read_evaluation, write_evaluation
from mnist_app.runs.runs import load_run
from mnist_app.text.percentages import percent
from mnist_app.text.picture_urls import image_to_url
from mnist_app.ui.explore import fetch
from mnist_app.ui.explore.thumbnails import PAGE_SIZE
from mnist_app.ui.state import TRIED_DIGIT

ERRORS = sum(MISTAKES.values())


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two runs, written once."""
    models = tmp_path_factory.mktemp("models")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MNIST_APP_MODELS", str(models))
        write_explored_run("alpha")
        write_explored_run("beta", mistakes={(4, 9): 4, (2, 7): 8}, seed=1)
    return models


@pytest.fixture(autouse=True)
def models(written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Those two runs, to be spoiled at will, on a machine without MNIST."""
    monkeypatch.setenv("MNIST_APP_MODELS", str(shutil.copytree(written, tmp_path / "models")))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.delenv("MNIST_NPZ", raising=False)
    return tmp_path / "models"


def metric(at: AppTest, label: str) -> str:
    return next(element.value for element in at.metric if element.label == label)


def alts(at: AppTest) -> list[str]:
    """What a screen reader says of each picture."""
    return [image.alt for pictures in at.image for image in pictures.proto.imgs]


def table_of_chart(at: AppTest, place: int, which: int = 0) -> pd.DataFrame:
    """What the chart at that place of the page draws; some draw more than one table."""
    return pa.ipc.open_stream(at.get("vega_lite_chart")[place].proto.datasets[which].data.data).read_pandas()


def open_sample(at: AppTest, index: int) -> AppTest:
    """As a click on its thumbnail does."""
    at.query_params["i"] = str(index)
    return run(at)


def arrays(name: str = "alpha") -> RunEvaluation:
    return read_evaluation(load_run(name))


def mistakes_of(true: int, pred: int) -> set[int]:
    evaluation = arrays()
    found = (evaluation.labels == true) & (evaluation.probs.argmax(axis=1) == pred)
    return set(np.flatnonzero(found).tolist())


def all_mistakes() -> list[int]:
    evaluation = arrays()
    return np.flatnonzero(evaluation.probs.argmax(axis=1) != evaluation.labels).tolist()


# Headline


def test_headline_equals_scikit_learn() -> None:
    from sklearn.metrics import accuracy_score, log_loss

    at = open_page()
    evaluation = arrays()
    accuracy = accuracy_score(evaluation.labels, evaluation.probs.argmax(axis=1))
    loss = log_loss(evaluation.labels, evaluation.probs / evaluation.probs.sum(axis=1, keepdims=True))
    assert metric(at, "Test accuracy") == f"{100 * accuracy:.2f}%"
    assert metric(at, "Errors") == str(round((1 - accuracy) * DIGITS))
    assert float(metric(at, "Loss")) == pytest.approx(loss, abs=1e-4)
    confidence, right = evaluation.probs.max(axis=1), evaluation.probs.argmax(axis=1) == evaluation.labels
    part = np.ceil(confidence * 15)
    gaps = [abs(right[part == k].sum() - confidence[part == k].sum(dtype=np.float64)) for k in np.unique(part)]
    assert metric(at, "Calibration error") == f"{100 * sum(gaps) / DIGITS:.2f}%"
    assert metric(at, "Parameters") == "121,930"
    assert "Measured on 10,000 test digits of MNIST; 95% interval of the accuracy: 99.75% to 99.91%" in text(at)
    assert f"without them {100 * (DIGITS - 15 - (ERRORS - 1)) / (DIGITS - 15):.2f}% ({ERRORS - 1} errors)" in text(at)


def test_the_hardware_of_a_run_is_shown_as_it_is_written(models: Path) -> None:
    edit_json(models / "alpha" / "run.json", hardware="a *fast* [CPU](x)")
    assert r"on a \*fast\* \[CPU\]\(x\)." in text(open_page())


def test_labels_of_other_digits_are_not_disputed(models: Path) -> None:
    edit_json(models / "alpha" / "run.json", sha256={"model": "0" * 64, "mnist": "1" * 64})
    at = open_page(true="4", pred="9", i=str(DISPUTED_MISTAKE))
    assert "Measured on 10,000 test digits;" in text(at)
    assert "disputed" not in text(at).lower()
    at.toggle(key="hide_disputed").set_value(True)
    assert set(shown(run(at))) == mistakes_of(4, 9)


def test_another_network_can_be_chosen() -> None:
    at = open_page()
    at.selectbox(key="run").select("beta")
    assert metric(run(at), "Errors") == "12"


# Errors


def test_all_mistakes_at_first() -> None:
    at = open_page()
    wrong = np.flatnonzero(arrays().probs.argmax(axis=1) != arrays().labels)
    assert set(shown(at)) < set(wrong.tolist())
    assert len(shown(at)) == PAGE_SIZE
    assert f"**{ERRORS}** of 10,000 test digits match" in text(at)
    assert f"1–12 of {ERRORS}" in text(at)


def test_second_page_shows_the_rest() -> None:
    at = open_page()
    first = shown(at)
    at.get("pagination")[0].set_value(2)
    second = shown(run(at))
    assert len(second) == ERRORS - len(first)
    assert not set(first) & set(second)
    at.selectbox(key="sort").select("index")  # another choice begins at its first page
    assert len(shown(run(at))) == PAGE_SIZE


def test_every_thumbnail_says_what_was_read_and_how_surely() -> None:
    at = open_page(true="4", pred="9")
    confidence = arrays().probs.max(axis=1)
    assert len(thumbnails(at)) == MISTAKES[4, 9]
    for digit in thumbnails(at):
        disputed = ["disputed"] if digit["index"] == DISPUTED_MISTAKE else []
        assert digit["says"] == "4 read as 9"
        assert digit["notes"] == [f"{percent(float(confidence[digit['index']]))} sure", *disputed]


def test_thumbnails_are_the_digits_own_pictures() -> None:
    at = open_page(true="4", pred="9")
    evaluation = arrays()
    assert thumbnails(at)
    for digit in thumbnails(at):
        row = evaluation.sample_index.tolist().index(digit["index"])
        assert digit["url"] == image_to_url(evaluation.sample_images[row], zoom=1)


def test_top_mistakes_filter_the_samples() -> None:
    at = open_page(outcome="right", true="7")
    at.button(key="confused_4_9").click()
    assert set(shown(run(at))) == mistakes_of(4, 9)


def boxes_of_matrix(at: AppTest) -> pd.DataFrame:
    return table_of_chart(at, 0)


def test_matrix_is_the_confusion_matrix() -> None:
    from sklearn.metrics import confusion_matrix

    at = open_page()
    chart = at.get("vega_lite_chart")[0].proto
    evaluation = arrays()
    expected = confusion_matrix(evaluation.labels, evaluation.probs.argmax(axis=1))
    assert f"most often 4 as 9 ({expected[4, 9]} times)" in chart.alt
    boxes = boxes_of_matrix(at)
    assert boxes.pivot(index="true", columns="pred", values="count").to_numpy().tolist() == expected.tolist()
    assert not boxes["is_marked"].any()


def test_the_chosen_box_is_framed_above_its_neighbors() -> None:
    boxes = boxes_of_matrix(open_page(true="4", pred="9"))
    assert boxes["is_marked"].tolist() == [False] * 99 + [True]
    assert boxes.iloc[-1][["true", "pred", "count"]].tolist() == [4, 9, MISTAKES[4, 9]]
    assert not boxes_of_matrix(open_page(true="4"))["is_marked"].any()


@pytest.mark.parametrize("coloring", ["Errors", "All (log)", "Row %"])
def test_matrix_can_be_colored_in_three_ways(coloring: str) -> None:
    at = open_page()
    at.get("segmented_control")[1].set_value(coloring)
    boxes = boxes_of_matrix(run(at))
    diagonal = boxes[boxes["true"] == boxes["pred"]]
    assert diagonal["is_colored"].all() == (coloring == "All (log)")
    assert boxes["is_colored"].sum() == len(MISTAKES) + diagonal["is_colored"].sum()
    assert boxes.loc[(boxes["true"] == 4) & (boxes["pred"] == 9), "text"].item() == (
        "0.6" if coloring == "Row %" else str(MISTAKES[4, 9])
    )


# Filters


@pytest.mark.parametrize(("key", "digit"), [("true", 4), ("pred", 4)])
def test_each_digit_filter(key: str, digit: int) -> None:
    at = open_page()
    at.selectbox(key=key).select(digit)
    evaluation = arrays()
    column = evaluation.labels if key == "true" else evaluation.probs.argmax(axis=1)
    assert sorted(shown(run(at))) == sorted(set(np.flatnonzero(column == digit)) & set(all_mistakes()))


@pytest.mark.parametrize("sort", ["surest", "loss", "margin", "index"])
def test_each_order(sort: str) -> None:
    at = open_page()
    at.selectbox(key="sort").select(sort)
    evaluation = arrays()
    wrong = np.array(all_mistakes())
    ranked = np.sort(evaluation.probs[wrong], axis=1)
    keys = {
        "surest": -ranked[:, -1],
        "loss": evaluation.probs[wrong, evaluation.labels[wrong]],
        "margin": ranked[:, -1] - ranked[:, -2],
        "index": wrong,
    }
    assert shown(run(at)) == wrong[np.argsort(keys[sort], kind="stable")][:PAGE_SIZE].tolist()


@pytest.mark.parametrize("outcome", ["wrong", "unsure", "right", "all"])
def test_each_outcome(outcome: str) -> None:
    at = open_page()
    at.selectbox(key="outcome").select(outcome)
    evaluation = arrays()
    right = evaluation.probs.argmax(axis=1) == evaluation.labels
    unsure = right & (evaluation.probs.max(axis=1) < 0.9)
    matching = {"wrong": ~right, "unsure": unsure, "right": right, "all": np.ones(DIGITS, bool)}[outcome]
    assert f"**{matching.sum():,}** of 10,000 test digits match" in text(run(at))
    assert shown(at)
    assert all(matching[index] for index in shown(at))


def test_confidence_range_and_reset() -> None:
    at = open_page()
    at.number_input(key="from").set_value(60.0)
    at.number_input(key="to").set_value(70.0)
    found = shown(run(at))
    confidence = arrays().probs.max(axis=1)
    assert sorted(found) == [index for index in all_mistakes() if 0.6 <= confidence[index] <= 0.7]
    assert found
    assert "test digits match, 60% to 70% sure." in text(at)
    next(button for button in at.button if button.label == "Reset").click()
    assert f"**{ERRORS}** of" in text(run(at))


def test_disputed_labels_can_be_hidden() -> None:
    at = open_page(true="4", pred="9")
    assert DISPUTED_MISTAKE in shown(at)
    at.toggle(key="hide_disputed").set_value(True)
    assert set(shown(run(at))) == mistakes_of(4, 9) - {DISPUTED_MISTAKE}
    assert "5 of 10,000 test digits match, without disputed labels." in text(at).replace("*", "")


def test_limits_of_the_confidence_that_exclude_each_other() -> None:
    at = open_page(**{"from": "50", "to": "40"})
    assert shown(at) == []
    assert '"From" is higher than "to": swap them' in text(at)


def test_no_sample_passes_the_filter() -> None:
    at = open_page(true="1", pred="8")
    assert shown(at) == []
    assert "No test digit matches these filters" in text(at)
    at.button(key="confused_4_9").click()
    assert len(shown(run(at))) == MISTAKES[4, 9]


# Links


def test_a_link_from_when_the_order_was_called_confidence_still_opens() -> None:
    at = open_page(run="alpha", true="4", pred="9", sort="confidence", i=str(DISPUTED_MISTAKE))
    assert at.selectbox(key="sort").value == "surest"
    assert shown(at) == shown(open_page(run="alpha", true="4", pred="9", sort="surest"))
    assert f"**No. {DISPUTED_MISTAKE}**" in text(at)


def test_a_link_opens_what_it_names() -> None:
    at = open_page(run="alpha", true="4", pred="9", sort="loss", i=str(DISPUTED_MISTAKE))
    loss = -np.log(arrays().probs[:, 4])
    assert shown(at) == sorted(mistakes_of(4, 9), key=lambda index: -loss[index])
    assert f"**No. {DISPUTED_MISTAKE}** · {shown(at).index(DISPUTED_MISTAKE) + 1} of 6" in text(at)


@pytest.mark.parametrize(
    "link",
    [
        {"i": "abc"},
        {"i": "-1"},
        {"i": "10000"},
        {"i": "1e3"},
        {"i": "٣"},
        {"i": "9" * 400},
        {"i": ""},
        {"true": "ten", "pred": "-3"},
        {"sort": "beauty", "outcome": "maybe"},
        {"from": "low", "to": "900"},
        {"run": "../../etc"},
        {"run": "gamma", "view": "Nonsense"},
        {"view": ""},
        {"outcome": "", "sort": "", "threshold": ""},
    ],
)
def test_a_nonsense_link_falls_back_to_the_default(link: dict[str, str]) -> None:
    at = open_page(**link)
    assert f"**{ERRORS}** of 10,000 test digits match" in text(at)
    assert "**No. " not in text(at)


# One sample


def test_one_sample_and_the_next() -> None:
    at = open_page(true="4", pred="9")
    order = shown(at)
    open_sample(at, order[0])
    assert at.query_params["i"] == str(order[0])
    assert at.button(key="go_Previous").disabled
    at.button(key="go_Next").click()
    assert f"**No. {order[1]}** · 2 of 6" in text(run(at))
    assert not at.button(key="go_Previous").disabled


def test_a_sample_says_what_was_read_and_what_is_alike() -> None:
    at = open_page(true="4", pred="9", i=str(DISPUTED_MISTAKE))
    probs = arrays().probs[DISPUTED_MISTAKE]
    assert f"Labeled **4**, misread as **9**, {percent(float(probs[9]))} sure" in text(at)
    assert f"Second guess: **4** ({percent(float(probs[4]))})" in text(at)
    assert "Fewer than three of five annotators" in text(at)
    evaluation = arrays()
    for digit, neighbors in ((4, evaluation.neighbors_true), (9, evaluation.neighbors_pred)):
        similar = [alt for alt in alts(at) if f"labeled {digit}, similarity" in alt]
        exemplars = neighbors[DISPUTED_MISTAKE]
        assert evaluation.exemplar_labels[exemplars].tolist() == [digit] * 5
        assert [alt.split(",")[0] for alt in similar] == [
            f"Training digit {index}" for index in evaluation.exemplar_index[exemplars]
        ]


def test_a_sample_shows_all_ten_probabilities() -> None:
    bars = table_of_chart(open_page(true="4", pred="9", i=str(DISPUTED_MISTAKE)), -1)
    probs = arrays().probs[DISPUTED_MISTAKE]
    np.testing.assert_array_equal(bars["prob"], probs)
    words = {4: " · true digit", 9: " · read as"}
    assert bars["label"].tolist() == [f"{percent(float(prob))}{words.get(k, '')}" for k, prob in enumerate(probs)]


def test_a_right_answer_has_one_row_of_similar_digits() -> None:
    at = open_page(outcome="right", i="0")
    assert "Labeled **0**, read rightly" in text(at)
    assert sum("similarity" in alt for alt in alts(at)) == 5
    bars = table_of_chart(at, -1)
    assert bars["label"].tolist() == [f"{percent(float(p))}{' · right' * (k == 0)}" for k, p in enumerate(bars["prob"])]


def test_a_sample_outside_of_the_filter() -> None:
    at = open_page(true="4", pred="9", i="0")
    assert "**No. 0** · not among those listed" in text(at)
    assert at.button(key="go_Previous").disabled
    assert at.button(key="go_Next").disabled


@pytest.mark.parametrize("outcome", ["wrong", "all"])
def test_a_sample_without_a_picture(outcome: str) -> None:
    missing = min(set(range(DIGITS)) - set(arrays().sample_index.tolist()))
    at = open_page(outcome=outcome, i=str(missing))
    assert f"**No. {missing}**" in text(at)
    assert "Its picture is not stored with this run" in text(at)


@pytest.mark.parametrize("link", [{}, {"true": "4", "pred": "9"}, {"run": "alpha", "sort": "loss", "view": "Compare"}])
def test_a_sample_can_be_tried_on_the_recognize_page(link: dict[str, str]) -> None:
    at = open_page(i=str(DISPUTED_MISTAKE), **link)
    next(button for button in at.button if button.label == "Try it on the recognize page").click()
    run(at)
    tried = at.session_state[TRIED_DIGIT.key]
    evaluation = arrays()
    row = evaluation.sample_index.tolist().index(DISPUTED_MISTAKE)
    assert tried.title == f"Test digit {DISPUTED_MISTAKE}"
    np.testing.assert_array_equal(tried.image, evaluation.sample_images[row])


# All 10,000 pictures


def write_mnist(path: Path, labels: np.ndarray) -> None:
    images = np.zeros((len(labels), 28, 28), np.uint8)
    np.savez_compressed(path, x_test=images, y_test=labels, x_train=images[:1], y_train=labels[:1])


def test_pictures_that_are_not_stored_are_counted() -> None:
    at = open_page(outcome="all")
    stored = len(arrays().sample_index)
    assert f"{stored:,} of these 10,000 pictures can be shown" in text(at)


def test_all_pictures_where_mnist_is_on_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_mnist(tmp_path / "mnist.npz", arrays().labels)
    monkeypatch.setenv("MNIST_NPZ", str(tmp_path / "mnist.npz"))
    at = open_page(outcome="all")
    assert "1–12 of 10,000" in text(at)
    assert "can be shown" not in text(at)


def test_a_mnist_file_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MNIST_NPZ", str(tmp_path / "nowhere.npz"))
    at = open_page(outcome="all")
    assert "There is no file" in text(at)
    assert "nowhere.npz" in text(at)
    assert len(shown(at)) == PAGE_SIZE


@pytest.mark.parametrize(
    ("labels", "message"), [(np.zeros(DIGITS, np.uint8), "other test digits"), (None, "cannot be read as an .npz file")]
)
def test_a_mnist_file_that_does_not_serve(
    labels: np.ndarray | None, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if labels is None:
        (tmp_path / "mnist.npz").write_bytes(b"damaged")
    else:
        write_mnist(tmp_path / "mnist.npz", labels)
    monkeypatch.setenv("MNIST_NPZ", str(tmp_path / "mnist.npz"))
    at = open_page(outcome="all")
    assert message in text(at)
    assert len(shown(at)) == PAGE_SIZE


def test_fetching_fails_politely(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(report: object) -> None:
        raise DataError("MNIST could not be fetched: no route.")

    monkeypatch.setattr(fetch, "fetch_mnist", refuse)
    at = open_page(outcome="all")
    at.button(key="fetch_pictures").click()
    assert "could not be fetched" in text(run(at))
    assert len(shown(at)) == PAGE_SIZE


def test_fetched_pictures_are_shown_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def write(report: object) -> None:
        keras_cache_file().parent.mkdir(parents=True)
        write_mnist(keras_cache_file(), arrays().labels)

    monkeypatch.setattr(fetch, "fetch_mnist", write)
    at = open_page(outcome="all")
    at.button(key="fetch_pictures").click()
    assert "1–12 of 10,000" in text(run(at))


# The other views


def test_digits_worst_first_equal_scikit_learn() -> None:
    from sklearn.metrics import precision_recall_fscore_support

    at = open_page(view="Digit by digit")
    table = at.dataframe[0].value
    evaluation = arrays()
    precision, recall, f1, support = precision_recall_fscore_support(
        evaluation.labels, evaluation.probs.argmax(axis=1), labels=range(10)
    )
    assert sorted(table["F1"]) == table["F1"].tolist()
    for _, row in table.iterrows():
        digit = int(row["Digit"])
        assert (row[["Precision", "Recall", "F1"]].to_numpy() / 100) == pytest.approx(
            [precision[digit], recall[digit], f1[digit]]
        )
        assert row["Support"] == support[digit]
        assert row["Missed"] == sum(count for (true, _), count in MISTAKES.items() if true == digit)
        assert row["Intruders"] == sum(count for (_, pred), count in MISTAKES.items() if pred == digit)


def test_threshold_says_what_is_gained() -> None:
    at = open_page(view="Confidence")
    at.slider(key="threshold").set_value(80.0)
    run(at)
    evaluation = arrays()
    given = evaluation.probs.max(axis=1) >= np.float32(0.8)
    wrong = evaluation.probs.argmax(axis=1) != evaluation.labels
    assert metric(at, "Digits answered") == f"{100 * given.mean():.2f}%"
    assert metric(at, "Wrong among them") == str((given & wrong).sum())
    assert metric(at, "Held back") == str((~given).sum())


def test_a_threshold_left_alone_is_the_chosen_networks_own_and_one_that_is_chosen_stays(models: Path) -> None:
    for run_name, sure in (("alpha", 0.98745), ("beta", 0.815)):
        edit_json(models / run_name / "run.json", thresholds={"sure": sure, "digit": 0})
    at = open_page(view="Confidence")
    for run_name, own in (("alpha", 98.745), ("beta", 81.5), ("alpha", 98.745)):
        at.selectbox(key="run").set_value(run_name)
        assert run(at).slider(key="threshold").value == pytest.approx(own)
    at.segmented_control(key="view").set_value("Training")
    run(at).selectbox(key="run").set_value("beta")
    run(at).segmented_control(key="view").set_value("Confidence")
    assert run(at).slider(key="threshold").value == pytest.approx(81.5)
    at.slider(key="threshold").set_value(90.0)
    run(at).selectbox(key="run").set_value("alpha")
    assert run(at).slider(key="threshold").value == 90


def test_charts_of_the_confidence() -> None:
    at = open_page(view="Confidence")
    evaluation = arrays()
    confidence, pred = evaluation.probs.max(axis=1), evaluation.probs.argmax(axis=1)
    right = pred == evaluation.labels
    curve, now = table_of_chart(at, 0), table_of_chart(at, 0, 1)
    assert curve.iloc[0][["answered", "errors"]].tolist() == [1, ERRORS]
    assert sorted(set(curve["errors"])) == list(range(ERRORS + 1))
    for point in (*curve.itertuples(), *now.itertuples()):
        given = confidence >= np.float32(point.threshold)
        assert (point.answered, point.errors) == (given.mean(), (given & ~right).sum())
    for place, part in ((1, right), (2, ~right)):
        count, _ = np.histogram(confidence[part], 20, (0, 1))
        assert table_of_chart(at, place)["count"].tolist() == count.tolist()
    bins = table_of_chart(at, 3, 1)
    for point in bins.itertuples():
        part = np.ceil(confidence * 15) == np.ceil(point.confidence * 15)
        assert point.count == part.sum()
        assert point.accuracy == pytest.approx(right[part].mean())
        assert point.confidence == pytest.approx(confidence[part].mean(dtype=np.float64))
    assert bins["count"].sum() == DIGITS


def test_non_digits_stand_beside_digits_where_the_run_measured_them(models: Path) -> None:
    assert "one picture in five" not in text(open_page(view="Confidence"))
    certainty = np.concatenate([np.full(90, 0.1, np.float32), np.full(10, 0.99, np.float32)])
    digit_prob = np.full(DIGITS, 0.9, np.float32)
    more = dataclasses.replace(arrays(), digit_prob=digit_prob, non_digit_certainty=certainty)
    write_evaluation(models / "alpha" / "evaluation.npz", more)
    at = open_page(view="Confidence", threshold="85")
    assert not at.exception
    assert "one picture in five is no digit" in text(at)
    assert metric(at, "Non-digits taken for a digit") == "10.00%"
    given = more.probs.max(axis=1) * digit_prob >= np.float32(0.85)
    wrong = more.probs.argmax(axis=1) != more.labels
    assert metric(at, "Digits answered") == f"{100 * given.mean():.2f}%"
    share = (0.8 * (given & wrong).mean() + 0.2 * 0.1) / (0.8 * given.mean() + 0.2 * 0.1)
    assert metric(at, "Wrong among all answers") == f"{100 * share:.2f}%"
    assert "Measured on 100 letters" in text(at)


def test_the_confidence_of_a_run_without_an_error() -> None:
    write_explored_run("gamma", mistakes={})
    at = open_page(run="gamma", view="Confidence", threshold="100")
    assert "No answer is wrong." in text(at)
    assert "No digit is answered. Of the 10,000 held back, 0 would have been wrong." in text(at)
    assert len(at.get("vega_lite_chart")) == 3


def test_a_network_that_is_never_sure(models: Path) -> None:
    edit_json(models / "alpha" / "run.json", thresholds={"sure": 1.01, "digit": 0})
    at = open_page(view="Confidence")
    assert "This network counts no answer as sure" in text(at)
    assert at.slider(key="threshold").value == 100


def test_a_threshold_that_is_a_whole_number(models: Path) -> None:
    edit_json(models / "alpha" / "run.json", thresholds={"sure": 1, "digit": 0})
    assert "sure from 100.0%" in text(open_page(view="Confidence"))


def test_training_shows_curves_layers_and_figures(models: Path) -> None:
    edit_json(models / "alpha" / "run.json", best_epoch=2)
    at = open_page(view="Training")
    history = load_run("alpha").history
    for place, figure in enumerate(("loss", "accuracy")):
        curves = table_of_chart(at, place)
        for part, key in (("training", figure), ("validation", f"val_{figure}")):
            assert curves[curves["digits"] == part]["value"].tolist() == history[key]
        assert table_of_chart(at, place, 1)["epoch"].tolist() == [2]
    assert "3 epochs (best: 2)" in text(at)
    assert "The best epoch is the last with the highest accuracy on the validation digits" in text(at)
    assert at.dataframe[0].value["Parameters"].tolist() == [650]
    assert [button.proto.label for button in at.get("download_button")] == ["history"]


def test_data_shows_every_class_and_others_on_request() -> None:
    at = open_page(view="The data")
    assert [f"labeled {digit}" in alts(at)[digit] for digit in range(10)] == [True] * 10
    before = [image.value for image in at.image]
    at.button[0].click()
    after = [image.value for image in run(at).image]
    assert before[:10] != after[:10]
    assert before[10] == after[10]  # the mean digits


def test_two_networks_side_by_side() -> None:
    from scipy.stats import binomtest

    at = open_page(view="Compare")
    a, b = arrays("alpha"), arrays("beta")
    wrong_a, wrong_b = (one.probs.argmax(axis=1) != one.labels for one in (a, b))
    assert metric(at, "Fixed by B") == str((wrong_a & ~wrong_b).sum())
    assert metric(at, "Broken by B") == str((~wrong_a & wrong_b).sum())
    assert metric(at, "Both wrong") == str((wrong_a & wrong_b).sum())
    both = wrong_a.sum() + wrong_b.sum() - 2 * (wrong_a & wrong_b).sum()
    chance = binomtest(int((wrong_a & ~wrong_b).sum()), int(both)).pvalue
    assert f"come up by chance in {percent(chance)} of such comparisons" in text(at)
    difference = table_of_chart(at, 0)["difference"].tolist()
    assert difference == [(b.labels[wrong_b] == k).sum() - (a.labels[wrong_a] == k).sum() for k in range(10)]
    broken = at.get("segmented_control")[1]
    broken.set_value(next(option for option in broken.options if "Broken" in option))
    assert set(shown(run(at))) == set(np.flatnonzero(~wrong_a & wrong_b))


def test_a_digit_of_a_comparison_says_how_both_read_it() -> None:
    at = open_page(view="Compare", group="Both wrong")
    a, b = arrays("alpha"), arrays("beta")
    assert [digit["index"] for digit in thumbnails(at)] == [DISPUTED_MISTAKE]
    assert thumbnails(at)[0]["says"] == "true 4"
    assert thumbnails(at)[0]["notes"] == ["A read 9", "B read 9", "disputed"]
    open_sample(at, DISPUTED_MISTAKE)
    confidence = percent(float(b.probs[DISPUTED_MISTAKE].max()))
    assert f"This is how alpha read it; beta read it as **9** ({confidence})" in text(at)
    assert a.probs[DISPUTED_MISTAKE].argmax() == 9


def test_all_digits_of_a_group_can_be_reached() -> None:
    write_explored_run("gamma", mistakes={(1, 7): 30}, seed=2)
    at = open_page(**{"view": "Compare", "with": "gamma", "group": "Broken by B"})
    found = shown(at)
    for page in (2, 3):
        at.get("pagination")[0].set_value(page)
        found += shown(run(at))
    wrong_a, wrong_b = (one.probs.argmax(axis=1) != one.labels for one in (arrays("alpha"), arrays("gamma")))
    assert found == np.flatnonzero(~wrong_a & wrong_b).tolist()
    assert at.query_params["group"] == "Broken by B"


# Bad input


def test_no_run_at_all(models: Path) -> None:
    shutil.rmtree(models)
    assert "There is no trained network yet" in text(open_page())


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("evaluation.npz", None, "is missing"),
        ("evaluation.npz", b"PK\x03\x04", "is damaged"),
        ("history.json", None, "is missing"),
        ("run.json", b"{", "is damaged"),
        ("run.json", b'{"format": 7}', "format 7; this version of the app reads format 1"),
    ],
)
def test_a_spoiled_run_is_a_sentence_and_another_can_be_chosen(
    models: Path, file: str, content: bytes | None, message: str
) -> None:
    if content is None:
        (models / "alpha" / file).unlink()
    else:
        (models / "alpha" / file).write_bytes(content)
    at = open_page()
    assert message in text(at)
    assert not at.metric
    at.selectbox(key="run").select("beta")
    assert metric(run(at), "Errors") == "12"


def test_a_spoiled_run_beside_a_whole_one(models: Path) -> None:
    (models / "beta" / "evaluation.npz").unlink()
    at = open_page(view="Compare")
    assert "is missing" in text(at)
    assert metric(at, "Errors") == str(ERRORS)


def test_an_architecture_that_no_longer_exists(models: Path) -> None:
    edit_json(models / "alpha" / "run.json", architecture="forgotten")
    assert metric(open_page(), "Errors") == str(ERRORS)


def test_runs_on_different_digits_are_not_compared() -> None:
    write_fake_run("gamma")
    assert "tested on different digits" in text(open_page(**{"view": "Compare", "with": "gamma"}))


def test_a_single_run_has_nothing_beside_it(models: Path) -> None:
    shutil.rmtree(models / "beta")
    assert "only one trained network" in text(open_page(view="Compare"))


@pytest.mark.parametrize("view", ["The data", "Errors", "Digit by digit", "Confidence", "Training", "Compare"])
@pytest.mark.parametrize("mistakes", [{}, {(3, 5): 4}])
def test_every_view_of_a_run_with_one_epoch(view: str, mistakes: dict[tuple[int, int], int]) -> None:
    write_explored_run("gamma", mistakes=mistakes, epochs=1)
    at = open_page(run="gamma", view=view)
    assert at.selectbox(key="run").value == "gamma"
    assert metric(at, "Errors") == str(sum(mistakes.values()))
    assert "1 epoch (best: 1), 12 seconds on a test" in text(at)


def test_not_a_single_error() -> None:
    write_explored_run("gamma", mistakes={})
    at = open_page(run="gamma")
    assert "Not a single test digit was misread" in text(at)
    at.selectbox(key="outcome").select("unsure")
    assert len(shown(run(at))) == PAGE_SIZE


# Cost


@pytest.mark.parametrize("has_mnist", [False, True])
def test_no_file_is_read_again(has_mnist: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if has_mnist:
        write_mnist(tmp_path / "mnist.npz", arrays().labels)
        monkeypatch.setenv("MNIST_NPZ", str(tmp_path / "mnist.npz"))
    at = open_page()

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError(f"a file was read again: {args}")

    monkeypatch.setattr(np, "load", refuse)
    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(Path, "read_text", refuse)
    monkeypatch.setattr(io, "open", refuse)
    at.selectbox(key="true").select(4)
    assert shown(run(at))
    open_sample(at, shown(at)[0])


def test_nothing_heavy_is_loaded() -> None:
    code = f"""
import sys
from streamlit.testing.v1 import AppTest
at = AppTest.from_file({APP!r}, default_timeout=120).run()
at.switch_page({PAGE!r})
at.run()
print(len(at.metric), not at.exception, sorted({{"tensorflow", "keras", "matplotlib"}} & sys.modules.keys()))
"""
    result = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.split("\n")[0] == "5 True []"


def test_another_network_has_tables_and_a_map_of_its_own() -> None:
    """A table of the same identity keeps its tick on the row of before, and places of one map are others on another."""

    def choose_beta(at: AppTest) -> AppTest:
        at.selectbox(key="run").select("beta")
        return run(at)

    for view in ({"view": "Digit by digit", "true": "4"}, {"view": "Slices"}):
        at = open_page(run="alpha", **view)
        before = at.dataframe[0].proto.id
        assert before == run(at).dataframe[0].proto.id
        assert before != choose_beta(at).dataframe[0].proto.id
    for place in ({"similar": "1"}, {"area": "400-400-460-460"}):
        at = open_page(run="alpha", view="Map", **place)
        assert shown(at)
        choose_beta(at)
        assert not place.keys() & set(at.query_params)
        assert not shown(at)
