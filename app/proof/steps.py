"""The messages of a handshake in words: what each is, what it carries, what it proves."""

from dataclasses import dataclass

from ..explain.phrases import code, counted, listing, say
from ..model.words import Sentence
from ..tls.contents import CertificateChain, CertificateRequest, Hello, Signature
from ..tls.transcript import Alert, Message
from .alerts import alert_facts
from .talk import CLIENT, SERVER, Talk

Facts = tuple[tuple[str, Sentence], ...]

_NAMES = 6
"""Names of a certificate, groups or CAs that a message lists before it counts the rest."""

_NOTHING_MORE = 6
"""Bytes of an empty EncryptedExtensions."""

_HASHES = {"sha1": "SHA-1", "sha256": "SHA-256", "sha384": "SHA-384", "sha512": "SHA-512"}
_KINDS = (("rsa_pss", "RSA-PSS"), ("rsa_pkcs1", "RSA (PKCS #1 v1.5)"), ("ecdsa", "ECDSA"))

_BRIEFS = {
    "ServerKeyExchange": "a fresh key share, signed",
    "CertificateRequest": "“Show me a certificate.”",
    "ServerHelloDone": "now it waits for the client",
    "ClientKeyExchange": "the client’s key share",
    "Finished": "a checksum over all of it",
    "NewSessionTicket": "for coming back without all of this",
}
_PROVES = {
    "ClientHello": "nothing: anybody may say hello.",
    "ServerHello": "nothing yet. From the two [key shares](diffie-hellman) both make a secret that nobody else knows.",
    "EncryptedExtensions": "that both have the same secret: else it could not be read.",
    "CertificateRequest": "nothing; it is a question.",
    "ServerHelloDone": "nothing.",
    "ClientKeyExchange": "nothing yet: from the two key shares both make the same secret.",
    "Finished": "that both have seen the same messages: nobody changed one on the way.",
    "NewSessionTicket": "nothing; the next handshake may refer to it.",
}
_OPEN = (
    ("CertificateRequest", SERVER),
    ("Certificate", SERVER),
    ("CertificateVerify", SERVER),
    ("ServerKeyExchange", SERVER),
)


@dataclass(frozen=True, slots=True)
class Step:
    """A message or an alert. `size` is None for an alert; `facts`: what it carries, means and proves; `opened`:
    whether that is to be seen at first.
    """

    number: int
    sender: str
    name: str
    brief: Sentence
    size: int | None
    encrypted: bool
    facts: Facts
    opened: bool


def step(talk: Talk, entry: Message | Alert) -> Step:
    """An entry of a transcript in words."""
    if isinstance(entry, Alert):
        brief = say("{name}", name=code(entry.name))
        return Step(entry.number, entry.sender, "Alert", brief, None, entry.encrypted, alert_facts(talk, entry), True)
    facts = _facts(talk, entry)
    empty = isinstance(entry.content, CertificateChain) and not entry.content.certificates
    opened = (entry.name, entry.sender) in _OPEN or empty
    return Step(entry.number, entry.sender, entry.name, _brief(talk, entry), entry.size, entry.encrypted, facts, opened)


def scheme_words(scheme: str) -> str:
    """`RSA-PSS with SHA-256` for rsa_pss_rsae_sha256."""
    kind = next((words for name, words in _KINDS if scheme.startswith(name)), None)
    used = _HASHES.get(scheme.rpartition("_")[2])
    return f"{kind} with {used}" if kind and used else scheme.replace("ed25519", "Ed25519")


def _brief(talk: Talk, message: Message) -> Sentence:
    content = message.content
    if message.name == "ClientHello":
        return say("versions, ciphers and a fresh key share" if talk.tls13 else "versions and ciphers")
    if message.name == "ServerHello":
        return say("the cipher chosen, and its own key share" if talk.tls13 else "the cipher chosen")
    if message.name == "EncryptedExtensions":
        return say("nothing more to settle" if message.size <= _NOTHING_MORE else "what else the server settles")
    if message.name == "CertificateVerify":
        return say("a signature over messages 1 to {last}", last=str(message.number - 1))
    if isinstance(content, CertificateChain):
        return talk.file(message.sender) if content.certificates else say("empty: none to show")
    return say(_BRIEFS.get(message.name, ""))


def _facts(talk: Talk, message: Message) -> Facts:
    facts = _carried(talk, message)
    proves = _PROVES.get(message.name)
    return (*facts, ("proves", say(proves))) if proves else facts


def _carried(talk: Talk, message: Message) -> Facts:
    found = message.content
    if isinstance(found, Hello):
        return _hello(message.sender, found)
    if isinstance(found, CertificateRequest):
        return _request(talk, found)
    if isinstance(found, CertificateChain):
        return _certificate(talk, message.sender, found)
    return _signature(talk, message.sender, found) if isinstance(found, Signature) else ()


def _hello(sender: str, found: Hello) -> Facts:
    ciphers = listing(map(code, found.ciphers), limit=_NAMES)
    rows = [("carries", ciphers)]
    if found.groups:
        rows.append(("key share", listing(map(code, found.groups))))
    if sender == CLIENT:
        asked = (
            code(found.server_name) if found.server_name else say("none: names of hosts are sent, addresses are not")
        )
        rows.append(("name", say("{asked}", asked=asked)))
    return tuple(rows)


def _request(talk: Talk, found: CertificateRequest) -> Facts:
    server, names = talk.name(SERVER), listing(map(code, found.authorities), limit=_NAMES)
    many = "the CAs" if len(found.authorities) > 1 else "the CA"
    carries = (
        say("{many} whose certificates {server} would take: {names}", many=many, server=server, names=names)
        if names
        else say("no CA’s name: any certificate may be shown")
    )
    return (("carries", carries), ("means", _insists(talk)))


def _insists(talk: Talk) -> Sentence:
    """Whether the server takes no for an answer, and what says so."""
    connection = talk.edge.connection
    rows = [row for row in connection.evidence if row.role == "client_auth" and row.field not in (None, "convention")]
    flag = (
        say(" ({flag})", flag=code(f"{rows[0].field}={rows[0].value}" if rows[0].value else rows[0].field))
        if rows
        else ()
    )
    if connection.server.client_auth == "require":
        words = "{server} insists{flag}: who shows none, or one of another CA, is refused in the handshake."
    else:
        words = "{server} only asks{flag}: it lets everybody through the handshake, and judges each request."
    return say(words, server=talk.name(SERVER), flag=flag)


def _certificate(talk: Talk, sender: str, found: CertificateChain) -> Facts:
    if not found.certificates:
        later = "it shows its token with each request" if talk.edge.shows_token else "it stays unknown"
        return (
            ("carries", say("no certificate: {client} has none, and {later}.", client=talk.name(CLIENT), later=later)),
        )
    leaf, *others = found.certificates
    issued = say("{subject}, issued by {issuer}", subject=code(leaf.subject or "no subject"), issuer=code(leaf.issuer))
    chain = talk.chain(sender)
    sans = [code(san.value) for san in chain[0].facts.sans] if chain else []
    names = say(", for {names}", names=listing(sans, ", ", _NAMES)) if sans else ()
    behind = listing((code(one.subject) for one in others), limit=_NAMES)
    rest = say("; behind it {count}: {behind}", count=counted(len(others), "more"), behind=behind) if others else ()
    return (
        ("carries", say("{issued}{names}{rest}", issued=issued, names=names, rest=rest)),
        ("proves", say("nothing yet: a certificate is public, anyone could send it.")),
    )


def _signature(talk: Talk, sender: str, found: Signature) -> Facts:
    number = talk.number("Certificate", sender)
    group = say("a key share for {group}; ", group=code(found.group)) if found.group else ()
    made = say("{scheme}, made with {key}", scheme=scheme_words(found.scheme), key=talk.key(sender))
    return (
        ("carries", say("{group}{made}", group=group, made=made)),
        (
            "proves",
            say(
                "that the sender holds the key of the certificate in {number}. This is all that the key does: "
                "nothing is encrypted with it.",
                number=str(number),
            ),
        ),
    )
