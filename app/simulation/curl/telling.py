"""What curl prints beside the body: -v, -i, -w (the forms of curl 7.88 with OpenSSL 3.0 and nghttp2)."""

import re
from collections.abc import Iterator

from ..kubectl.answering import Reply
from ..objects import uid_of
from ..shell.call import Call
from ..shell.options import Options
from .connecting import DEFAULT_CA, Connected, problem

AGENT = "curl/7.88.1"
_REASONS = {400: "Bad Request"}
_HANDSHAKE = """TLSv1.3 (OUT), TLS handshake, Client hello (1):
 CAfile: {authority}
 CApath: /etc/ssl/certs
TLSv1.3 (IN), TLS handshake, Server hello (2):
TLSv1.3 (IN), TLS handshake, Encrypted Extensions (8):
TLSv1.3 (IN), TLS handshake, Request CERT (13):
TLSv1.3 (IN), TLS handshake, Certificate (11):"""
_FINISHED = """TLSv1.3 (IN), TLS handshake, CERT verify (15):
TLSv1.3 (IN), TLS handshake, Finished (20):
TLSv1.3 (OUT), TLS change cipher, Change cipher spec (1):
TLSv1.3 (OUT), TLS handshake, Certificate (11):
{proof}TLSv1.3 (OUT), TLS handshake, Finished (20):
SSL connection using TLSv1.3 / TLS_AES_128_GCM_SHA256
ALPN: server accepted h2
Server certificate:
 subject: {subject}
 start date: {begin}
 expire date: {end}"""


def headers(call: Call, to: Connected, reply: Reply) -> list[str]:
    """The status line and the headers of an answer."""
    if to.url.scheme == "http":
        return [f"HTTP/1.0 {reply.status} {_REASONS.get(reply.status, '')}", ""]
    body = reply.body(pretty=True)
    moment = f"{call.world.now:%a, %d %b %Y %H:%M:%S} GMT"
    found = [f"HTTP/2 {reply.status} "]
    if to.server.server is not None:
        found += [f"audit-id: {uid_of('audit', str(to.url.path), moment)}", "cache-control: no-cache, private"]
    found.append(f"content-type: {reply.kind}")
    if reply.status != 401 and to.server.server is not None:
        found += ["x-content-type-options: nosniff"] if reply.kind.startswith("text") or reply.status == 403 else []
        found += [f"x-kubernetes-pf-{one}-uid: {uid_of(one)}" for one in ("flowschema", "prioritylevel")]
    return [*found, f"content-length: {len(body.encode())}", f"date: {moment}", ""]


def before(to: Connected, *, insecure: bool) -> Iterator[str]:
    """-v: what is said while connecting; it ends where the server is not believed."""
    yield f"*   Trying {_shown(to.address)}:{to.port}..."
    yield f"* Connected to {to.name} ({to.address}) port {to.port} (#0)"
    if to.url.scheme == "https":
        yield from (f"* {line}" for line in _handshake(to, insecure=insecure))


def _handshake(to: Connected, *, insecure: bool) -> Iterator[str]:
    yield "ALPN: offers h2,http/1.1"
    opening = _HANDSHAKE.format(authority=to.authority or DEFAULT_CA).split("\n")
    yield from (line for line in opening if not (insecure and line.startswith(" CA")))
    misnamed = to.fault is not None and to.fault.number in (62, 64)
    if to.fault is not None and not misnamed and not insecure:
        yield f"TLSv1.3 (OUT), TLS alert, {_ALERTS.get(to.fault.number, 'unknown CA (560):')}"
        yield f"{problem(to.fault, to.name)}"
        yield "Closing connection 0"
        return
    leaf = to.server.chain[0]
    proof = "TLSv1.3 (OUT), TLS handshake, CERT verify (15):\n" if to.chain else ""
    begin, end = (
        f"{moment:%b} {moment.day:2} {moment:%H:%M:%S %Y} GMT" for moment in (leaf.not_before, leaf.not_after)
    )
    subject = leaf.subject.replace(",", "; ")
    yield from _FINISHED.format(proof=proof, subject=subject, begin=begin, end=end).split("\n")
    if misnamed and to.fault is not None and not insecure:
        yield f" subjectAltName does not match {to.name}"
        yield problem(to.fault, to.name)
        yield "Closing connection 0"
        yield "TLSv1.3 (OUT), TLS alert, close notify (256):"
        return
    if not insecure:
        found = "IP address!" if _is_ip(to) else f'"{to.name}"'
        yield f' subjectAltName: host "{to.name}" matched cert\'s {found}'
    yield f" issuer: {leaf.issuer.replace(',', '; ')}"
    ok = to.fault is None or misnamed
    result = "" if ok or to.fault is None else f" result: {to.fault.text} ({to.fault.number}), continuing anyway."
    yield f" SSL certificate verify{result or ' ok.'}"
    yield "using HTTP/2"


_ALERTS = {10: "certificate expired (557):", 9: "bad certificate (554):", 26: "unsupported certificate (555):"}


def _is_ip(to: Connected) -> bool:
    return ":" in to.name or to.name.replace(".", "").isdigit()


def _shown(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def request(given: Options, to: Connected, method: str) -> Iterator[str]:
    """-v: the request."""
    path = (to.url.path or "/") + (f"?{to.url.query}" if to.url.query else "")
    where = to.url.netloc
    own = [one for one in given.values.get("H", []) if ":" in one]
    if to.url.scheme == "https":
        pairs = [(":method", method), (":path", path), (":scheme", "https"), (":authority", where)]
        pairs += [("user-agent", AGENT), ("accept", "*/*")]
        yield from (f"* h2h3 [{name}: {value}]" for name, value in pairs)
        yield "* Using Stream ID: 1 (easy handle 0x55d0c0ffee00)"
        yield f"> {method} {path} HTTP/2"
        yield from (f"> {line}" for line in (f"Host: {where}", f"user-agent: {AGENT}", "accept: */*", *own, ""))
    else:
        yield f"> {method} {path} HTTP/1.1"
        yield from (f"> {line}" for line in (f"Host: {where}", f"User-Agent: {AGENT}", "Accept: */*", *own, ""))


def written(template: str, to: Connected, reply: Reply) -> str:
    """-w: the variables that people ask for; others are empty, as curl's unknown ones are."""
    known = {
        "http_code": f"{reply.status:03}",
        "response_code": f"{reply.status:03}",
        "http_version": "2" if to.url.scheme == "https" else "1",
        "ssl_verify_result": str(to.fault.number if to.fault else 0),
        "remote_ip": to.address,
        "remote_port": str(to.port),
        "url": to.url.geturl(),
        "url_effective": to.url.geturl(),
        "scheme": to.url.scheme.upper(),
        "size_download": str(len(reply.body(pretty=True).encode())),
        "content_type": reply.kind,
        "method": "GET",
        "time_total": "0.012345",
    }
    text = re.sub(r"%\{(\w+)\}", lambda found: known.get(found[1], ""), template)
    return text.replace("\\n", "\n").replace("\\t", "\t").replace("\\r", "\r")
