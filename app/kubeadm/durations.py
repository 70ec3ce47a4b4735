"""How kubeadm prints the time that is left (k8s.io/apimachinery/pkg/util/duration)."""

_MINUTE, _HOUR, _DAY, _YEAR = 60, 3600, 86400, 365 * 86400

INVALID = "<invalid>"
"""What stands for a moment more than a second ago."""


def short_human_duration(seconds: int) -> str:
    """`ShortHumanDuration`: one unit, of kubeadm up to 1.22: `364d`, `9y`."""
    if seconds < -1:
        return INVALID
    for unit, size, limit in (("s", 1, _MINUTE), ("m", _MINUTE, _HOUR), ("h", _HOUR, _DAY), ("d", _DAY, _YEAR)):
        if seconds < limit:
            return f"{max(seconds, 0) // size}{unit}"
    return f"{seconds // _YEAR}y"


def human_duration(seconds: int) -> str:
    """`HumanDuration`: two units where the larger one is few: `4y364d`, `364d`, `6d23h`, `119s`."""
    if seconds < -1:
        return INVALID
    for unit, size, limit, fine in _STEPS:
        if seconds < limit:
            return _two(max(seconds, 0), unit, size, fine)
    return f"{seconds // _YEAR}y"


_STEPS = (
    ("s", 1, 2 * _MINUTE, None),
    ("m", _MINUTE, 10 * _MINUTE, ("s", 1)),
    ("m", _MINUTE, 3 * _HOUR, None),
    ("h", _HOUR, 8 * _HOUR, ("m", _MINUTE)),
    ("h", _HOUR, 2 * _DAY, None),
    ("d", _DAY, 8 * _DAY, ("h", _HOUR)),
    ("d", _DAY, 2 * _YEAR, None),
    ("y", _YEAR, 8 * _YEAR, ("d", _DAY)),
)
"""Unit, its seconds, up to where it is used, and the finer unit beside it."""


def _two(seconds: int, unit: str, size: int, fine: tuple[str, int] | None) -> str:
    whole, rest = divmod(seconds, size)
    finer = rest // fine[1] if fine else 0
    return f"{whole}{unit}{finer}{fine[0]}" if fine and finer else f"{whole}{unit}"
