"""The twin's files: which keys are in them and in what form, and that odd files stay odd in the same way."""

import json
import re
import shlex
import shutil
import subprocess
from base64 import b64decode
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from app.issuing.archive import pack
from app.issuing.encoding import PASSWORD
from app.issuing.keys import KeyKind, make_key
from app.issuing.stand_in import stand_in
from app.issuing.twin import Twin
from app.issuing.validity import shift_validity, shifted_by
from app.model.files import Entry
from app.reading import der
from app.reading.certificate import read_certificate
from tests.trees import CLOCK, cluster, cluster_of, entries, rewritten

from .making import ALL, POOL, members, opened, packed, twin_of, verdict, without_keys

KUBERNETES = "etc/kubernetes"
HA = "kubeadm-1.37-cp1-workers"
Files = dict[str, bytes]


def twin(found: object) -> Files:
    """An exported twin's regular files by name."""
    chosen = cluster_of(found) if isinstance(found, tuple) else found
    return {e.member: e.data for e in members(packed(chosen)) if e.target is None}  # type: ignore[arg-type]


def halves(name: str) -> tuple[Entry, ...]:
    """A tree with each key file's private keys replaced by their public halves, as the command on the page packs it."""

    def public(block: re.Match[str]) -> str:
        key = load_pem_private_key(block[0].encode(), None)
        return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode().strip()

    key = r"-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*-----END [A-Z ]*PRIVATE KEY-----"
    return rewritten(
        entries(name), lambda text: re.sub(key, public, text), lambda member: member.endswith((".key", ".pem"))
    )


def stripped(name: str) -> tuple[Entry, ...]:
    """A tree without any key: no file, no block, no client-key-data."""

    def cut(text: str) -> str:
        text = re.sub(r"\n    client-key-data: .*", "", text)
        return re.sub(r"-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*-----END [A-Z ]*PRIVATE KEY-----\n", "", text)

    kept = (e for e in entries(name) if not e.member.endswith(".key"))
    return rewritten(kept, cut, lambda member: member.endswith((".conf", ".pem")))


def private_keys(files: Files) -> dict[str, bytes]:
    """The members that hold a private key, with their bytes; of kubeconfigs the decoded field."""
    found = {}
    for name, data in files.items():
        field = re.search(rb'client-key-data"?: "?([A-Za-z0-9+/=]+)', data)
        content = b64decode(field[1]) if field else data
        if b"PRIVATE KEY-----" in content:
            found[name] = content
    return found


def matches(certificate: bytes, key: bytes) -> bool:
    """Whether a key is that of the first certificate of a PEM text, by cryptography."""
    public = x509.load_pem_x509_certificates(certificate)[0].public_key()
    return public == load_pem_private_key(key[key.index(b"-----BEGIN") :], None).public_key()


def test_the_twin_holds_keys_where_the_tree_holds_them() -> None:
    """The same members hold a private key, each fits its certificate, and none is the original's."""
    original = {e.member: e.data for e in entries(HA) if e.target is None}
    files = twin(cluster(HA))
    assert set(private_keys(files)) == set(private_keys(original))
    for name, key in private_keys(files).items():
        assert key != private_keys(original)[name]
        if name.endswith(".key") and f"{name[:-4]}.crt" in files:
            assert matches(files[f"{name[:-4]}.crt"], key)


def test_no_private_key_of_any_original_is_in_its_twin() -> None:
    """On all trees, line by line of every private key: none of its base64 is in the exported files."""
    for path in ALL[::6]:
        original = {e.member: e.data for e in members(path.read_bytes()) if e.target is None}
        new = b"\n".join([*twin(opened(path)).values(), *private_keys(twin(opened(path))).values()])
        for key in private_keys(original).values():
            block = key[key.index(b"PRIVATE KEY-----") :].split(b"-----END")[0]
            assert not any(line in new for line in block.splitlines()[2:-1])


def test_public_halves_become_private_keys_and_sa_pub_stays_public() -> None:
    """A key-free packing gives the twin the keys that the node has, in the form in which kubeadm writes them."""
    files = twin(halves(HA))
    assert set(private_keys(files)) == set(private_keys(twin(cluster(HA))))
    assert files[f"cp1/{KUBERNETES}/pki/ca.key"].startswith(b"-----BEGIN RSA PRIVATE KEY-----")
    assert b"PRIVATE" not in files[f"cp1/{KUBERNETES}/pki/sa.pub"]
    signer = load_pem_private_key(files[f"cp1/{KUBERNETES}/pki/sa.key"], None)
    assert load_pem_public_key(files[f"cp1/{KUBERNETES}/pki/sa.pub"]) == signer.public_key()


def test_a_node_without_any_key_gets_those_that_its_programs_need() -> None:
    """Beside every certificate that is paired, in kubeconfigs and the kubelet's files too, and for the CAs of the
    control-plane node; no CA's key for a worker, and no sa.key.
    """
    whole, bare = private_keys(twin(cluster(HA))), private_keys(twin(stripped(HA)))
    assert set(whole) - set(bare) == {f"cp1/{KUBERNETES}/pki/sa.key"}
    assert set(bare) <= set(whole)
    for name, key in bare.items():
        certificate = twin(stripped(HA)).get(f"{name[:-4]}.crt")
        assert certificate is None or len(key) > 200


@pytest.mark.parametrize("missing", ["pki/ca.key", "pki/apiserver.key"])
def test_what_is_missing_beside_other_keys_stays_missing(missing: str) -> None:
    """An external CA has no ca.key, in the twin neither; a lost key stays lost (its edge must fail)."""
    found = tuple(e for e in entries(HA) if not e.member.endswith(missing))
    assert f"cp1/{KUBERNETES}/{missing}" not in twin(found)
    assert without_keys(twin_of(found)) == without_keys(cluster_of(found))


def test_an_encrypted_key_is_encrypted_again() -> None:
    """Under the password that TWIN.txt tells, and it is the key of the certificate beside it."""
    files = twin(verdict(101))
    name = next(name for name in files if name.endswith("pki/apiserver.key"))
    assert PASSWORD.decode() in files["TWIN.txt"].decode()
    key = load_pem_private_key(files[name], PASSWORD)
    leaf = x509.load_pem_x509_certificate(files[name.replace(".key", ".crt")])
    assert key.public_key() == leaf.public_key()
    with pytest.raises((TypeError, ValueError)):
        load_pem_private_key(files[name], None)


@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
@pytest.mark.parametrize("kind", [KeyKind("RSA", 2048), KeyKind("ECDSA", 384)])
def test_keys_keep_their_form(form: PrivateFormat, kind: KeyKind) -> None:
    """PKCS#1, SEC 1 and PKCS#8 stay what they were, encrypted or not."""
    for encryption in (NoEncryption(), BestAvailableEncryption(b"secret")):
        data = make_key(kind).private_bytes(Encoding.PEM, form, encryption)
        found = (*entries("kubeadm-1.30-cp1"), Entry(f"{KUBERNETES}/pki/own.key", data, None, 0o600, "root:root"))
        new = twin(found)[f"cp1/{KUBERNETES}/pki/own.key"]
        assert b"ENCRYPTED" in new if isinstance(encryption, BestAvailableEncryption) else b"ENCRYPTED" not in new
        if kind.type == "RSA" or isinstance(encryption, NoEncryption):
            assert new.splitlines()[0] == data.splitlines()[0]


CRT = next(e.data for e in entries("kubeadm-1.30-cp1") if e.member.endswith("pki/ca.crt"))


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + CRT,
        b"  " + CRT,
        CRT.replace(b"\n-----END", b"-----END"),
        CRT.replace(b"-----END CERTIFICATE-----\n", b""),
        CRT.replace(b"END CERTIFICATE", b"END TRUSTED CERTIFICATE"),
        CRT.rstrip() + CRT,
        b"secret words before " + CRT + b"and secret words after\n" + CRT,
        CRT + CRT.replace(b"MII", b"!!!"),
        CRT.replace(b"CERTIFICATE", b"TRUSTED CERTIFICATE"),
        b64decode("".join(CRT.decode().splitlines()[1:-1])),
        CRT.decode().encode("utf-16"),
        b"",
        b"secret words",
        b"kind: Config\n\tusers: []\n",
    ],
)
def test_files_that_go_reads_otherwise_stay_so(data: bytes) -> None:
    """Byte order marks, indentation, missing ENDs, glued files, odd labels, DER: the same complaints, and no words."""
    found = (*entries("kubeadm-1.30-cp1"), Entry(f"{KUBERNETES}/pki/odd.crt", data, None, 0o644, "root:root"))
    before, after = without_keys(cluster_of(found)), without_keys(twin_of(found))
    assert [u["code"] for u in after.pop("unreadable")] == [u["code"] for u in before.pop("unreadable")]
    assert after == before
    assert b"secret words" not in twin(found)[f"cp1/{KUBERNETES}/pki/odd.crt"]


@pytest.mark.parametrize("style", ["block", "flow", "json", "quoted", "folded"])
@pytest.mark.parametrize("keys", [True, False])
def test_kubeconfigs_of_every_style_get_the_twins_data(style: str, keys: bool) -> None:
    """Block, flow, JSON, quotes, folded lines: the file is still read, with the twin's certificate and key in it; where
    it had no key, beside the certificate.
    """
    source = entries("kubeadm-1.30-cp1") if keys else stripped("kubeadm-1.30-cp1")
    config = yaml.safe_load(next(e.data for e in source if e.member.endswith("admin.conf")))
    data = config["users"][0]["user"]["client-certificate-data"]
    text = {
        "block": yaml.safe_dump(config),
        "flow": yaml.safe_dump(config, default_flow_style=True),
        "json": json.dumps(config, indent=2),
        "quoted": yaml.safe_dump(config).replace(data, f"'{data}'"),
        "folded": yaml.safe_dump(config).replace(data, f">-\n      {data[:800]}\n      {data[800:]}"),
    }[style]
    found = tuple(replace(e, data=text.encode()) if e.member.endswith("admin.conf") else e for e in source)
    written = yaml.safe_load(twin(found)[f"cp1/{KUBERNETES}/admin.conf"])
    user = written["users"][0]["user"]
    assert matches(b64decode(user["client-certificate-data"]), b64decode(user["client-key-data"]))
    assert user["client-certificate-data"] != data
    assert written["clusters"][0]["cluster"]["server"] == config["clusters"][0]["cluster"]["server"]


def test_the_archive_has_a_folder_per_node_and_nothing_called_etc() -> None:
    """One node or three, packed with node folders or without: the top holds nodes and TWIN.txt; links stay links."""
    for name in (HA, "kubeadm-1.30-cp1", "kubeadm-1.37-pki-only", "kubeadm-1.37-worker-only"):
        found = list(members(packed(cluster(name))))
        assert {e.member.split("/")[0] for e in found} == {n.id for n in cluster(name).nodes} | {"TWIN.txt"}
        links = [e for e in found if e.target is not None]
        assert found[len(found) - len(links) :] == links
        assert {(e.member.split("/", 1)[1], e.target) for e in links} == {
            (f.path[1:], f.target) for f in cluster(name).inventory.files.values() if f.target is not None
        }


def test_loose_files_go_below_their_node() -> None:
    """A kubeconfig on its own, or etc/hosts: below the node's folder, never at the top."""
    found = (Entry("admin.conf", _data("admin.conf")), Entry("etc/hosts", b"x"))
    assert {e.member for e in members(packed(cluster_of(found)))} == {
        "TWIN.txt",
        "node-1/admin.conf",
        "node-1/etc/hosts",
    }


def _data(end: str) -> bytes:
    return next(e.data for e in entries("kubeadm-1.30-cp1") if e.member.endswith(end))


def test_modes_and_owners_stay() -> None:
    """Key files keep 0600, certificates 0644, owners their names."""
    modes = {e.member: (e.mode, e.owner) for e in members(packed(cluster(HA)))}
    for entry in entries(HA):
        assert modes[entry.member] == (entry.mode, entry.owner)


def test_a_bare_pki_stays_one() -> None:
    """The twin of a pki/ folder alone is one, with the keys that its programs need."""
    before, after = cluster("kubeadm-1.37-pki-only"), twin_of(cluster("kubeadm-1.37-pki-only"))
    assert [node.bare_pki for node in after.inventory.nodes] == [True]
    assert list(after.connections) == list(before.connections)
    assert after.inventory.keys.keys() > before.inventory.keys.keys()
    assert not any("/etc/" in e.member for e in members(packed(before)))


def test_the_same_keys_give_the_same_archive() -> None:
    """Nothing but keys is left to chance: two exports of a tree of RSA keys are equal."""
    assert packed(cluster("kubeadm-1.22-cp1")) == packed(cluster("kubeadm-1.22-cp1"))


def test_dates_move_together() -> None:
    """Rebased by a hundred days: every date is a hundred days later, and nothing else of the document differs."""
    shift = timedelta(days=100)
    before = cluster("kubeadm-1.30-cp1")
    after = cluster_of(members(packed(before, shifted_by(shift))))
    for id_, one in before.inventory.certificates.items():
        moved = after.inventory.certificates[id_].facts
        assert (moved.not_before, moved.not_after) == (one.facts.not_before + shift, one.facts.not_after + shift)
        assert moved.subject == one.facts.subject


@pytest.mark.parametrize(
    ("before", "shift", "after"),
    [
        (b"\x17\x0d260101000000Z", timedelta(days=1), b"\x17\x0d260102000000Z"),
        (b"\x17\x0d491231000000Z", timedelta(days=1), b"\x18\x0f20500101000000Z"),
        (b"\x17\x0d500101000000Z", timedelta(days=-1), b"\x18\x0f19491231000000Z"),
        (b"\x18\x0f21260101000000Z", timedelta(days=1), b"\x18\x0f21260102000000Z"),
        (b"\x18\x0f99991231235959Z", timedelta(days=1), b"\x18\x0f99991231235959Z"),
        (b"\x18\x0f99990101000000Z", timedelta(days=4000), b"\x18\x0f99991231235959Z"),
    ],
)
def test_times_keep_their_form_where_it_has_a_year_for_them(before: bytes, shift: timedelta, after: bytes) -> None:
    """UTCTime ends with 2049 and begins with 1950, GeneralizedTime stays; `for ever` stays for ever."""
    assert shift_validity(der.encode(0x30, before + before), shift) == der.encode(0x30, after + after)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
@pytest.mark.parametrize("name", [HA, "kubeadm-1.34-ecdsa", "kubeadm-1.22-cp1"])
def test_what_twin_txt_says_can_be_done(name: str, tmp_path: Path) -> None:
    """Five commands; the ones that end by themselves are run, and openssl verifies the twin's certificate."""
    for entry in members(packed(cluster(name))):
        path = tmp_path / entry.member
        path.parent.mkdir(parents=True, exist_ok=True)
        if entry.target is None:
            path.write_bytes(entry.data)
    commands = [line.strip() for line in (tmp_path / "TWIN.txt").read_text().splitlines() if line.startswith("  ")]
    assert len(commands) == 5
    verify = next(command for command in commands if command.startswith("openssl verify"))
    shown = next(command for command in commands if command.startswith("openssl x509"))
    for command in (verify, shown):
        done = subprocess.run(shlex.split(command), cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    served, dialled = (next(c for c in commands if word in c) for word in ("s_server", "s_client"))
    for command in (served, dialled):
        assert all((tmp_path / word).is_file() for word in shlex.split(command) if "/" in word and ":" not in word)


def test_a_command_is_no_way_out_of_the_shell() -> None:
    """A path with quotes and a semicolon is one word."""
    odd = rewritten(
        (
            replace(e, member=e.member.replace("pki/etcd/server", "pki/etcd/se'r;id"))
            for e in entries("kubeadm-1.30-cp1")
        ),
        lambda text: text.replace("etcd/server.", "etcd/se'r;id."),
        lambda member: member.endswith("etcd.yaml"),
    )
    commands = twin(odd)["TWIN.txt"].decode().splitlines()
    verify = next(line for line in commands if "openssl verify" in line)
    assert any("se'r;id.crt" in word for word in shlex.split(verify)) and ";" not in shlex.split(verify)


def test_the_clock_stands_in_twin_txt() -> None:
    """Whoever unpacks it learns at which moment the original was looked at."""
    assert f"{CLOCK:%Y-%m-%dT%H:%M:%SZ}" in twin(cluster(HA))["TWIN.txt"].decode()


@pytest.mark.parametrize("host", [None, "", "a" * 300, "ümlaut", "10.0.0.1", "::1", "x\0y", "a.b"])
@pytest.mark.parametrize("year", [1, 1949, 2026, 9999])
def test_a_stand_in_is_made_for_any_host_at_any_clock(host: str | None, year: int) -> None:
    """Hostile names and clocks of no certificate's years: a certificate all the same, and the host in it."""
    found = replace(cluster("kubeadm-1.30-cp1"), clock=CLOCK.replace(year=year))
    der_, key = stand_in(Twin(found, POOL), host)
    made = x509.load_der_x509_certificate(der_)
    assert made.public_key() == key.public_key()
    names = [san.value for san in read_certificate(der_).sans]
    assert names == ([host] if host in ("10.0.0.1", "::1", "a.b") else ["localhost"] if host else [])


@pytest.mark.parametrize("member", ["a\udcff/b", "x" * 500, "ü/ö"])
def test_any_name_can_be_packed(member: str) -> None:
    """Names that are no UTF-8, long ones, odd owners and times before the epoch: the archive is written and read."""
    entries_ = [Entry(member, b"x", None, 0o7777, "٣:group"), Entry(f"{member}.link", b"", "\udcff")]
    found = list(members(pack(entries_, CLOCK.replace(year=1900))))
    assert [e.member for e in found] == [e.member for e in entries_] and found[1].target == "\udcff"
