"""Templates become sentences; what comes from a tree is never read for marks."""

import pytest

from app.explain.phrases import begin, code, counted, listing, say
from app.model.words import Span, plain


def test_marks_of_a_template_become_spans() -> None:
    """Text, code and a term are spans of their kinds, in order."""
    assert say("a `b` [c](d-e)") == (
        Span("a "),
        Span("b", "code"),
        Span(" "),
        Span("c", "term", "d-e"),
    )


def test_pieces_are_put_in_as_they_are() -> None:
    """A piece that looks like marks, or like another piece, stays the text that it is."""
    hostile = "`x` [y](z) **w** {other} <script>"
    assert say("{one}{two}", one=hostile, two=code(hostile)) == (Span(hostile), Span(hostile, "code"))


def test_a_missing_piece_is_an_error() -> None:
    """A template that names a piece which is not given does not make half a sentence."""
    with pytest.raises(KeyError):
        say("{here} {missing}", here="x")


@pytest.mark.parametrize(
    ("items", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_lists_read_as_english(items: list[str], text: str) -> None:
    """Commas between all but the last two, `and` between those."""
    assert plain(listing(items)) == text


def test_long_lists_are_counted() -> None:
    """Beyond the limit the rest is a number: a certificate may have thousands of names; at the limit all are there."""
    assert plain(listing("abcde", limit=3)) == "a, b, c and 2 more"
    assert plain(listing("abc", " or ", limit=3)) == "a, b or c"


def test_numbers_agree_with_their_words() -> None:
    """One thing is singular, none and several are plural, an irregular plural can be given."""
    assert [counted(n, "key") for n in (0, 1, 2)] == ["0 keys", "1 key", "2 keys"]
    assert counted(2, "copy", "copies") == "2 copies"


def test_a_sentence_begins_with_a_capital_unless_a_program_begins_it() -> None:
    """Words get a capital; the names of programs, and code, keep their letters."""
    assert plain(begin(say("the pod"))) == "The pod"
    assert plain(begin(say("kubelet presents"))) == "kubelet presents"
    assert plain(begin(say("`ca.crt` is"))) == "ca.crt is"
    assert begin(()) == ()
