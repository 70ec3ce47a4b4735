"""URLs of a play: which tab, which step, and what is folded out are the query."""

from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from starlette.requests import Request

MOST_HINTS = 2


@dataclass(frozen=True, slots=True)
class Look:
    """How a play is looked at. `tab`: a host; `view`: a step; `hints`: how many; `is_free`: only goals are shown."""

    play_id: str
    tab: str | None = None
    view: str | None = None
    hints: int = 0
    shows_solution: bool = False
    shows_before: bool = False
    is_free: bool = False
    has_area: bool = False
    closed: bool = False

    @classmethod
    def of(cls, play_id: str, query: Request) -> "Look":
        """As a request's query has it; what is no known value is left out."""
        given = query.query_params
        return cls(
            play_id,
            tab=given.get("tab"),
            view=given.get("view"),
            hints={"1": 1, "2": MOST_HINTS}.get(given.get("hints", ""), 0),
            shows_solution="solution" in given,
            shows_before="before" in given,
            is_free="free" in given,
            has_area="area" in given,
            closed="closed" in given,
        )

    @property
    def path(self) -> str:
        return f"/plays/{quote(self.play_id, safe='')}"

    @property
    def href(self) -> str:
        """The page with this look."""
        query = {
            "tab": self.tab,
            "view": self.view,
            "hints": str(self.hints) if self.hints else None,
            "solution": "1" if self.shows_solution else None,
            "before": "1" if self.shows_before else None,
            "free": "1" if self.is_free else None,
            "area": "1" if self.has_area else None,
            "closed": "1" if self.closed else None,
        }
        given = urlencode({name: value for name, value in query.items() if value})
        return self.path + (f"?{given}" if given else "")

    def but(self, **changes: object) -> str:
        """The URL of the same look with changes."""
        return replace(self, **changes).href  # type: ignore[arg-type]

    def kept(self) -> "Look":
        """What stays when a command was run: tab, mode, the kind of field."""
        return Look(self.play_id, self.tab, is_free=self.is_free, has_area=self.has_area)
