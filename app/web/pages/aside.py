"""What pages of a cluster beside its map share: which cluster it is, and the ways back."""

from dataclasses import dataclass

from .state import State
from .views import Label


@dataclass(frozen=True, slots=True)
class Aside:
    """`search_href` and `hidden`: where the search form leads, and the fields that go along with it."""

    label: Label
    map_href: str
    check_href: str
    lessons_href: str
    files_href: str
    nodes_href: str
    search_href: str
    hidden: tuple[tuple[str, str], ...]


def aside_of(state: State, title: str) -> Aside:
    """For a page of this title."""
    links = state.links
    return Aside(
        label=Label(title, state.opened.title),
        map_href=links.base(),
        check_href=links.check(),
        lessons_href=links.lessons(),
        files_href=links.files(),
        nodes_href=links.nodes(),
        search_href=links.search(),
        hidden=(("clock", links.clock),) if links.clock else (),
    )
