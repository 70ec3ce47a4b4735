"""Writing what kubeadm makes: pairs and kubeconfigs, with the checks that it does before."""

from base64 import b64encode

from ...issuing.keys import KeyKind
from ...model.certificates import Facts
from ..files import FileError
from ..issuing import Wanted, issue, key_pem
from ..kubeconfig import ConfigFault, load
from ..pem import PrivateKey, certificates, private_key
from ..shell.call import Call
from ..trusting import refuse_any
from .asking import Settings, failure
from .leaves import AUTHORITIES, AuthorityPair, Config, Leaf

CA_PEM_MODE, KEY_MODE = 0o644, 0o600


def path_of(settings: Settings, base: str, suffix: str) -> str:
    """A file of the certificates’ folder."""
    return f"{settings.directory}/{base}.{suffix}"


def new_key(call: Call, settings: Settings) -> PrivateKey:
    """A key of the kind that the configuration asks for."""
    return call.world.new_key(kind_of(settings.facts.algorithm))


def kind_of(algorithm: str) -> KeyKind:
    """The kind of `RSA-2048` or `ECDSA-P256`, as encryptionAlgorithm names it."""
    kind, _, bits = algorithm.partition("-")
    return KeyKind("ECDSA" if kind == "ECDSA" else "RSA", int(bits.lstrip("P") or 2048))


def authority_of(call: Call, settings: Settings, name: str) -> Facts | None:
    """A CA's certificate; None where its file is not there or holds none."""
    pair = AUTHORITIES[name]
    try:
        found = certificates(call.files.read(path_of(settings, pair.base, "crt")))
    except FileError:
        return None
    return found[0] if found else None


def signer_of(call: Call, settings: Settings, pair: AuthorityPair) -> PrivateKey | None:
    """A CA’s private key; None where it is not there."""
    try:
        return private_key(call.files.read(path_of(settings, pair.base, "key")))
    except FileError:
        return None


def make_leaf(call: Call, settings: Settings, leaf: Leaf) -> int:
    """One certificate with its key, unless a good pair is there (certs.CreateCertAndKeyFilesWithCA)."""
    phase = f"error execution phase certs/{leaf.name}: "
    crt, key = (path_of(settings, leaf.base, suffix) for suffix in ("crt", "key"))
    there = {suffix: call.files.get(path) is not None for suffix, path in (("crt", crt), ("key", key))}
    authority, pair = authority_of(call, settings, leaf.authority), AUTHORITIES[leaf.authority]
    signer = signer_of(call, settings, pair)
    if authority is None:
        raise failure(
            call,
            f"{phase}couldn't load CA certificate {leaf.authority}: couldn't load {leaf.authority} certificate authority from {settings.directory}",
        )
    if signer is None and not (there["crt"] and there["key"]):
        missing = "key" if not there["key"] else "crt"
        what = "the private key" if missing == "key" else "the certificate"
        path = key if missing == "key" else crt
        raise failure(
            call,
            f"invalid or incomplete external CA: failure loading key for {leaf.name}: couldn't load {what} file {path}: "
            f"open {path}: no such file or directory",
        )
    if there["crt"]:
        _check_existing(call, settings, leaf, authority, crt, phase)
        call.line(f"[certs] Using existing {leaf.base} certificate and key on disk")
        return 0
    if there["key"]:
        raise failure(
            call,
            f'{phase}failed to write or validate certificate "{leaf.name}": failure loading {leaf.name} certificate: '
            f"couldn't load the certificate file {crt}: open {crt}: no such file or directory",
        )
    assert signer is not None  # noqa: S101 - without it nothing is made, above
    call.line(f'[certs] Generating "{leaf.base}" certificate and key')
    wanted = leaf.wanted(settings)
    if wanted.names or wanted.addresses:
        call.line(
            f"[certs] {leaf.base} serving cert is signed for DNS names [{' '.join(wanted.names)}] and IPs [{' '.join(wanted.addresses)}]"
        )
    write_pair(call, settings, leaf.base, wanted, authority, signer)
    return 0


def write_pair(call: Call, settings: Settings, base: str, wanted: Wanted, authority: Facts, signer: PrivateKey) -> None:
    """A new key, its certificate, and their files."""
    key = new_key(call, settings)
    call.files.make_folders(path_of(settings, base, "crt").rpartition("/")[0])
    write_fresh(call, path_of(settings, base, "key"), key_pem(key), KEY_MODE)
    write_fresh(call, path_of(settings, base, "crt"), issue(call.world, wanted, key, authority, signer), CA_PEM_MODE)


def write_fresh(call: Call, path: str, data: bytes, mode: int) -> None:
    """A new file with a mode of its own."""
    call.files.write(path, data, mode=mode)


def _check_existing(call: Call, settings: Settings, leaf: Leaf, authority: Facts, crt: str, phase: str) -> None:
    """A certificate that is there must be the CA's (certs.validateCertificateWithCA)."""
    found = certificates(call.files.read(crt))
    if not found:
        raise failure(
            call,
            f'{phase}failed to write or validate certificate "{leaf.name}": failure loading {leaf.name} certificate: couldn\'t load the certificate file {crt}: data does not contain any valid RSA or ECDSA certificates',
        )
    now = call.world.now
    if now > found[0].not_after:
        moment = f"W{now:%m%d %H:%M:%S}.{now.microsecond:06}   14733 certs.go:474]"
        times = f"NotBefore: {found[0].not_before:%Y-%m-%d %H:%M:%S} +0000 UTC, NotAfter: {found[0].not_after:%Y-%m-%d %H:%M:%S} +0000 UTC"
        call.err(
            f"{moment} WARNING: could not validate bounds for certificate {leaf.name}: the certificate has expired: {times}"
        )
    fault = refuse_any(found, (authority,), call.world)
    if fault:
        raise failure(
            call, f"{phase}[certs] certificate {leaf.name} not signed by CA certificate {leaf.authority}: {fault}"
        )


def make_config(call: Call, settings: Settings, config: Config, folder: str = "/etc/kubernetes") -> int:
    """One kubeconfig, unless one is there that trusts the CA (kubeconfig.createKubeConfigFileIfNotExists)."""
    phase = f"error execution phase kubeconfig/{config.name}: "
    authority = authority_of(call, settings, "ca")
    signer = signer_of(call, settings, AUTHORITIES["ca"])
    path = f"{folder}/{config.name}.conf"
    if authority is None or signer is None:
        raise failure(
            call,
            f"{phase}couldn't create a kubeconfig; the CA files couldn't be loaded: failed to load certificate: couldn't load the certificate file {path_of(settings, 'ca', 'crt')}: open {path_of(settings, 'ca', 'crt')}: no such file or directory",
        )
    if call.files.get(path) is not None:
        _check_config(call, path, authority, phase)
        call.line(f'[kubeconfig] Using existing kubeconfig file: "{path}"')
        return 0
    call.line(f'[kubeconfig] Writing "{config.name}.conf" kubeconfig file')
    key = new_key(call, settings)
    wanted = Wanted(config.common_name, config.organizations)
    certificate = issue(call.world, wanted, key, authority, signer)
    server = settings.local_server if config.local else settings.server
    user = config.common_name
    write_fresh(
        call,
        path,
        kubeconfig_text(
            settings.facts.cluster_name, server, authority_pem(call, settings), user, certificate, key_pem(key)
        ),
        KEY_MODE,
    )
    return 0


def authority_pem(call: Call, settings: Settings) -> bytes:
    """The cluster CA’s file."""
    return call.files.read(path_of(settings, "ca", "crt"))


def _check_config(call: Call, path: str, authority: Facts, phase: str) -> None:
    try:
        cluster = load(call.files, path).cluster
        found = certificates(cluster.authority(call.files) or b"") if cluster else ()
    except (ConfigFault, FileError):
        found = ()
    if authority.fingerprint_sha256 not in {one.fingerprint_sha256 for one in found}:
        raise failure(
            call,
            f'{phase}a kubeconfig file "{path}" exists but does not contain a trusted CA in its current context\'s cluster. '
            f"Total CA certificates found: {len(found)}",
        )


def kubeconfig_text(cluster: str, server: str, authority: bytes, user: str, certificate: bytes, key: bytes) -> bytes:
    """A kubeconfig as kubeadm writes it."""
    context = f"{user}@{cluster}"
    data = {name: b64encode(value).decode() for name, value in (("ca", authority), ("crt", certificate), ("key", key))}
    return (
        "apiVersion: v1\nclusters:\n- cluster:\n"
        f"    certificate-authority-data: {data['ca']}\n    server: {server}\n  name: {cluster}\n"
        f"contexts:\n- context:\n    cluster: {cluster}\n    user: {user}\n  name: {context}\n"
        f"current-context: {context}\nkind: Config\nusers:\n- name: {user}\n  user:\n"
        f"    client-certificate-data: {data['crt']}\n    client-key-data: {data['key']}\n"
    ).encode()
