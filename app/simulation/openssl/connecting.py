"""openssl s_client: a connection to a simulated server, and what OpenSSL says of its certificate."""

import hashlib

from ...dump.names import one_line
from ...issuing.encoding import pem
from ...model.certificates import Facts
from ..endpoints import Endpoint, EndpointFault, endpoint_at
from ..network import NameFault, resolve
from ..pem import certificates
from ..shell.call import Call, Stop
from .checking import Fault, Question, check
from .options import read
from .x509 import moment

VALUES = frozenset({"connect", "CAfile", "cert", "key", "servername", "verify_hostname", "verify_ip", "verify"})
SWITCHES = frozenset(
    {"showcerts", "brief", "verify_return_error", "tls1_2", "tls1_3", "quiet", "noservername", "ign_eof", "prexit"}
)
_OLD_SCHEMES = (
    "RSA-PSS+SHA256:ECDSA+SHA256:ed25519:RSA-PSS+SHA384:RSA-PSS+SHA512:RSA+SHA256:RSA+SHA384:RSA+SHA512:ECDSA+SHA384:"
    "ECDSA+SHA512"
)
_SCHEMES = "RSA-PSS+SHA256:ECDSA+SHA256:ed25519:RSA-PSS+SHA384:RSA-PSS+SHA512:ECDSA+SHA384:ECDSA+SHA512"


def run(call: Call, words: list[str]) -> int:
    """-connect HOST:PORT; with -CAfile and -verify_hostname or -verify_ip the certificate is judged."""
    given = read(call, "s_client", words, VALUES, SWITCHES)
    target = given.values.get("connect") or (given.words[0] if given.words else "localhost:4433")
    name, _, port = target.rpartition(":")
    if not name or not (port.isascii() and port.isdigit() and len(port) < 6):
        raise Stop("s_client: -connect argument or target parameter malformed or ambiguous")
    server = _server(call, name.strip("[]"), int(port))
    roots = certificates(call.read(given.values["CAfile"])) if "CAfile" in given.values else ()
    question = Question("serverAuth", given.values.get("verify_hostname"), given.values.get("verify_ip"))
    fault = check(server.chain, roots, call.world.now, question)
    by_address = given.has("noservername") or _is_address(name)
    if by_address and "servername" not in given.values:
        call.err("Can't use SSL_get_servername")
    _verification(call, server, fault, stops=given.has("verify_return_error"), brief=given.has("brief"))
    if fault is not None and given.has("verify_return_error"):
        call.err(
            "40E7D277BE7F0000:error:0A000086:SSL routines:tls_post_process_server_certificate:certificate verify failed:../ssl/statem/statem_clnt.c:1889:"
        )
        return 1
    if given.has("brief"):
        _brief(call, server, fault, question, old=given.has("tls1_2"))
    elif not given.has("quiet"):
        _whole(call, server, fault, show=given.has("showcerts"), old=given.has("tls1_2"))
    call.err("DONE")
    return 0


def _server(call: Call, name: str, port: int) -> Endpoint:
    try:
        address = resolve(call.host, name)
    except NameFault:
        raise Stop(
            "40E7D277BE7F0000:error:10080002:BIO routines:BIO_lookup_ex:system lib:../crypto/bio/bio_addr.c:738:Name or service not known\nconnect:errno=22"
        ) from None
    try:
        return endpoint_at(call.world, call.host, address, port)
    except EndpointFault as fault:
        words = {"refused": "Connection refused", "timeout": "Connection timed out"}.get(
            fault.kind, "Connection reset by peer"
        )
        number = {"refused": 111, "timeout": 110}.get(fault.kind, 104)
        raise Stop(
            f"40E7D277BE7F0000:error:8000006F:system library:BIO_connect:{words}:../crypto/bio/bio_sock2.c:127:calling connect()\nconnect:errno={number}"
        ) from None


def _verification(call: Call, server: Endpoint, fault: Fault | None, *, stops: bool, brief: bool) -> None:
    """What the verify callback prints on standard error, from the top of the chain down."""
    leaf = one_line(server.chain[0].raw_subject)
    if fault is None:
        if not brief:
            for depth, facts in reversed(list(enumerate(server.path))):
                call.err(f"depth={depth} {one_line(facts.raw_subject)}\nverify return:1")
        return
    call.err(f"depth={fault.depth} {one_line(fault.facts.raw_subject)}\nverify error:num={fault.number}:{fault.text}")
    if stops:
        return
    call.err("verify return:1")
    if fault.number == 20:
        call.err(f"depth=0 {leaf}\nverify error:num=21:unable to verify the first certificate\nverify return:1")
    call.err(f"depth=0 {leaf}\nverify return:1")


def final(fault: Fault | None) -> tuple[int, str]:
    """The last error counts: 21 after 20."""
    if fault is None:
        return 0, "ok"
    return (21, "unable to verify the first certificate") if fault.number == 20 else (fault.number, fault.text)


def _brief(call: Call, server: Endpoint, fault: Fault | None, question: Question, *, old: bool) -> None:
    name = question.host or question.address
    version, cipher = _protocol(server.chain[0], old=old)
    lines = ["CONNECTION ESTABLISHED", f"Protocol version: {version}", f"Ciphersuite: {cipher}"]
    lines += ["Client Certificate Types: RSA sign, ECDSA sign"] if server.asks and old else []
    lines += [f"Requested Signature Algorithms: {_OLD_SCHEMES if old else _SCHEMES}"] if server.asks else []
    lines += [
        f"Peer certificate: {one_line(server.chain[0].raw_subject)}",
        "Hash used: SHA256",
        f"Signature type: {_signature(server.chain[0])}",
    ]
    lines.append("Verification: OK" if fault is None else f"Verification error: {final(fault)[1]}")
    lines += [f"Verified peername: {name}"] if fault is None and name else []
    for line in [*lines, "Server Temp Key: X25519, 253 bits"]:
        call.err(line)


def _protocol(leaf: Facts, *, old: bool) -> tuple[str, str]:
    """What Go and OpenSSL agree on: by default TLS 1.3, with -tls1_2 the suite for the key."""
    kind = "RSA" if leaf.key.type == "RSA" else "ECDSA"
    return ("TLSv1.2", f"ECDHE-{kind}-AES128-GCM-SHA256") if old else ("TLSv1.3", "TLS_AES_128_GCM_SHA256")


def _whole(call: Call, server: Endpoint, fault: Fault | None, *, show: bool, old: bool) -> None:
    number, text = final(fault)
    leaf = server.chain[0]
    call.out("CONNECTED(00000003)\n---\nCertificate chain\n")
    for at, facts in enumerate(server.chain):
        call.line(f" {at} s:{one_line(facts.raw_subject)}\n   i:{one_line(facts.raw_issuer)}")
        kind = "rsaEncryption" if facts.key.type == "RSA" else "id-ecPublicKey"
        call.line(f"   a:PKEY: {kind}, {facts.key.bits} (bit); sigalg: {_algorithm(facts)}")
        call.line(f"   v:NotBefore: {moment(facts.not_before)}; NotAfter: {moment(facts.not_after)}")
        if show:
            call.stdout.write(pem("CERTIFICATE", facts.der))
    call.line("---\nServer certificate")
    if not show:
        call.stdout.write(pem("CERTIFICATE", leaf.der))
    call.line(f"subject={one_line(leaf.raw_subject)}\nissuer={one_line(leaf.raw_issuer)}\n---")
    if server.asks:
        call.line("Acceptable client certificate CA names")
        for name in server.asks:
            call.line(one_line(name))
        schemes = _OLD_SCHEMES if old else _SCHEMES
        if old:
            call.line("Client Certificate Types: RSA sign, ECDSA sign")
        call.line(f"Requested Signature Algorithms: {schemes}\nShared Requested Signature Algorithms: {schemes}")
    else:
        call.line("No client certificate CA names sent")
    call.line(
        f"Peer signing digest: SHA256\nPeer signature type: {_signature(leaf)}\nServer Temp Key: X25519, 253 bits\n---"
    )
    size = 130 + sum(len(one.der) for one in server.chain) + sum(map(len, server.asks))
    call.line(f"SSL handshake has read {size} bytes and written 391 bytes")
    call.line("Verification: OK" if fault is None else f"Verification error: {text}")
    version, cipher = _protocol(leaf, old=old)
    call.line(f"---\nNew, {version}, Cipher is {cipher}\nServer public key is {leaf.key.bits} bit")
    call.line(f"Secure Renegotiation IS {'' if old else 'NOT '}supported\nCompression: NONE\nExpansion: NONE")
    call.line("No ALPN negotiated")
    if old:
        _session(call, version, cipher, number, text)
    else:
        call.line(f"Early data was not sent\nVerify return code: {number} ({text})")
    call.line("---")


def _session(call: Call, version: str, cipher: str, number: int, text: str) -> None:
    """A TLS 1.2 session. Its secrets follow from the moment; a ticket, which is noise, is not shown."""
    digest = hashlib.sha384(f"{cipher} {call.world.now}".encode()).hexdigest().upper()
    call.line(f"SSL-Session:\n    Protocol  : {version}\n    Cipher    : {cipher}")
    call.line(f"    Session-ID: {digest[:32]}{digest[64:]}\n    Session-ID-ctx: \n    Master-Key: {digest}")
    call.line("    PSK identity: None\n    PSK identity hint: None\n    SRP username: None")
    call.line(f"    Start Time: {int(call.world.now.timestamp())}\n    Timeout   : 7200 (sec)")
    call.line(f"    Verify return code: {number} ({text})\n    Extended master secret: yes")


def _signature(leaf: Facts) -> str:
    return {"RSA": "RSA-PSS", "ECDSA": "ECDSA"}.get(leaf.key.type, "Ed25519")


def _algorithm(facts: Facts) -> str:
    return {"sha256WithRSAEncryption": "RSA-SHA256", "ecdsa-with-SHA256": "ecdsa-with-SHA256"}.get(
        facts.signature_algorithm, facts.signature_algorithm
    )


def _is_address(name: str) -> bool:
    bare = name.strip("[]")
    return ":" in bare or bare.replace(".", "").isdigit()
