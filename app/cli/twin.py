"""`kubepki twin`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from ..breaking.fault import KINDS
from ..issuing.archive import archive
from ..issuing.keys import KeyPool
from ..issuing.twin import Twin, unchanged
from ..issuing.validity import shifted_by
from .exits import Failure
from .trees import break_it, open_trees
from .usage import HOW_TO_WRITE


def list_faults() -> int:
    """Prints every fault, what it does, and what its value is."""
    for name, kind in KINDS.items():
        print(f"{name:<16} {kind.does}")
        if kind.value:
            print(f"{'':<16} VALUE{'' if kind.needs_value else ' (may be left away)'}: {kind.value}")
    print(f"\n{HOW_TO_WRITE}")
    return 0


def run(words: Sequence[str], clock: str | None, output: str, faults: Sequence[str] = (), *, rebase: bool) -> int:
    """Writes the twin of the tree in these paths, or of the sample of this name, to a file that is not there yet."""
    path = Path(output)
    if path.exists() or path.is_symlink():
        raise Failure(f"'{output}' is there already, and is never written over. Choose another name, or remove it.")
    cluster = break_it(open_trees(words, clock), faults)
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
