from mnist_app.exploring.confusions import Confusion
from mnist_app.metrics.coverage import Coverage
from mnist_app.runs.records import Settings
from mnist_app.text.exploring import (
    answered_help,
    chance_text,
    class_alt,
    compare_label,
    confidence_alt,
    confidence_title,
    curve_alt,
    curve_title,
    difference_alt,
    errors_help,
    how_to_read_the_curves,
    how_to_read_the_matrix,
    matrix_alt,
    mistake_help,
    mistake_label,
    network_title,
    no_answer_text,
    no_network_text,
    one_right_first,
    only_one_right,
    stand_for_all,
    sure_text,
    threshold_text,
    what_it_learned_from,
)


def test_sure_text() -> None:
    assert sure_text(0.9) == "This network counts an answer as sure from 90.0%."
    assert sure_text(1.0) == "This network counts an answer as sure from 100.0%."
    assert sure_text(1.01) == "This network counts no answer as sure."


def test_what_a_threshold_costs_and_gains() -> None:
    assert threshold_text(Coverage(0.5, 4000, 1, 1200, 3)) == (
        "0.025% of the given answers are wrong. Of the 1,200 held back, 3 would have been wrong."
    )
    assert threshold_text(Coverage(1.0, 0, 0, 12, 3)) == (
        "No digit is answered. Of the 12 held back, 3 would have been wrong."
    )


def test_the_matrix_is_read_by_its_largest_box() -> None:
    assert "for example" not in how_to_read_the_matrix([])
    assert "Row 4, column 9, for example: 6 digits that are 4 were read as 9." in how_to_read_the_matrix(
        [Confusion(4, 9, 6, 0.006)]
    )
    assert "1 digit that are" not in how_to_read_the_matrix([Confusion(4, 9, 1, 0.001)])


def test_the_curves_say_why_training_looks_worse() -> None:
    worse, better = {"loss": [1.0, 0.4], "val_loss": [0.1, 0.1]}, {"loss": [1.0, 0.01], "val_loss": [0.1, 0.1]}
    hard = Settings(augmentation=1.0, label_smoothing=0.05)
    plain = how_to_read_the_curves(Settings(), worse)
    assert plain.startswith("The best epoch is the last with the highest accuracy")
    assert "because" not in plain
    assert how_to_read_the_curves(hard, better) == how_to_read_the_curves(hard, {"accuracy": [0.9]}) == plain
    both = how_to_read_the_curves(hard, worse)
    assert both.startswith(plain)
    assert "because it is on distorted digits and softened labels," in both
    assert "because it is on softened labels," in how_to_read_the_curves(Settings(label_smoothing=0.05), worse)


def test_what_a_network_learned_from() -> None:
    mnist = what_it_learned_from(Settings(), [55000, 5000, 10000], is_mnist=True)
    assert mnist.startswith("MNIST: digits written by some 500 people")
    assert mnist.endswith(
        "The network learned from **55,000**, its settings were chosen on **5,000**, "
        "and it was tested on **10,000** by other writers."
    )
    both = Settings(pen_stroke_share=0.2, non_digit_share=0.06)
    assert what_it_learned_from(both, [550, 50, 100], is_mnist=False) == (
        "The network learned from **550**, its settings were chosen on **50**, and it was tested on **100**. It also "
        "learned from digits drawn from recorded pen strokes (20% of a batch) and marks that are no digits "
        "(6% of a batch)."
    )


def test_a_network_that_went_on_from_another_says_so() -> None:
    own = Settings(augmentation=1.0, non_digit_share=0.06, from_run="digit_net")
    curves = how_to_read_the_curves(own, {"loss": [1.0], "val_loss": [0.1]})
    assert curves == "One step changed the last layer of the network `digit_net`: it counts as one epoch."
    learned = what_it_learned_from(own, [550, 50, 100], is_mnist=False)
    assert learned.startswith("The network `digit_net` learned **one person's drawings**; some of these **550** kept")
    assert "batch" not in learned


def test_two_networks_compared() -> None:
    assert "so uneven a split as 5 to 0 would come up by chance in 6.2% of" in chance_text(5, 0)
    assert compare_label("a") == "Compare a (A) with another network (B)"
    assert only_one_right("a", "b") == "a is wrong, b is right"
    assert one_right_first("a", "b") == "a is right, b is wrong"
    assert difference_alt("a", "b") == "Errors of b minus errors of a, digit by digit"


def test_the_most_frequent_mistake() -> None:
    worst = Confusion(4, 9, 6, 0.006)
    assert mistake_label(worst) == "**4** read as **9**: 6"
    assert mistake_help(worst) == "0.60% of all 4s"
    assert ", most often 4 as 9 (6 times). The buttons" in matrix_alt([worst])
    assert ", most often 4 as 9 (1 time). The buttons" in matrix_alt([Confusion(4, 9, 1, 0.001)])
    assert matrix_alt([]) == "Confusion matrix: which digit was read as which. The buttons above lead to the same."


def test_titles_with_figures() -> None:
    assert no_network_text("train") == "There is no trained network yet. Train one: train"
    assert errors_help(10_000) == "Of 10,000 test digits."
    assert answered_help(1200, 10_000) == "1,200 of 10,000"
    assert curve_title("loss") == "**Loss by epoch**"
    assert curve_alt("loss", 3) == "Loss by epoch; the best is 3"
    assert network_title(12_345, 1) == "**The network: 12,345 parameters in 1 layer**"
    assert stand_for_all(2000).startswith("Drawn from 2,000 that stand for all")
    assert (class_alt(8, 4), class_alt(1, 4)) == ("8 training digits labeled 4", "1 training digit labeled 4")
    assert confidence_title(1200, "right") == "1,200 right answers"
    assert confidence_title(1, "wrong") == "1 wrong answer"
    assert confidence_alt("right") == "Confidence of right answers"
    assert no_answer_text("wrong") == "No answer is wrong."
