"""The codes of rungs are a closed list: docs/verdicts.md, the code and what the cases give agree."""

import re
from collections import defaultdict
from pathlib import Path

from app.model.verdicts import MISSING, Verdict

from .cases import NAMES, judged_edges
from .trees_judged import verdicts_of_all_trees

ROOT = Path(__file__).parents[2]
GOOD, UNCHECKED, LACKING, RED = range(4)


def documented() -> dict[str, list[set[str]]]:
    """By rung: the codes of the four columns of docs/verdicts.md."""
    text = (ROOT / "docs" / "verdicts.md").read_text("utf-8").partition("## 4. Codes")[2].partition("\n## ")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| `")
    ]
    return {row[0].strip("`"): [set(re.findall(r"`([\w-]+)`", cell)) for cell in row[1:]] for row in rows}


def column(ok: bool | None, code: str) -> int:
    """Where a rung belongs."""
    if ok is None:
        return LACKING if code in MISSING else UNCHECKED
    return GOOD if ok else RED


def test_every_rung_is_documented_with_its_colour() -> None:
    """No case and no tree gives a code that docs/verdicts.md does not list under its rung and in its column."""
    allowed = documented()
    seen: dict[tuple[str, int], set[str]] = defaultdict(set)
    verdicts: list[Verdict] = [verdict for name in NAMES for _, _, verdict in judged_edges(name)]
    for verdict in (*verdicts, *verdicts_of_all_trees()):
        for rung in (*verdict.client_side, *verdict.server_side):
            seen[rung.rung, column(rung.ok, rung.code)].add(rung.code)
    strangers = {place: codes - allowed[place[0]][place[1]] for place, codes in seen.items()}
    assert not {place: codes for place, codes in strangers.items() if codes}


def test_every_documented_code_stands_in_the_code() -> None:
    """A code that nothing gives any more leaves the list."""
    source = "".join(path.read_text("utf-8") for path in (ROOT / "app" / "trust").glob("*.py"))
    words = set(re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)*)"', source))
    words |= {f"authority-{word}" for word in ("expired", "not-yet-valid")}  # made of a prefix and a code
    listed = {code for columns in documented().values() for codes in columns for code in codes}
    assert listed - words == set()


def test_the_codes_on_which_a_verdict_hangs_are_the_documented_ones() -> None:
    """The fourth column is the model's own list."""
    assert set().union(*(columns[LACKING] for columns in documented().values())) == MISSING
