"""One kubeadm node: from the archive's bytes to the picture, against the sum of what cannot be avoided."""

import re
import shutil
import subprocess
import tempfile
import zlib
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import yaml
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from app.analysis import analyse
from app.diagram.scene import Look, place
from app.model.cluster import Cluster
from app.reading.archive import read_archive
from app.reading.bounds import WEB
from app.reading.inventory import read_inventory
from app.reading.keys import read_key
from app.reading.pem import read_pem
from app.rendering.links import NoLinks
from app.rendering.svg import render_svg
from app.topology.build import build
from app.topology.signatures import Signatures
from tests.trees import CLOCK, TREES, entries

from .measure import Goal, medians

_KEY_DATA = re.compile(rb"client-key-data: (\S+)")

NAME = "kubeadm-1.30-cp1"
MOST_FLOORS, MOST_OPENSSL, MOST_JUDGED = 2.0, 1 / 20, 1.5


def goals() -> Iterator[Goal]:
    """Tree bytes → model → SVG, against the floors and against a shell loop of openssl."""
    data = (TREES / f"{NAME}.tar.gz").read_bytes()
    cluster = analyse(read_archive(data, WEB), CLOCK, WEB)
    floors = _floors(data, cluster)
    whole, *parts = medians(lambda: picture(data), *floors.values())
    listed = ", ".join(f"{name} {part * 1e3:.2f}" for name, part in zip(floors, parts, strict=True))
    yield Goal(
        "one node: bytes → model → SVG / the sum of its floors",
        whole / sum(parts),
        MOST_FLOORS,
        f"{whole * 1e3:.2f} ms against, in ms: {listed}",
    )
    unjudged, judged = medians(lambda: picture(data), lambda: judged_picture(data))
    yield Goal(
        "one node: judged / not judged",
        judged / unjudged,
        MOST_JUDGED,
        f"{judged * 1e3:.2f} ms against {unjudged * 1e3:.2f} ms",
    )
    if shutil.which("openssl"):
        loop = _openssl_loop(cluster)
        yield Goal(
            "one node / a shell loop of openssl x509 -noout -text",
            whole / loop,
            MOST_OPENSSL,
            f"{whole * 1e3:.2f} ms against {loop * 1e3:.1f} ms",
        )


def picture(data: bytes) -> str:
    """The whole way, nothing judged: the floors know of no verdicts."""
    return render_svg(place(_wired(data), Look()), NoLinks(), standalone=True)


def judged_picture(data: bytes) -> str:
    """The same with every connection judged."""
    cluster = analyse(read_archive(data, WEB), CLOCK, WEB)
    return render_svg(place(cluster, Look()), NoLinks(), standalone=True)


def _wired(data: bytes) -> Cluster:
    return build(read_inventory(read_archive(data, WEB), WEB), CLOCK, Signatures(WEB))


def _floors(data: bytes, cluster: Cluster) -> dict[str, object]:
    found = entries(NAME)
    documents = [entry.data for entry in found if b"kind:" in entry.data]
    distinct = {c.facts.fingerprint_sha256: c for c in cluster.inventory.certificates.values()}
    ders = [certificate.facts.der for certificate in distinct.values()]
    issuers = {c.facts.der: issuer.facts.der for c in distinct.values() if (issuer := cluster.issuer(c))}
    embedded = [b64decode(data) for entry in found for data in _KEY_DATA.findall(entry.data)]
    keys = [
        block
        for data in (*(entry.data for entry in found), *embedded)
        for block in read_pem(data, 500)[0]
        if block.is_private_key or block.is_public_key
    ]
    scene = place(cluster, Look())
    return {
        "inflate": lambda: zlib.decompress(data, 31),
        "YAML events": lambda: [_events(document) for document in documents],
        "DER, extensions, a check each": lambda: [_certificate(der, issuers.get(der)) for der in ders],
        "keys": lambda: [read_key(block) for block in keys],
        "template": lambda: render_svg(scene, NoLinks(), standalone=True),
    }


def _events(document: bytes) -> None:
    for _ in yaml.parse(document, Loader=yaml.CSafeLoader):
        pass


def _certificate(der: bytes, issuer: bytes | None) -> None:
    certificate = x509.load_der_x509_certificate(der)
    for _ in certificate.extensions:
        pass
    if issuer:
        key, signed = x509.load_der_x509_certificate(issuer).public_key(), certificate.tbs_certificate_bytes
        digest = certificate.signature_hash_algorithm
        if isinstance(key, rsa.RSAPublicKey) and digest:
            key.verify(certificate.signature, signed, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey) and digest:
            key.verify(certificate.signature, signed, ec.ECDSA(digest))


def _openssl_loop(cluster: Cluster) -> float:
    """Seconds of the loop that people write, over the same certificates."""
    with tempfile.TemporaryDirectory() as folder:
        for number, certificate in enumerate(cluster.inventory.certificates.values()):
            loaded = x509.load_der_x509_certificate(certificate.facts.der)
            Path(folder, f"{number}.crt").write_bytes(loaded.public_bytes(Encoding.PEM))
        command = ["sh", "-c", "for f in *.crt; do openssl x509 -noout -text -in $f; done"]
        (loop,) = medians(lambda: subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL), rounds=3)
    return loop
