"""The extensions of public and company CAs: where their CRLs are, and under which policies they issue.

Printers as in extensions.py (v3_crld.c, v3_cpols.c, v3_pcons.c, v3_ia5.c, v3_tlsf.c). What is rare in them (reasons,
issuers of CRLs, references in notices) raises der.Malformed, and so is printed as bytes.
"""

from ..reading import der
from .general_names import each, printed_name
from .hexes import latin

_MARGIN = " " * 16
_FULL_NAME = 0xA0
_ANY_POLICY, _CPS, _NOTICE = "2.5.29.32.0", "1.3.6.1.5.5.7.2.1", "1.3.6.1.5.5.7.2.2"
_CONSTRAINTS = {0x80: "Require Explicit Policy", 0x81: "Inhibit Policy Mapping"}
_FEATURES = {5: "status_request", 17: "status_request_v2"}
_IA5, _UTF8, _VISIBLE = 22, 12, 26


def distribution_points(value: bytes) -> list[str]:
    """`Full Name:` and below it each name."""
    lines = []
    for _, point in each(sequence := _content(value), 0, len(sequence)):
        start, stop = der.expect(point, 0, len(point), _FULL_NAME)
        names, names_stop = der.expect(point, start, stop, _FULL_NAME)
        if stop != len(point):
            raise der.Malformed("more than a name")
        lines.append(f"{_MARGIN}Full Name:")
        lines += [f"{_MARGIN}  {printed_name(tag, content)}" for tag, content in each(point, names, names_stop)]
    return "\n".join(lines).split("\n")


def policies(value: bytes) -> list[str]:
    """Each policy's OID with its qualifiers."""
    lines = []
    for _, information in each(sequence := _content(value), 0, len(sequence)):
        start, stop = der.expect(information, 0, len(information), der.OID)
        oid = der.oid(information, start, stop)
        lines.append(f"{_MARGIN}Policy: {'X509v3 Any Policy' if oid == _ANY_POLICY else oid}")
        if stop < len(information):
            at, end = der.expect(information, stop, len(information), der.SEQUENCE)
            for _, qualifier in each(information, at, end):
                lines += _qualifier(qualifier)
    return "\n".join(lines).split("\n")


def _qualifier(data: bytes) -> list[str]:
    start, stop = der.expect(data, 0, len(data), der.OID)
    kind = der.oid(data, start, stop)
    tag, text, text_stop = der.value(data, stop, len(data))
    if kind == _CPS and tag == _IA5:
        return [f"{_MARGIN}  CPS: {latin(data[text:text_stop])}"]
    if kind == _NOTICE and tag == der.SEQUENCE:
        tag, note, note_stop = der.value(data, text, text_stop)
        if tag in (_UTF8, _VISIBLE, _IA5) and note_stop == text_stop:
            return [f"{_MARGIN}  User Notice:", f"{_MARGIN}    Explicit Text: {latin(data[note:note_stop])}"]
    raise der.Malformed("a qualifier of another kind")


def policy_constraints(value: bytes) -> list[str]:
    """How many certificates of the chain may come before a policy is required, or mapped no more."""
    found = {}
    for tag, content in each(sequence := _content(value), 0, len(sequence)):
        if tag not in _CONSTRAINTS:
            raise der.Malformed("policy constraints")
        found[tag] = f"{_CONSTRAINTS[tag]}:{der.integer(content, 0, len(content))}"
    if not found:
        raise der.Malformed("nothing in it")
    return [_MARGIN + ", ".join(found.values())]


def inhibit_any_policy(value: bytes) -> list[str]:
    """The number alone."""
    return [f"{_MARGIN}{der.integer(value, *der.expect(value, 0, len(value), der.INTEGER))}"]


def tls_features(value: bytes) -> list[str]:
    """The TLS extensions that the server must answer."""
    found = []
    for tag, content in each(sequence := _content(value), 0, len(sequence)):
        if tag != der.INTEGER:
            raise der.Malformed("no number")
        number = der.integer(content, 0, len(content))
        found.append(_FEATURES.get(number, str(number)))
    if not found:
        raise der.Malformed("nothing in it")
    return [_MARGIN + ", ".join(found)]


def _content(value: bytes) -> bytes:
    start, stop = der.expect(value, 0, len(value), der.SEQUENCE)
    return value[start:stop]
