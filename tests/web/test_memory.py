"""After uploads with private keys: the memory of a server and of its reading processes, searched byte by byte."""

import json
import re
import sys
from binascii import a2b_base64
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from tests.trees import entries

from .test_server import API, Server, running

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc/PID/mem")

TREES = Path(__file__).parents[1] / "data" / "trees"
NAMES = ("kubeadm-1.30-cp1", "kubeadm-1.34-ecdsa")
BLOCK = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----\n(.*?)-----END", re.DOTALL)
DATA = re.compile(rb"client-key-data: (\S+)")
UPLOADS = 4


def secrets_of(name: str) -> Iterator[bytes]:
    """What of a tree's private keys must be nowhere: numbers, lines of PEM, and kubeconfigs' base64 of these lines."""
    for entry in entries(name):
        packed = DATA.findall(entry.data)
        for data in packed:
            yield from (data[start : start + 40] for start in range(80, len(data) - 80, 200))
        for text in (entry.data, *map(a2b_base64, packed)):
            for block in BLOCK.finditer(text):
                yield from block[1].splitlines()[1:-1]
                yield from _numbers(block[0] + text[block.end() :].partition(b"\n")[0] + b"\n")


def _numbers(pem: bytes) -> Iterator[bytes]:
    key = load_pem_private_key(pem, None)
    if isinstance(key, rsa.RSAPrivateKey):
        private = key.private_numbers()
        for number in (private.p, private.q, private.d):
            for order in ("big", "little"):
                yield number.to_bytes((number.bit_length() + 7) // 8, order)  # type: ignore[arg-type]
    elif isinstance(key, ec.EllipticCurvePrivateKey):
        yield key.private_numbers().private_value.to_bytes((key.key_size + 7) // 8, "big")


def memory_of(process: int) -> Iterator[bytes]:
    """Everything that a process may write to, region by region."""
    with Path(f"/proc/{process}/maps").open() as maps, Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for line in maps:
            span, rights, *_ = line.split()
            if rights.startswith("rw") and "[vvar" not in line:
                start, stop = (int(part, 16) for part in span.split("-"))
                memory.seek(start)
                found = bytearray()
                while len(found) < stop - start and (piece := memory.read(stop - start - len(found))):
                    found += piece
                yield bytes(found)


def family(process: int) -> list[int]:
    """A process and its children."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(one for child in children for one in family(int(child)))]


def found_in(server: Server, needles: set[bytes]) -> set[bytes]:
    """Those of the needles that stand somewhere in the memory of a server and its reading processes."""
    regions: list[bytes] = []
    for process in family(server.process.pid):
        with suppress(FileNotFoundError, ProcessLookupError):  # a child that has ended by now has no memory
            regions += memory_of(process)
    return {needle for needle in needles if any(needle in region for region in regions)}


def test_no_key_stays_in_memory_or_in_a_file(tmp_path: Path) -> None:
    """After uploads of .tar.gz, of which one is deleted again, no number and no line of any private key is left
    anywhere; what is kept, a certificate, is found by the same search.
    """
    needles = {needle for name in NAMES for needle in secrets_of(name)}
    kept = next(e.data for e in entries(NAMES[0]) if e.member.endswith("pki/apiserver.crt"))
    certificate = a2b_base64(b"".join(kept.splitlines()[1:-1]))[100:200]
    assert len(needles) > 200
    with running("serve", "--port", "0", KUBEPKI_WORKERS="1", TMPDIR=str(tmp_path)) as server:
        for _ in range(UPLOADS):
            for name in NAMES:
                status, _, body = server.send((TREES / f"{name}.tar.gz").read_bytes())
                assert status == 201
        assert server.get(f"{API}/{json.loads(body)['id']}")[0] == 200
        assert server.ask("DELETE", f"{API}/{json.loads(body)['id']}")[0] == 204
        assert len(family(server.process.pid)) >= 2
        assert found_in(server, {certificate}) == {certificate}
        assert found_in(server, needles) == set()
    assert list(tmp_path.rglob("*")) == []


def test_the_search_finds_a_key() -> None:
    """A server that is in the middle of a request with a line of a key in its URL has that line in its memory."""
    (needle, *_) = (line for line in secrets_of(NAMES[0]) if line.isalnum() and len(line) == 64)
    with running("serve", "--port", "0", KUBEPKI_WORKERS="1") as server, server.socket() as half:
        half.sendall(b"GET /" + needle)
        for _ in range(3):
            assert server.get(API)[0] == 200
        assert found_in(server, {needle}) == {needle}
