"""What does not show is made to show."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reading.visible import is_visible, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("kube-apiserver", "kube-apiserver"),
        ("Zürich 東京 🙂", "Zürich 東京 🙂"),
        ("a\nb", "a⟨U+000A⟩b"),
        ("a\tb", "a⟨U+0009⟩b"),
        ("\x1b[31m", "⟨U+001B⟩[31m"),
        ("\x9b31m", "⟨U+009B⟩31m"),
        ("\x7f", "⟨U+007F⟩"),
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("a\u2066b\u2069", "a⟨U+2066⟩b⟨U+2069⟩"),
        ("a\u200bb\u200d", "a⟨U+200B⟩b⟨U+200D⟩"),
        ("\ufeffa", "⟨U+FEFF⟩a"),
        ("a\u2028b", "a⟨U+2028⟩b"),
        ("\udc80", "⟨U+DC80⟩"),
        ("\U000e0041", "⟨U+E0041⟩"),
        ("\xad", "⟨U+00AD⟩"),
        ("", ""),
    ],
)
def test_what_does_not_show_is_shown(text: str, shown: str) -> None:
    """Controls, C1, bidi, zero widths, separators, surrogates and tags by number; letters and emoji as they are."""
    assert visible(text) == shown
    assert is_visible(text) is (text == shown)


@given(st.text(st.characters()))
def test_nothing_invisible_is_left(text: str) -> None:
    """Of any text no control, format, surrogate or separator character is left, and showing twice changes nothing."""
    shown = visible(text)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert not [c for c in shown if unicodedata.bidirectional(c) in ("RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI")]
    assert visible(shown) == shown
