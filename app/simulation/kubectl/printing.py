"""How kubectl prints: tables, ages, YAML, JSON, jsonpath (k8s.io/cli-runtime, apimachinery duration.HumanDuration)."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

from ..shell.call import Call, Stop

Object = dict[str, Any]


def table(call: Call, rows: list[list[str]], *, headers: bool) -> None:
    """Columns three spaces apart; the last one is not padded."""
    shown = rows if headers else rows[1:]
    if not shown:
        return
    widths = [max(len(row[at]) for row in shown) + 3 for at in range(len(shown[0]) - 1)]
    for row in shown:
        call.line(
            ("".join(cell.ljust(width) for cell, width in zip(row, [*widths, 0], strict=True))).rstrip()
            if not row[-1]
            else "".join(cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=True)) + row[-1]
        )


def age(then: datetime, now: datetime) -> str:
    """`12s`, `2m5s`, `10m`, `3h20m`, `5h`, `2d3h`, `9d`, `1y40d`."""
    seconds = int((now - then) / timedelta(seconds=1))
    if seconds < 0:
        return "0s"
    if seconds < 120:
        return f"{seconds}s"
    minutes = seconds // 60
    if minutes < 10:
        return f"{minutes}m{seconds % 60}s" if seconds % 60 else f"{minutes}m"
    if minutes < 180:
        return f"{minutes}m"
    hours = seconds // 3600
    if hours < 8:
        return f"{hours}h{minutes % 60}m" if minutes % 60 else f"{hours}h"
    if hours < 48:
        return f"{hours}h"
    if hours < 192:
        return f"{hours // 24}d{hours % 24}h" if hours % 24 else f"{hours // 24}d"
    days = hours // 24
    if days < 730:
        return f"{days}d"
    years = days // 365
    return f"{years}y{days % 365}d" if years < 8 and days % 365 else f"{years}y"


def yaml(value: Any, indent: int = 0) -> str:
    """A value as sigs.k8s.io/yaml writes it: keys sorted, lists at their key's level, texts quoted where they must be."""
    return "\n".join(_yaml(value, indent)) + "\n"


def _yaml(value: Any, indent: int) -> list[str]:
    pad = "  " * indent
    lines: list[str] = []
    if isinstance(value, dict):
        for key in sorted(value):
            lines += _entry(f"{pad}{_scalar(key)}:", value[key], indent)
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, dict | list) and item:
                inner = _yaml(item, indent + 1)
                lines.append(f"{pad}- {inner[0].lstrip()}")
                lines += inner[1:]
            else:
                lines.append(f"{pad}- {_flow(item)}")
    return lines


def _entry(head: str, value: Any, indent: int) -> list[str]:
    if isinstance(value, dict) and value:
        return [head, *_yaml(value, indent + 1)]
    if isinstance(value, list) and value:
        return [head, *_yaml(value, indent)]
    if isinstance(value, str) and "\n" in value:
        pad = "  " * (indent + 1)
        mark = "|" if value.endswith("\n") else "|-"
        return [f"{head} {mark}", *(f"{pad}{line}" if line else "" for line in value.removesuffix("\n").split("\n"))]
    return [f"{head} {_flow(value)}"]


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, list):
        return "[]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    return _scalar(value) if isinstance(value, str) else str(value)


def _scalar(text: str) -> str:
    """A text without quotes where YAML 1.1 reads it as the same text."""
    plain = re.fullmatch(r"[A-Za-z0-9_./\[{(<=>][^\n]*", text) and not re.search(r": |:$| #|^[\[{>]", text)
    special = re.fullmatch(
        r"(?i)(true|false|yes|no|on|off|null|~|y|n)|[-+]?[\d._]+(e[-+]?\d+)?|0x[0-9a-f]+|\d{4}-\d\d-\d\dT.*", text
    )
    if text == "" or special or not plain:
        if '"' in text and "'" not in text:
            return f"'{text}'"
        return json.dumps(text, ensure_ascii=False)
    return text


def shown(call: Call, value: Object, output: str) -> bool:
    """Print an object in the form of -o; False where that is a table's."""
    if output == "yaml":
        call.out(yaml(value))
    elif output == "json":
        call.line(json.dumps(value, indent=4, sort_keys=True))
    elif output.startswith("jsonpath="):
        call.out(jsonpath(value, output.partition("=")[2]))
    elif output.startswith("custom-columns="):
        _columns(call, value, output.partition("=")[2])
    elif output in ("", "wide", "name"):
        return False
    else:
        call.world.hint("Of output formats this simulation offers json, yaml, name, wide, jsonpath=, custom-columns=")
        raise Stop(
            f'error: unable to match a printer suitable for the output format "{output}", allowed formats are: '
            "custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,"
            "jsonpath-file,kyaml,name,template,templatefile,wide,yaml"
        )
    return True


def _columns(call: Call, value: Object, template: str) -> None:
    """`NAME:.metadata.name,…`: a column each, a row for each object. Raises Stop."""
    pairs = [one.partition(":")[::2] for one in template.split(",")]
    if not all(name and path for name, path in pairs):
        raise Stop(f"error: unexpected custom-columns spec: {template}, expected <header>:<json-path-expr>")
    items = value["items"] if value.get("kind") == "List" else [value]
    rows = [[name for name, _ in pairs]]
    for item in items:
        cells = [selected(item, "." + path.strip("{}").lstrip(".")) for _, path in pairs]
        rows.append([",".join(map(_plain, cell)) if cell else "<none>" for cell in cells])
    table(call, rows, headers=True)


def jsonpath(value: Any, template: str) -> str:
    """The part of kubectl's JSONPath that people use: `{.a.b}`, `{.items[*].metadata.name}`, `{.data.ca\\.crt}`, texts,
    `{"\\n"}`, `{range .items[*]}…{end}`. Raises Stop.
    """
    pieces = re.split(r"(\{[^}]*\})", template)
    return _evaluated(pieces, 0, value)[0]


def _evaluated(pieces: list[str], at: int, value: Any) -> tuple[str, int]:
    found = []
    while at < len(pieces):
        piece = pieces[at]
        at += 1
        if not piece.startswith("{"):
            found.append(piece)
            continue
        inner = piece[1:-1].strip()
        if inner == "end":
            return "".join(found), at
        if inner.startswith("range "):
            end = at
            for item in selected(value, inner[6:].strip()):
                text, end = _evaluated(pieces, at, item)
                found.append(text)
            at = end if end > at else _behind(pieces, at)
            continue
        if inner[:1] in ('"', "'"):
            found.append(inner[1:-1].replace("\\n", "\n").replace("\\t", "\t"))
            continue
        found.append(" ".join(_plain(one) for one in selected(value, inner)))
    return "".join(found), at


def _behind(pieces: list[str], at: int) -> int:
    while at < len(pieces) and pieces[at] != "{end}":
        at += 1
    return at + 1


def selected(value: Any, path: str) -> list[Any]:
    """What a JSONPath leads to in a value."""
    found = [value]
    path = path.removeprefix("$").removeprefix("@")
    for match in re.finditer(r"\.((?:\\\.|[^.\[\]])*)|\[([^\]]*)\]", path):
        if match[2] is not None:
            found = [item for one in found for item in _indexed(one, match[2])]
        elif match[1]:
            key = match[1].replace("\\.", ".")
            if key == "*":
                found = [item for one in found for item in _indexed(one, "*")]
            else:
                found = [one[key] for one in found if isinstance(one, dict) and key in one]
    return found


def _indexed(value: Any, index: str) -> list[Any]:
    if index.startswith("?"):
        match = re.fullmatch(r"\?\(@\.([\w.]+)\s*==\s*[\"']([^\"']*)[\"']\)", index)
        items = value if isinstance(value, list) else []
        return [item for item in items if match and selected(item, "." + match[1]) == [match[2]]]
    if index == "*":
        return list(value) if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else []
    if index[:1] in ("'", '"'):
        return [value[index[1:-1]]] if isinstance(value, dict) and index[1:-1] in value else []
    if isinstance(value, list) and re.fullmatch(r"-?\d{1,6}", index) and -len(value) <= int(index) < len(value):
        return [value[int(index)]]
    return []


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
