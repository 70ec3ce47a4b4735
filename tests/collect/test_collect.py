"""The collect command, run as it is shown: it brings what the map needs, and never a key."""

import base64
import os
import re
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from app.collect import commands
from tests.collect.node import AWKS, SHELLS, collect, unpack
from tests.trees import NAMES
from tools.public_halves import known, public

SECRET = "correct-horse-battery"
"""Stands for every secret of a test; it must be nowhere in what is packed."""

KEY_DATA = re.compile(rb"client-key-data: (\S+)")
NODES = [
    ("kubeadm-1.37-cp1-workers", "cp1", "control-plane"),
    ("kubeadm-1.37-cp1-workers", "worker1", "worker"),
    ("kubeadm-1.37-cp1-workers", "worker2", "worker"),
    ("kubeadm-1.34-ecdsa", "", "control-plane"),
    ("kubeadm-1.22-cp1", "", "control-plane"),
    ("kubeadm-1.37-worker-only", "", "worker"),
    ("k3s", "server1", "rancher"),
    ("k3s", "agent1", "rancher"),
    ("rke2", "server1", "rancher"),
]


def pem(
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey, password: bytes = b""
) -> bytes:
    """A private key as PKCS#8, encrypted if there is a password."""
    encryption = BestAvailableEncryption(password) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


def files_below(root: Path) -> dict[str, Path]:
    """All files and links of a node by their path below its root."""
    return {
        path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_symlink() or not path.is_dir()
    }


def keys_in(data: bytes) -> list[bytes]:
    """The SPKI of each key in a file, also of those inside client-key-data, in order."""
    found = []
    for block in re.findall(rb"-----BEGIN [A-Z ]*KEY-----.*?-----END [A-Z ]*KEY-----\n", data, re.DOTALL):
        private = b"PRIVATE" in block
        key = load_pem_private_key(block, None).public_key() if private else load_pem_public_key(block)
        found.append(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    for value in KEY_DATA.findall(data):
        found += keys_in(base64.b64decode(value))
    return found


def holds_private_key(data: bytes) -> bool:
    """Whether a file holds a private key in clear, also inside a kubeconfig's data."""
    decoded = [base64.b64decode(value) for value in re.findall(rb"-data: (\S+)", data)]
    return any(b"PRIVATE KEY" in text for text in (data, *decoded))


@pytest.mark.parametrize(("tree", "folder", "kind"), NODES)
def test_a_real_node_is_packed_without_its_private_keys(tree: str, folder: str, kind: str, tmp_path: Path) -> None:
    """Every file, link and mode of a node arrives, no private key does, and each key's public half is the key's own."""
    root = unpack(tree, tmp_path / "root") / folder
    outcome = collect(root, tmp_path / "work", kind)
    assert outcome.status == 0, outcome.said
    originals = files_below(root)
    originals.pop("var/lib/rancher/rke2/server/db/etcd/config", None)  # says nothing of which file is for what
    assert {name for name, member in outcome.members.items() if not member.isdir()} == set(originals)
    for name, original in originals.items():
        member = outcome.members[name]
        if original.is_symlink():
            assert member.linkname == str(original.readlink())
            continue
        data = original.read_bytes()
        assert member.mode == original.stat().st_mode & 0o7777
        assert not holds_private_key(outcome.contents[name])
        assert keys_in(outcome.contents[name]) == keys_in(data)
        if not holds_private_key(data):
            assert outcome.contents[name] == data
    assert any(holds_private_key(path.read_bytes()) for path in originals.values() if not path.is_symlink())


def test_links_stay_links_absolute_ones_too(tmp_path: Path) -> None:
    """kubelet-client-current.pem arrives as the absolute link that it is on the node."""
    root = unpack("kubeadm-1.37-cp1-workers", tmp_path / "root") / "cp1"
    link = collect(root, tmp_path / "work").members["var/lib/kubelet/pki/kubelet-client-current.pem"]
    assert link.issym()
    assert link.linkname == "/var/lib/kubelet/pki/kubelet-client-2026-11-24-03-56-36.pem"


@pytest.mark.parametrize("tree", [name for name in NAMES if name != "kubeadm-1.37-pki-only"])  # no node's root
def test_the_samples_are_made_by_the_same_rules(tree: str, tmp_path: Path) -> None:
    """Shell command and Python (which makes the samples) turn every file of every real tree into the same bytes."""
    root = unpack(tree, tmp_path / "root")
    for number, node in enumerate([root] if (root / "etc").is_dir() else sorted(root.iterdir())):
        outcome = collect(node, tmp_path / str(number))
        for name, data in outcome.contents.items():
            assert data == public((node / name).read_bytes()), name


@pytest.fixture
def odd_node(tmp_path: Path) -> Path:
    """A node with all that can stand in /etc/kubernetes beside what kubeadm writes there."""
    root = unpack("kubeadm-1.37-cp1-workers", tmp_path / "root") / "cp1"
    kubernetes = root / "etc/kubernetes"
    curve, edwards, plain = ec.generate_private_key(ec.SECP256R1()), ed25519.Ed25519PrivateKey.generate(), _RSA
    (kubernetes / "a folder; with $(odd) names").mkdir()
    (kubernetes / "a folder; with $(odd) names" / "ed 25519.key").write_bytes(pem(edwards))
    (kubernetes / ".hidden.key").write_bytes(pem(curve))
    (kubernetes / "encrypted.key").write_bytes(pem(plain, b"password"))
    (kubernetes / "broken.key").write_bytes(
        b"-----BEGIN RSA PRIVATE KEY-----\n" + SECRET.encode() + b"\n-----END RSA PRIVATE KEY-----\n"
    )
    (kubernetes / "cut.key").write_bytes(pem(plain)[:600])
    (kubernetes / "key.der").write_bytes(plain.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    (kubernetes / "both.pem").write_bytes(b"text\n" + pem(curve) + b"between\r\n" + pem(edwards) + b"no newline")
    (kubernetes / "like-a-token.crt").write_bytes(LIKE_A_TOKEN)
    (kubernetes / "tokens.csv").write_text(f"{SECRET},admin,1\n")
    (kubernetes / "encryption.yaml").write_text(f"kind: EncryptionConfiguration\nx: {{secret: {SECRET}}}\n")
    (kubernetes / "secret.yaml").write_text(f"kind: Pod\n---\nkind: Secret\ndata: {{a: {SECRET}}}\n")
    (kubernetes / "users.conf").write_text(KUBECONFIG.format(secret=SECRET, key=base64.b64encode(pem(plain)).decode()))
    (kubernetes / "join.yaml").write_text(JOIN.format(secret=SECRET))
    (kubernetes / "json.conf").write_text(JSON.format(secret=SECRET, key=base64.b64encode(pem(plain)).decode()))
    os.mkfifo(kubernetes / "pipe")
    return root


LIKE_A_TOKEN = b"-----BEGIN CERTIFICATE-----\neyJhbGciOiJub25lIn0eyJhbGciOiJub25lIn0\n-----END CERTIFICATE-----\n"
_RSA = rsa.generate_private_key(65537, 2048)
KUBECONFIG = """apiVersion: v1
kind: Config
clusters:
- cluster: {{server: "https://admin:{secret}@192.0.2.1:6443"}}
users:
- name: token
  user:
    token: {secret}
    username: somebody
- name: block
  user:
    password: |
      {secret}

      {secret}
    username: somebody
- name: exec
  user:
    exec:
      command: aws
      env:
      - name: X
        value: "{secret}"
- name: flow
  user: {{token: {secret}, username: somebody}}
- name: provider
  user:
    auth-provider:
      config:
        id-token: {secret}
        client-secret: {secret}
        other: eyJhbGciOiJub25lIn0.e30.{secret}
- name: folded
  user:
    client-key-data: >-
      {key}
    username: somebody
- name: file
  user:
    tokenFile: /var/run/token
"""
JOIN = """kind: InitConfiguration
bootstrapTokens:
- token: {secret}
  ttl: 24h0m0s
certificateKey: {secret}
nodeRegistration:
  name: cp1
---
kind: Pod
spec:
  containers:
  - command:
    - proxy
    - --upstream-token={secret}
    - --cert=/etc/kubernetes/pki/ca.crt
"""
JSON = """{{
  "kind": "Config",
  "users": [{{
    "user": {{
      "client-key-data": "{key}",
      "token": "{secret}",
      "username": "somebody"
    }}
  }}]
}}
"""


@pytest.mark.parametrize("shell", SHELLS, ids=" ".join)
@pytest.mark.parametrize("awk", AWKS, ids=" ".join)
def test_odd_files_are_cleaned_or_left_out_by_every_shell_and_awk(
    shell: list[str], awk: list[str], odd_node: Path, tmp_path: Path
) -> None:
    """Odd keys, tokens, passwords never arrive; what is left out is named; all shells and awks make the same bytes."""
    outcome = collect(odd_node, tmp_path / "work", shell=shell, awk=awk)
    assert outcome.status == 0, outcome.said
    kubernetes = odd_node / "etc/kubernetes"
    for name in ("encrypted.key", "broken.key", "cut.key", "users.conf"):
        assert f"Left out: an unreadable key in /etc/kubernetes/{name}\n" in outcome.said
    for name in ("key.der", "tokens.csv", "encryption.yaml", "secret.yaml"):
        assert f"Left out: /etc/kubernetes/{name}\n" in outcome.said
        assert f"etc/kubernetes/{name}" not in outcome.members
    for name, data in outcome.contents.items():
        assert not holds_private_key(data), name
        assert SECRET.encode() not in data, name
        original = (odd_node / name).read_bytes()
        assert known(original)
        assert data == public(original), name
    assert outcome.contents["etc/kubernetes/both.pem"].startswith(b"text\n-----BEGIN PUBLIC KEY-----\n")
    assert outcome.contents["etc/kubernetes/like-a-token.crt"] == LIKE_A_TOKEN
    spaces = "etc/kubernetes/a folder; with $(odd) names/ed 25519.key"
    assert keys_in(outcome.contents[spaces]) == keys_in((odd_node / spaces).read_bytes())
    assert keys_in(outcome.contents["etc/kubernetes/.hidden.key"]) == keys_in((kubernetes / ".hidden.key").read_bytes())
    assert outcome.contents["etc/kubernetes/users.conf"].count(b"username: somebody") == 3
    assert outcome.contents["etc/kubernetes/json.conf"].count(b'"REDACTED",') == 1
    assert "etc/kubernetes/pipe" not in outcome.members
    assert not outcome.left_behind


def test_the_second_run_changes_nothing_more(tmp_path: Path) -> None:
    """Public halves are left alone: what was collected once can be collected again."""
    root = unpack("kubeadm-1.37-cp1-workers", tmp_path / "root") / "cp1"
    first = collect(root, tmp_path / "first")
    for name, data in first.contents.items():
        (root / name).write_bytes(data)
    second = collect(root, tmp_path / "second")
    assert second.contents == first.contents


@pytest.mark.parametrize(
    "leak",
    [
        "kind: Config\nusers:\n- user:\n    client-certificate-data: {key}\n",
        "kind: Pod\n# the PRIVATE KEY of this node\n",
    ],
    ids=["key in another field", "words"],
)
def test_rather_no_archive_than_one_with_a_key(leak: str, tmp_path: Path) -> None:
    """Where a key may have slipped through, the command stops, names the file, and leaves no archive and no copy."""
    root = unpack("kubeadm-1.37-cp1-workers", tmp_path / "root") / "cp1"
    (root / "etc/kubernetes/odd.conf").write_text(leak.format(key=base64.b64encode(pem(_RSA)).decode()))
    outcome = collect(root, tmp_path / "work")
    assert not outcome.members
    assert not outcome.left_behind
    assert "Stopped: /etc/kubernetes/odd.conf holds a key" in outcome.said


@pytest.mark.parametrize("broken", ["tar", "awk", "openssl"])
def test_a_failing_program_leaves_nothing(broken: str, tmp_path: Path) -> None:
    """If tar, awk or openssl is missing or fails, there is no archive, no copy of a key in a temporary folder."""
    root = unpack("kubeadm-1.37-cp1-workers", tmp_path / "root") / "cp1"
    outcome = collect(root, tmp_path / "work", **{broken: "exit 1"})
    assert not outcome.members
    assert not outcome.left_behind


def test_a_signal_leaves_nothing(tmp_path: Path) -> None:
    """Ctrl-C in the middle removes the temporary folder and the begun archive."""
    root = unpack("kubeadm-1.37-cp1-workers", tmp_path / "root") / "cp1"
    outcome = collect(root, tmp_path / "work", cat="kill -TERM $PPID; exit 1")
    assert not outcome.members
    assert not outcome.left_behind


def test_a_machine_that_is_no_node_is_told_so(tmp_path: Path) -> None:
    """Without /etc/kubernetes there is no archive, and the message names the folder."""
    (tmp_path / "root").mkdir()
    outcome = collect(tmp_path / "root", tmp_path / "work")
    assert "etc/kubernetes" in outcome.said
    assert not outcome.members


def test_a_worker_without_manifests_and_kubelet_folder(tmp_path: Path) -> None:
    """What a node does not have is no error: the rest is packed."""
    root = tmp_path / "root"
    (root / "etc/kubernetes/pki").mkdir(parents=True)
    source = unpack("kubeadm-1.37-worker-only", tmp_path / "tree")
    (root / "etc/kubernetes/pki/ca.crt").write_bytes((source / "etc/kubernetes/pki/ca.crt").read_bytes())
    outcome = collect(root, tmp_path / "work", "worker")
    assert list(outcome.contents) == ["etc/kubernetes/pki/ca.crt"]


def test_the_temporary_copy_is_for_root_alone(tmp_path: Path) -> None:
    """While keys are in the temporary folder, nobody else can enter it, whatever the user's umask."""
    root = unpack("kubeadm-1.37-cp1-workers", tmp_path / "root") / "cp1"
    spy = tmp_path / "spy"
    body = f'for d in $(/bin/cat {tmp_path}/work/temporary); do stat -c %a "$d" >>{spy}; done; exec /bin/cat "$@"'
    collect(root, tmp_path / "work", cat=body, stat='exec /usr/bin/stat "$@"')
    assert set(spy.read_text().split()) == {"700"}


def test_the_commands_are_three_and_short() -> None:
    """One command per kind of node, for the real root, and short enough that a person reads it before running it."""
    found = commands()
    assert [command.id for command in found] == ["control-plane", "worker", "rancher"]
    for command in found:
        assert "cd /;" in command.text
        assert "@" not in command.text.replace("[^\\/@ ]*@", "").replace('"$@"', "")
        assert len(command.text.splitlines()) < 40
        assert max(map(len, command.text.splitlines())) < 140
