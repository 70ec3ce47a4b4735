"""`kubepki twin`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from ..issuing.archive import archive
from ..issuing.keys import KeyPool
from ..issuing.twin import Twin, unchanged
from ..issuing.validity import shifted_by
from .trees import open_trees
from .usage import Failure


def run(words: Sequence[str], clock: str | None, output: str, *, rebase: bool) -> int:
    """Writes the twin of the tree in these paths, or of the sample of this name, to a file that is not there yet."""
    path = Path(output)
    if path.exists() or path.is_symlink():
        raise Failure(f"'{output}' is there already, and is never written over. Choose another name, or remove it.")
    cluster = open_trees(words, clock)
    now = datetime.now(UTC).replace(microsecond=0)
    change = shifted_by(now - cluster.clock) if rebase else unchanged
    packed = archive(Twin(cluster, KeyPool(), change), now if rebase else cluster.clock)
    try:
        with path.open("xb") as file:
            file.write(packed)
    except OSError as fault:
        raise Failure(f"'{output}' cannot be written: {fault.strerror}.") from None
    print(f"Wrote {output}: a twin with throw-away keys. TWIN.txt in it says what to try.")
    return 0
