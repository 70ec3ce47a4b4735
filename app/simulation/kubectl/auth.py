"""kubectl auth whoami, can-i."""

from ..client import Reached
from ..shell.call import Call, Stop
from .access import ADMINS
from .asking import Asked, connect_or_explain
from .printing import Object, shown, table
from .resources import stamp

CREDENTIAL_ID = "authentication.kubernetes.io/credential-id"
_SINCE = 32
"""The minor version from which API servers say which certificate they believed (apiserver/authentication/request/x509)."""


def run(call: Call, asked: Asked) -> int:
    """Who the API server takes one for, or whether that one may do something."""
    verb = asked.words[0] if asked.words else ""
    if verb == "can-i":
        reached = connect_or_explain(call, asked, discovers=False)
        may = bool(ADMINS & set(reached.identity.groups))
        call.line("yes" if may else "no")
        return 0 if may else 1
    if verb != "whoami":
        call.world.hint("Of kubectl auth this simulation offers whoami, can-i")
        raise Stop(f'error: unknown command "auth {verb}"' if verb else "error: specify whoami or can-i")
    reached = connect_or_explain(call, asked, discovers=False)
    user, groups = reached.identity.user, list(reached.identity.groups)
    if user != "system:anonymous":
        groups.append("system:authenticated")
    extra = _extra(call, reached)
    if shown(call, _review(call, user, groups, extra), asked.output):
        return 0
    rows = [["ATTRIBUTE", "VALUE"], ["Username", user], ["Groups", f"[{' '.join(groups)}]"]]
    rows += [[f"Extra: {name}", f"[{' '.join(values)}]"] for name, values in extra.items()]
    table(call, rows, headers=not asked.no_headers)
    return 0


def _extra(call: Call, reached: Reached) -> dict[str, list[str]]:
    minor = call.world.objects.facts.minor if call.world.objects else 0
    if reached.shown is None or minor < _SINCE or reached.identity.user == "system:anonymous":
        return {}
    return {CREDENTIAL_ID: [f"X509SHA256={reached.shown.fingerprint_sha256}"]}


def _review(call: Call, user: str, groups: list[str], extra: dict[str, list[str]]) -> Object:
    info: Object = {"groups": groups, "username": user}
    return {
        "apiVersion": "authentication.k8s.io/v1",
        "kind": "SelfSubjectReview",
        "metadata": {"creationTimestamp": stamp(call.world.now)},
        "status": {"userInfo": info | ({"extra": extra} if extra else {})},
    }
