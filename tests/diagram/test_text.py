"""Text of the picture: whatever a tree says, it stays in its place."""

from hypothesis import given
from hypothesis import strategies as st

from app.diagram.choice import natural
from app.diagram.text import Style, middle, set_text


@given(st.text(max_size=200), st.sampled_from(Style), st.floats(20, 300))
def test_whatever_is_set_fits(value: str, style: Style, room: float) -> None:
    """Any text of a tree fits its room, or is a single character; no control or direction character is left in it."""
    text = set_text(value, style, (0, 0), room)
    assert text.width <= room or len(text.value) <= 1
    assert not any(ord(character) < 32 or character in "\u202e\u2066\u200f" for character in text.value)


def test_a_huge_text_is_cut_before_it_is_measured() -> None:
    """A name of a million characters is set at once, both its ends kept."""
    text = set_text("a" * 1_000_000 + "z", Style.FILE, (0, 0), 100)
    assert text.value.startswith("a") and text.value.endswith("z") and text.width <= 100


def test_text_that_another_font_could_push_out_is_held() -> None:
    """A text that fills its room is held to its width; a short one is not, and a foreign one always is."""
    assert set_text("kube-apiserver", Style.TITLE, (0, 0), 110).squeezed
    assert not set_text("etcd", Style.TITLE, (0, 0), 110).squeezed
    assert set_text("é", Style.TITLE, (0, 0), 110).squeezed


@given(st.text(max_size=60), st.integers(1, 40))
def test_the_middle_goes_and_both_ends_stay(value: str, limit: int) -> None:
    """A cut text has the limit's length, and begins and ends as the whole one."""
    cut = middle(value, limit)
    if len(value) <= limit:
        assert cut == value
    else:
        head, tail = cut.split("…", 1) if "…" not in value else (cut[:1], "")
        assert len(cut) == limit and value.startswith(head) and value.endswith(tail)


def test_numbers_in_names_sort_as_numbers() -> None:
    """worker-2 comes before worker-10, and digits without end are read in pieces."""
    assert sorted(["worker-10", "worker-2", "cp1"], key=natural) == ["cp1", "worker-2", "worker-10"]
    assert natural("9" * 10_000)
