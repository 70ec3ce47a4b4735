"""What simulated tools print, what `--export` writes, and what the ladder says of it: three voices, one truth."""

import functools
import io
import re
import shutil
import subprocess
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from app.model.cluster import Cluster
from app.model.files import Entry
from app.model.verdicts import Outcome
from app.simulation.exporting import export
from app.simulation.terminal import Terminal
from tests.trees import cluster_of

from .strange import ADDRESS, CLOCK, DOMAIN, NODE, SANS, SERVICE, strange
from .worlds import of, play

PKI = "/etc/kubernetes/pki"
NAME = "hostname3"
COMMANDS = (
    "kubectl -n kube-system get cm kubeadm-config -o jsonpath='{.data.ClusterConfiguration}' > kubeadm.yaml",
    f"sed -i 's/^  certSANs:$/&\\n  - {NAME}/' kubeadm.yaml",
    f"mkdir old; mv {PKI}/apiserver.crt {PKI}/apiserver.key old/",
    "kubeadm init phase certs apiserver --config kubeadm.yaml",
)
LEAVES = (
    "apiserver", "apiserver-kubelet-client", "apiserver-etcd-client", "front-proxy-client", "etcd/server", "etcd/peer",
    "etcd/healthcheck-client", "ca", "etcd/ca", "front-proxy-ca",
)  # fmt: skip


@functools.cache
def made() -> tuple[Terminal, str, dict[str, Entry]]:
    """A terminal after the name was added, what kubeadm then printed, and the exported files by their names."""
    found = Terminal.on(of(strange()), NODE, lambda: 0.0)
    printed = play(found, *COMMANDS).output
    with tarfile.open(fileobj=io.BytesIO(export(found.world, CLOCK))) as tar:
        entries = [
            Entry(one.name, tar.extractfile(one).read() if one.isfile() else b"", one.linkname or None, one.mode, None)  # type: ignore[union-attr]
            for one in tar
        ]
    return found, printed, {one.member: one for one in entries}


def exported(path: str) -> bytes:
    return made()[2][f"{NODE}{path}"].data


def certificate(path: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate(exported(path))


def sans_of(path: str) -> tuple[list[str], list[str]]:
    """Names and addresses of an exported certificate, as Python's cryptography reads them."""
    found = certificate(path).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return found.get_values_for_type(x509.DNSName), list(map(str, found.get_values_for_type(x509.IPAddress)))


def test_kubeadm_prints_the_names_that_it_wrote() -> None:
    """Names and addresses in the order of the file; those of the tree, the new one, and the node's own."""
    names, addresses = sans_of(f"{PKI}/apiserver.crt")
    assert f"signed for DNS names [{' '.join(names)}] and IPs [{' '.join(addresses)}]" in made()[1]
    usual = ["kubernetes", "kubernetes.default", "kubernetes.default.svc", f"kubernetes.default.svc.{DOMAIN}"]
    assert names == sorted([NODE, *usual, SANS[0], NAME])
    assert addresses == [SERVICE, ADDRESS, *SANS[1:]]
    key = certificate(f"{PKI}/apiserver.crt").public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name == "secp256r1"


def test_check_expiration_prints_the_dates_of_the_files() -> None:
    """Each row's EXPIRES is the end of the exported certificate."""
    table = play(made()[0], "kubeadm certs check-expiration").output
    for row, path in (("apiserver", "apiserver"), ("etcd-server", "etcd/server"), ("ca", "ca")):
        end = certificate(f"{PKI}/{path}.crt").not_valid_after_utc
        assert re.search(rf"^{row} +{end:%b %d, %Y %H:%M} UTC", table, re.MULTILINE), row


def local_openssl() -> str | None:
    """Why the machine's own openssl cannot judge, None where it can."""
    if not shutil.which("openssl"):
        return "no openssl on this machine"
    version = subprocess.run(["openssl", "version"], capture_output=True, text=True, check=True).stdout
    return None if version.startswith("OpenSSL 3.0.") else f"another print: {version.strip()}"


def real(*words: str, given: bytes = b"") -> str:
    found = subprocess.run(["openssl", *words], input=given, capture_output=True, check=False)
    return (found.stdout + found.stderr).decode()


needs_openssl = pytest.mark.skipif(bool(local_openssl()), reason=str(local_openssl()))


@needs_openssl
@pytest.mark.parametrize("base", LEAVES)
def test_openssl_prints_the_exported_file_as_the_simulated_one_does(base: str) -> None:
    """`x509 -text` and its single parts, byte for byte, over certificates of the tree and those made by commands."""
    for asked in ("-text", "-subject -issuer -serial -dates -fingerprint", "-ext subjectAltName,keyUsage"):
        shown = play(made()[0], f"openssl x509 -in {PKI}/{base}.crt -noout {asked}").output
        assert shown == real("x509", "-noout", *asked.split(), given=exported(f"{PKI}/{base}.crt"))


@needs_openssl
@pytest.mark.parametrize("name", ["admin", "controller-manager", "scheduler"])
def test_openssl_prints_what_was_supplied_as_the_simulated_one_does(name: str) -> None:
    """Certificates in kubeconfigs that the upload did not hold, taken out of them by grep and base64 on both sides."""
    take = f"grep client-certificate-data /etc/kubernetes/{name}.conf | awk '{{print $2}}' | base64 -d"
    shown = play(made()[0], f"{take} | openssl x509 -noout -text").output
    data = re.search(rb"client-certificate-data: (\S+)", exported(f"/etc/kubernetes/{name}.conf"))
    assert data is not None
    pem = subprocess.run(["base64", "-d"], input=data[1], capture_output=True, check=True).stdout
    assert "Issuer: CN = kubernetes" in shown and shown == real("x509", "-noout", "-text", given=pem)


@needs_openssl
@pytest.mark.parametrize("pair", ["ca apiserver", "etcd/ca etcd/server", "etcd/ca apiserver"])
def test_openssl_verifies_alike(pair: str, tmp_path: Path) -> None:
    """By its own CA and by another one: the same words and number."""
    signer, leaf = pair.split()
    for base in (signer, leaf):
        path = tmp_path / f"{base}.crt"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(exported(f"{PKI}/{base}.crt"))
    words = ("verify", "-attime", str(int(made()[0].world.now.timestamp())), "-CAfile")
    shown = play(made()[0], f"cd {PKI}; openssl {' '.join(words)} {signer}.crt {leaf}.crt").output
    wanted = subprocess.run(
        ["openssl", *words, f"{signer}.crt", f"{leaf}.crt"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert shown == wanted.stdout + wanted.stderr or sorted(shown.splitlines()) == sorted(
        (wanted.stdout + wanted.stderr).splitlines()
    )


def ladder(server: str | None = None) -> Cluster:
    """The exported files judged as an upload is; with admin.conf's server changed."""
    found = []
    for entry in made()[2].values():
        data = entry.data
        if server is not None and entry.member.endswith("/admin.conf"):
            data = re.sub(rb"server: \S+", f"server: {server}".encode(), data)
        found.append(replace(entry, data=data))
    return cluster_of([one for one in found if "/etc/kubernetes/" in one.member or "/var/lib/" in one.member], CLOCK)


def test_the_ladder_finds_the_exported_files_sound() -> None:
    """Every connection works that can be checked, kubectl's by each kubeconfig, and it works in the simulation."""
    judged = ladder()
    outcomes = {one: verdict.outcome for one, verdict in judged.verdicts.items()}
    assert Outcome.FAILS not in outcomes.values()
    assert outcomes[f"kubectl:admin.conf@{NODE}->kube-apiserver@{NODE}"] is Outcome.WORKS
    assert play(made()[0], "kubectl get nodes -o name").output == f"node/{NODE}\n"


@pytest.mark.parametrize(
    ("name", "works"), [(NAME, True), (SANS[0], True), ("hostname4", False), ("10.20.30.99", False)]
)
def test_the_ladder_and_kubectl_say_the_same_of_a_name(name: str, works: bool) -> None:
    """A name in the certificate works in both; another one is refused in both with Go's words, which list the names of
    the exported file in their order.
    """
    found = made()[0]
    play(found, f"grep -q ' {name}$' /etc/hosts || echo '{ADDRESS} {name}' >> /etc/hosts")
    answer = play(found, f"kubectl -s https://{name}:6443 get nodes -o name")
    verdict = ladder(f"https://{name}:6443").verdicts[f"kubectl:admin.conf@{NODE}->kube-apiserver@{NODE}"]
    works = name in (NAME, SANS[0])
    assert (answer.status == 0, verdict.outcome is Outcome.WORKS) == (works, works)
    if not works:
        names, addresses = sans_of(f"{PKI}/apiserver.crt")
        valid = addresses if re.fullmatch(r"[\d.]+", name) else names
        words = f"x509: certificate is valid for {', '.join(valid)}, not {name}"
        assert words in answer.output and words in str(verdict.client_error)
