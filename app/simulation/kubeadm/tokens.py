"""kubeadm token create, list."""

import hashlib

from ..kubectl.asking import Asked as KubectlAsked
from ..kubectl.asking import connect_or_explain
from ..shell.call import Call
from ..tools.go_flags import Flags
from .asking import Asked, defaults, facts_of
from .making import authority_of

ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"


def create(call: Call, asked: Asked) -> int:
    """A bootstrap token; --print-join-command prints how a worker joins with it."""
    connect_or_explain(call, KubectlAsked(Flags({"kubeconfig": ["/etc/kubernetes/admin.conf"]}), []), discovers=False)
    objects = call.world.objects
    assert objects is not None  # noqa: S101 - an API server that answers has them
    digest = hashlib.sha256(f"token {len(objects.tokens)} {call.world.now.isoformat()}".encode()).digest()
    letters = "".join(ALPHABET[byte % 36] for byte in digest)
    token = asked.words[0] if asked.words else f"{letters[:6]}.{letters[6:22]}"
    objects.tokens[token.partition(".")[0]] = token
    if not asked.flags.has("print-join-command"):
        call.line(token)
        return 0
    found = defaults(call)
    authority = authority_of(call, found, "ca")
    facts = facts_of(call)
    server = facts.endpoint or f"{facts.addresses[call.session.host]}:{facts.port}"
    pin = authority.key.spki_sha256 if authority else ""
    call.line(f"kubeadm join {server} --token {token} --discovery-token-ca-cert-hash sha256:{pin} ")
    return 0


def listed(call: Call, asked: Asked) -> int:
    """The tokens that there are."""
    connect_or_explain(call, KubectlAsked(Flags({"kubeconfig": ["/etc/kubernetes/admin.conf"]}), []), discovers=False)
    objects = call.world.objects
    for token in objects.tokens.values() if objects else ():
        call.line(token)
    return 0
