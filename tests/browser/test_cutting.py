"""Private keys, tokens and passwords are cut out in the browser: what leaves it, and what the map makes of the rest."""

import io
import json
import re
import shutil
import tarfile
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from playwright.sync_api import Page, expect

from app.reading import magic
from app.reading.bounds import WEB
from tests.reading.odd_tars import ODD_TARS
from tests.reading.zipping import with_entry, zipped

from .conftest import Open
from .tap import tapped

TREES = Path(__file__).parents[1] / "data" / "trees"
SECRET = "correct-horse-battery"
"""Stands for every secret of a test; no request may hold it."""

PRIVATE = re.compile(rb"PRIVATE KEY|UFJJVkFURS|BSSVZBVEUg|QUklWQVRFI")
EMPTIED = re.compile(rb"-----BEGIN ([A-Z ]+)-----\ndGhyb3ctYXdheQ==(?:\n-----END \1-----)?")

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | ed448.Ed448PrivateKey


def spki(key: Key) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def pem(key: Key, form: PrivateFormat = PrivateFormat.PKCS8, password: str = "") -> bytes:
    encryption = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, form, encryption)


def der(key: Key, form: PrivateFormat) -> bytes:
    return key.private_bytes(Encoding.DER, form, NoEncryption())


def keys() -> Iterator[Key]:
    """Keys of all kinds that Kubernetes uses. RSA is slow to make, the curves are the arithmetic of our own."""
    for bits in (2048, 3072):
        yield rsa.generate_private_key(65537, bits)
    for curve in (ec.SECP224R1(), ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1()):
        yield from (ec.generate_private_key(curve) for _ in range(12))
        yield from (ec.derive_private_key(number, curve) for number in (1, 2, 3, (1 << 128) + 1))
    yield from (ed25519.Ed25519PrivateKey.generate() for _ in range(12))


def without_point(sec1: bytes) -> bytes:
    """An ECPrivateKey without its optional public point: version, number, [0] curve."""
    number = sec1.index(b"\x04", 5)
    end = sec1.index(b"\xa1", number + 2 + sec1[number + 1])
    content = sec1[sec1.index(b"\x02\x01\x01") : end]
    return bytes((0x30, len(content))) + content


@pytest.fixture
def cutter(open_page: Open) -> Callable[[str, str, object], Any]:
    """Runs a JavaScript function with a module and an argument, in the page, and returns what it returns."""
    page = open_page("/open")

    def run(module: str, function: str, argument: object) -> object:
        return page.evaluate(
            f"""async argument => {{
            const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
            const base64 = (data) => btoa(String.fromCharCode(...data));
            const module = await import("/static/js/cut/{module}");
            return ({function})(module, argument, bytes, base64); }}""",
            argument,
        )

    return run


def test_public_halves_are_those_of_cryptography(cutter: Callable[[str, str, object], Any]) -> None:
    """PKCS#1, PKCS#8 and SEC 1, with and without the public point: each public half is the key's own, byte for byte."""
    cases = [
        (der(key, form), spki(key))
        for key in keys()
        for form in (PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL)
        if not (isinstance(key, ed25519.Ed25519PrivateKey) and form is PrivateFormat.TraditionalOpenSSL)
    ]
    bare = ec.generate_private_key(ec.SECP256R1())
    cases.append((without_point(der(bare, PrivateFormat.TraditionalOpenSSL)), spki(bare)))
    found = cutter(
        "keys.js",
        "(module, keys, bytes, base64) => keys.map((key) => base64(module.publicHalf(bytes(key))))",
        [b64encode(private).decode() for private, _ in cases],
    )
    assert len(cases) > 100
    assert [b64decode(half) for half in found] == [public for _, public in cases]


def test_a_damaged_key_has_no_public_half(cutter: Callable[[str, str, object], Any]) -> None:
    """Numbers that do not fit together, another key's point and a cut-off key are damage; Ed448 is a kind not known."""
    key, other = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    others = other.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    small = der(rsa.generate_private_key(65537, 2048), PrivateFormat.TraditionalOpenSSL)
    damaged = [
        der(key, PrivateFormat.PKCS8).replace(point, others),
        small[:40] + bytes((small[40] ^ 1,)) + small[41:],
        small[:-3],
        b"",
        der(ed448.Ed448PrivateKey.generate(), PrivateFormat.PKCS8),
    ]
    function = """(module, keys, bytes) => keys.map((key) => {
      try { return String(module.publicHalf(bytes(key))) } catch (fault) { return fault.constructor.name } })"""
    found = cutter("keys.js", function, [b64encode(one).decode() for one in damaged])
    assert found == ["Malformed"] * 4 + ["UnknownKind"]


def test_the_limits_are_the_servers(cutter: Callable[[str, str, object], Any]) -> None:
    """What the page says is too large is what the server refuses."""
    found = cutter("limits.js", "({ UPLOAD, RAW, MEMBERS, MEMBER }) => [UPLOAD, RAW, MEMBERS, MEMBER]", None)
    assert found == [WEB.upload, WEB.raw, WEB.members, WEB.member]


def test_wrong_files_are_named_as_the_server_names_them(cutter: Callable[[str, str, object], Any]) -> None:
    """Every kind that the server tells by its first bytes: the same sentence, and the same command if there is one."""
    heads = [*magic.BY_PREFIX, bytes(16) + b"\xed\xda\x0c\xed" + bytes(99), b"", b"\x30\x82\x0a\x17\x02\x01\x03\x30"]
    heads = [head for head in heads if head not in (b"\x1f\x8b", b"PK\3\4")]  # these are looked into
    function = """(module, all, bytes) => all.map((one) => {
      const found = module.wrongFile(bytes(one)); return found && [found.message, found.remedy] })"""
    found = cutter("wrong.js", function, [b64encode(head).decode() for head in heads])
    for head, told in zip(heads, found, strict=True):
        refused = magic.name_wrong_file(head)
        assert told[0] == refused.what
        assert (told[1] or "sudo tar czf") in refused.remedy
    assert cutter("wrong.js", function, [b64encode(b"-----BEGIN CERTIFICATE-----").decode()]) == [None]


KUBECONFIG = f"""apiVersion: v1
kind: Config
clusters:
- cluster: {{server: "https://root:{SECRET}@10.0.0.1:6443"}}
  name: c
users:
- name: block
  user:
    token: {SECRET}
- name: flow
  user: {{username: admin, password: "{SECRET}, \\" and more", token: {SECRET}}}
- name: exec
  user:
    exec:
      command: aws
      args: [--region, eu, --token, {SECRET}]
      env:
      - name: ANY
        value: {SECRET}
- name: oidc
  user:
    auth-provider:
      config:
        id-token: >-
          {SECRET}
          {SECRET}
        client-secret:
          {SECRET}
        idp-issuer-url: https://kept.example
- name: last
  user:
    tokenFile: /var/run/kept
"""

MANIFEST = f"""apiVersion: v1
kind: Pod
spec:
  containers:
  - command:
    - kube-apiserver
    - --token-auth-file=/etc/kept.csv
    - --etcd-password={SECRET}
    - --use-service-account-credentials=true
    - --user
    - root:{SECRET}
    - --client-ca-file=/etc/kubernetes/pki/ca.crt # password: {SECRET}
    env:
    - name: A
      value: "{SECRET}"
  volumes:
  - name: z
    secret:
      secretName: kept
"""

KUBEADM = f"""kind: InitConfiguration
bootstrapTokens:
- token: abcdef.0123456789abcdef
  ttl: 24h0m0s
certificateKey: {SECRET}
localAPIEndpoint: {{advertiseAddress: 192.0.2.1}}
---
kind: ClusterConfiguration
apiServer:
  extraArgs:
  - name: advertise-address
    value: 192.0.2.2
  - name: etcd-password
    value: {SECRET}
"""

TEXTS = {
    "kubeconfig": (KUBECONFIG, ("tokenFile: /var/run/kept", "https://10.0.0.1:6443", "https://kept.example")),
    "kubeconfig as JSON": (
        json.dumps({"kind": "Config", "users": [{"name": "x", "user": {"token": SECRET, "tokenFile": "/kept"}}]}),
        ("/kept",),
    ),
    "manifest": (MANIFEST, ("--token-auth-file=/etc/kept.csv", "secretName: kept", "--client-ca-file=/etc/kub")),
    "kubeadm": (KUBEADM, ("ttl: 24h0m0s", "value: 192.0.2.2", "advertiseAddress: 192.0.2.1")),
    "kubelet's flags": (
        f'KUBELET_KUBEADM_ARGS="--api-token={SECRET} --node-ip=192.0.2.1"\n',
        ("--node-ip=192.0.2.1",),
    ),
    "a Secret": (f"kind: Secret\nstringData: {{a: {SECRET}}}\n", ()),
    "basic auth": (f"{SECRET},root,1\n", ()),
}


@pytest.mark.parametrize("name", TEXTS)
def test_tokens_and_passwords_are_blanked(cutter: Callable[[str, str, object], Any], name: str) -> None:
    """However they are written; paths, flags and addresses beside them stay."""
    text, kept = TEXTS[name]
    function = """(module, text, bytes, base64) => {
      const { bytes: cut, found } = module.cutContent(new TextEncoder().encode(text));
      return [new TextDecoder().decode(cut), found] }"""
    cut, found = cutter("content.js", function, text)
    assert SECRET not in cut
    assert "0123456789abcdef" not in cut
    assert found
    assert [part for part in kept if part not in cut] == []


def test_a_folder_is_walked_to_its_end(cutter: Callable[[str, str, object], Any]) -> None:
    """A dropped folder's entries come a hundred at a time; each file keeps its path, the folder's name first."""
    function = """({ sourcesOf }) => {
      const file = (path) => ({ fullPath: path, file: (resolve) => resolve(new File(["x"], "x")) });
      const folder = (path, inside) => ({ isDirectory: true, fullPath: path, name: path, createReader: () => ({
        readEntries: (resolve) => resolve(inside.splice(0, 100)) }) });
      const many = Array.from({ length: 250 }, (_, number) => file(`/etc/kubernetes/pki/${number}.crt`));
      const given = [folder("/etc", [folder("/etc/kubernetes", many), file("/etc/hosts")]), new File(["x"], "a.pem")];
      return sourcesOf(given).then((sources) => sources.map(({ path }) => path)); }"""
    expected = [f"etc/kubernetes/pki/{number}.crt" for number in range(250)]
    assert cutter("sources.js", function, None) == [*expected, "etc/hosts", "a.pem"]


@pytest.mark.parametrize(
    "repeated",
    [
        "token: a, ",
        'token: "',
        "--token ",
        "-eyJ",
        "name: atoken\n",
        " \n",
        "-----BEGIN RSA PRIVATE KEY-----\na:b\n",
        "kind: ",
    ],
)
def test_no_text_keeps_the_page_busy(cutter: Callable[[str, str, object], Any], repeated: str) -> None:
    """A file of the largest size, made to be gone through again and again: it would take hours if it were."""
    function = """(module, repeated) => ["kind: Config\\n{", "PRIVATE KEY x"].map((head) => {
      const text = head + repeated.repeat(Math.floor(1000000 / repeated.length));
      const data = new TextEncoder().encode(text);
      try { return module.cutContent(data).bytes.length } catch (fault) { return fault.message } })"""
    assert len(cutter("content.js", function, repeated)) == 2


def test_a_folder_is_chosen_by_keyboard(open_page: Open) -> None:
    """Both choosers are Tab stops with a visible ring, and named."""
    page = open_page("/open")
    page.locator('input[name="file"]').focus()
    page.keyboard.press("Tab")
    folder = page.get_by_label("A folder of a cluster's configuration")
    expect(folder).to_be_focused()
    ring = page.locator(".folder").evaluate("(label) => getComputedStyle(label).outlineStyle")
    assert ring == "solid"


def files_in(body: bytes) -> dict[str, bytes]:
    """The files of the .tar.gz in a multipart body."""
    raw = zlib.decompressobj(31).decompress(body[body.index(b"\x1f\x8b") :])
    with tarfile.open(fileobj=io.BytesIO(raw)) as archive:
        return {one.name: archive.extractfile(one).read() for one in archive if one.isfile()}  # type: ignore[union-attr]


def assert_nothing_secret(body: bytes) -> None:
    """Whatever left the browser: raw, inflated, and within each base64 of it. An emptied block is no key."""
    assert body.count(b"POST /") == 1
    files = files_in(body)
    assert len(files) > 0
    texts = [body, *files.values()]
    texts += [b64decode(data) for text in files.values() for data in re.findall(rb"-data: \"?(LS0[\w+/=]+)", text)]
    for text in texts:
        rest = EMPTIED.sub(b"", text)
        marks = PRIVATE.findall(re.sub(rb"-data: \S+", b"", rest))
        assert marks == []
        assert SECRET.encode() not in text


def document(page: Page, server: str, cluster: str) -> dict[str, Any]:
    answer: dict[str, Any] = page.request.get(f"{server}/api/v1/clusters/{cluster}").json()
    return answer


def told(whole: dict[str, Any]) -> dict[str, Any]:
    """What a map shows: connections and their verdicts, certificates, and which key is whose.

    Not the rungs: of a public half they say that the private one is taken to be there.
    """
    rungs = ("assumes", "client_side", "server_side")
    connections = [{name: one[name] for name in one if name not in rungs} for one in whole["connections"]]
    keys = [(key["id"], key["type"], key["spki_sha256"], key["certificate_ids"]) for key in whole["keys"]]
    same = {name: whole[name] for name in ("nodes", "certificates", "unreadable")}
    return same | {"connections": connections, "keys": keys}


@pytest.mark.parametrize(
    "tree", ["kubeadm-1.37-cp1-workers", "kubeadm-1.34-ecdsa", "kubeadm-1.22-cp1", "kubeadm-1.37-ha2"]
)
def test_the_map_is_the_same_without_keys(open_page: Open, server: str, tree: str) -> None:
    """A real tree with its keys, sent uncut by another program, and cut by the browser: same map, same key matches."""
    packed = TREES / f"{tree}.tar.gz"
    file = {"name": packed.name, "mimeType": "application/gzip", "buffer": packed.read_bytes()}
    with tapped(server) as (address, sent):
        page = open_page("/open", base=address)
        uncut = page.request.post(f"{server}/api/v1/clusters", multipart={"file": file}).json()["id"]
        page.locator('input[name="file"]').set_input_files(packed)
        page.wait_for_url("**/clusters/**")
        whole, cut = document(page, server, uncut), document(page, server, page.url.rpartition("/")[2])
        assert any(key["private"] for key in whole["keys"])
        assert not any(key["private"] for key in cut["keys"])
        assert told(cut) == told(whole)
        assert_nothing_secret(b"".join(sent))
        summary = page.locator("[data-removed] summary")
        expect(summary).to_contain_text(re.compile(r"Cut out in your browser: \d+ private keys"))
        summary.click()
        expect(page.locator("[data-removed]")).to_contain_text("A private key, its public half in its place")
        expect(page.locator("[data-removed] li", has_text="sa.key").first).to_be_visible()
        page.context.close()


def test_a_hand_made_tree_leaves_without_its_secrets(open_page: Open, server: str, tmp_path: Path) -> None:
    """Loose files of every kind, chosen at once: one archive leaves, and in it is no key, token or password."""
    key = ec.generate_private_key(ec.SECP256R1())
    data = b64encode(pem(key)).decode()
    (tmp_path / "with-key.conf").write_text(KUBECONFIG + f"- name: k\n  user:\n    client-key-data: {data}\n")
    (tmp_path / "kube-apiserver.yaml").write_text(MANIFEST)
    (tmp_path / "tokens.csv").write_text(f"{SECRET},root,1\n")
    (tmp_path / "encrypted.key").write_bytes(pem(key, password="x"))
    (tmp_path / "cut-off.key").write_bytes(pem(key)[:120])
    with tapped(server) as (address, sent):
        page = open_page("/open", base=address)
        page.locator('input[name="file"]').set_input_files(sorted(tmp_path.iterdir()))
        page.wait_for_url("**/clusters/**")
        assert_nothing_secret(b"".join(sent))
        found = {one["path"]: one for one in document(page, server, page.url.rpartition("/")[2])["keys"]}
        assert found["/encrypted.key"]["encrypted"]
        assert found["/with-key.conf"]["spki_sha256"] == sha256(spki(key)).hexdigest()
        page.context.close()


def test_a_secret_that_cannot_be_cut_is_not_sent(open_page: Open, server: str, tmp_path: Path) -> None:
    """A kind of key that the page does not know: it says so and offers the command, and sends what the person says."""
    (tmp_path / "odd.key").write_bytes(pem(ed448.Ed448PrivateKey.generate()))
    (tmp_path / "sound.key").write_bytes(pem(ec.generate_private_key(ec.SECP256R1())))
    with tapped(server) as (address, sent):
        page = open_page("/open", base=address)
        page.locator('input[name="file"]').set_input_files(sorted(tmp_path.iterdir()))
        refusal = page.get_by_role("alert")
        expect(refusal).to_contain_text("Nothing was sent")
        expect(refusal).to_contain_text("odd.key")
        expect(refusal).to_contain_text("Ed448")
        expect(refusal.get_by_role("link", name="this command")).to_have_attribute("href", "/open#command")
        assert b"POST" not in b"".join(sent)
        refusal.get_by_role("button", name="Send the rest without it").press("Enter")
        page.wait_for_url("**/clusters/**")
        assert set(files_in(b"".join(sent))) == {"sound.key"}
        expect(page.locator("[data-removed] li", has_text="odd.key")).to_have_count(1)
        page.context.close()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("cut-off.tgz", b"\x1f\x8b\x08\0\0\0\0\0\0\3junk", "cannot cut the keys out of"),
        ("huge.tar", b"\0" * (WEB.raw + 1), "Too large for this server"),
        ("notes.txt", b"nothing of a cluster", "cannot cut the keys out of"),
        ("slides.pdf", b"%PDF-1.7 nothing of a cluster", "This is a PDF document"),
        ("node.tar.xz", b"\xfd7zXZ\0 and more", "xz -dc FILE.tar.xz | gzip > node.tgz"),
        ("snapshot.db", bytes(16) + b"\xed\xda\x0c\xed" + bytes(99), "an etcd snapshot"),
        ("pw.zip", with_entry(zipped(("a", b"x")), 8, "<H", 1), "Pack the folder without one"),
        ("notes.zip", zipped(("home/notes", b"x"), ("home/b", b"y")), "Of its 2 files none is a certificate"),
        ("nested.zip", zipped(("nodes/cp1.zip", zipped(("a", b"x")))), "An archive stands in it (nodes/cp1.zip)"),
        ("sparse.tar", ODD_TARS["pax, sparse 1.0"], "without --sparse"),
    ],
)
def test_what_cannot_be_looked_into_is_not_sent(
    open_page: Open, server: str, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    """A damaged archive, one that is too large, and a file of no known kind: the page says so, nothing leaves it."""
    (tmp_path / name).write_bytes(content)
    with tapped(server) as (address, sent):
        page = open_page("/open", base=address)
        page.locator('input[name="file"]').set_input_files(tmp_path / name)
        expect(page.get_by_role("alert")).to_contain_text(says)
        expect(page.get_by_role("alert")).to_contain_text("othing was sent")
        assert b"POST" not in b"".join(sent)
        page.context.close()


def test_a_browser_without_streams_says_so(open_page: Open) -> None:
    """Older browsers cannot unpack: nothing is sent until the person chooses to."""
    page = open_page("/open", script="delete globalThis.DecompressionStream")
    page.locator('input[name="file"]').set_input_files(TREES / "kubeadm-1.37-worker-only.tar.gz")
    expect(page.get_by_role("alert")).to_contain_text("This browser cannot unpack archives")
    page.get_by_role("button", name="Send it as it is").click()
    page.wait_for_url("**/clusters/**")
    assert page.locator("[data-removed] summary").count() == 0


def test_a_zip_and_a_folder_give_the_map_of_the_tarball(open_page: Open, server: str, tmp_path: Path) -> None:
    """The same node as .tar.gz, .zip and folder: the same connections. (Browsers follow a folder's links.)"""
    node = tmp_path / "cp1"
    with tarfile.open(TREES / "kubeadm-1.22-cp1.tar.gz") as archive:
        archive.extractall(node, filter="tar")
    packed = Path(shutil.make_archive(str(tmp_path / "cp1"), "zip", tmp_path, "cp1"))
    seen = []
    for field, given in (("name", TREES / "kubeadm-1.22-cp1.tar.gz"), ("name", packed), ("webkitdirectory", node)):
        page = open_page("/open")
        page.locator(f"input[{field}][type=file]").set_input_files(given)
        page.wait_for_url("**/clusters/**")
        whole = document(page, server, page.url.rpartition("/")[2])
        seen.append([(one["id"], one["client"]["certificate"]["path"]) for one in whole["connections"]])
        page.close()
    assert len(seen[0]) > 10
    assert seen[1] == seen[0]
    assert seen[2] == seen[0]


def test_one_broken_archive_among_several_is_left_out(open_page: Open, tmp_path: Path) -> None:
    """The others are opened, and the page of the map says which was left out and why."""
    broken = tmp_path / "cut.tgz"
    broken.write_bytes((TREES / "kubeadm-1.37-worker-only.tar.gz").read_bytes()[:2000])
    page = open_page("/open")
    page.locator('input[name="file"]').set_input_files([broken, TREES / "kubeadm-1.37-worker-only.tar.gz"])
    page.wait_for_url("**/clusters/**")
    expect(page.locator("[data-removed]")).to_contain_text("cut.tgz")


def test_several_archives_stay_apart(open_page: Open, server: str) -> None:
    """One per node, chosen at once: each in a folder of its own name, so that none hides another's files."""
    page = open_page("/open")
    names = ("kubeadm-1.34-ecdsa.tar.gz", "kubeadm-1.37-worker-only.tar.gz")
    page.locator('input[name="file"]').set_input_files([TREES / name for name in names])
    page.wait_for_url("**/clusters/**")
    whole = document(page, server, page.url.rpartition("/")[2])
    assert len(whole["nodes"]) == 2
