"""Where the marks of a picture lead: a page gives URLs, a standalone file gives none."""

from typing import Protocol

from ..model.cluster import Group


class Links(Protocol):
    """The URL of each thing that a picture shows; None where it leads nowhere.

    A URL keeps what is chosen (the node, the internals, the clock) and changes the one thing asked for.
    """

    def connection(self, connection_id: str, server: str | None = None) -> str | None:
        """The connection selected; `server` is the node of the API server that its panel shows."""
        ...

    def component(self, component_id: str) -> str | None: ...

    def file(self, file_id: str) -> str | None: ...

    def group(self, group: Group) -> str | None: ...

    def node(self, node_id: str) -> str | None:
        """The same picture with another control-plane node in its middle."""
        ...

    def internals(self, on: bool) -> str | None: ...

    def nodes(self) -> str | None:
        """The list of all nodes: another page."""
        ...


class NoLinks:
    """Nothing leads anywhere: for a picture that stands alone."""

    def connection(self, connection_id: str, server: str | None = None) -> str | None:
        return None

    def component(self, component_id: str) -> str | None:
        return None

    def file(self, file_id: str) -> str | None:
        return None

    def group(self, group: Group) -> str | None:
        return None

    def node(self, node_id: str) -> str | None:
        return None

    def internals(self, on: bool) -> str | None:
        return None

    def nodes(self) -> str | None:
        return None
