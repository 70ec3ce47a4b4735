"""The fields of a certificate in plain words, each under the name that its lines have in OpenSSL's print."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from ...dump import Part as Printed
from ...dump import extension_name
from ...model.words import Sentence
from ..authorities import issued_by
from ..file_facts import SHOWN
from ..names import day, file_name
from ..phrases import code, counted, listing, say
from .checks import own_keys
from .roles import Part, Subject
from .sans import NameRow, absent_names, name_rows

_USAGES = {
    "digitalSignature": "signing in handshakes",
    "nonRepudiation": "signing documents",
    "keyEncipherment": "receiving keys",
    "dataEncipherment": "receiving data",
    "keyAgreement": "agreeing on keys",
    "keyCertSign": "signing certificates",
    "cRLSign": "signing revocation lists",
    "encipherOnly": "encrypting only",
    "decipherOnly": "decrypting only",
}
_PURPOSES = {"serverAuth": "server authentication", "clientAuth": "client authentication", "any": "any purpose"}


@dataclass(frozen=True, slots=True)
class Field:
    """`id`: as the parts of the print call it. `text`: what the certificate has; `note`: what that means."""

    id: str
    label: str
    text: Sentence
    note: Sentence
    names: tuple[NameRow, ...] = ()
    more: int = 0
    absent: tuple[str, ...] = ()


def fields(subject: Subject, printed: tuple[Printed, ...]) -> tuple[Field, ...]:
    """Every field that matters; of extensions those that are there, odd ones by their names."""
    there = {part.field for part in printed}
    found = [field for field in _fields(subject) if field.id in there or field.id == "fingerprint"]
    known = {field.id for field in found} | _WITHOUT_WORDS
    odd = list({part.field: part for part in printed if part.field not in known}.values())[:SHOWN]
    others = [Field(part.field, extension_name(part.field), _critical(part), _NO_WORDS) for part in odd]
    return (*found[:-1], *others, found[-1])


_WITHOUT_WORDS = frozenset(("head", "version", "extensions", "signature"))
_NO_WORDS = say("another extension: kubepki only prints it")


def _critical(part: Printed) -> Sentence:
    return (
        say("critical: who does not know it must refuse")
        if part.lines[0].endswith(": critical")
        else say("not critical")
    )


def _fields(subject: Subject) -> Iterator[Field]:
    facts = subject.certificate.facts
    yield Field("subject", "Subject", (code(facts.subject or "none"),), _subject_note(subject))
    yield Field("issuer", "Issuer", (code(facts.issuer or "none"),), _issuer_note(subject))
    yield Field("validity", "Valid", _span(facts.not_before, facts.not_after), _validity_note(subject))
    yield from _key_fields(subject)
    yield Field(
        "key-usage", "Key usage", listing(_USAGES.get(use, use) for use in facts.key_usage), _key_usage_note(subject)
    )
    purposes = listing(_PURPOSES[p] if p in _PURPOSES else code(p) for p in facts.extended_key_usage)
    yield Field("extended-key-usage", "Usage", purposes, _purpose_note(facts.extended_key_usage))
    ca_note = say("may sign certificates") if facts.is_ca else say("signs nothing itself")
    yield Field("basic-constraints", "CA", say("yes" if facts.is_ca else "no"), ca_note)
    if facts.subject_key_id:
        yield Field(
            "subject-key-id", "Key id", (code(_short(facts.subject_key_id)),), say("what it issues names it so")
        )
    if facts.authority_key_id:
        yield Field(
            "authority-key-id", "Issuer’s key", (code(_short(facts.authority_key_id)),), _authority_note(subject)
        )
    yield _names(subject)
    yield Field("name-constraints", "Name limits", say("see the print"), say("for which names it may sign"))
    serial = f"{facts.serial[:40]}…" if len(facts.serial) > 40 else facts.serial
    bits = int(facts.serial, 16).bit_length()
    yield Field("serial", "Serial number", (code(serial),), say("{bits}, in hex", bits=counted(bits, "bit")))
    yield Field("signature-algorithm", "Signature", (code(facts.signature_algorithm),), say("how its issuer signed it"))
    note = say("SHA-256 of the whole, not in the print; new audit logs name a client’s certificate by it")
    yield Field("fingerprint", "Fingerprint", (code(facts.fingerprint_sha256),), note)


def _subject_note(subject: Subject) -> Sentence:
    identity = next((r.connection.identity for r in subject.of(Part.LEAF, "client") if r.connection.identity), None)
    if identity:
        return say("[CN](cn) is the user, each [O](o) a group, for whom it is shown to")
    if subject.certificate.facts.is_ca:
        return say("what it issues names it so; other CAs may have the same name")
    if subject.of(Part.LEAF, "server"):
        return say("its own name; no client compares it with what it dials")
    return say("whom it is for")


def _issuer_note(subject: Subject) -> Sentence:
    words = issued_by(subject.cluster, subject.authorities, subject.certificate)
    return say("{words}: its signature is right", words=words) if subject.issuer and not subject.self_signed else words


def _span(begins: datetime, ends: datetime) -> Sentence:
    return say("{begins} to {ends}", begins=_moment(begins), ends=_moment(ends))


def _moment(moment: datetime) -> str:
    return f"{day(moment)}, {moment.astimezone(UTC):%H:%M}"


def _validity_note(subject: Subject) -> Sentence:
    facts, issuer = subject.certificate.facts, subject.issuer
    lasts = (facts.not_after - facts.not_before).days
    length = counted(lasts // 365, "year") if lasts >= 365 else counted(lasts, "day")
    if issuer and not subject.self_signed and issuer.facts.not_before == facts.not_before:
        return say("UTC; begins with its CA, lasts {length}", length=length)
    if issuer and issuer.facts.not_after < facts.not_after:
        return say("UTC; lasts {length}, longer than its CA, with which it ends", length=length)
    return say("UTC; lasts {length}", length=length)


def _key_fields(subject: Subject) -> Iterator[Field]:
    key, pair = subject.certificate.facts.key, own_keys(subject)
    text = (
        say("{type}, {bits}", type=key.type, bits=counted(key.bits, "bit"))
        if key.bits
        else say("{type}", type=key.type)
    )
    note = say("of its pair nothing else is in the upload")
    if pair:
        what = "fits" if pair[0].private else "fits the [public half](public-half) in"
        note = say("{what} {file}", what=say(what), file=code(file_name(pair[0].path)))
    yield Field("key", "Key", text, note)
    spki = say("SHA-256 of the [SPKI](spki): by it keys and certificates are matched")
    yield Field("public-key", "Public key", (code(key.spki_sha256),), spki)


def _key_usage_note(subject: Subject) -> Sentence:
    if subject.certificate.facts.is_ca:
        return say("what its key may do: without `keyCertSign` no CA")
    return say("what its key may do")


def _purpose_note(purposes: tuple[str, ...]) -> Sentence:
    serves, calls = (wanted in purposes or "any" in purposes for wanted in ("serverAuth", "clientAuth"))
    if serves and calls:
        return say("may serve, and may be shown by a client")
    if serves:
        return say("may serve, may not be shown by a client")
    return (
        say("may be shown by a client, may not serve") if calls else say("may neither serve nor be shown by a client")
    )


def _authority_note(subject: Subject) -> Sentence:
    issuer, wanted = subject.issuer, subject.certificate.facts.authority_key_id
    if issuer is None:
        return say("the key of its issuer")
    if issuer.facts.subject_key_id == wanted:
        return say("the key id of {file}", file=code(file_name(issuer.path)))
    return say(
        "not the key id of {file}, whose key verifies the signature all the same", file=code(file_name(issuer.path))
    )


def _names(subject: Subject) -> Field:
    sans = subject.certificate.facts.sans
    count = counted(len(sans), "name")
    addresses = sum(san.type == "IP" for san in sans)
    if addresses:
        parts = [counted(len(sans) - addresses, "name")] * (len(sans) > addresses) + [
            counted(addresses, "address", "addresses")
        ]
        count = ", ".join(parts)
    rows = name_rows(subject)
    note = say("what a client may dial; the list is all that counts")
    if not subject.of(Part.LEAF, "server"):
        note = say("nobody in this upload dials its owner by them")
    more = len(sans) - sum(len(row.names) for row in rows)
    return Field("san", "Names (SAN)", say("{count}", count=count), note, rows, more, absent_names(subject))


def _short(key_id: str) -> str:
    """`6A:13:FA:9E … B1:48`."""
    return f"{key_id[:11]} … {key_id[-5:]}" if len(key_id) > 24 else key_id
