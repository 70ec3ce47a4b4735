"""Columns as Go's text/tabwriter lays them out with kubeadm's settings: NewWriter(w, 10, 4, 3, ' ', 0)."""

from collections.abc import Sequence

MIN_WIDTH = 10
PADDING = 3


def aligned(lines: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The lines of one block of cells. The last cell of a line belongs to no column and is not padded.

    A column is as wide as its widest cell and the padding, at least MIN_WIDTH. Every line has equally many cells, as
    kubeadm's have.
    """
    columns = len(lines[0]) - 1
    widths = [max(MIN_WIDTH, PADDING + max(len(line[column]) for line in lines)) for column in range(columns)]
    return tuple("".join([*map(str.ljust, line, widths), line[-1]]) for line in lines)
