"""URLs of a cluster's pages: what is selected is the path, how it is looked at the query."""

from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from ...model.cluster import Group
from ..breaks import NOTHING_BROKEN, Breaks


def segment(text: str) -> str:
    """A text as one percent-encoded path segment, dots too: `..` is no way up."""
    return quote(text, safe="@:->!~") if text.strip(".") else text.replace(".", "%2E")


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The URLs of one cluster (rendering/links.py). `chosen` (the control-plane node), `shows_internals`,
    `shows_table`, `clock`, `breaks` and `presents` are kept from page to page. `presents`: for a projector, empty where
    not, else `1`, or `notes` for the speaker's window. `aims`: lines and files lead to what can be broken of them.
    """

    cluster_id: str
    chosen: str | None = None
    shows_internals: bool = False
    shows_table: bool = False
    clock: str | None = None
    breaks: Breaks = NOTHING_BROKEN
    aims: bool = False
    presents: str = ""

    def base(self) -> str:
        """The cluster with nothing selected."""
        return self.at("")

    def connection(self, connection_id: str, server: str | None = None) -> str:
        return self.at(f"/{'break' if self.aims else 'connections'}/{segment(connection_id)}", server)

    def handshake(self, connection_id: str, server: str | None = None, **more: str | None) -> str:
        """A connection's handshake; `tls` is 1.2 for the older version."""
        return self.without_table().at(f"/connections/{segment(connection_id)}/handshake", server, **more)

    def twin(self) -> str:
        """The twin as a tarball."""
        return self.without_table().at("/twin.tar.gz")

    def component(self, component_id: str) -> str:
        return self.at(f"/components/{segment(component_id)}")

    def file(self, file_id: str) -> str:
        return self.at(f"/{'break' if self.aims else 'files'}/{segment(file_id)}")

    def breaking(self, target: str = "") -> str:
        """What can be broken, of the certificate, key, connection or file of this id or of whatever is picked."""
        return self.at(f"/break/{segment(target)}" if target else "/break")

    def with_breaks(self, breaks: Breaks, path: str) -> str:
        """The same selection, otherwise broken."""
        return replace(self, breaks=breaks).at(path)

    def files(self) -> str:
        """The list of all files."""
        return self.at("/files")

    def text(self, file_id: str) -> str:
        """A file's text, line by line."""
        return self.at(f"/files/{segment(file_id)}", view="text")

    def certificate(self, certificate_id: str) -> str:
        """A certificate's own page."""
        return self.at(f"/certificates/{segment(certificate_id)}")

    def key(self, key_id: str) -> str:
        """A key's own page."""
        return self.at(f"/keys/{segment(key_id)}")

    def group(self, group: Group) -> str:
        return self.at(f"/groups/{group}")

    def check(self) -> str:
        """The questions about kubectl and kube-apiserver."""
        return self.at("/check")

    def lessons(self) -> str:
        """Where a lesson is begun on this cluster."""
        return self.without_table().at("/lessons")

    def nodes(self, unlike: str = "") -> str:
        """The list of nodes; those that are unlike the others for a reason."""
        return self.at("/nodes", unlike=unlike or None)

    def search(self, query: str = "") -> str:
        """The search, with what is looked for."""
        return self.at("/search", q=query or None)

    def error(self) -> str:
        """Where an error is pasted."""
        return self.at("/error")

    def expiry(self, certificate: str = "") -> str:
        """When everything ends; with a certificate's id that one selected, down to its panel."""
        where = self.without_table().at(f"/expiry/{segment(certificate)}" if certificate else "/expiry")
        return f"{where}#answer" if certificate else where

    def signatures(self) -> str:
        """Who signed what."""
        return self.without_table().at("/signatures")

    def export(self, name: str) -> str:
        """A file to take along: `map.svg`, `connections.csv`, `certificates.csv`, `expiry.csv`, `print` for paper."""
        return self.without_table().at(f"/{name}")

    def time(self, clock: str | None) -> str:
        """The clock, moved by hand, at a moment; None: at the cluster's own."""
        return replace(self.without_table(), clock=clock).at("/time")

    def at_moment(self, clock: str) -> str:
        """The map at another moment, nothing selected."""
        return replace(self.without_table(), clock=clock).base()

    def without_table(self) -> "PageLinks":
        """For pages that are no table themselves: leaving one for the map leads to the picture."""
        return replace(self, shows_table=False)

    def presenting(self, presents: str, path: str, server: str | None = None) -> str:
        """The same selection for a projector (`1`), for who speaks (`notes`), or as usual (empty)."""
        return replace(self.without_table(), presents=presents).at(path, server)

    def delete(self) -> str:
        return f"/clusters/{segment(self.cluster_id)}/delete"

    def node(self, node_id: str) -> str:
        return replace(self, chosen=node_id).base()

    def internals(self, on: bool) -> str:
        return replace(self, shows_internals=on).base()

    def node_switch(self, node_id: str, path: str) -> str:
        """The same selection with another control-plane node in the middle."""
        return replace(self, chosen=node_id).at(path)

    def view(self, *, table: bool, path: str) -> str:
        """The same selection as a picture or as a table."""
        return replace(self, shows_table=table).at(path)

    def with_internals(self, *, on: bool, path: str) -> str:
        """The same selection with or without the internals."""
        return replace(self, shows_internals=on).at(path)

    def at(self, path: str, server: str | None = None, **more: str | None) -> str:
        """The URL of a selection: the part of the path behind the cluster, with this query and `more`."""
        query = [*self.kept(), ("server", server), *more.items()]
        given = urlencode([(name, value) for name, value in query if value], quote_via=quote)
        return f"/clusters/{segment(self.cluster_id)}{path}" + (f"?{given}" if given else "")

    def kept(self) -> list[tuple[str, str]]:
        """The part of the query that every page keeps: what a form must carry along."""
        query = {
            "view": "table" if self.shows_table else "",
            "node": self.chosen or "",
            "internals": "1" if self.shows_internals else "",
            "clock": self.clock or "",
            "present": self.presents,
        }
        return [*((name, value) for name, value in query.items() if value), *self.breaks.query()]
