"""Every bound that an opened tree must keep, each with its reason. Passed as an argument, never looked up.

Two kinds: what makes one file unreadable (it is listed with its reason and the rest goes on), and what makes the whole
upload too large (LimitExceeded, naming the limit and the command that allows more). Whatever is bounded per file is
bounded per upload too: 300 files under a limit of 40 000 events are 4.5 million events.
"""

from dataclasses import dataclass

from ..model.errors import LimitExceeded

MIB = 1 << 20

PATH_BYTES = 512
"""The longest path of a real tree has 77 bytes; PATH_MAX is 4096, and a page has to show it."""

PATH_PARTS = 32
"""A real path has eight parts behind its node's folder."""

NAME_BYTES = 512
"""Names inside a kubeconfig become parts of ids. EKS's are the longest in use, about 100 bytes."""

NODE_NAME = 253
"""Kubernetes object names are at most 253 characters (RFC 1123 subdomain)."""

HEADER_BYTES = 64 << 10
"""A pax or GNU long-name header: GNU tar's own are one block; Go's limit is 1 MiB."""

HEADERS_IN_A_ROW = 2
"""Before one member: GNU tar writes at most a long link and a long name. 5000 of them are an attack on recursion."""

ZIP_ENTRY = 128
"""Bytes of a zip file's directory for each file that may be in it: 46 and a name. zipfile reads it all before it can be
counted, a second for 8 MiB.
"""

CERTIFICATE_PEM = 36_500
"""One certificate's PEM: cert-manager's limit (internal/pem/decode.go), with room for large SAN lists."""

KEY_PEM = 13_000
"""One private key's PEM: cert-manager's limit; an RSA key of 8192 bits has 6.4 KB."""

EC_KEY_DER = 512
"""Only these keys reach OpenSSL. PKCS#8 of P-521 is 241 bytes."""

RSA_BITS = range(1024, 8193)
"""crypto/rsa refuses shorter keys, crypto/tls longer ones."""

RSA_EXPONENT_BITS = 31
"""crypto/rsa refuses larger exponents; a 64-bit one makes every signature check four times as long."""

PROBLEMS = 20
"""Lines about one file: whoever has mended these reads the next ones."""

UNREADABLE = 1000
"""Lines about one upload: as many as anybody reads, and 150 KB of a document."""

YAML_DEPTH = 32
"""A manifest of kubeadm is nested nine deep. libyaml's own composer dies of 25 000."""

YAML_DOCUMENTS = 50
"""`kubeadm config print` writes five."""

YAML_EVENTS = 40_000
"""A file's: a manifest has 300, the largest kubeconfig seen 1000."""

YAML_FILE = 256 << 10
"""Bytes of one file: it is read, searched for secrets and kept as text. A manifest has 4 KB, a kubeconfig 6."""

SCRIPT = 16 << 10
"""Characters of a script behind `sh -c` that is looked into. What people write to start etcd has 2000."""

MOUNTS = 100
"""Of one container. kube-apiserver has eight, and each is compared with each path of a flag."""

CERTIFICATE_UNIT = 64
"""Bytes of a certificate that count like one SAN. What reading costs is the number of its parts."""


DEADLINE = 2
"""Seconds of processor time that a server gives an upload, ten times the slowest seen. On one's own machine: Ctrl-C."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds that differ between a server for strangers and somebody's own machine."""

    upload: int
    """Bytes as they come. A node is 35–50 KB; 1000 nodes are 31 MB unpacked."""

    raw: int
    """Bytes after inflating, and the sum of all files (hard links count each time)."""

    members: int
    """Of an archive or of folders, directories included. A node has 40."""

    member: int
    """Bytes of one file. The largest that is read here, a kubeconfig, has 6 KB; a bundle of system CAs 220 KB."""

    blocks: int
    """PEM blocks of one file. A system bundle has 150."""

    certificates: int
    """Of the upload, counted at every place, damaged ones and other PEM blocks too. A node has 20."""

    keys: int
    """Of the upload, counted at every place, damaged ones too. A node has 20."""

    sans_shown: int | None
    """How many of a certificate's SANs a page lists before it counts the rest; None: all. kubeadm writes eight."""

    certificate_units: int
    """Of different certificates: one for each SAN, and one for each 64 bytes. kubeadm's have 25 each."""

    yaml_events: int
    """Of the upload. A node has 2000."""

    yaml_bytes: int
    """Of different YAML files. A control-plane node has 35 KB, a worker 3."""

    verification_units: int
    """Of signature checks: RSA (bits/2048)², twice that if e has more than 17 bits; P-256 2, larger curves 12.
    4000 are 0.15 s.
    """

    connections: int
    """Of the cluster. Everybody dials everybody: 600 small files can make a million. 150 workers with three API servers
    have 1000, 1000 workers 7000.
    """


WEB = Bounds(
    upload=4 * MIB,
    raw=12 * MIB,
    members=2000,
    member=1 * MIB,
    blocks=500,
    certificates=4000,
    keys=4000,
    sans_shown=50,
    certificate_units=120_000,
    yaml_events=250_000,
    yaml_bytes=2 * MIB,
    verification_units=4000,
    connections=1000,
)
"""For a server that strangers use: an upload costs at most a quarter of a second and 64 MiB."""

INSPECT = Bounds(
    upload=64 * MIB,
    raw=256 * MIB,
    members=100_000,
    member=1 * MIB,
    blocks=5000,
    certificates=50_000,
    keys=50_000,
    sans_shown=None,
    certificate_units=3_000_000,
    yaml_events=3_000_000,
    yaml_bytes=64 * MIB,
    verification_units=100_000,
    connections=100_000,
)
"""For a command on one's own machine: three control-plane nodes and 1000 workers fit."""


def exceeded(limit: str, what: str, member: str | None = None) -> LimitExceeded:
    """The refusal of a whole upload: `limit` is the bound's name, `what` a sentence that names the number."""
    remedy = (
        "Pack only /etc/kubernetes, /var/lib/kubelet/pki and /var/lib/kubelet/config.yaml, "
        "or open it on your own machine, where the limits are higher: kubepki inspect FILE"
    )
    return LimitExceeded(what, remedy=remedy, member=member, code=limit)
