"""Which certificates of a cluster a text names: by the names that it lists, a serial number, the end of its time."""

from collections.abc import Iterator

from ..model.certificates import Certificate, Facts
from ..model.cluster import Cluster
from ..trust.words import moment, serial_number
from .reader import Reading


def named_certificates(cluster: Cluster, reading: Reading) -> tuple[Certificate, ...]:
    """Those that fit everything that the text says of one; nothing where it says nothing that tells them apart."""
    checks = [check for check in (_by_names, _by_serial, _by_dates) if check(reading, None) is not None]
    if not checks:
        return ()
    return tuple(
        one for one in cluster.inventory.certificates.values() if all(check(reading, one.facts) for check in checks)
    )


def _by_names(reading: Reading, facts: Facts | None) -> bool | None:
    """`valid for A, B, not C`: all names of one kind, in their order. None where the text lists none."""
    listed = reading.pieces.get("names")
    if listed is None or reading.fault.id != "name-mismatch":
        return None
    return facts is not None and listed in _lists(facts)


def _lists(facts: Facts) -> Iterator[str]:
    for kind in ("IP", "DNS"):
        yield ", ".join(san.value for san in facts.sans if san.type == kind)


def _by_serial(reading: Reading, facts: Facts | None) -> bool | None:
    serial = reading.pieces.get("serial")
    if serial is None:
        return None
    return facts is not None and serial_number(facts) == int(serial)


def _by_dates(reading: Reading, facts: Facts | None) -> bool | None:
    end, begin = reading.pieces.get("end"), reading.pieces.get("begin")
    if end is None and begin is None:
        return None
    if facts is None:
        return False
    return (end is None or moment(facts.not_after) == end) and (begin is None or moment(facts.not_before) == begin)
