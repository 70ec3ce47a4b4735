"""A verdict in words: one sentence, what follows, what was taken as good, every check, and what both sides print."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..model.verdicts import Assumption, Outcome, Phase, Rung, Verdict
from ..model.words import Sentence
from ..trust.editions import edition_of
from ..trust.faults import Place, is_clients, place_of_fault
from .claims import claim, reason, title
from .edge import Edge
from .names import day, file_name
from .phrases import begin, code, listing, say

_ASSUMED = {
    Assumption.KEY: "a private key that is not in the upload",
    Assumption.SERVER_CERTIFICATE: "a server’s certificate that is not in the upload",
    Assumption.CA_BUNDLE: "the `caBundle` of an APIService, which no file holds",
    Assumption.TOKEN: "a token that is not in the upload",
}
_KEYS = "private keys that are not in the upload"
_NAMES = 4
_TAIL = 26
"""Characters of a text's end that its summary shows."""


@dataclass(frozen=True, slots=True)
class Check:
    """One rung. `ok` is None where nothing was checked; `rows` (label, sentence) compare the values; `file`: the id of
    the file looked at, `name` what people call it, `field` what names it. `begins`: words of a divider before it.
    """

    ok: bool | None
    claim: str
    rows: tuple[tuple[str, Sentence], ...]
    file: str | None
    name: str
    field: str | None
    begins: str


@dataclass(frozen=True, slots=True)
class Words:
    """What a side prints or logs. `tail`: its last words; `when`: the verbosity from which it does, or nothing."""

    who: str
    verb: str
    tail: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """`passed` come before the first red check `red`, `later` behind it; without a red one all are `passed`.
    `words_of`: in which version's words both sides speak.
    """

    outcome: Outcome
    title: str
    then: Sentence
    assumed: Sentence
    passed: tuple[Check, ...]
    red: Check | None
    later: tuple[Check, ...]
    words: tuple[Words, ...]
    words_of: str
    place: Place | None


def judgement(edge: Edge) -> Judgement | None:
    """What is to be said of a connection's verdict; None for a cluster that nobody has judged."""
    verdict = edge.cluster.verdicts.get(edge.connection.id)
    if verdict is None:
        return None
    fault = verdict.fault if verdict.outcome is Outcome.FAILS else None
    checks = tuple(_checks(edge, verdict))
    at = verdict.in_order.index(fault) if fault else len(checks)
    why = reason(fault, is_clients(verdict, fault), edge.server_words) if fault else ""
    return Judgement(
        outcome=verdict.outcome,
        title=title(verdict, why, _works(edge)),
        then=begin(_then(edge, verdict)),
        assumed=_assumed(verdict),
        passed=checks[:at],
        red=checks[at] if fault else None,
        later=checks[at + 1 :],
        words=tuple(_words(edge, verdict)),
        words_of=_words_of(edge),
        place=place_of_fault(edge.connection, verdict) if fault else None,
    )


def _works(edge: Edge) -> str:
    if edge.plain_http:
        return "plain HTTP, nobody proves anything"
    mutual = edge.connection.verifies_server and edge.shows_certificate
    return "each side trusts the other" if mutual else "each side takes what the other shows"


def _then(edge: Edge, verdict: Verdict) -> Sentence:
    """What follows from the verdict."""
    ends = {"client": edge.client_words, "server": edge.server_words}
    if verdict.outcome is Outcome.NOT_CHECKABLE:
        return say("{client} and {server}: " + " ".join(dict.fromkeys(one.message for one in verdict.missing)), **ends)
    if verdict.phase is None:
        return ()
    shown = "its own certificate" if edge.shows_certificate else "anything of its own"
    fault = verdict.fault
    loader = edge.client_words if fault and is_clients(verdict, fault) else edge.server_words
    return {
        Phase.LOAD: say("{who} cannot load its files: no connection comes about.", who=loader),
        Phase.URL: say(
            "{server} does not understand itself: there is no handshake."
            if edge.to_itself
            else "{client} and {server} do not understand each other: there is no handshake.",
            **ends,
        ),
        Phase.CLIENT_VERIFIES_SERVER: say("{client} hangs up and never shows {shown}.", shown=shown, **ends),
        Phase.OWN_KEY: say("{client} cannot show its own certificate: the handshake breaks off.", **ends),
        Phase.SERVER_VERIFIES_CLIENT: say("{server} hangs up: no request is answered.", **ends),
        Phase.AUTHENTICATION: say("The handshake succeeds; then {server} answers 401: nobody was identified.", **ends),
    }[verdict.phase]


def _assumed(verdict: Verdict) -> Sentence:
    if not verdict.assumes:
        return ()
    return say("Taken as good: {what}.", what=listing(_taken(verdict, one) for one in verdict.assumes))


def _taken(verdict: Verdict, one: Assumption) -> Sentence:
    keys = sum(rung.code == "key-assumed" for rung in verdict.in_order)
    return say(_KEYS if one is Assumption.KEY and keys > 1 else _ASSUMED[one])


def _checks(edge: Edge, verdict: Verdict) -> Iterator[Check]:
    divided = False
    for rung in verdict.in_order:
        client = is_clients(verdict, rung)
        begins = ""
        if not (divided or client or rung.rung == "load"):
            whom = "the client" if edge.to_itself else edge.client_words
            divided, begins = True, f"then {'the server' if edge.to_itself else edge.server_words} judges {whom}"
        name = file_name(rung.file.partition(":")[2]) if rung.file else ""
        known = rung.file if rung.file in edge.cluster.inventory.files else None
        yield Check(
            rung.ok, claim(rung, client), tuple(_rows(edge, rung, client)), known, name, rung.field or None, begins
        )


def _rows(edge: Edge, rung: Rung, client: bool) -> Iterator[tuple[str, Sentence]]:
    """The values that a red rung compares; of any other rung what it says."""
    looked_at = edge.server_certificate if client else edge.client_certificate
    if rung.ok is not False or looked_at is None:
        yield "", say("{message}", message=rung.message)
    elif rung.rung == "name":
        dialled = edge.connection.dialled
        yield "dialled", (code(dialled.server_name or dialled.host or ""),)
        names = [code(san.value) for san in looked_at.facts.sans]
        yield "named", listing(names, ", ", _NAMES) if names else say("nothing")
    elif rung.rung == "dates":
        facts = looked_at.facts
        yield "now", say("{now}", now=day(edge.cluster.clock))
        yield "valid", say("{begin} to {end}", begin=day(facts.not_before), end=day(facts.not_after))
    else:
        yield "says", (code(rung.message),)


def _words(edge: Edge, verdict: Verdict) -> Iterator[Words]:
    """Both sides' texts, as far as anybody knows them."""
    if verdict.outcome is not Outcome.FAILS:
        return
    if client := verdict.client_log or verdict.client_error:
        who, verb = _speaker(edge) if verdict.client_log else (edge.client_words, "says")
        yield Words(who, verb, _tail(client), "", client)
    if server := verdict.server_log or verdict.server_error:
        level = verdict.server_log_verbosity if verdict.server_log else 0
        when = f"nothing by default, with -v={level}" if level else ""
        yield Words(edge.server_words, "logs" if verdict.server_log else "says", _tail(server), when, server)


def _speaker(edge: Edge) -> tuple[str, str]:
    """Who shows the client's line. What kube-apiserver meets at a kubelet or an extension API server is told to whoever
    asked it: kubectl prints it (app/trust/logs.py).
    """
    loading = edge.cluster.verdicts[edge.connection.id].phase is Phase.LOAD
    if edge.client.kind == "kube-apiserver" and edge.server.kind in ("kubelet", "extension-apiserver") and not loading:
        return "kubectl", "prints"
    return edge.client_words, "prints" if edge.client.kind in ("kubectl", "etcdctl") else "logs"


def _words_of(edge: Edge) -> str:
    """`as Kubernetes 1.37 says it`; that it is the nearest known where the tree is of another version or names none."""
    found = edition_of(edge.cluster)
    return f"as Kubernetes {found.words} says it" + ("" if found.is_named else ", the nearest known")


def _tail(text: str) -> str:
    """The last words; of `… provide credentials ( pods/log POD))` those before the bracket."""
    text = text.partition(" ( pods/log")[0]
    if len(text) <= _TAIL:
        return text
    return "… " + text[-_TAIL:].partition(" ")[2] if " " in text[-_TAIL:] else "… " + text[-_TAIL:]
