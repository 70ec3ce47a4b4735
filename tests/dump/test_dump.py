"""The print of a certificate is OpenSSL 3.0's, byte for byte."""

import functools
import hashlib
import json
import re
import shutil
import subprocess
import tarfile
from base64 import b64decode
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.dump import dump, text
from app.reading import der
from tests import trees
from tests.reading.making import certificate, extension, tlv

from .odd import odd_certificates

CAPTURES = sorted((Path(__file__).parents[1] / "data" / "openssl-3.0").glob("x509-*.txt"))
ODD = Path(__file__).parents[1] / "data" / "openssl-3.0" / "odd.json"
VERDICTS = Path(__file__).parents[1] / "data" / "go-verdicts"
PRINTS = Path(__file__).parents[1] / "data" / "openssl-3.0" / "go-verdicts.json"
EMBEDDED = re.compile(rb'-data: *"?([A-Za-z0-9+/=]+)')
PEM = re.compile(rb"-----BEGIN CERTIFICATE-----(.*?)-----END", re.DOTALL)
PRINT = re.compile(rb"^Certificate:\n(?: .*\n)+", re.MULTILINE)


@functools.cache
def real_certificates() -> dict[bytes, str]:
    """The DER of every certificate of the real trees, and where it stands."""
    found: dict[bytes, str] = {}
    for name in trees.NAMES:
        for one in trees.cluster(name).inventory.certificates.values():
            found.setdefault(one.facts.der, f"{name}: {one.id}")
    return found


@functools.cache
def verdict_certificates() -> dict[str, bytes]:
    """The DER of every certificate of the broken and sound trees, by its SHA-256; kubeconfigs' data too."""
    found: dict[str, bytes] = {}
    for path in sorted(VERDICTS.glob("*.tar.gz")):
        with tarfile.open(path) as archive:
            opened = (archive.extractfile(member) for member in archive if member.isfile())
            bodies = [handle.read() for handle in opened if handle]
        for body in bodies:
            texts = [body, *(b64decode(data) for data in EMBEDDED.findall(body))]
            ders = (b64decode(pem) for text in texts for pem in PEM.findall(text))
            found |= {hashlib.sha256(der).hexdigest(): der for der in ders}
    return found


@functools.cache
def local_openssl() -> str | None:
    """Why the machine's own openssl cannot judge, None where it can."""
    if not shutil.which("openssl"):
        return "no openssl on this machine"
    version = subprocess.run(["openssl", "version"], capture_output=True, text=True, check=True).stdout
    return None if version.startswith("OpenSSL 3.0.") else f"another print: {version.strip()}"


def openssl(data: bytes) -> bytes:
    command = ["openssl", "x509", "-inform", "DER", "-noout", "-text"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


@pytest.mark.parametrize("capture", CAPTURES, ids=lambda path: path.stem)
def test_captures(capture: Path) -> None:
    """What OpenSSL 3.0 printed of a cluster's certificates is what is printed of the same certificates here."""
    ours = {text(data) for data in real_certificates()}
    prints = PRINT.findall(capture.read_bytes())
    assert prints
    assert all(one in ours for one in prints)


@pytest.mark.parametrize("label", odd_certificates())
def test_odd_certificates(label: str) -> None:
    """What OpenSSL 3.0.19 printed of a certificate with one odd part is what is printed here."""
    assert text(odd_certificates()[label]).decode("latin-1") == json.loads(ODD.read_text("utf-8"))[label]


def test_broken_and_sound_trees() -> None:
    """What OpenSSL 3.0.19 printed of every certificate of these trees, by its SHA-256, is what is printed here."""
    wanted = json.loads(PRINTS.read_text("utf-8"))
    found = {name: hashlib.sha256(text(data)).hexdigest() for name, data in verdict_certificates().items()}
    assert found.keys() == wanted.keys()
    assert [name for name in found if found[name] != wanted[name]] == []


def test_local_openssl() -> None:
    """The machine's own OpenSSL, where it is a 3.0, prints every certificate of the real trees the same."""
    if reason := local_openssl():
        pytest.skip(reason)
    assert [where for data, where in real_certificates().items() if openssl(data) != text(data)] == []


def test_one_byte_changes_the_print() -> None:
    """A certificate that differs in one byte is printed differently: the comparison sees every part."""
    data = next(iter(real_certificates()))
    whole = text(data)
    for at in range(data.index(b"\x06\x03\x55\x04"), len(data), 97):
        changed = bytearray(data)
        changed[at] ^= 1
        try:
            assert text(bytes(changed)) != whole
        except der.Malformed:
            continue


def test_parts_name_their_fields() -> None:
    """A page finds the lines of a field by its name; an extension that has none is found by its OID."""
    parts = dump(certificate(extensions=[extension("1.2.3.4.5", b"x"), extension("2.5.29.17", tlv(0x30))]))
    fields = [part.field for part in parts]
    assert {"serial", "issuer", "validity", "subject", "public-key", "san", "1.2.3.4.5"} <= set(fields)
    assert next(part for part in parts if part.field == "serial").lines[0].strip().startswith("Serial Number:")


def test_many_names_are_one_line() -> None:
    """A certificate with tens of thousands of names is printed in time and size linear in its own."""
    names = [tlv(0x82, b"%d" % number) for number in range(50_000)]
    data = certificate(extensions=[extension("2.5.29.17", tlv(0x30, *names))])
    assert text(data).count(b", DNS:") == len(names) - 1


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_damaged_certificates(data: st.DataObject) -> None:
    """Whatever the bytes are, there is a print or der.Malformed: no other error reaches a page."""
    damaged = bytearray(data.draw(st.sampled_from(sorted(odd_certificates().values()))))
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert text(bytes(damaged)).startswith(b"Certificate:\n")
    except der.Malformed as fault:
        assert str(fault)
