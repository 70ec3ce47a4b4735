"""The whole way of reading: entries → inventory, with every file in its place and no secret in any."""

import base64
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from app.model.errors import LimitExceeded, NothingRecognised
from app.model.files import Entry, FileKind, Unreadable
from app.model.inventory import Inventory
from app.reading.bounds import PROBLEMS, UNREADABLE, WEB, Bounds
from app.reading.inventory import read_inventory
from app.reading.tree import Tree
from tests.properties import examples
from tests.trees import NAMES, entries

from .making import certificate, common_name, sans
from .test_pem import pem

DATA = Path(__file__).parents[1] / "data"
KNOWN = json.loads((DATA / "tree_facts.json").read_text())
GO_CASES = json.loads((DATA / "go_certificates.json").read_text())["cases"]
CRT = pem(certificate())


def read(*found: Entry, bounds: Bounds = WEB, unreadable: tuple[Unreadable, ...] = ()) -> Inventory:
    """The inventory of these entries."""
    return read_inventory(Tree(tuple(found), unreadable), bounds)


def file(member: str, data: bytes | str = CRT) -> Entry:
    """A regular file."""
    return Entry(member, data.encode() if isinstance(data, str) else data, None, 0o600, "root:root")


def small(**changes: int) -> Bounds:
    """The web's bounds with some of them smaller."""
    return Bounds(**({name: getattr(WEB, name) for name in WEB.__slots__} | changes))


@pytest.mark.parametrize("name", NAMES)
def test_real_trees_are_read_as_go_reads_them(name: str) -> None:
    """Nodes, certificates and keys of every real tree: at every place, with the facts that Go printed of them."""
    found = read(*entries(name))
    known = KNOWN[name]
    assert sorted(node.id for node in found.nodes) == known["nodes"]
    assert found.unreadable == ()
    places = {place: facts for facts in known["certificates"] for place in facts["places"]}
    assert set(found.certificates) == set(places)
    for place, wanted in places.items():
        facts = found.certificates[place].facts
        assert facts.fingerprint_sha256 == wanted["fingerprint_sha256"]
        assert (facts.subject, facts.issuer, facts.serial) == (wanted["subject"], wanted["issuer"], wanted["serial"])
        dates = [f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in (facts.not_before, facts.not_after)]
        assert dates == [wanted["not_before"], wanted["not_after"]]
        assert [f"{san.type}:{san.value}" for san in facts.sans] == wanted["sans"]
        assert (list(facts.key_usage), list(facts.extended_key_usage), facts.is_ca) == (
            wanted["key_usage"],
            wanted["extended_key_usage"],
            wanted["is_ca"],
        )
        key = (facts.key.type, facts.key.bits, facts.key.spki_sha256)
        assert key == (wanted["key.type"], wanted["key.bits"], wanted["key.spki_sha256"])
        assert (facts.subject_key_id, facts.authority_key_id, facts.signature_algorithm) == (
            wanted["subject_key_id"],
            wanted["authority_key_id"],
            wanted["signature_algorithm"],
        )
    keys = {place: facts for facts in known["keys"] for place in facts["places"]}
    assert set(found.keys) == set(keys)
    for place, wanted in keys.items():
        key = found.keys[place]
        assert (key.spki_sha256, key.type, key.bits) == (wanted["spki_sha256"], wanted["type"], wanted["bits"])
        assert (key.private, key.encrypted) == (wanted["private"], wanted["encrypted"])


@pytest.mark.parametrize("name", NAMES)
def test_every_member_of_a_real_tree_is_listed(name: str) -> None:
    """Each file and link is there once, with its mode and owner; a hash where no secret is, and only there."""
    found = read(*entries(name))
    assert sorted(file.member for file in found.files.values()) == sorted(entry.member for entry in entries(name))
    by_member = {entry.member: entry for entry in entries(name)}
    for item in found.files.values():
        entry = by_member[item.member]
        assert (item.mode, item.owner, item.size, item.target) == (
            entry.mode,
            entry.owner,
            len(entry.data),
            entry.target,
        )
        secret = b"PRIVATE KEY" in entry.data or b"client-key-data" in entry.data or entry.target is not None
        assert item.sha256 == (None if secret else hashlib.sha256(entry.data).hexdigest())


def strings(value: Any, seen: set[int]) -> Iterator[str]:
    """Every text, and all bytes as hex and base64, that can be reached from a value."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes):
        yield from (value.hex(), base64.b64encode(value).decode())
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from (*strings(key, seen), *strings(item, seen))
    elif isinstance(value, (tuple, list, set, frozenset)):
        for item in value:
            yield from strings(item, seen)
    elif is_dataclass(value):
        assert not isinstance(value, Entry)
        for field in fields(value):
            yield from strings(getattr(value, field.name), seen)


@pytest.mark.parametrize("name", NAMES)
def test_no_piece_of_a_private_key_is_reachable(name: str) -> None:
    """From the inventory no entry can be reached, and no 20 characters of any private key, in whatever coding."""
    texts = [entry.data.decode() for entry in entries(name)]
    texts += [base64.b64decode(data).decode() for text in texts for data in re.findall(r"key-data: (\S+)", text)]
    keys = [body for text in texts for body in re.findall(r"BEGIN [A-Z ]*PRIVATE KEY-----([^-]+)-----END", text)]
    whole = "\n".join(strings(read(*entries(name)), set()))
    for body in keys:
        # Of an RSA key what is behind version, modulus and exponent; of an EC key the scalar, behind seven bytes.
        secret = re.sub(r"\s", "", body)[slice(400, 1400) if len(body) > 1000 else slice(12, 52)]
        for at in range(0, len(secret) - 20, 20):
            assert secret[at : at + 20] not in whole
            assert base64.b64decode(secret[at // 4 * 4 :][:20]).hex() not in whole


MARKER = "marker-7f3a91"
KUBECONFIG = """apiVersion: v1
kind: Config
clusters:
- name: c
  cluster: {server: "https://u:%(m)s@h:6443"}
users:
- name: u
  user:
    %(field)s
contexts:
- name: x
  context: {cluster: c, user: u}
"""
POD = """apiVersion: v1
kind: Pod
spec:
  containers:
  - command: [x, %s]
    env: [{name: E, value: marker-7f3a91}]
"""
SECRETS = {
    "a bearer token": KUBECONFIG % {"m": "x", "field": f"token: {MARKER}"},
    "a password": KUBECONFIG % {"m": "x", "field": f"{{username: u, password: {MARKER}}}"},
    "a password in the server's URL": KUBECONFIG % {"m": MARKER, "field": "token: x"},
    "an exec environment": KUBECONFIG
    % {"m": "x", "field": f"exec: {{command: c, env: [{{name: A, value: {MARKER}}}]}}"},
    "key data that is no key": KUBECONFIG % {"m": "x", "field": f"client-key-data: {MARKER}"},
    "a bootstrap token": f"kind: InitConfiguration\nbootstrapTokens:\n- token: {MARKER}\n",
    "a certificate key": f"kind: InitConfiguration\ncertificateKey: {MARKER}\n",
    "a join token": f"kind: JoinConfiguration\ndiscovery:\n  bootstrapToken: {{token: {MARKER}}}\n",
    "an encryption secret": f"kind: EncryptionConfiguration\nresources: [{{providers: [{{secret: {MARKER}}}]}}]\n",
    "a Secret": f"kind: Secret\ndata: {{password: {MARKER}}}\n",
    "a flag": POD % f"--token={MARKER}",
    "a flag of two words": POD % f"--etcd-password, {MARKER}",
    "YAML that cannot be read": f"kind: Config\nusers: [{{user: {{token: {MARKER}}}\n",
    "YAML with an anchor": f"kind: Config\ntoken: &a {MARKER}\n",
    "a damaged key": f"-----BEGIN PRIVATE KEY-----\n{MARKER}\n-----END PRIVATE KEY-----\n",
    "a key without its end": f"-----BEGIN RSA PRIVATE KEY-----\n{MARKER}\n",
}


@pytest.mark.parametrize("kind", SECRETS)
def test_secrets_are_in_nothing_that_is_read(kind: str) -> None:
    """A marker in each secret's place: in no field, no reason, no key of the inventory; and no hash of its file."""
    found = read(file("etc/kubernetes/x", SECRETS[kind]), file("etc/kubernetes/pki/ca.crt"))
    assert MARKER not in "\n".join(strings(found, set()))
    exposed = kind in ("a password in the server's URL", "an exec environment")
    if not exposed:
        assert found.files["node-1:/etc/kubernetes/x"].sha256 is None


def test_secrets_stay_out_of_refusals() -> None:
    """What is refused as a whole quotes nothing either."""
    with pytest.raises(NothingRecognised) as refused:
        read(file("etc/x", SECRETS["an encryption secret"]))
    assert MARKER not in repr(refused.value) + refused.value.what + refused.value.remedy


@pytest.mark.parametrize("flag", ["--token-auth-file", "--basic-auth-file", "--encryption-provider-config"])
def test_files_of_tokens_are_known_by_the_flags_that_name_them(flag: str) -> None:
    """A list of static tokens looks like any text: its hash goes because a flag names it, through mounts and links."""
    pod = (
        "kind: Pod\nspec:\n  containers:\n  - command: [kube-apiserver, "
        f"{flag}=/in/tokens]\n    volumeMounts: [{{name: v, mountPath: /in}}]\n"
        "  volumes: [{name: v, hostPath: {path: /etc/kubernetes/auth}}]\n"
    )
    found = read(
        file("etc/kubernetes/manifests/a.yaml", pod),
        Entry("etc/kubernetes/auth/tokens", b"", "real"),
        file("etc/kubernetes/auth/real", "secret,admin,1"),
        file("etc/kubernetes/auth/other", "secret,admin,1"),
    )
    assert found.files["node-1:/etc/kubernetes/auth/real"].sha256 is None
    assert found.files["node-1:/etc/kubernetes/auth/other"].sha256 is not None


def test_a_token_file_of_a_kubeconfig_has_no_hash() -> None:
    """tokenFile names a file that holds a token."""
    found = read(
        file("etc/kubernetes/x.conf", KUBECONFIG % {"m": "x", "field": "tokenFile: /etc/kubernetes/t"}),
        file("etc/kubernetes/t", "token"),
    )
    assert found.files["node-1:/etc/kubernetes/t"].sha256 is None


KEY = ec.generate_private_key(ec.SECP256R1())
ENCRYPTED = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x"))
PLAIN = next(e.data for e in entries("kubeadm-1.30-cp1") if e.member.endswith("/ca.key"))
PUBLIC = next(e.data for e in entries("kubeadm-1.30-cp1") if e.member.endswith("/sa.pub"))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (CRT, FileKind.CERTIFICATE),
        (CRT + CRT, FileKind.CERTIFICATE),
        (PLAIN, FileKind.KEY),
        (ENCRYPTED, FileKind.KEY),
        (PUBLIC, FileKind.PUBLIC_KEY),
        (CRT + PLAIN, FileKind.CERTIFICATE_AND_KEY),
        (PLAIN + CRT, FileKind.CERTIFICATE_AND_KEY),
        (b"kind: Config\n", FileKind.KUBECONFIG),
        (b"# comment\n---\napiVersion: v1\nkind: 'Pod'\n", FileKind.MANIFEST),
        (b'{"apiVersion": "v1", "kind": "Pod"}', FileKind.MANIFEST),
        (b'{"kind":"Config"}', FileKind.KUBECONFIG),
        (b"kind: KubeletConfiguration\r\n", FileKind.KUBELET_CONFIG),
        (b"kind: InitConfiguration\n---\nkind: ClusterConfiguration\n", FileKind.KUBEADM_CONFIG),
        (b"kind: KubeProxyConfiguration\n---\nkind: JoinConfiguration\n", FileKind.KUBEADM_CONFIG),
        (b"kind: ConfigMap\n", FileKind.OTHER),
        (b"KUBELET_KUBEADM_ARGS=--kind=Pod\n", FileKind.OTHER),
        (b"a kind: Pod\n", FileKind.OTHER),
        (b"spec:\n  kind: Pod\n  x: [\n", FileKind.OTHER),
        (b"", FileKind.OTHER),
        (bytes(range(256)), FileKind.OTHER),
        (b"kind: Config\nx: [\n", FileKind.KUBECONFIG),
    ],
)
def test_a_file_is_what_it_holds(data: bytes, kind: FileKind) -> None:
    """The name `x` says nothing: PEM labels and the kind of the first known document do."""
    found = read(file("etc/kubernetes/pki/ca.crt"), file("etc/kubernetes/x", data))
    assert found.files["node-1:/etc/kubernetes/x"].kind is kind


def test_pointers() -> None:
    """One block has no pointer; several are counted whatever their labels; data fields have the field's name."""
    other = pem(b"x", "X509 CRL")
    both = base64.b64encode(CRT + CRT).decode()
    one = base64.b64encode(CRT).decode()
    config = KUBECONFIG % {"m": "x", "field": f"client-certificate-data: {both}"}
    config = config.replace("server:", f"certificate-authority-data: {one}, server:")
    found = read(
        file("etc/kubernetes/one", CRT),
        file("etc/kubernetes/three", CRT + other + CRT),
        file("etc/kubernetes/x.conf", config),
    )
    assert set(found.certificates) == {
        "node-1:/etc/kubernetes/one#",
        "node-1:/etc/kubernetes/three#[0]",
        "node-1:/etc/kubernetes/three#[2]",
        "node-1:/etc/kubernetes/x.conf#clusters[c].cluster.certificate-authority-data",
        "node-1:/etc/kubernetes/x.conf#users[u].user.client-certificate-data[0]",
        "node-1:/etc/kubernetes/x.conf#users[u].user.client-certificate-data[1]",
    }


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n", "pem"),
        (pem(b"rubbish"), "certificate"),
        (pem(b"rubbish", "RSA PRIVATE KEY"), "key"),
        (b"-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n", "certificate"),
        (pem(certificate(serial=-1)), "go"),
        (CRT.replace(b"CERTIFICATE", b"TRUSTED CERTIFICATE"), "go"),
        (b"kind: Pod\nx: &a b\n", "yaml"),
        (b"kind: Pod\n\xff\n", "yaml"),
        (certificate(), "der"),
        ("kind: Config\n".encode("utf-16"), "utf-16"),
        (KUBECONFIG.encode() % {b"m": b"x", b"field": b"client-certificate-data: '*'"}, "base64"),
        (KUBECONFIG.encode() % {b"m": b"x", b"field": b"client-certificate-data: eA=="}, "pem"),
    ],
)
def test_what_cannot_be_read_is_listed_and_the_rest_goes_on(data: bytes, code: str) -> None:
    """The file has a line with its reason and its place, stays in the list of files, and loses nothing beside it."""
    found = read(file("etc/kubernetes/odd", data), file("etc/kubernetes/pki/ca.crt"))
    (line,) = found.unreadable
    assert (line.code, line.member, line.node, line.path) == (
        code,
        "etc/kubernetes/odd",
        "node-1",
        "/etc/kubernetes/odd",
    )
    assert line.reason[-1] in ".)'" or "x509:" in line.reason
    assert "node-1:/etc/kubernetes/odd" in found.files
    assert "node-1:/etc/kubernetes/pki/ca.crt#" in found.certificates


def test_a_certificate_that_go_refuses_is_listed_with_its_reason() -> None:
    """It stands among the certificates, by its pointer, and Go's error is told."""
    found = read(file("pki/x.crt", CRT + pem(certificate(serial=-5))))
    assert found.certificates["node-1:/etc/kubernetes/pki/x.crt#[1]"].facts.serial == "-05"
    assert [line.reason for line in found.unreadable] == [
        "[1]: Go, and so Kubernetes, refuses this certificate: x509: negative serial number"
    ]


def test_an_rsa_certificate_of_a_size_that_go_does_not_use() -> None:
    """RSA_BITS for certificates: read, and told."""
    sound = next(entry for entry in entries("kubeadm-1.30-cp1") if entry.member.endswith("/ca.crt"))
    assert read(sound).unreadable == ()
    short = bytes.fromhex(GO_CASES["odd: RSA 512"]["der"])
    assert "1024 to 8192" in read(file("pki/x.crt", pem(short))).unreadable[0].reason


def test_what_the_opening_could_not_read_has_its_place() -> None:
    """A file too large or forbidden is in the list of files, with its size, without a hash, and its line names it."""
    entry = Entry("etc/kubernetes/big", b"", None, 0o600, "root:root", size=5_000_000)
    lines = (
        Unreadable("etc/kubernetes/big", None, None, "too-large", "Too large."),
        Unreadable("etc/kubernetes/pipe", None, None, "special", "A pipe."),
    )
    found = read(file("etc/kubernetes/pki/ca.crt"), entry, unreadable=lines)
    big = found.files["node-1:/etc/kubernetes/big"]
    assert (big.size, big.sha256, big.kind) == (5_000_000, None, FileKind.OTHER)
    assert [(line.node, line.path) for line in found.unreadable] == [("node-1", "/etc/kubernetes/big"), (None, None)]


def test_two_members_of_one_path() -> None:
    """`pki/ca.crt` beside etc/kubernetes/pki/ca.crt: the first counts, the other is told."""
    other = pem(certificate(serial=2))
    found = read(file("etc/kubernetes/pki/ca.crt"), file("pki/ca.crt", other))
    assert [item.facts.serial for item in found.certificates.values()] == ["01"]
    assert [(line.member, line.code) for line in found.unreadable] == [("pki/ca.crt", "twin")]


@pytest.mark.parametrize(
    "found", [(), (file("readme", "hello"),), (file("var/lib/kubelet/config.yaml", "kind: KubeletConfiguration"),)]
)
def test_nothing_recognised(found: tuple[Entry, ...]) -> None:
    """Without certificate, key, kubeconfig or manifest there is nothing to draw, and the remedy says what to pack."""
    with pytest.raises(NothingRecognised) as refused:
        read(*found)
    assert "tar czf" in refused.value.remedy


@pytest.mark.parametrize("one", [CRT, PLAIN, PUBLIC, ENCRYPTED, b"kind: Config\n", b"kind: Pod\n"])
def test_one_file_is_enough(one: bytes) -> None:
    """One certificate, key, kubeconfig or manifest alone is a tree."""
    assert len(read(file("x", one)).nodes) == 1


def test_certificates_and_keys_of_an_upload_are_bounded() -> None:
    """CERTIFICATES and KEYS: counted at every place, equal ones too; as many as allowed are read."""
    twice = (file("pki/a", CRT), file("pki/b", CRT))
    assert len(read(*twice, bounds=small(certificates=2)).certificates) == 2
    with pytest.raises(LimitExceeded) as refused:
        read(*twice, bounds=small(certificates=1))
    assert refused.value.code == "CERTIFICATES"
    keys = (file("pki/a", PUBLIC), file("pki/b", PUBLIC))
    assert len(read(*keys, bounds=small(keys=2)).keys) == 2
    with pytest.raises(LimitExceeded) as refused:
        read(*keys, bounds=small(keys=1))
    assert refused.value.code == "KEYS"


def test_what_certificates_hold_is_bounded() -> None:
    """CERTIFICATE_UNITS: SANs and bytes of different certificates count; the same one in many places counts once."""
    one, other = (pem(certificate(serial=n, extensions=[sans(*((2, b"x") for _ in range(50)))])) for n in (1, 2))
    same = [file(f"pki/{n}", one) for n in range(9)]
    assert len(read(*same, bounds=small(certificate_units=70)).certificates) == 9
    with pytest.raises(LimitExceeded) as refused:
        read(file("pki/a", one), file("pki/b", other), bounds=small(certificate_units=70))
    assert refused.value.code == "CERTIFICATE_UNITS"


def test_damaged_blocks_count_too() -> None:
    """CERTIFICATES and KEYS again: rubbish under their labels, or any other label, is not to be had for nothing."""
    for label, code in (("CERTIFICATE", "CERTIFICATES"), ("X509 CRL", "CERTIFICATES"), ("PRIVATE KEY", "KEYS")):
        rubbish = file("pki/x", pem(b"rubbish", label) * 3)
        with pytest.raises(LimitExceeded) as refused:
            read(file("pki/ca.crt"), rubbish, bounds=small(certificates=2, keys=2))
        assert refused.value.code == code
        assert read(file("pki/ca.crt"), rubbish, bounds=small(certificates=4, keys=3)).certificates


def test_lines_about_a_file_are_bounded() -> None:
    """PROBLEMS: as many lines as fit, then how many more there are."""
    fits, more = (pem(b"rubbish") * count for count in (PROBLEMS, PROBLEMS + 1))
    assert len(read(file("pki/ca.crt"), file("pki/x", fits)).unreadable) == PROBLEMS
    lines = read(file("pki/ca.crt"), file("pki/x", more)).unreadable
    assert len(lines) == PROBLEMS + 1
    assert (lines[-1].code, lines[-1].reason) == ("more", "There are 1 more problems in this file.")


def test_lines_about_an_upload_are_bounded() -> None:
    """UNREADABLE: the rest is counted in a note."""
    odd = [file(f"pki/{n}", pem(b"rubbish") * PROBLEMS + b"%d" % n) for n in range(UNREADABLE // PROBLEMS)]
    found = read(file("pki/ca.crt"), *odd)
    assert (len(found.unreadable), found.notes) == (UNREADABLE, ())
    found = read(file("pki/ca.crt"), *odd, file("pki/z", pem(b"rubbish")))
    assert len(found.unreadable) == UNREADABLE
    assert found.notes == ("1 more lines about what could not be read are left out.",)


def test_equal_files_cost_one() -> None:
    """A thousand nodes with the same kubelet configuration spend the events of one."""
    config = next(e.data for e in entries("kubeadm-1.30-cp1") if e.member.endswith("config.yaml"))
    copies = [file(f"n{n}/var/lib/kubelet/config.yaml", config) for n in range(50)]
    others = [file(f"n{n}/etc/kubernetes/pki/ca.crt", CRT + b"\n" * n) for n in range(50)]
    found = read(*copies, *others, bounds=small(yaml_events=300))
    assert len(found.kubelet_configurations) == 50


def test_reading_twice_gives_the_same() -> None:
    """The same entries give an equal inventory, in the same order."""
    one, other = read(*entries("kubeadm-1.37-cp1-workers")), read(*entries("kubeadm-1.37-cp1-workers"))
    assert one == other
    assert list(one.files) == list(other.files)


REAL = entries("kubeadm-1.30-cp1")


@examples(80)
@given(st.integers(0, len(REAL) - 1), st.integers(0, 10_000), st.binary(max_size=6))
def test_a_damaged_file_never_raises(number: int, at: int, piece: bytes) -> None:
    """Some bytes of any file of a real tree replaced: an inventory all the same, and the other files as before."""
    entry = REAL[number]
    start = at % (len(entry.data) + 1)
    damaged = replace(entry, data=entry.data[:start] + piece + entry.data[start + len(piece) :])
    found = read(*REAL[:number], damaged, *REAL[number + 1 :])
    assert len(found.files) == len(REAL)


@examples(100)
@given(st.lists(st.binary(max_size=80) | st.text(st.sampled_from("kind: Pod\nConfig{}[]-&*!%\"'")), max_size=4))
def test_arbitrary_files_never_raise(contents: list[bytes | str]) -> None:
    """Whatever the files hold beside one certificate, they are listed."""
    found = read(file("pki/ca.crt"), *(file(f"pki/{n}", data) for n, data in enumerate(contents)))
    assert len(found.files) == len(contents) + 1


@pytest.mark.parametrize(
    "data", ["b'kind' * 250_000", "b'{' + b'kind ' * 200_000", "b'\\nkind\\t' * 150_000", "b' ' * (1 << 20)"]
)
def test_telling_a_files_kind_takes_no_time(data: str) -> None:
    """A MiB of the word that makes a file a Kubernetes object, and of none, within two seconds of processor time."""
    program = (
        "import resource; resource.setrlimit(resource.RLIMIT_CPU, (2, 2))\n"
        "from app.reading.contents import ContentReader; from app.reading.budget import Budget\n"
        "from app.reading.bounds import WEB; from app.model.files import Entry\n"
        f"ContentReader(Budget(WEB)).read(Entry('x', {data}))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=20).returncode == 0


def test_hostile_names_in_a_certificate_stay_text() -> None:
    """Markup in a subject is kept as it is: who shows it makes it visible and escapes it."""
    found = read(file("pki/x", pem(certificate(subject=common_name("<b>'\"")))))
    assert found.certificates["node-1:/etc/kubernetes/pki/x#"].facts.common_name == "<b>'\""


def test_what_is_in_a_der_file() -> None:
    """The line names the certificate or the kind of key, with the command for each; nothing else of a key."""
    key = ec.generate_private_key(ec.SECP256R1())
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    for data, words in (
        (certificate(), ("CN=subject", "openssl x509 -inform DER")),
        (private, ("private key, ECDSA", "openssl pkey -inform DER")),
        (public, ("public key, ECDSA", "openssl pkey -pubin -inform DER")),
        (bytes.fromhex("3003020101"), ("This file is DER",)),
    ):
        found = read(file("etc/kubernetes/odd.der", data), file("etc/kubernetes/pki/ca.crt"))
        (line,) = found.unreadable
        assert line.code == "der" and all(word in line.reason for word in words), line.reason
        assert next(one for one in found.files.values() if one.path.endswith("odd.der")).sha256 is None
