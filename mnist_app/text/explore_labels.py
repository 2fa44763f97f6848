"""The explore page's titles, labels and explanations that no figure changes. No Streamlit.

What depends on a run's figures is written in `exploring`.
"""

TITLE = "Explore the errors"
PAGE_HELP = "See how good the network is, which digits it confuses, and every one of its mistakes."
NETWORK = "Network"
DRAW_YOURSELF = "Draw a digit yourself"
EVIDENCE_UNREADABLE = "This network's evidence cannot be read"
CHOOSE_ANOTHER = "Choose another network above, if there is one."
VIEW = "View"
VIEWS = THE_DATA, ERRORS, BY_DIGIT, SLICES, MAP, DOUBTFUL, CONFIDENCE, BEYOND, TRAINING, COMPARE = (
    "The data",
    "Errors",
    "Digit by digit",
    "Slices",
    "Map",
    "Doubtful labels",
    "Confidence",
    "Beyond MNIST",
    "Training",
    "Compare",
)

# The headline
ACCURACY, ACCURACY_HELP = "Test accuracy", "Share of the test digits that it read rightly; it never saw them."
ERROR_COUNT = "Errors"
LOSS, LOSS_HELP = "Loss", "Mean negative logarithm of the probability of the true digit."
CALIBRATION = "Calibration error"
CALIBRATION_HELP = "How far its confidence lies from its accuracy, on average (15 bins)."
PARAMETERS, PARAMETERS_HELP = "Parameters", "Numbers that were learned."

# The data
HOW_PEOPLE_WRITE = "**Training digits: how people write each**"
SHOW_OTHERS = "Show others"
MEAN_DIGITS, MEAN_DIGITS_ALT = (
    "**The mean of all training digits of a class**",
    "The mean picture of each digit, 0 to 9",
)
HOW_MANY = "**How many of each**"
HOW_MANY_ALT = "How many digits of each class there are for training, validation and test"
DIGIT = "Digit"
PARTS = ("Training", "Validation", "Test")

# Errors, and digit by digit
NO_ERRORS = "Not a single test digit was misread. Choose another outcome to see how close some came."
MOST_FREQUENT = "**Most frequent mistakes**"
COLOR = "Color"
HOW_TO_READ_THE_DIGITS = (
    "**Recall**: of all 4s, how many were read as 4. **Precision**: of all that was read as 4, how many were 4s. "
    "**F1** is high only if both are. The worst digit comes first; **tick a row** to see [its mistakes](#samples)."
)
DIGITS_ALT = "Precision, recall, F1 and support of each digit, the worst first"
SUPPORT_HELP = "How many test digits are this digit"
MISSED_HELP = "Read as another digit (false negatives)"
INTRUDERS_HELP = "Other digits read as this one (false positives)"

# Samples
SAMPLES = "Samples"
TRUE_DIGIT, READ_AS, OUTCOME, SORT_BY = "True digit", "Read as", "Outcome", "Sort by"
ANY = "any"
OUTCOME_HELP = (
    "**right**: read rightly, sure or not. **unsure**: right, but with less certainty than a sure answer needs."
)
SORT_HELP = (
    "**surest**: the surest about a wrong digit first. **loss**: the least probability for the true digit first. "
    "**margin**: the closest call between the two likeliest digits first. **index**: as in the test set."
)
MORE_FILTERS = "How sure, disputed labels"
SURE_FROM, SURE_TO = "Sure from (%)", "to (%)"
HIDE_DISPUTED = "Hide disputed labels"
HIDE_DISPUTED_HELP = "Test labels that fewer than three of five annotators agreed with."
RESET = "Reset"
CSV, CSV_HELP = "CSV", "All matching digits with their probabilities, also those whose picture is not shown."
DISPUTED = "disputed"
ONLY_STORED = "Only the pictures that are stored with this run can be shown."
FETCH = "Fetch all pictures (11 MB)"
FETCHING = "Fetching MNIST …"

# One test digit
ONE_DIGIT = "One test digit"
PREVIOUS, NEXT = "Previous", "Next"
NOT_STORED = "Its picture is not stored with this run."
DISPUTED_LABEL = "Disputed label"
TRY_IT = "Try it on the recognize page"
MOST_SIMILAR = "**The most similar digits it learned from**"
SIMILARITY = "Below each: how alike the two are to the network (cosine of its last features; 1 = the same)."

# Confidence
THRESHOLD = "**Answer only from this certainty**"
THE_RING = "A ring marks where the slider stands."
ANSWERED, WRONG_AMONG, HELD_BACK = "Digits answered", "Wrong among them", "Held back"
COVERAGE_ALT = "Wrong answers against the share of digits answered"
WITH_NON_DIGITS = "**The same where one picture in five is no digit**"
WRONG_AMONG_ALL, TAKEN_FOR_DIGITS = "Wrong among all answers", "Non-digits taken for a digit"
MIX_ALT = "Share of wrong answers against the share of digits answered, with non-digits among them"
HOW_SURE = "**How sure it was when right, and when wrong**"
AS_IT_SAYS = "**Is it as often right as it says?**"
RELIABILITY_ALT = "Share of right answers against confidence"
HOW_TO_READ_RELIABILITY = (
    "On the dashed line, answers with 80% confidence are right in 80% of the cases; above it the network is "
    "too modest, below it too sure. The numbers count the answers: points of a few answers jump by chance."
)

# Training
LAYERS_ALT = "The layers of the network in order"
CONFIGURATION = "Configuration"
MODEL_CARD = "Model card"
FIGURES = "**Figures of this training**"

# Two networks compared
ONLY_ONE = "There is only one trained network. Train another one to compare: python -m mnist_app train --help"
GROUP = "Test digits"
FIXED, BROKEN, BOTH_WRONG = "Fixed by B", "Broken by B", "Both wrong"
BOTH_WRONG_HELP = "Both are wrong, though not always alike"
ERRORS_OF_B, THAN_A = "Errors of B", "compared with A"
CSV_OF_TWO_HELP = "All digits of this group and how both networks read them, also those whose picture is not shown."
EMPTY_GROUP = "No digits in this group."
WHICH_DIGITS = "**Which digits B reads better (below 0), which worse (above 0)**"
