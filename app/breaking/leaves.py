"""Faults of one certificate: its dates, names, usages and who issued it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from types import MappingProxyType

from ..issuing.keys import KeyKind
from ..issuing.parts import Parts
from ..model.certificates import Certificate, Facts, SubjectAltName
from ..model.cluster import Cluster
from ..trust.hostnames import parse_ip
from . import parts as fields
from .draft import ITSELF, Draft
from .fault import BadFault, Fault
from .targets import certificate, is_anchor, shown_by_a_server, unknown

NOBODY = "another-ca"
"""The CN of a CA that nobody has."""

_DAY = timedelta(days=1)
_MOST_NAMES = 50
_LONGEST_NAME = 253


def kind_of(facts: Facts) -> KeyKind:
    """The kind of a certificate's key. Raises BadFault for what Go cannot use."""
    kind = KeyKind.of(facts.key.type, facts.key.bits)
    if kind is None:
        raise BadFault("Go cannot use this certificate's key: no other can be made in its place.")
    return kind


def expired(draft: Draft, fault: Fault) -> None:
    """Since yesterday; what had not begun by then began as long before as it was to last."""
    end = draft.cluster.clock.replace(microsecond=0) - _DAY

    def change(facts: Facts, parts: Parts) -> Parts:
        begin = min(facts.not_before, end - min(facts.not_after - facts.not_before, 365 * _DAY))
        return fields.with_dates(parts, begin if facts.not_before >= end else facts.not_before, end)

    draft.reissue(draft.places(certificate(draft.cluster, fault)), change)


def not_yet_valid(draft: Draft, fault: Fault) -> None:
    """From tomorrow on, for as long as before where it would have ended by then."""
    begin = draft.cluster.clock.replace(microsecond=0) + _DAY

    def change(facts: Facts, parts: Parts) -> Parts:
        end = facts.not_after if facts.not_after > begin else begin + (facts.not_after - facts.not_before)
        return fields.with_dates(parts, begin, end)

    draft.reissue(draft.places(certificate(draft.cluster, fault)), change)


def drop_san(draft: Draft, fault: Fault) -> None:
    """Without one name. Raises BadFault where it has no such name."""
    found, name = certificate(draft.cluster, fault), fault.value or ""
    places = draft.places(found)
    names = draft.certificates[places[0]].facts.sans
    if name not in {san.value for san in names}:
        known = ", ".join(san.value for san in names) or "none"
        raise BadFault(f"The certificate has no name {name!r}; it has: {known}.")
    draft.reissue(places, lambda _, parts: fields.without_name(parts, lambda at: names[at].value != name))


def set_san(draft: Draft, fault: Fault) -> None:
    """With other names: what can be read as an address is one."""
    names = tuple(map(_name, (fault.value or "").split("|")))
    if len(names) > _MOST_NAMES:
        raise BadFault(f"At most {_MOST_NAMES} names.")
    draft.reissue(draft.places(certificate(draft.cluster, fault)), lambda _, parts: fields.with_names(parts, names))


def _name(text: str) -> SubjectAltName:
    address = parse_ip(text)
    if address is not None:
        return SubjectAltName("IP", str(address))
    if not text or not text.isascii() or not text.isprintable() or len(text) > _LONGEST_NAME:
        raise BadFault("A name is 1 to 253 printable ASCII characters.", remedy="Separate several by |.")
    return SubjectAltName("DNS", text)


def cn_only(draft: Draft, fault: Fault) -> None:
    """As before 2000: the host that is dialled is the CN, and there are no names. Raises BadFault where none are."""
    found = certificate(draft.cluster, fault)
    if not found.facts.sans:
        raise BadFault("The certificate has no subject alternative names that could be left away.")
    hosts = [one.dialled.server_name or one.dialled.host for one in shown_by_a_server(draft.cluster, found)]
    named = [host for host in hosts if host and len(host) <= _LONGEST_NAME and host.isascii()]
    host = next((one for one in named if parse_ip(one) is None), next(iter(named), None))

    def change(_: Facts, parts: Parts) -> Parts:
        bare = fields.with_names(parts, ())
        return fields.with_common_name(bare, host) if host else bare

    draft.reissue(draft.places(found), change)


def wrong_usage(draft: Draft, fault: Fault) -> None:
    """What a server shows is good for clients alone, anything else for servers alone."""
    found = certificate(draft.cluster, fault)
    if is_anchor(draft.cluster, found):
        raise BadFault("A CA's certificate is shown by nobody.", remedy="Name the certificate of a client or server.")
    usage = "clientAuth" if shown_by_a_server(draft.cluster, found) else "serverAuth"
    draft.reissue(draft.places(found), lambda _, parts: fields.with_usage(parts, usage))


def organization(draft: Draft, fault: Fault) -> None:
    """Another O, or none."""
    value = fault.value or ""
    if len(value) > 64 or not value.isprintable():  # RFC 5280 appendix A.1, ub-organization-name
        raise BadFault("An O is at most 64 printable characters.")
    found = certificate(draft.cluster, fault)
    if is_anchor(draft.cluster, found):
        raise BadFault("A CA's O is no group.", remedy="Name the certificate of a client.")
    draft.reissue(draft.places(found), lambda _, parts: fields.with_organization(parts, value))


def other_ca(draft: Draft, fault: Fault) -> None:
    """Issued by another CA; a file of CAs holds another one, at this place alone."""
    found = certificate(draft.cluster, fault)
    ca = authority(draft.cluster, fault.value) if fault.value else None
    if is_anchor(draft.cluster, found):
        _another_anchor(draft, found, ca)
    elif ca is None:
        name = fields.common_name(NOBODY)
        draft.reissue(draft.places(found), lambda _, old: _by_nobody(old, name), None)
    else:
        facts = ca.facts
        draft.reissue(draft.places(found), partial(issued_by, facts), facts.key.spki_sha256)


def issued_by(ca: Facts, _: Facts, parts: Parts) -> Parts:
    """A certificate's parts as this CA issues them."""
    return fields.with_issuer(parts, ca.raw_subject, kind_of(ca).type)


def _by_nobody(parts: Parts, name: bytes) -> Parts:
    return fields.badly_signed(fields.with_issuer(parts, name, _kind(parts)))


def _kind(parts: Parts) -> str:
    """The kind of key that made a signature: a CA that nobody has signs with the same."""
    algorithm = parts.signature_algorithm
    if algorithm == "rsassaPss":
        return "RSA"
    return "RSA" if "RSA" in algorithm else "ECDSA" if "ecdsa" in algorithm else "Ed25519"


def _another_anchor(draft: Draft, found: Certificate, ca: Certificate | None) -> None:
    if ca is not None:
        if ca.facts.fingerprint_sha256 == found.facts.fingerprint_sha256:
            raise BadFault("This very CA stands there already.", remedy="Name another one.")
        draft.put(found.id, ca.facts, draft.signer(ca.id))
        return
    kind, name = kind_of(found.facts), fields.common_name(NOBODY)

    def change(_: Facts, parts: Parts) -> Parts:
        named = replace(fields.with_issuer(parts, name, kind.type), subject=name)
        return fields.with_invented_key(named, kind, f"{NOBODY} in {found.id}")

    draft.reissue([found.id], change, ITSELF)


def same_name_ca(draft: Draft, fault: Fault) -> None:
    """Issued by a CA of the same name that nobody has; a CA's own key is exchanged wherever the CA stands."""
    found = certificate(draft.cluster, fault)
    if not is_anchor(draft.cluster, found):
        draft.reissue(draft.places(found), lambda _, parts: fields.badly_signed(parts), None)
        return
    kind, word = kind_of(found.facts), f"same name as {found.facts.fingerprint_sha256}"
    draft.reissue(draft.places(found), lambda _, parts: fields.with_invented_key(parts, kind, word))


def authority(cluster: Cluster, target: str) -> Certificate:
    """The CA of this id. Raises BadFault."""
    found = cluster.inventory.certificates.get(target)
    if found is None:
        raise unknown(target)
    if not is_anchor(cluster, found):
        raise BadFault(f"This certificate is no CA's: {found.id}.", remedy="Name the certificate of a CA.")
    return found


FAULTS: Mapping[str, Callable[[Draft, Fault], None]] = MappingProxyType(
    {
        "expired": expired,
        "not-yet-valid": not_yet_valid,
        "other-ca": other_ca,
        "same-name-ca": same_name_ca,
        "drop-san": drop_san,
        "set-san": set_san,
        "cn-only": cn_only,
        "wrong-usage": wrong_usage,
        "organization": organization,
    }
)
