"""What is written in a printed table's cells, as columns to look at and as CSV. No Streamlit."""

from mnist_app.reading.csv_table import rows_to_csv
from mnist_app.reading.result import Table


def table_to_columns(table: Table) -> dict[str, list[str]]:
    """The cells by column; columns have the numbers from 1 on as their names.

    Examples
    --------
    >>> table_to_columns((("27", "3"), ("", "50")))
    {'1': ['27', ''], '2': ['3', '50']}
    """
    return {str(number): list(column) for number, column in enumerate(zip(*table, strict=True), start=1)}


def table_to_csv(table: Table) -> str:
    """The cells as CSV, a line each row, without names.

    Examples
    --------
    >>> table_to_csv((("27", "3"), ("", "50")))
    '27,3\\n,50\\n'
    """
    return rows_to_csv(table)
