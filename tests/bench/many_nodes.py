"""Many nodes: what one node costs in a large cluster against a small one, the same upload again, and what Go takes."""

import re
import shutil
import subprocess
import tempfile
from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path

from starlette.requests import Request

from app.analysis import analyse
from app.diagram.scene import Look, place
from app.model.files import Entry
from app.reading.archive import read_archive
from app.reading.bounds import INSPECT
from app.reading.pem import read_pem
from app.reading.tree import Tree
from app.reading.uploads import Upload
from app.rendering.links import NoLinks
from app.rendering.svg import render_svg
from app.store.limits import StoreLimits
from app.store.memory import MemoryStore
from app.store.parcel import pack
from app.web.again import COOKIE, digest, known, new_key
from tests.pages.packing import packed
from tests.trees import CLOCK
from tests.workers import tree

from .measure import Goal, medians

FEW, MANY, MOST = 10, 100, 1.3
VERY_MANY, MOST_OF_VERY_MANY, MOST_AGAIN, MOST_OF_GO = 1000, 1.15, 0.02, 0.85
GO = Path(__file__).parent / "go" / "main.go"

_DATA = re.compile(rb"(?:certificate-authority|client-certificate|client-key)-data: (\S+)")


def goals() -> Iterator[Goal]:
    """Cost per node, the whole way from entries to the picture; the rest for the largest of the clusters."""
    few, many, very_many = tree(FEW), tree(MANY), tree(VERY_MANY)
    small, large = medians(_picture(few), _picture(many), rounds=9)
    yield _per_node(small, large, MANY, MOST)
    small, large = medians(_picture(few), _picture(very_many), rounds=3)
    yield _per_node(small, large, VERY_MANY, MOST_OF_VERY_MANY)
    yield _again(packed(very_many))
    if shutil.which("go"):
        yield _against_go(very_many, large)
    else:
        print("skipped: the same certificates and keys in Go, which is not on this machine")


def _picture(entries: tuple[Entry, ...]) -> Callable[[], object]:
    def picture() -> str:
        return render_svg(place(analyse(Tree(entries), CLOCK, INSPECT), Look()), NoLinks(), standalone=True)

    return picture


def _per_node(small: float, large: float, count: int, most: float) -> Goal:
    per_small, per_large = small / (FEW + 1), large / (count + 1)
    detail = f"{per_large * 1e3:.2f} ms a node of {count + 1} against {per_small * 1e3:.2f} ms of {FEW + 1}"
    return Goal(f"cost per node: {count} workers / {FEW} workers", per_large / per_small, most, detail)


def _again(archive: bytes) -> Goal:
    """The same archive a second time, found by its keyed digest, against reading, judging and keeping it."""
    files, key = [Upload("tree.tar.gz", archive)], new_key()

    def first() -> tuple[MemoryStore, str]:
        store = MemoryStore(lambda: CLOCK, StoreLimits(each=1 << 30, total=1 << 40))
        parcel = pack(analyse(read_archive(archive, INSPECT), CLOCK, INSPECT))
        kept = store.keep(parcel, "tree.tar.gz", digest(files, key))
        store.cluster(kept)
        return store, kept.id

    store, opened = first()
    cookie = f"{COOKIE}={opened}.{key}".encode()
    request = Request({"type": "http", "headers": [(b"cookie", cookie)]})

    def again() -> None:
        kept = known(request, files, store, CLOCK)
        assert kept is not None
        store.cluster(kept)

    one, other = medians(first, again, rounds=3)
    detail = (
        f"{other * 1e3:.2f} ms against {one * 1e3:.0f} ms, in process: {VERY_MANY} workers, {len(archive) >> 10} KiB"
    )
    return Goal("the same upload again / the first", other / one, MOST_AGAIN, detail)


def _against_go(entries: tuple[Entry, ...], ours: float) -> Goal:
    """A Go program that only parses the same certificates and keys and checks their signatures, on one core like us."""
    embedded = (b64decode(data) for entry in entries for data in _DATA.findall(entry.data))
    pem = b"\n".join(data for data in (*(entry.data for entry in entries), *embedded) if read_pem(data, 1)[0])
    with tempfile.TemporaryDirectory() as folder:
        program, input_ = str(Path(folder, "read")), Path(folder, "all.pem")
        input_.write_bytes(pem)
        subprocess.run(["go", "build", "-o", program, str(GO)], check=True, cwd=folder)
        answer = subprocess.run(
            [program, str(input_)], env={"GOMAXPROCS": "1"}, check=True, capture_output=True, text=True
        )
    seconds, certificates, keys, sound = answer.stdout.split()
    detail = (
        f"{ours:.2f} s for the whole way against {float(seconds):.2f} s in Go for {certificates} certificates, "
        f"{keys} keys and {sound} signatures alone"
    )
    return Goal(f"{VERY_MANY} workers, tree to picture / Go", ours / float(seconds), MOST_OF_GO, detail)
