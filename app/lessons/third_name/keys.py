"""The lines that decide, tied to what they tell of in the picture: an API server, or the address."""

import re
from collections.abc import Callable

from ...explain.phrases import code, listing, say
from ...simulation.world import Host
from ..lesson import ADDRESS, Keyed, Situation
from ..looking import served
from .reached import serves_it

_REFUSED = re.compile(r"certificate is valid for (.+), not ([^\s\"]+)")
_SIGNED = re.compile(r"\[certs\] apiserver serving cert is signed for DNS names \[([^\]]*)\] and IPs \[([^\]]*)\]")


def keys(situation: Situation, typed: str, output: str) -> tuple[Keyed, ...]:
    """For what a command printed, as the API servers serve at this moment."""
    found: list[Keyed] = []
    refused: Keyed | None = None
    name = re.escape(situation.name)
    says_ok = re.search(rf"\b(kubectl|curl)\b[^;|]*\b{name}\b[^;|]*&&\s*echo ok\b", typed) is not None
    for number, line in enumerate(output.splitlines()):
        if says_ok and line in ("ok", "fail"):
            found += _answered(situation, number, refused) if line == "ok" else _failed(number, refused)
            refused = None
            continue
        if refused:
            found.append(refused)
        refused = _refusal(situation, number, line)
        found += _other(situation, number, line)
    return (*found, refused) if refused else tuple(found)


def _refusal(situation: Situation, number: int, line: str) -> Keyed | None:
    """A client's error names the certificate by its names: each API server has one of its own."""
    match = _REFUSED.search(line)
    if match is None or match[2] != situation.name or line.startswith("E"):
        return None
    names = set(match[1].split(", "))
    those = [one for one in situation.hosts if names <= _names(one)]
    if len(those) != 1:
        return None
    text = say("{host} answered: its certificate lacks {name}.", host=code(those[0].name), name=code(situation.name))
    return Keyed(number, those[0].name, text)


def _failed(number: int, refused: Keyed | None) -> list[Keyed]:
    return [Keyed(number, refused.target, refused.text)] if refused else []


def _answered(situation: Situation, number: int, refused: Keyed | None) -> list[Keyed]:
    those = [host for host in situation.hosts if serves_it(situation, host)]
    if refused or not those:
        return []
    who = listing((code(host.name) for host in those), " or ")
    text = say("{who} answered: the certificate names {name}.", who=who, name=code(situation.name))
    return [Keyed(number, those[0].name if len(those) == 1 else ADDRESS, text)]


def _other(situation: Situation, number: int, line: str) -> list[Keyed]:
    if "no such host" in line and situation.name in line and not line.startswith("E"):
        return [Keyed(number, ADDRESS, say("{name} leads nowhere yet.", name=code(situation.name)))]
    if match := _SIGNED.search(line):
        names = {*match[1].split(), *match[2].split()}
        return _named(situation, number, names, "kubeadm made this for {host}", lambda host: host.name in names)
    if line.lstrip().startswith("DNS:"):
        names = {part.partition(":")[2].strip() for part in line.split(",")}
        return _named(situation, number, names, "{host} serves this", lambda host: names == _names(host))
    return []


def _named(situation: Situation, number: int, names: set[str], what: str, is_it: Callable[[Host], bool]) -> list[Keyed]:
    """A list of names that is one API server's alone."""
    those = [host for host in situation.hosts if is_it(host)]
    if len(those) != 1:
        return []
    among = "is among the names." if situation.name in names else "is not among the names."
    text = say(f"{what}: {{name}} {among}", host=code(those[0].name), name=code(situation.name))
    return [Keyed(number, those[0].name, text)]


def _names(host: Host) -> set[str]:
    leaf = served(host)
    return {san.value for san in leaf.sans} if leaf else set()
