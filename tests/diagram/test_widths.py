"""The table of widths: that it is the vendored font's, and that text measured with it is cut to fit."""

from app.diagram.text import Style, first_that_fits, set_text, width_of
from app.diagram.widths import INTER
from app.places import data_folder
from tools.font_widths import WEIGHTS, advance_widths


def test_the_table_is_the_vendored_fonts() -> None:
    """The widths committed are those of the font that the pages load; a new font without a new table is noticed."""
    (font,) = (data_folder("static") / "vendor").glob("inter-*-latin.woff2")
    assert {weight: tuple(advance_widths(font.read_bytes(), weight)) for weight in WEIGHTS} == INTER


def test_a_wider_letter_is_wider() -> None:
    """Letters are measured one by one, bold ones apart, and a monospaced name by its length."""
    assert width_of("WWW", Style.TITLE) > width_of("iii", Style.TITLE)
    assert width_of("kubelet", Style.TITLE) > width_of("kubelet", Style.TAG)
    assert width_of("WWW", Style.FILE) == width_of("iii", Style.FILE) == 20.7


def test_a_text_is_cut_until_it_fits() -> None:
    """The middle goes first; a text that fits stays whole, and one that another font could widen is held."""
    cut = set_text("n" * 20, Style.TITLE, (0, 0), 100)
    assert cut.width <= 100 and "…" in cut.value and cut.squeezed
    whole = set_text("ca.crt", Style.FILE, (0, 0), 100)
    assert whole.value == "ca.crt" and not whole.squeezed


def test_a_text_in_a_foreign_script_is_held_to_its_width() -> None:
    """Nobody knows the font that draws it, so the picture says how wide it may be."""
    assert set_text("ノード", Style.TITLE, (0, 0), 300).squeezed
    assert not set_text("node", Style.TITLE, (0, 0), 300).squeezed


def test_the_first_wording_that_fits_is_taken() -> None:
    """The longest wording comes first; where none fits the shortest is left, to be cut."""
    ways = ("cp1, not in the upload", "not in the upload", "cp1")
    assert first_that_fits(ways, Style.PLACE, 200) == ways[0]
    assert first_that_fits(ways, Style.PLACE, 100) == ways[1]
    assert first_that_fits(ways, Style.PLACE, 1) == ways[2]
