"""kubeadm token create, list, delete (cmd/kubeadm/app/cmd/token.go)."""

import hashlib
import re
from datetime import timedelta

from ...model.certificates import Facts
from ..files import FileError
from ..kubeconfig import ConfigFault, load
from ..kubectl.asking import Asked as KubectlAsked
from ..kubectl.asking import connect_or_explain
from ..kubectl.printing import age, table
from ..kubectl.resources import stamp
from ..pem import certificates
from ..shell.call import Call
from ..tools.go_flags import Flags
from .asking import Asked, facts_of, failure

GROUP = "system:bootstrappers:kubeadm:default-node-token"
LIFE = timedelta(hours=24)
_FORM = re.compile(r"[a-z0-9]{6}\.[a-z0-9]{16}")
ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"


def create(call: Call, asked: Asked) -> int:
    """A bootstrap token; --print-join-command prints how a worker joins with it."""
    connect_or_explain(call, KubectlAsked(Flags({"kubeconfig": ["/etc/kubernetes/admin.conf"]}), []), discovers=False)
    objects = call.world.objects
    assert objects is not None  # noqa: S101 - an API server that answers has them
    token = asked.words[0] if asked.words else new_token(call)
    if not _FORM.fullmatch(token):
        raise failure(
            call, f'the bootstrap token "{token}" was not of the form "\\\\A([a-z0-9]{{6}})\\\\.([a-z0-9]{{16}})\\\\z"'
        )
    identifier = token.partition(".")[0]
    if identifier in objects.tokens:
        raise failure(call, f'a token with id "{identifier}" already exists')
    objects.tokens[identifier] = token
    objects.expiries[identifier] = call.world.now + LIFE
    if not asked.flags.has("print-join-command"):
        call.line(token)
        return 0
    authority = admin_authority(call)
    facts = facts_of(call)
    server = facts.endpoint or f"{facts.addresses[call.session.host]}:{facts.port}"
    pin = authority.key.spki_sha256 if authority else ""
    call.line(f"kubeadm join {server} --token {token} --discovery-token-ca-cert-hash sha256:{pin} ")
    return 0


def new_token(call: Call) -> str:
    """A token that follows from how many there are and from the time."""
    known = call.world.objects.tokens if call.world.objects else {}
    digest = hashlib.sha256(f"token {len(known)} {call.world.now.isoformat()}".encode()).digest()
    letters = "".join(ALPHABET[byte % 36] for byte in digest)
    return f"{letters[:6]}.{letters[6:22]}"


def admin_authority(call: Call) -> Facts | None:
    """The CA that admin.conf trusts: kubeadm prints its pin and publishes it."""
    try:
        cluster = load(call.files, "/etc/kubernetes/admin.conf").cluster
        found = certificates(cluster.authority(call.files) or b"") if cluster is not None else ()
    except (ConfigFault, FileError):
        return None
    return found[0] if found else None


def listed(call: Call, asked: Asked) -> int:
    """The tokens that there are."""
    connect_or_explain(call, KubectlAsked(Flags({"kubeconfig": ["/etc/kubernetes/admin.conf"]}), []), discovers=False)
    objects = call.world.objects
    rows = [["TOKEN", "TTL", "EXPIRES", "USAGES", "DESCRIPTION", "EXTRA GROUPS"]]
    for identifier, token in sorted(objects.tokens.items()) if objects else ():
        expiry = objects.expiries.get(identifier) if objects else None
        left = age(call.world.now, expiry) if expiry else "<forever>"
        end = stamp(expiry) if expiry else "<never>"
        rows.append([token, left, end, "authentication,signing", "<none>", GROUP])
    if len(rows) > 1:
        table(call, rows, headers=True)
    return 0


def delete(call: Call, asked: Asked) -> int:
    """Tokens by their id or whole."""
    connect_or_explain(call, KubectlAsked(Flags({"kubeconfig": ["/etc/kubernetes/admin.conf"]}), []), discovers=False)
    objects = call.world.objects
    if not asked.words:
        raise failure(
            call,
            'missing argument; \'token delete\' is missing token of form ["^([a-z0-9]{6})$" "\\\\A([a-z0-9]{6})\\\\.([a-z0-9]{16})\\\\z"]',
        )
    for word in asked.words:
        identifier = word.partition(".")[0]
        if objects is None or objects.tokens.pop(identifier, None) is None:
            raise failure(
                call,
                f'failed to delete bootstrap token "{identifier}": secrets "bootstrap-token-{identifier}" not found',
            )
        objects.expiries.pop(identifier, None)
        call.line(f'bootstrap token "{identifier}" deleted')
    return 0
