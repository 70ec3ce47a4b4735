"""The Jinja environment: everything escaped, nothing silently empty."""

import jinja2
import pytest

from app.diagram.text import middle
from app.places import data_folder
from app.rendering.environment import environment


@pytest.mark.parametrize("name", ["page.html", "map.svg", "mail.txt", "page.html.j2"])
def test_markup_is_escaped_in_every_kind_of_template(name: str) -> None:
    """A name from a tree becomes text, never an element, whatever the template's extension."""
    template = environment().overlay(loader=jinja2.DictLoader({name: "{{ cn }}"})).get_template(name)
    assert template.render(cn="<script>") == "&lt;script&gt;"


def test_a_name_that_is_not_there_is_an_error() -> None:
    """A misspelt attribute of a view object fails loudly instead of printing nothing."""
    with pytest.raises(jinja2.UndefinedError):
        environment().from_string("{{ view.titel }}").render(view={"title": "x"})


def test_control_characters_become_visible() -> None:
    """The filter `visible` shows a right-to-left override as text, so that it cannot turn a file name round."""
    shown = environment().from_string("{{ cn | visible }}").render(cn="a\u202eb\x1b")
    assert "\u202e" not in shown and "\x1b" not in shown and "202E" in shown


def test_a_long_name_is_cut_in_the_middle() -> None:
    """28 characters stay as they are; of 29 both ends stay and the middle goes."""
    assert middle("a" * 28) == "a" * 28
    cut = middle("a" * 15 + "b" * 14)
    assert len(cut) == 28 and cut.startswith("a" * 14 + "…") and cut.endswith("b" * 13)


def test_data_folders_of_the_checkout_are_found() -> None:
    """templates/ and static/ are found beside the package, and a folder that does not exist is named in the error."""
    assert data_folder("templates").is_dir()
    with pytest.raises(FileNotFoundError, match="no_such_folder"):
        data_folder("no_such_folder")
