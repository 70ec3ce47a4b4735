"""The pieces of a print, so that a page can point at the lines of one field."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """The lines that show one field, without their line ends. Each character is one byte of what OpenSSL prints: names
    that are not ASCII stand in it as the certificate has them. `field`: `serial`, `issuer`, `san` …; the
    name is that of the table in oids.py for extensions, their dotted OID for the others.
    """

    field: str
    lines: tuple[str, ...]
