"""The request itself: who answers, and what."""

import re

from ..client import Reached
from ..files import FileError
from ..kubectl.answering import Reply, failure, respond
from ..pem import certificates
from ..shell.call import Call, Stop
from ..shell.options import Options
from ..trusting import Identity, authenticate, refuse_client
from .connecting import Connected

_BEARER = re.compile(r"authorization:\s*bearer\s+(\S+)", re.IGNORECASE)
_TEXT = "text/plain; charset=utf-8"
ETCD, PEER, KUBELET = 2379, 2380, 10250
PLAIN = "Client sent an HTTP request to an HTTPS server.\n"


def ask(call: Call, given: Options, to: Connected) -> Reply:
    """The server's answer. Raises Stop where it hangs up."""
    if to.url.scheme == "http":
        return Reply(400, PLAIN, _TEXT)
    if to.server.requires and not to.chain:
        raise Stop("curl: (55) getpeername() failed with errno 107: Transport endpoint is not connected", 55)
    path = (to.url.path or "/") + (f"?{to.url.query}" if to.url.query else "")
    if to.server.server is None:
        return _etcd(call, to, path) if to.port in (ETCD, PEER) else _kubelet(call, to, path)
    token = next((found[1] for one in given.values.get("H", []) if (found := _BEARER.match(one))), None)
    identity = authenticate(call.world, to.server.server, to.chain, token)
    if not isinstance(identity, Identity):
        to.server.server.log(identity)
        return failure(401, "Unauthorized", "Unauthorized")
    method = given.value("X") or ("POST" if given.value("d") else "GET")
    if method not in ("GET", "HEAD"):
        call.world.hint("Of HTTP's methods this simulation offers GET and HEAD")
        return failure(405, "MethodNotAllowed", "the server does not allow this method on the requested resource")
    return respond(call.world, Reached(to.server.server, identity), path)


def _etcd(call: Call, to: Connected, path: str) -> Reply:
    """etcd's gateway: its health is for whoever has a certificate of its CA."""
    if refuse_client(to.chain, to.server.path[-1:], call.world):
        words = "curl: (56) OpenSSL SSL_read: error:0A000418:SSL routines::tlsv1 alert unknown ca, errno 0"
        raise Stop(words, 56)
    if path == "/health":
        return Reply(200, '{"health":"true","reason":""}', _TEXT)
    return Reply(404, "404 page not found\n", _TEXT)


def _kubelet(call: Call, to: Connected, path: str) -> Reply:
    """A kubelet: nobody without a certificate of its client CA."""
    host = next((one for one in call.world.hosts.values() if one.address == to.address), call.host)
    try:
        roots = certificates(host.files.read("/etc/kubernetes/pki/ca.crt"))
    except FileError:
        roots = ()
    if not to.chain or refuse_client(to.chain, roots, call.world):
        return Reply(401, "Unauthorized", _TEXT)
    if path == "/healthz":
        return Reply(200, "ok", _TEXT)
    return Reply(404, "404 page not found\n", _TEXT)
