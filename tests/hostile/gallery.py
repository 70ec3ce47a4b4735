"""Well-formed uploads that ask for far more work than their size, each in another way.

What is malformed stands with its reader's tests.
"""

from base64 import b64encode
from collections.abc import Callable, Iterable

from app.model.files import Entry
from tests.pages.packing import packed
from tests.reading.making import (
    BIT_STRING,
    BOOLEAN,
    SEQUENCE,
    attribute,
    certificate,
    common_name,
    extension,
    integer,
    name,
    oid,
    sans,
    tlv,
)
from tests.trees import entries

GALLERY: dict[str, Callable[[], bytes]] = {}
TREE = "kubeadm-1.30-cp1"
ETC = "etc/kubernetes"


def upload(make: Callable[[], Iterable[Entry]]) -> Callable[[], Iterable[Entry]]:
    """Puts a maker of entries into the gallery, under its name, as one that makes the archive."""
    GALLERY[make.__name__.replace("_", " ")] = lambda: packed(make())
    return make


def pem(der: bytes, label: str = "CERTIFICATE") -> bytes:
    text = b64encode(der)
    lines = b"\n".join(text[start : start + 64] for start in range(0, len(text), 64))
    return b"-----BEGIN %b-----\n%b\n-----END %b-----\n" % (label.encode(), lines, label.encode())


def pod(node: str, program: str, flags: Iterable[str], more: str = "") -> Entry:
    """A static pod of a node."""
    words = "".join(f"    - {flag}\n" for flag in flags)
    text = (
        f"apiVersion: v1\nkind: Pod\nmetadata: {{name: {program}}}\nspec:\n  containers:\n  - name: {program}\n"
        f"    command:\n    - {program}\n{words}{more}"
    )
    return Entry(f"{node}/{ETC}/manifests/{program}.yaml", text.encode())


IS_CA = extension("2.5.29.19", tlv(SEQUENCE, tlv(BOOLEAN, b"\xff")), critical=True)


def kubeconfig(member: str, server: str, contexts: int = 1, ca: str = "") -> Entry:
    """A kubeconfig with a token and so many contexts."""
    text = (
        "apiVersion: v1\nkind: Config\n"
        f"clusters: [{{name: c, cluster: {{server: '{server}', certificate-authority: '{ca}'}}}}]\n"
        f"users: [{{name: u, user: {{token: abc}}}}]\n# of {member}\ncontexts:\n"
        + "".join(f"- {{name: x{n}, context: {{cluster: c, user: u}}}}\n" for n in range(contexts))
    )
    return Entry(member, text.encode())


def apiserver(node: str, number: int, *flags: str) -> Entry:
    address = f"10.0.{number >> 8}.{number & 255}"
    return pod(
        node,
        "kube-apiserver",
        (f"--advertise-address={address}", "--client-ca-file=/etc/kubernetes/pki/ca.crt", *flags),
    )


@upload
def api_servers_and_kubelets() -> Iterable[Entry]:
    """Everybody dials everybody, through a load balancer."""
    for number in range(600):
        yield apiserver(f"n{number}", number)
        yield kubeconfig(f"n{number}/{ETC}/kubelet.conf", "https://lb:6443")


@upload
def as_many_connections_as_allowed() -> Iterable[Entry]:
    """The same, just within the bound: every page has to show them."""
    for number in range(19):
        yield apiserver(f"n{number}", number)
        yield kubeconfig(f"n{number}/{ETC}/kubelet.conf", "https://lb:6443")


@upload
def members_of_etcd() -> Iterable[Entry]:
    """Each is every other's peer."""
    for number in range(1500):
        url = f"https://10.1.{number >> 8}.{number & 255}"
        urls = (f"--listen-client-urls={url}:2379", f"--initial-advertise-peer-urls={url}:2380")
        yield pod(f"n{number}", "etcd", (f"--name=m{number}", "--peer-cert-file=/p.crt", "--cert-file=/c.crt", *urls))


@upload
def contexts_without_end() -> Iterable[Entry]:
    """Each is a kubectl, which reaches every API server."""
    for number in range(40):
        yield apiserver(f"n{number}", number)
    for number in range(8):
        yield kubeconfig(f"n0/{ETC}/{number}.conf", "https://lb:6443", 2000)


@upload
def servers_of_etcd_without_end() -> Iterable[Entry]:
    """--etcd-servers of ten thousand URLs, on each of many API servers."""
    urls = ",".join(f"https://e{number}:2379" for number in range(10_000))
    for number in range(16):
        yield apiserver(f"n{number}", number, f"--etcd-servers={urls}")


@upload
def flags_and_mounts() -> Iterable[Entry]:
    """Every flag is a path in a container, which each of thousands of mounts may map."""
    mounts = "    volumeMounts:\n" + "".join(f"    - {{name: v{n}, mountPath: /m{n}}}\n" for n in range(1200))
    volumes = "  volumes:\n" + "".join(f"  - {{name: v{n}, hostPath: {{path: /h{n}}}}}\n" for n in range(1200))
    flags = [f"--a{n}-file=/m{n}/x" for n in range(3000)]
    for number in range(5):
        yield pod(f"n{number}", "kube-apiserver", flags, mounts + volumes)


@upload
def one_long_name() -> Iterable[Entry]:
    """A SAN of 20 KB, which every verdict over the server would quote."""
    long = certificate(extensions=[sans((2, b"x" * 20_000))])
    ca = certificate(subject=common_name("issuer"), issuer=common_name("issuer"), extensions=[IS_CA])
    yield Entry(f"n0/{ETC}/pki/apiserver.crt", pem(long))
    yield Entry(f"n0/{ETC}/pki/ca.crt", pem(ca))
    yield apiserver("n0", 0, "--tls-cert-file=/etc/kubernetes/pki/apiserver.crt", "--etcd-servers=https://e:1")
    for number in range(400):
        yield kubeconfig(f"w{number}/{ETC}/kubelet.conf", "https://lb:6443", ca="/etc/kubernetes/pki/ca.crt")
        yield Entry(f"w{number}/{ETC}/pki/ca.crt", pem(ca))


@upload
def long_names_of_everything() -> Iterable[Entry]:
    """Subject, issuer and SANs of ten kilobytes, on hundreds of certificates."""
    for number in range(300):
        subject = common_name(f"{number}" + "s" * 8000)
        made = certificate(subject=subject, issuer=common_name("i" * 8000), extensions=[sans((2, b"x" * 8000))])
        yield Entry(f"n{number}/{ETC}/pki/apiserver.crt", pem(made))


@upload
def thousands_of_names() -> Iterable[Entry]:
    """5000 SANs, on as many certificates as fit."""
    for number in range(300):
        names = ((2, b"%d.%d" % (number, n)) for n in range(2900))
        yield Entry(f"n{number}/{ETC}/pki/apiserver.crt", pem(certificate(extensions=[sans(*names)])))


@upload
def thousands_of_name_parts() -> Iterable[Entry]:
    """A subject of very many attributes, in an RDN each and all in one."""
    parts = [attribute("2.5.4.11", "u") for _ in range(2000)]
    for number in range(200):
        subject = name(*parts) if number % 2 else name(parts)
        made = certificate(subject=subject, serial=number + 1)
        yield Entry(f"n{number}/{ETC}/pki/apiserver.crt", pem(made))


@upload
def thousands_of_extensions() -> Iterable[Entry]:
    """Two thousand unknown extensions on each certificate."""
    unknown = [extension(f"1.2.3.{n}", b"\x05\x00", critical=True) for n in range(1000)]
    for number in range(200):
        yield Entry(f"n{number}/{ETC}/pki/apiserver.crt", pem(certificate(extensions=unknown, serial=number + 1)))


def rsa_public(bits: int, exponent: int, number: int = 0) -> bytes:
    """A public key that nobody made, of a modulus that is no product of two primes: a check costs the same."""
    modulus = (1 << bits) - 1 - 2 * number
    inner = tlv(SEQUENCE, integer(modulus), integer(exponent))
    return tlv(SEQUENCE, tlv(SEQUENCE, oid("1.2.840.113549.1.1.1"), b"\x05\0"), tlv(BIT_STRING, b"\0" + inner))


def signed(size: int) -> bytes:
    """A signature of a length that fits the key, so that it is looked at."""
    return tlv(BIT_STRING, b"\0" + b"\x7f" * size)


@upload
def signatures_of_large_keys() -> Iterable[Entry]:
    """40 CAs of one name with RSA-8192 and a long exponent, and leaves of that name: every pair is a question."""
    for number in range(40):
        made = certificate(
            subject=common_name("ca"),
            issuer=common_name("ca"),
            spki=rsa_public(8192, (1 << 31) - 1, number),
            signature=signed(1024),
        )
        yield Entry(f"{ETC}/pki/ca{number}.crt", pem(made))
    for number in range(300):
        made = certificate(serial=number + 1, issuer=common_name("ca"), signature=signed(1024))
        yield Entry(f"{ETC}/pki/leaf{number}.crt", pem(made))


@upload
def signatures_in_a_mesh() -> Iterable[Entry]:
    """All certificates of one name and issuer: everybody may have signed everybody."""
    for number in range(400):
        made = certificate(
            subject=common_name("ca"),
            issuer=common_name("ca"),
            serial=number + 1,
            spki=rsa_public(2048, 65537, number),
            signature=signed(256),
        )
        yield Entry(f"{ETC}/pki/ca{number}.crt", pem(made))


@upload
def signatures_in_a_ring() -> Iterable[Entry]:
    """Each CA names the next as its issuer, the last the first; hundreds of connections search a path through it."""
    bundle = b""
    for number in range(300):
        made = certificate(
            subject=common_name(f"ca{number}"),
            issuer=common_name(f"ca{(number + 1) % 300}"),
            spki=rsa_public(2048, 65537, number),
            signature=signed(256),
        )
        bundle += pem(made)
    yield Entry(f"n0/{ETC}/pki/ca.crt", bundle)
    yield Entry(f"n0/{ETC}/pki/apiserver.crt", pem(certificate(issuer=common_name("ca0"), signature=signed(256))))
    yield apiserver("n0", 0, "--tls-cert-file=/etc/kubernetes/pki/apiserver.crt")
    for number in range(300):
        yield kubeconfig(f"w{number}/{ETC}/kubelet.conf", "https://10.0.0.0:6443")


@upload
def as_many_certificates_as_allowed() -> Iterable[Entry]:
    """4000 different small ones, each its own issuer, in many nodes."""
    for number in range(1900):
        made = b"".join(
            pem(certificate(subject=common_name(f"{number}.{n}"), issuer=common_name(f"{number}.{n}"))) for n in (0, 1)
        )
        yield Entry(f"n{number}/{ETC}/pki/ca.crt", made)


@upload
def nodes_of_one_name() -> Iterable[Entry]:
    """Two thousand folders that all name themselves the same."""
    made = pem(certificate(subject=name(attribute("2.5.4.10", "system:nodes"), attribute("2.5.4.3", "system:node:n"))))
    for number in range(900):
        yield Entry(f"f{number}/var/lib/kubelet/pki/kubelet-client-current.pem", made)
        yield Entry(f"f{number}/{ETC}/kubelet.conf", b"kind: Config\n# %d\n" % number)


@upload
def chains_of_links() -> Iterable[Entry]:
    """Links to links to links, and folders that are links."""
    yield Entry(f"{ETC}/pki/ca.crt", pem(certificate()))
    for number in range(1900):
        target = f"/{ETC}/pki/l{number + 1}" if number % 10 else "/etc/kubernetes/pki/ca.crt"
        yield Entry(f"{ETC}/pki/l{number}", b"", target)
    yield apiserver(".", 0, *(f"--x{n}-file=/etc/kubernetes/pki/l{n}" for n in range(1900)))


@upload
def values_in_yaml() -> Iterable[Entry]:
    """As many values as a file and an upload may have, as secrets to be masked."""
    for number in range(6):
        lines = "".join(f"    - {{name: a{n}, value: '--token=s{n} --password x{n}'}}\n" for n in range(3000))
        text = f"kind: Pod\nmetadata: {{name: p}}\nspec:\n  containers:\n  - name: etcd\n    env:\n{lines}"
        yield Entry(f"n{number}/{ETC}/manifests/etcd.yaml", text.encode())


@upload
def secrets_in_scripts() -> Iterable[Entry]:
    """Long scripts, full of what looks like a flag, an assignment, a token or a key."""
    words = ("--token=x ", "PASSWORD= ", "token:", "-a-", "eyJa.", "abcdef.0123456789abcde", "\\'", "LS0t")
    for number, word in enumerate(words):
        script = (word * (250_000 // len(word))).replace("'", "''")
        text = f"kind: Pod\nspec:\n  containers:\n  - name: etcd\n    command: [sh, -c, '{script}']\n"
        yield Entry(f"n{number}/{ETC}/manifests/etcd.yaml", text.encode())


@upload
def comments_without_end() -> Iterable[Entry]:
    """Long comments beside a secret."""
    for number, comment in enumerate(("# token ", "#" * 70, " #", "# " + "x" * 60, "# a", "# b")):
        text = f"kind: Pod\nspec: {{x: {{token: s}}}}\n{(comment + chr(10)) * (250_000 // len(comment))}"
        yield Entry(f"n{number}/{ETC}/manifests/etcd.yaml", text.encode())


@upload
def keys_in_values() -> Iterable[Entry]:
    """Values that may hold a private key, in base64 and plain."""
    block = "-----BEGIN PRIVATE KEY-----\\n"
    values = [block * 8_000, b64encode(b"-----BEGIN PRIVATE KEY-----\n" * 6_000).decode(), "LS0t" * 60_000]
    for number, value in enumerate(values):
        text = f'kind: Pod\nspec: {{x: {{y: "{value}"}}}}\n'
        yield Entry(f"n{number}/{ETC}/manifests/etcd.yaml", text.encode())


@upload
def wrong_keys() -> Iterable[Entry]:
    """Thousands of private keys whose numbers do not fit, with moduli as long as allowed."""
    modulus = (1 << 8192) - 1
    numbers = [0, modulus, 65537, modulus - 2, (1 << 4096) - 1, (1 << 4096) + 1, 5, 7, 9]
    block = pem(tlv(SEQUENCE, *map(integer, numbers)), "RSA PRIVATE KEY")
    for number in range(1300):
        yield Entry(f"n{number}/{ETC}/pki/x.key", block * 2)
    yield Entry(f"{ETC}/pki/ca.crt", pem(certificate()))


@upload
def curves() -> Iterable[Entry]:
    """Public keys on P-521 whose point is none: only the curve's equation tells."""
    spki = tlv(
        SEQUENCE,
        tlv(SEQUENCE, oid("1.2.840.10045.2.1"), oid("1.3.132.0.35")),
        tlv(BIT_STRING, b"\0\4" + bytes(65) + b"\1" + bytes(65) + b"\2"),
    )
    for number in range(1900):
        yield Entry(f"{ETC}/pki/{number}.crt", pem(certificate(spki=spki, serial=number + 1)) * 2)


@upload
def files_of_nothing() -> Iterable[Entry]:
    """As many unreadable files as allowed, each with a line of its own."""
    for number in range(1990):
        yield Entry(f"n{number % 40}/{ETC}/pki/{'x' * 60}{number}.crt", b"-----BEGIN CERTIFICATE-----\n!" * 60)
    yield Entry(f"{ETC}/pki/ca.crt", pem(certificate()))


@upload
def signs_of_kubernetes() -> Iterable[Entry]:
    """Text that might begin a Kubernetes object at every word."""
    for number, word in enumerate(("kind:", "apiVersion: v1 kind: ", "\nkind: Pod", '{"kind": ')):
        yield Entry(f"{ETC}/{number}.yaml", word.encode() * (1_000_000 // len(word)))
    yield Entry(f"{ETC}/pki/ca.crt", pem(certificate()))


@upload
def a_real_tree_beside_megabytes() -> Iterable[Entry]:
    """What a person might send by mistake: the tree with logs beside it."""
    yield from entries(TREE)
    for number in range(9):
        yield Entry(f"var/log/{number}", bytes(range(256)) * 4096)
