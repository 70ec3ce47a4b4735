"""Alerts in words: what each means, and what a cluster's programs send and say in its place (Go is not OpenSSL)."""

from ..explain.phrases import code, say
from ..model.words import Sentence
from ..tls.transcript import Alert
from .talk import Talk

_MEANS = {
    "bad_certificate": "{sender} does not take the certificate.",
    "certificate_expired": "the certificate is not valid now.",
    "certificate_required": "{sender} insists on a certificate, and {other} showed none.",
    "certificate_unknown": "{sender} does not take the certificate.",
    "decrypt_error": "a signature does not verify.",
    "handshake_failure": "they found nothing that both can do, or what {sender} insists on is missing.",
    "unknown_ca": "{sender} knows no CA that issued the certificate.",
    "unsupported_certificate": "the certificate may not be used for this.",
    "close_notify": "{sender} ends the connection.",
}
_FATAL = "{sender} hangs up."


def alert_facts(talk: Talk, alert: Alert) -> tuple[tuple[str, Sentence], ...]:
    """What an alert means; and the words of the cluster's own programs, where the ladder has them."""
    sender, other = talk.name(alert.sender), talk.other(alert.sender)
    means = say(_MEANS.get(alert.name, "see RFC 8446, section 6."), sender=sender, other=other)
    ends = say(" " + _FATAL, sender=sender) if alert.fatal else ()
    facts = [("means", say("{means}{ends}", means=means, ends=ends))]
    verdict = talk.edge.cluster.verdicts.get(talk.edge.connection.id)
    if verdict and verdict.client_error and verdict.server_error:
        words = {"client": verdict.client_error, "server": verdict.server_error}
        own, read = words[alert.sender], words["server" if alert.sender == "client" else "client"]
        said = say(
            "{sender} says {own}; {other} reads {read}.", sender=sender, own=code(own), other=other, read=code(read)
        )
        facts.append(("in a cluster", said))
    return tuple(facts)
