"""What becomes of a line: one outcome where all its connections agree, else a fourth one."""

from collections.abc import Iterable
from enum import StrEnum

from ..model.cluster import Cluster, Connection
from ..model.verdicts import Outcome


class LineOutcome(StrEnum):
    WORKS = "works"
    FAILS = "fails"
    NOT_CHECKABLE = "not_checkable"
    IN_TURN = "in_turn"
    MARKED = "marked"
    """Nothing is told yet: somebody says that it dies."""

    @property
    def words(self) -> str:
        """The word that stands beside its icon."""
        return _WORDS.get(self, str(self))


_WORDS = {
    LineOutcome.NOT_CHECKABLE: "not checkable",
    LineOutcome.IN_TURN: "works in turn",
    LineOutcome.MARKED: "marked as dying",
}


WORST_FIRST = (
    LineOutcome.MARKED,
    LineOutcome.FAILS,
    LineOutcome.IN_TURN,
    LineOutcome.NOT_CHECKABLE,
    LineOutcome.WORKS,
)


def outcome_of(cluster: Cluster, connections: Iterable[Connection]) -> LineOutcome:
    """The outcome of the connections of a line. Without a verdict nothing can be said of one: it is not checkable."""
    verdicts = (cluster.verdicts.get(one.id) for one in connections)
    found = {verdict.outcome if verdict else Outcome.NOT_CHECKABLE for verdict in verdicts}
    return LineOutcome(found.pop()) if len(found) == 1 else LineOutcome.IN_TURN
