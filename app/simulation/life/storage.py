"""Whether an API server that starts gets through to the etcd beside it: both certificates are judged at that moment.

Words: captures-1.37/failures/apiserver-to-etcd.txt; a server of Go tells the client why by its alert (facts.md §5).
"""

from datetime import datetime

from ...model.certificates import Facts
from ...model.configuration import Container
from ...reading.bounds import INSPECT
from ...topology.signatures import Signatures
from ...trust.pools import Pool
from ...trust.verification import Verifier
from ..files import FileError
from ..pem import certificates
from ..world import Host

LOCAL = "127.0.0.1"
_ALERTS = (("expired", "expired certificate"), ("unknown authority", "unknown certificate authority"))


def storage_fault(host: Host, container: Container, now: datetime) -> list[str] | None:
    """The lines with which the API server gives up; None where etcd and it take each other, or no etcd is beside it."""
    pods = host.kubelet.pods.values() if host.kubelet is not None else ()
    etcd = next((pod.main for pod in pods if pod.main.program == "etcd"), None)
    if etcd is None or LOCAL not in (container.flag("--etcd-servers") or ""):
        return None
    try:
        server, client_roots = (_certificates(host, etcd, flag) for flag in ("--cert-file", "--trusted-ca-file"))
        client, server_roots = (_certificates(host, container, flag) for flag in ("--etcd-certfile", "--etcd-cafile"))
    except FileError:
        return None
    if not server or not client:
        return None
    verifier = Verifier(Signatures(INSPECT), now)
    refused = verifier.server(server, Pool(server_roots), LOCAL).failure
    if refused is not None:
        text = f"transport: authentication handshake failed: tls: failed to verify certificate: {refused.error}"
        return _lines(text)
    refused = verifier.client(client, Pool(client_roots)).failure
    if refused is not None:
        alert = next((words for part, words in _ALERTS if part in refused.error), "bad certificate")
        return _lines(f"error reading server preface: remote error: tls: {alert}")
    return None


def _certificates(host: Host, container: Container, flag: str) -> tuple[Facts, ...]:
    return certificates(host.files.read(container.on_host(container.flag(flag) or "")))


def _lines(text: str) -> list[str]:
    where = f'{{Addr: "{LOCAL}:2379", ServerName: "{LOCAL}:2379", }}'
    head = "W{} logging.go:55] [core] [Channel #1 SubChannel #2] grpc: addrConn.createTransport failed to connect to "
    last = "error creating storage factory: etcd grpc connection not ready: context deadline exceeded"
    return [
        f'{head}{where}. Err: connection error: desc = "{text}"',
        f'E{{}} run.go:72] "command failed" err="{last}"',
    ]
