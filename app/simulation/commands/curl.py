"""curl(1): to the simulated API servers, judged by OpenSSL as curl is built with it."""

import json
from urllib.parse import urlsplit

from ...model.certificates import Facts
from ..endpoints import Endpoint, EndpointFault, endpoint_at
from ..kubectl.access import ADMINS
from ..network import NameFault, resolve
from ..openssl.checking import Question, check
from ..pem import PairFault, certificates, read_pair
from ..shell.call import Call, Stop, encoded
from ..shell.options import Options, options
from ..trusting import Identity, authenticate

NAMES = ("curl",)
OPTIONS = (
    "kvsSifLo:w:H:X:m:E:c:r:K:",
    {
        "insecure": "k",
        "verbose": "v",
        "silent": "s",
        "show-error": "S",
        "cacert": "c",
        "cert": "E",
        "key": "K",
        "resolve": "r",
        "output": "o",
        "write-out": "w",
        "header": "H",
        "request": "X",
        "max-time": "m",
        "fail": "f",
        "include": "i",
        "location": "L",
    },
)
_OPEN = ("/livez", "/readyz", "/healthz", "/version")
_WORDS = {
    20: "unable to get local issuer certificate",
    10: "certificate has expired",
    26: "unsuitable certificate purpose",
    9: "certificate is not yet valid",
    18: "self-signed certificate",
}


def run(call: Call) -> int:
    """-k, --cacert, --cert, --key, --resolve, -s, -S, -v, -o, -w, -H of one URL."""
    given = options(call, *OPTIONS)
    if not given.words:
        raise Stop("curl: try 'curl --help' or 'curl --manual' for more information", 2)
    url = given.words[0] if "://" in given.words[0] else f"http://{given.words[0]}"
    parts = urlsplit(url)
    quiet = "s" in given.flags and "S" not in given.flags
    try:
        code, body = _asked(
            call,
            given,
            parts.hostname or "",
            parts.port or (443 if parts.scheme == "https" else 80),
            parts.path or "/",
            parts.scheme,
        )
    except Stop as stop:
        if quiet:
            raise Stop("", stop.status) from None
        raise
    if given.value("o"):
        call.files.write(call.path(str(given.value("o"))), encoded(body))
    else:
        call.out(body)
    if given.value("w"):
        call.out(str(given.value("w")).replace("%{http_code}", str(code)).replace("\\n", "\n"))
    return 0


def _asked(call: Call, given: Options, name: str, port: int, path: str, scheme: str) -> tuple[int, str]:
    server = _connected(call, given, name, port)
    if scheme != "https":
        return 400, "Client sent an HTTP request to an HTTPS server.\n"
    if "k" not in given.flags:
        _trusted(call, given, server, name)
    if "v" in given.flags:
        call.err(
            f"* SSL connection using TLSv1.3 / TLS_AES_128_GCM_SHA256\n* Server certificate:\n*  subject: {server.chain[0].subject}"
        )
    chain = _chain(call, given)
    if server.requires and not chain:
        raise Stop(
            "curl: (56) OpenSSL SSL_read: error:0A00045C:SSL routines::tlsv13 alert certificate required, errno 0", 56
        )
    if server.server is None:
        return 401, "Unauthorized"
    return _answer(call, server, chain, path)


def _connected(call: Call, given: Options, name: str, port: int) -> Endpoint:
    pinned = {
        tuple(one.split(":", 2)[:2]): one.split(":", 2)[2].strip("[]")
        for one in given.values.get("r", [])
        if one.count(":") >= 2
    }
    try:
        address = pinned.get((name, str(port))) or resolve(call.host, name)
        return endpoint_at(call.world, call.host, address, port)
    except NameFault:
        raise Stop(f"curl: (6) Could not resolve host: {name}", 6) from None
    except EndpointFault as fault:
        if fault.kind == "timeout":
            raise Stop(
                f"curl: (28) Failed to connect to {name} port {port} after 130000 ms: Couldn't connect to server", 28
            ) from None
        if fault.kind == "balancer":
            raise Stop(
                f"curl: (35) OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to {name}:{port} ", 35
            ) from None
        raise Stop(
            f"curl: (7) Failed to connect to {name} port {port} after 0 ms: Couldn't connect to server", 7
        ) from None


def _trusted(call: Call, given: Options, server: Endpoint, name: str) -> None:
    roots = certificates(call.read(str(given.value("c")))) if given.value("c") else ()
    address = ":" in name or name.replace(".", "").isdigit()
    question = Question("serverAuth", None if address else name, name if address else None, partial=True)
    fault = check(server.chain, roots, call.world.now, question)
    if fault is None:
        return
    if fault.number in (62, 64):
        raise Stop(
            f"curl: (60) SSL: no alternative certificate subject name matches target host name '{name}'\n{_MORE}", 60
        )
    raise Stop(f"curl: (60) SSL certificate problem: {_WORDS.get(fault.number, fault.text)}\n{_MORE}", 60)


_MORE = (
    "More details here: https://curl.se/docs/sslcerts.html\n\n"
    "curl failed to verify the legitimacy of the server and therefore could not\n"
    "establish a secure connection to it. To learn more about this situation and\n"
    "how to fix it, please visit the web page mentioned above."
)


def _chain(call: Call, given: Options) -> tuple[Facts, ...]:
    certificate, key = given.value("E"), given.value("K")
    if not certificate:
        return ()
    try:
        return read_pair(call.read(certificate), call.read(key or certificate)).chain
    except PairFault:
        raise Stop(f"curl: (58) unable to set private key file: '{key or certificate}' type PEM", 58) from None


def _answer(call: Call, server: Endpoint, chain: tuple[Facts, ...], path: str) -> tuple[int, str]:
    assert server.server is not None  # noqa: S101 - only an API server answers so
    found = authenticate(call.world, server.server, chain, None)
    if not isinstance(found, Identity):
        server.server.log(found)
        return 401, _status("Unauthorized", "Unauthorized", 401)
    if path in _OPEN:
        version = call.world.objects.facts.version if call.world.objects else ""
        return 200, json.dumps({"gitVersion": version}, indent=2) + "\n" if path == "/version" else "ok"
    if ADMINS & set(found.groups):
        return 200, json.dumps({"kind": "APIVersions", "versions": ["v1"]}, indent=2) + "\n"
    return 403, _status("Forbidden", f'forbidden: User "{found.user}" cannot get path "{path}"', 403)


def _status(reason: str, message: str, code: int) -> str:
    value = {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "message": message,
        "reason": reason,
        "code": code,
    }
    return json.dumps(value, indent=2)
