"""PEM: what Go takes, what people really have, and what would take a careless reader for ever."""

import base64
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reading.bounds import CERTIFICATE_PEM, KEY_PEM
from app.reading.pem import read_pem
from tests.properties import examples


def pem(data: bytes, label: str = "CERTIFICATE", headers: str = "", end: str = "\n") -> bytes:
    """A PEM block as openssl writes it."""
    body = base64.encodebytes(data).decode().replace("\n", end)
    return f"-----BEGIN {label}-----{end}{headers}{body}-----END {label}-----{end}".encode()


def test_blocks_are_read_in_order_with_their_labels() -> None:
    """Certificate, key and public key of one file come out in its order."""
    data = pem(b"one") + pem(b"two", "RSA PRIVATE KEY") + pem(b"three", "PUBLIC KEY")
    blocks, problems = read_pem(data, 9)
    assert [(block.label, block.data) for block in blocks] == [
        ("CERTIFICATE", b"one"),
        ("RSA PRIVATE KEY", b"two"),
        ("PUBLIC KEY", b"three"),
    ]
    assert problems == []


@pytest.mark.parametrize(
    "data",
    [
        b"Certificate:\n    Data:\n        Version: 3 (0x2)\n" + pem(b"x"),
        pem(b"x") + b"trailing words\n",
        b"subject=CN = x\r\n\r\n" + pem(b"x", end="\r\n"),
        pem(b"x")[:-1],
        b"-----BEGIN CERTIFICATE-----\n e A = = \n-----END CERTIFICATE-----\n",
        b"-----BEGIN CERTIFICATE-----  \neA==\n-----END CERTIFICATE-----\t\n",
    ],
    ids=["openssl -text", "words behind", "CRLF", "no last newline", "blanks in base64", "blanks behind the lines"],
)
def test_what_go_takes_is_taken(data: bytes) -> None:
    """Text around the blocks, CRLF, blanks: Go's encoding/pem reads these, and so does this, without complaint."""
    blocks, problems = read_pem(data, 9)
    assert [block.data for block in blocks] == [b"x"]
    assert problems == []


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (b"\xef\xbb\xbf" + pem(b"x"), 1),
        (b"    " + pem(b"x").replace(b"\n", b"\n    "), 1),
        (pem(b"x").strip() + pem(b"y"), 2),
        (b"data: " + pem(b"x"), 1),
        (b"-----BEGIN CERTIFICATE-----\neA==-----END CERTIFICATE-----\n", 1),
    ],
    ids=["BOM", "indented", "two files glued together", "words before BEGIN", "END on the line of the body"],
)
def test_what_go_does_not_see_is_read_and_told(data: bytes, count: int) -> None:
    """Blocks that people have and Go skips are read, and the file says that Kubernetes does not see them."""
    blocks, problems = read_pem(data, 9)
    assert len(blocks) == count
    assert len(problems) == 1
    assert "Kubernetes" in problems[0].reason


@pytest.mark.parametrize(
    "data",
    [
        pem(b"x").replace(b"-----END CERTIFICATE-----", b""),
        pem(b"x").replace(b"-----END CERTIFICATE-----", b"-----END RSA PRIVATE KEY-----"),
        pem(b"x").replace(b"-----BEGIN CERTIFICATE-----", b"-----BEGIN CERTIFICATE----"),
        pem(b"x").replace(b"eA==", b"e-A=="),
    ],
    ids=["END missing", "END of another label", "four dashes", "a dash in the base64"],
)
def test_an_incomplete_block_is_no_block_and_is_told(data: bytes) -> None:
    """A damaged block is not guessed at, and the others of its file are read."""
    blocks, problems = read_pem(pem(b"first") + data + pem(b"last"), 9)
    assert [block.data for block in blocks] == [b"first", b"last"]
    assert [problem.code for problem in problems] == ["pem"]


@pytest.mark.parametrize("body", ["eA=", "e", "eA===", "eA==eA==", "=", "e*A="])
def test_a_block_of_bad_base64_counts_and_has_no_bytes(body: str) -> None:
    """It keeps its place in the pointers, and its neighbour is not lost."""
    blocks, _ = read_pem(f"-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n".encode() + pem(b"y"), 9)
    assert [block.data for block in blocks] == [None, b"y"]
    assert blocks[0].problem is not None
    assert blocks[0].problem.code == "base64"


def test_encrypted_keys_are_known_by_label_and_by_header() -> None:
    """PKCS#8 says so in its label, the old form in RFC 1421 headers; a plain key says neither."""
    old = pem(b"x", "RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00FF\n\n")
    (first, second, third), problems = read_pem(
        pem(b"x", "ENCRYPTED PRIVATE KEY") + old + pem(b"x", "RSA PRIVATE KEY"), 9
    )
    assert (first.encrypted, second.encrypted, third.encrypted) == (True, True, False)
    assert (second.data, problems) == (b"x", [])


@pytest.mark.parametrize(("label", "limit"), [("CERTIFICATE", CERTIFICATE_PEM), ("EC PRIVATE KEY", KEY_PEM)])
def test_a_block_is_bounded(label: str, limit: int) -> None:
    """CERTIFICATE_PEM and KEY_PEM: the largest block that fits is read, one line more is told and not read."""
    line = b"A" * 64 + b"\n"
    frame = len(pem(b"", label).strip())
    lines = (limit - frame) // len(line)

    def block(count: int) -> bytes:
        return pem(b"", label).replace(b"-----END", line * count + b"-----END")

    (fits,), _ = read_pem(block(lines), 9)
    (large,), _ = read_pem(block(lines + 1), 9)
    assert fits.data is not None
    assert large.data is None
    assert large.problem is not None
    assert large.problem.code == "too-large"


def test_blocks_of_a_file_are_bounded() -> None:
    """BLOCKS: what is behind the last one is left out, and told; exactly as many raise no complaint."""
    blocks, problems = read_pem(pem(b"x") * 3, 3)
    assert (len(blocks), problems) == (3, [])
    blocks, problems = read_pem(pem(b"x") * 4, 3)
    assert len(blocks) == 3
    assert [problem.code for problem in problems] == ["blocks"]


HOSTILE = {
    "20000 BEGIN": "b'-----BEGIN CERTIFICATE-----\\n' * {n}",
    "BEGIN and base64": "(b'-----BEGIN CERTIFICATE-----\\n' + b'A' * 60 + b'\\n') * {n}",
    "headers that hold BEGIN": "b'-----BEGIN X-----\\n' + b'A: -----BEGIN X-----\\n' * {n}",
    "headers without end": "b'-----BEGIN X-----\\n' + b'A:\\n' * (10 * {n})",
    "one long line": "b'-----BEGIN X-----\\n' + b'A' * (50 * {n})",
    "blanks": "b'-----BEGIN X-----' + b' ' * (50 * {n})",
    "END without BEGIN": "b'-----END CERTIFICATE-----\\n' * {n}",
    "dashes": "b'-' * (50 * {n})",
}


@pytest.mark.parametrize("attack", HOSTILE)
def test_time_is_linear(attack: str) -> None:
    """Up to one MiB of each attack takes less than three seconds of processor time; more kills the process."""
    program = f"from app.reading.pem import read_pem; read_pem({HOSTILE[attack].format(n=20_000)}, 500)"
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_CPU, (3, 3)); {program}"
    done = subprocess.run([sys.executable, "-c", limited], check=False, timeout=30)
    assert done.returncode == 0


@examples(200)
@given(
    st.lists(
        st.tuples(st.binary(max_size=200), st.sampled_from(["CERTIFICATE", "PRIVATE KEY", "X509 CRL"])), max_size=5
    )
)
def test_what_is_written_is_read_back(parts: list[tuple[bytes, str]]) -> None:
    """Any bytes under any label, one block behind the other, come back as they were."""
    blocks, problems = read_pem(b"".join(pem(data, label) for data, label in parts), 9)
    assert [(block.data, block.label) for block in blocks] == parts
    assert problems == []


@examples(300)
@given(
    st.lists(
        st.sampled_from([b"-----", b"BEGIN ", b"END ", b"CERTIFICATE", b"\n", b"\r\n", b" ", b"A:", b"eA==", b"\xff"])
    )
)
def test_arbitrary_bytes_raise_nothing(parts: list[bytes]) -> None:
    """Pieces of PEM in any order give blocks and problems, never an exception, and never more blocks than BEGINs."""
    data = b"".join(parts)
    blocks, _ = read_pem(data, 9)
    assert len(blocks) <= data.count(b"-----BEGIN ")
