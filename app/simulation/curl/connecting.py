"""curl's connection: names, pinned addresses, the server's certificate, the client's."""

from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from ...model.certificates import Facts
from ..endpoints import Endpoint, EndpointFault, endpoint_at
from ..network import NameFault, resolve
from ..openssl.checking import Fault, Question, check
from ..pem import PairFault, certificates, read_pair
from ..shell.call import Call, Stop
from ..shell.options import Options

_WORDS = {
    20: "unable to get local issuer certificate",
    10: "certificate has expired",
    26: "unsuitable certificate purpose",
    9: "certificate is not yet valid",
    18: "self-signed certificate",
    19: "self-signed certificate in certificate chain",
}
MORE = (
    "More details here: https://curl.se/docs/sslcerts.html\n\n"
    "curl failed to verify the legitimacy of the server and therefore could not\n"
    "establish a secure connection to it. To learn more about this situation and\n"
    "how to fix it, please visit the web page mentioned above."
)
DEFAULT_CA = "/etc/ssl/certs/ca-certificates.crt"


@dataclass(frozen=True, slots=True)
class Connected:
    """A connection. `fault`: why the server would not be believed; with -k it is said and passed over."""

    url: SplitResult
    name: str
    port: int
    address: str
    server: Endpoint
    chain: tuple[Facts, ...]
    fault: Fault | None
    authority: str | None


def connect(call: Call, given: Options, text: str) -> Connected:
    """Raises Stop with curl's number and words."""
    url = urlsplit(text if "://" in text else f"http://{text}")
    if url.scheme not in ("http", "https"):
        raise Stop(f'curl: (1) Protocol "{url.scheme}" not supported or disabled in libcurl', 1)
    try:
        name, port = url.hostname or "", url.port or (443 if url.scheme == "https" else 80)
    except ValueError:
        raise Stop("curl: (3) URL using bad/illegal format or missing URL", 3) from None
    if not name:
        raise Stop("curl: (3) URL using bad/illegal format or missing URL", 3)
    address, server = _dialled(call, given, name, port)
    chain = _chain(call, given) if url.scheme == "https" else ()
    authority = given.value("c")
    fault = None
    if url.scheme == "https":
        roots = certificates(_authority(call, authority)) if authority else ()
        is_address = ":" in name or name.replace(".", "").isdigit()
        question = Question("serverAuth", None if is_address else name, name if is_address else None, partial=True)
        fault = check(server.chain, roots, call.world.now, question)
    return Connected(url, name, port, address, server, chain, fault, authority)


def refusal(fault: Fault, name: str) -> Stop:
    """Why curl goes no further without -k."""
    return Stop(f"curl: (60) {problem(fault, name)}\n{MORE}", 60)


def problem(fault: Fault, name: str) -> str:
    """What curl says of a certificate that it does not believe."""
    if fault.number in (62, 64):
        return f"SSL: no alternative certificate subject name matches target host name '{name}'"
    return f"SSL certificate problem: {_WORDS.get(fault.number, fault.text)}"


def _authority(call: Call, name: str) -> bytes:
    try:
        data = call.read(name)
    except Stop:
        data = b""
    if not certificates(data):
        raise Stop(f"curl: (77) error setting certificate file: {name}", 77)
    return data


def _dialled(call: Call, given: Options, name: str, port: int) -> tuple[str, Endpoint]:
    pinned = {
        (one.split(":", 2)[0].lower(), one.split(":", 2)[1]): one.split(":", 2)[2].strip("[]")
        for one in given.values.get("r", [])
        if one.count(":") >= 2
    }
    try:
        address = pinned.get((name, str(port))) or resolve(call.host, name)
        return address, endpoint_at(call.world, call.host, address, port)
    except NameFault:
        raise Stop(f"curl: (6) Could not resolve host: {name}", 6) from None
    except EndpointFault as fault:
        if fault.kind == "balancer":
            raise Stop(
                f"curl: (35) OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to {name}:{port} ", 35
            ) from None
        number, after = (28, 130000) if fault.kind == "timeout" else (7, 0)
        words = f"Failed to connect to {name} port {port} after {after} ms: Couldn't connect to server"
        raise Stop(f"curl: ({number}) {words}", number) from None


def _chain(call: Call, given: Options) -> tuple[Facts, ...]:
    certificate, key = given.value("E"), given.value("K")
    if not certificate:
        return ()
    try:
        data = call.read(certificate)
    except Stop:
        raise Stop(
            f"curl: (58) could not load PEM client certificate from {certificate}, OpenSSL error error:80000002:system library::No such file or directory, (no key found, wrong pass phrase, or wrong file format?)",
            58,
        ) from None
    try:
        return read_pair(data, call.read(key or certificate)).chain
    except (PairFault, Stop):
        raise Stop(f"curl: (58) unable to set private key file: '{key or certificate}' type PEM", 58) from None
