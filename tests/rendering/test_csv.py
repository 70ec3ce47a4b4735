"""Tables as CSV: a spreadsheet shows what was written and runs nothing of it."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rendering.csv import cell, csv_text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "＝1", '=HYPERLINK("http://evil")'])
def test_a_formula_is_text(text: str) -> None:
    """A quote before it makes a spreadsheet show it; a harmless text has none."""
    assert cell(text) == f"'{text}"
    assert cell(f"x{text}") == f"x{text}"


def test_control_characters_are_shown() -> None:
    """A line end, a tab or a mark that turns text round forges no cell."""
    assert cell("a\r\n=b\t\u202ec") == "a⟨U+000D⟩⟨U+000A⟩=b⟨U+0009⟩⟨U+202E⟩c"


@settings(max_examples=50)
@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=4))
def test_every_cell_comes_back(rows: list[list[str]]) -> None:
    """Whatever the text, a reader finds the cells that were written, and none begins a formula."""
    read = list(csv.reader(io.StringIO(csv_text(("a", "b"), rows), newline="")))
    assert read[1:] == [[cell(one) for one in row] for row in rows]
    assert not any(one.strip().startswith(("=", "+", "-", "@")) for row in read for one in row)
