"""The search for a path to an anchor, on certificates made for it: which parent Go tries, and how long it goes on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from app.model.certificates import Facts, NameConstraints, SubjectAltName, Subtrees
from app.reading.bounds import INSPECT, Bounds
from app.reading.certificate import read_certificate
from app.topology.signatures import Signatures
from app.trust.constraints import constraint_error
from app.trust.paths import Paths
from app.trust.pools import Pool
from app.trust.verification import Verifier

CLOCK = datetime(2026, 12, 15, tzinfo=UTC)
KEYS = [ec.generate_private_key(ec.SECP256R1()) for _ in range(3)]


def made(subject: str, issuer: str, key: int, signer: int, *, ca: bool = True, length: int | None = None) -> Facts:
    """A certificate of one of a few keys, signed by another."""
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in (subject, issuer)]
    builder = (
        x509.CertificateBuilder()
        .subject_name(names[0])
        .issuer_name(names[1])
        .public_key(KEYS[key].public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(CLOCK - timedelta(days=1))
        .not_valid_after(CLOCK + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=length), critical=True)
    )
    return read_certificate(builder.sign(KEYS[signer], hashes.SHA256()).public_bytes(Encoding.DER))


def paths(bounds: Bounds = INSPECT) -> Paths:
    return Paths(Signatures(bounds), CLOCK)


def test_a_path_goes_through_what_was_sent() -> None:
    """Leaf, intermediate, root; without the intermediate there is no path."""
    root, middle = made("root", "root", 0, 0), made("middle", "root", 1, 0)
    leaf = made("leaf", "middle", 2, 1, ca=False)
    chains, failure = paths().build(leaf, Pool([root]), Pool([middle]))
    assert chains == ((leaf, middle, root),)
    assert failure is None
    _, failure = paths().build(leaf, Pool([root]), Pool([]))
    assert failure is not None and failure.error == "x509: certificate signed by unknown authority"


def test_a_path_length_counts_the_intermediates() -> None:
    """pathlen 0 allows leaves below, and no further CA."""
    root, middle = made("root", "root", 0, 0, length=0), made("middle", "root", 1, 0)
    below, leaf = made("leaf", "root", 2, 0, ca=False), made("leaf", "middle", 2, 1, ca=False)
    assert paths().build(below, Pool([root]), Pool([]))[1] is None
    _, failure = paths().build(leaf, Pool([root]), Pool([middle]))
    assert failure is not None and failure.code == "path-too-long"


def test_the_search_ends_after_a_hundred_signatures() -> None:
    """Cross-signed CAs of one name would be an exponential search: Go and kubepki give up, and say so."""
    crossed = [made("loop", "loop", number % 2, (number // 2) % 2) for number in range(120)]
    distinct = [replace(facts, raw_sans=str(number).encode()) for number, facts in enumerate(crossed)]
    leaf = made("leaf", "loop", 2, 0, ca=False)
    signatures = Signatures(INSPECT)
    chains, failure = Paths(signatures, CLOCK).build(leaf, Pool([]), Pool(distinct))
    assert not chains
    assert failure is not None and failure.code == "search-limit"
    assert failure.error == "x509: signature check attempts limit reached while verifying certificate chain"


def test_a_question_is_asked_once() -> None:
    """Thousands of connections with one certificate cost one search."""
    root, leaf = made("root", "root", 0, 0), made("leaf", "root", 1, 0, ca=False)
    verifier, pool = Verifier(Signatures(INSPECT), CLOCK), Pool([root])
    assert verifier.client([leaf], pool) is verifier.client([leaf], pool)
    assert verifier.client([leaf], pool) is not verifier.server([leaf], pool, "a")


def named(*sans: tuple[str, str]) -> Facts:
    facts = made("leaf", "root", 1, 0, ca=False)
    return replace(facts, sans=tuple(SubjectAltName(*san) for san in sans), raw_sans=b"names")


def constrained(permitted: Subtrees = Subtrees(), excluded: Subtrees = Subtrees()) -> Facts:  # noqa: B008 - frozen
    return replace(made("root", "root", 0, 0), name_constraints=NameConstraints(permitted, excluded))


@pytest.mark.parametrize(
    ("san", "root", "error"),
    [
        (("DNS", "a.example.test"), constrained(Subtrees(dns=("example.test",))), None),
        (("DNS", "example.test"), constrained(Subtrees(dns=(".example.test",))), "is not permitted by any constraint"),
        (("DNS", "aexample.test"), constrained(Subtrees(dns=("example.test",))), "is not permitted by any constraint"),
        (
            ("DNS", "A.Example.Test"),
            constrained(excluded=Subtrees(dns=("example.test",))),
            'excluded by constraint "ex',
        ),
        (("IP", "192.168.57.9"), constrained(Subtrees(ip=("192.168.57.0/24",))), None),
        (("IP", "192.168.58.9"), constrained(Subtrees(ip=("192.168.57.0/24",))), 'IP address "192.168.58.9" is not'),
        (("IP", "10.1.2.3"), constrained(excluded=Subtrees(ip=("10.0.0.0/8",))), 'excluded by constraint "10.0.0.0/8"'),
        (("IP", "10.1.2.3"), constrained(Subtrees(dns=("example.test",))), None),
        (("email", "a@example.test"), constrained(Subtrees(email=("example.test",))), None),
        (("email", "a@b.example.test"), constrained(Subtrees(email=("example.test",))), "is not permitted"),
        (("URI", "https://example.test/x"), constrained(excluded=Subtrees(uri=("example.test",))), "is excluded"),
        (("URI", "https://10.0.0.1/"), constrained(Subtrees(dns=("a",))), "URI with IP"),
    ],
)
def test_name_constraints_count_by_the_form_of_the_name(san: tuple[str, str], root: Facts, error: str | None) -> None:
    """Permitted subtrees bind only names of their form; excluded ones forbid what lies below them."""
    said = constraint_error((named(san), root))
    if error is None:
        assert said is None
    else:
        assert said is not None and error in said
