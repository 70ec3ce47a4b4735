"""Every limit of what may be opened: on a page, and on one's own machine."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from ...reading import bounds
from ...reading.bounds import INSPECT, MIB, WEB, Bounds
from ...store.limits import StoreLimits
from .rendering import render

router = APIRouter()

_KIB = 1 << 10


@dataclass(frozen=True, slots=True)
class LimitRow:
    """`web` and `own`: the limit of a page, and of `kubepki inspect` and `open`; alike where one number holds."""

    label: str
    web: str
    own: str


@dataclass(frozen=True, slots=True)
class LimitsPage:
    """`whole`: what refuses an upload; `each`: what makes one file unreadable while the rest is shown; `kept`: what the
    server keeps.
    """

    whole: tuple[LimitRow, ...]
    each: tuple[LimitRow, ...]
    kept: tuple[LimitRow, ...]


@router.get("/about/limits")
async def limits() -> Response:
    """The limits as they are in force."""
    whole = zip(_whole(WEB), _whole(INSPECT), strict=True)
    rows = [LimitRow(label, web, own) for (label, web), (_, own) in whole]
    rows.append(LimitRow("Processor time to read it", f"{bounds.DEADLINE} s", "none"))
    return render("limits.html", LimitsPage(tuple(rows), tuple(_each()), tuple(_kept(StoreLimits()))))


def _whole(limit: Bounds) -> tuple[tuple[str, str], ...]:
    return (
        ("An upload", f"{limit.upload // MIB} MiB"),
        ("Unpacked", f"{limit.raw // MIB} MiB"),
        ("Files and folders", _number(limit.members)),
        ("Certificates", _number(limit.certificates)),
        ("Keys", _number(limit.keys)),
        ("Names and parts of certificates: 1 for a name, and for each 64 bytes", _number(limit.certificate_units)),
        ("Connections", _number(limit.connections)),
        ("YAML, in all files", f"{limit.yaml_bytes // MIB} MiB"),
        ("Parts of YAML, in all files", _number(limit.yaml_events)),
        ("Work of checking signatures, an RSA key of 2048 bits is 1", _number(limit.verification_units)),
    )


def _each() -> list[LimitRow]:
    alike = (
        ("A path", f"{bounds.PATH_BYTES} bytes, {bounds.PATH_PARTS} parts"),
        ("A certificate’s PEM", f"{_number(bounds.CERTIFICATE_PEM)} bytes"),
        ("A private key’s PEM", f"{_number(bounds.KEY_PEM)} bytes"),
        ("An RSA key", f"{bounds.RSA_BITS[0]} to {bounds.RSA_BITS[-1]} bits"),
        ("A YAML file", f"{bounds.YAML_FILE // _KIB} KiB"),
        ("A script behind sh -c, to be looked into", f"{bounds.SCRIPT // _KIB} KiB"),
        ("Mounts of a container, to be followed", str(bounds.MOUNTS)),
        ("Depth of YAML", str(bounds.YAML_DEPTH)),
        ("Documents in a YAML file", str(bounds.YAML_DOCUMENTS)),
        ("Parts of YAML in a file", _number(bounds.YAML_EVENTS)),
    )
    differ = (
        LimitRow("A file", f"{WEB.member // MIB} MiB", f"{INSPECT.member // MIB} MiB"),
        LimitRow("PEM blocks in a file", _number(WEB.blocks), _number(INSPECT.blocks)),
    )
    return [*differ, *(LimitRow(label, value, value) for label, value in alike)]


def _kept(store: StoreLimits) -> tuple[LimitRow, ...]:
    return (
        LimitRow("Uploads", _number(store.uploads), ""),
        LimitRow("Each of them, once read", f"{store.each // MIB} MiB", ""),
        LimitRow("All together", f"{store.total // MIB} MiB", ""),
        LimitRow("After the last look", f"{store.life.total_seconds() / 3600:.0f} hours", ""),
    )


def _number(number: int) -> str:
    """With a thin space between thousands."""
    return f"{number:,}".replace(",", "\u2009")
