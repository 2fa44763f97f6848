"""What the explore page says of test labels that are suspected or disputed. No Streamlit."""

from mnist_app.text.counts import count_text

GROUP = "Test labels"
GROUPS = SUSPECTED, DISPUTED = "Suspected by the network", "Disputed by people"
NO_SUSPICION = "This network suspects no label: it read every test digit as it is labeled."
NO_DISPUTE = "Which labels of these test digits people dispute is not known; it is for MNIST's."


def suspicion_text(count: int) -> str:
    """What a suspicion is, for so many labels; Markdown."""
    return (
        f"**{count_text(count, 'label')}** of which this network is surer that another digit was meant; the surest "
        "come first. That is **a suspicion, not a finding**: mostly the label is right and the network wrong."
    )


def dispute_text(disputed: int, suspected: int, first: int) -> str:
    """What a dispute is, and how many of the disputed labels the network suspects, too; Markdown."""
    return (
        f"**{count_text(disputed, 'label')}** that fewer than three of five people agreed with (Northcutt, Athalye, "
        f"Mueller, 2021). This network suspects {suspected} of them, {first} among its first {disputed}. Those it "
        "reads otherwise come first."
    )
