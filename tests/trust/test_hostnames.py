"""Names in certificates against the host that is dialled, as crypto/x509 compares them."""

from dataclasses import replace

import pytest

from app.model.certificates import Facts, SubjectAltName
from app.model.verdicts import Rung
from app.trust.hostnames import parse_ip, verify_hostname
from app.trust.words import LONGEST, shortened, shortened_rungs
from tests.trees import cluster

_TREE = cluster("kubeadm-1.37-cp1-workers")
LEAF = next(c.facts for c in _TREE.inventory.certificates.values() if c.path.endswith("/apiserver.crt"))


def leaf(*names: str, common_name: str | None = "kube-apiserver") -> Facts:
    """A certificate of these names, `IP:` before addresses; without any it has no such extension."""
    sans = tuple(
        SubjectAltName("IP", name[3:]) if name.startswith("IP:") else SubjectAltName("DNS", name) for name in names
    )
    return replace(LEAF, sans=sans, raw_sans=b"names" if names else None, common_name=common_name)


@pytest.mark.parametrize(
    ("names", "host"),
    [
        (["example.test"], "EXAMPLE.test"),
        (["Example.test"], "example.test."),
        (["*.example.test"], "a.example.test"),
        (["a_b.example.test"], "a_b.example.test"),
        (["IP:10.0.0.1"], "::ffff:10.0.0.1"),
        (["IP:2001:db8::1"], "2001:0db8:0:0:0:0:0:1"),
        (["a b"], "A B"),
    ],
)
def test_what_go_takes(names: list[str], host: str) -> None:
    """Case, the trailing dot of the host, one wildcard label and any spelling of an address do not matter."""
    assert verify_hostname(leaf(*names), host) == ("name-ok", None)


@pytest.mark.parametrize(
    ("names", "host", "code", "error"),
    [
        (["*.example.test"], "a.b.example.test", "name-mismatch", "valid for *.example.test, not a.b.example.test"),
        (["*.example.test"], "example.test", "name-mismatch", "valid for *.example.test, not example.test"),
        (["a*.example.test"], "ab.example.test", "name-mismatch", "valid for a*.example.test, not ab.example.test"),
        (["example.test."], "example.test", "name-mismatch", "valid for example.test., not example.test"),
        (["10.0.0.1"], "10.0.0.1", "no-ip-name", "doesn't contain any IP SANs"),
        (["IP:10.0.0.2"], "10.0.0.1", "name-mismatch", "valid for 10.0.0.2, not 10.0.0.1"),
        (["IP:10.0.0.2"], "a.test", "no-names", "not valid for any names, but wanted to match a.test"),
        (["*"], "a", "name-mismatch", "valid for *, not a"),
    ],
)
def test_what_go_refuses(names: list[str], host: str, code: str, error: str) -> None:
    """A wildcard is one whole label, a dot at a name's end counts, and an address never matches a DNS name."""
    got, said = verify_hostname(leaf(*names), host)
    assert got == code
    assert said is not None and error in said


def test_the_common_name_only_chooses_the_words() -> None:
    """A common name that would match is told as legacy; one beside DNS names is not looked at."""
    code, said = verify_hostname(leaf(common_name="a.test"), "a.test")
    assert (code, said) == (
        "common-name-only",
        "x509: certificate relies on legacy Common Name field, use SANs instead",
    )
    assert verify_hostname(leaf("b.test", common_name="a.test"), "a.test")[0] == "name-mismatch"
    assert verify_hostname(leaf(common_name="b.test"), "a.test")[0] == "no-names"


def test_a_hundred_names_are_counted_and_not_listed() -> None:
    """An error never grows with the certificate."""
    many = leaf(*(f"IP:10.0.{number >> 8}.{number & 255}" for number in range(105)))
    assert (
        verify_hostname(many, "192.0.2.1")[1]
        == "x509: certificate is valid for 105 IP SANs, but none matched 192.0.2.1"
    )


def test_zones_are_no_addresses() -> None:
    """net.ParseIP knows no zones, where Python does."""
    assert parse_ip("fe80::1%eth0") is None
    assert parse_ip("fe80::1") is not None


def test_a_verdicts_text_ends() -> None:
    """LONGEST: the longest text that fits stays, a longer one says how long it was, in rungs too."""
    assert shortened("x" * LONGEST) == "x" * LONGEST
    text = "x" * (LONGEST + 1)
    assert len(shortened(text) or "") <= LONGEST and (shortened(text) or "").endswith(f"({LONGEST + 1} characters)")
    (rung,) = shortened_rungs([Rung("name", False, "name-mismatch", text)])
    assert rung.message == shortened(text)
