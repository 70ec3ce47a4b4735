"""YAML: str, list, dict and None, and nothing that could hurt."""

import subprocess
import sys
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from app.model.errors import LimitExceeded
from app.reading.bounds import WEB, YAML_DEPTH, YAML_DOCUMENTS, YAML_EVENTS, YAML_FILE
from app.reading.budget import Budget
from app.reading.problem import CannotRead
from app.reading.yaml import read_yaml
from tests.properties import examples
from tests.trees import NAMES, entries


def read(text: str | bytes) -> list[Any]:
    """The documents of a file."""
    return read_yaml(text.encode() if isinstance(text, str) else text, Budget(WEB))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: b", {"a": "b"}),
        ("a: 6443", {"a": "6443"}),
        ("a: true", {"a": "true"}),
        ('a: "x y"', {"a": "x y"}),
        ("a:\n- 1\n- b: c", {"a": ["1", {"b": "c"}]}),
        ("a: |\n  x\n  y\n", {"a": "x\ny\n"}),
        ('{"a": [1, {"b": "c"}]}', {"a": ["1", {"b": "c"}]}),
        ("a:", {"a": None}),
        ("a: ~\nb: null\nc: ''", {"a": None, "b": None, "c": ""}),
        ('a: "null"', {"a": "null"}),
        ("", None),
        ("a: 2001-01-01", {"a": "2001-01-01"}),
        ("\ufeffa: b", {"a": "b"}),
        ("a: b\r\nc: d\r\n", {"a": "b", "c": "d"}),
        ("a: 50% of it", {"a": "50% of it"}),
    ],
)
def test_everything_is_text_but_null(text: str, value: object) -> None:
    """Block and flow style, JSON, BOM and CRLF: scalars stay as they are written, only a plain null is None."""
    assert read(text) == ([] if value is None else [value])


def test_documents_are_read_in_order() -> None:
    """Several documents in a file, an empty one among them."""
    assert read("a: b\n---\n---\n- c\n") == [{"a": "b"}, None, ["c"]]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: &x b", "anchor"),
        ("a: *x", "alias"),
        ("a: &x [1]\nb: *x", "anchor"),
        ("a: !!python/object/apply:os.system [id]", "tag"),
        ("a: !x b", "tag"),
        ("! a: b", "tag"),
        ("a: b\na: c", "twice"),
        ("? [a]\n: b", "no text"),
        ("? {a: b}\n: c", "no text"),
        ("~: b", "no text"),
        ("<<: {a: b}\n<<: {c: d}", "twice"),
        ("%YAML 1.1\n---\na: b", "%"),
        ("a: b\n%TAG ! x\n", "%"),
        ("a: b\r%TAG ! x\n", "%"),
        ("a: b\u2028%TAG ! x\n", "%"),
        ("\ufeff%TAG ! x\n", "%"),
        ("a: [b", "YAML"),
        ("a: b: c", "YAML"),
        ("\ta: b", "YAML"),
        ("a: \x00", "not allow"),
        ("a: \x1b", "not allow"),
        (b"a: \xff", "UTF-8"),
        (b"\xff\xfea\0:\0", "UTF-8"),
        ("a: 'b", "YAML"),
    ],
)
def test_what_no_kubernetes_file_needs_is_refused(text: str | bytes, why: str) -> None:
    """Each is refused with a sentence that names it, and as this file's fault alone."""
    with pytest.raises(CannotRead, match=why) as refusal:
        read(text)
    assert refusal.value.problem.code == "yaml"


def test_the_line_is_named() -> None:
    """A refusal says where: libyaml's own for what is no YAML, the node's for what is not read here."""
    with pytest.raises(CannotRead, match="line 3"):
        read("a: b\nc: d\n e: [\n")
    with pytest.raises(CannotRead, match="Line 2"):
        read("a: b\nc: &x d\n")


def test_depth_is_bounded() -> None:
    """YAML_DEPTH: as deep as allowed is read, one deeper is not, in block and in flow style."""
    assert read("[" * YAML_DEPTH + "]" * YAML_DEPTH)
    for deeper in ("[" * (YAML_DEPTH + 1) + "]" * (YAML_DEPTH + 1), "- " * (YAML_DEPTH + 1)):
        with pytest.raises(CannotRead, match="deep"):
            read(deeper)


def test_documents_are_bounded() -> None:
    """YAML_DOCUMENTS: as many as allowed are read, one more is not."""
    assert len(read("---\na: b\n" * YAML_DOCUMENTS)) == YAML_DOCUMENTS
    with pytest.raises(CannotRead, match="documents"):
        read("---\na: b\n" * (YAML_DOCUMENTS + 1))


def test_events_of_a_file_are_bounded() -> None:
    """YAML_EVENTS: a flat list of that many values is not read, in however few nodes they stand; half of it is."""
    assert len(read("[" + "a," * (YAML_EVENTS // 2) + "]")[0]) == YAML_EVENTS // 2
    with pytest.raises(CannotRead, match="more than"):
        read("[" + "a," * YAML_EVENTS + "]")


def test_a_files_size_is_bounded() -> None:
    """YAML_FILE: the longest file that fits is read, one byte more is not, and is not looked into."""
    assert read("a: " + "x" * (YAML_FILE - 3))
    with pytest.raises(CannotRead, match="256 KiB"):
        read("a: " + "x" * (YAML_FILE - 2))


def test_the_size_of_all_files_is_bounded() -> None:
    """YAML_BYTES: files that each fit end the upload together."""
    budget = Budget(WEB)
    for _ in range(WEB.yaml_bytes // YAML_FILE):
        read_yaml(b"a: " + b"x" * (YAML_FILE - 3), budget)
    with pytest.raises(LimitExceeded) as refusal:
        read_yaml(b"a", budget)
    assert refusal.value.code == "YAML_BYTES"


def test_events_of_an_upload_are_bounded() -> None:
    """YAML_EVENTS of the upload: many files, each within its bound, end it; the code names the limit."""
    budget = Budget(WEB)
    data = ("[" + "a," * (YAML_EVENTS - 10) + "]").encode()
    for _ in range(WEB.yaml_events // YAML_EVENTS):
        read_yaml(data, budget)
    with pytest.raises(LimitExceeded) as refusal:
        read_yaml(data, budget)
    assert refusal.value.code == "YAML_EVENTS"
    assert "kubepki inspect" in refusal.value.remedy


def test_a_damaged_file_is_paid_for_too() -> None:
    """What was read before the fault counts: damaged files cannot be had for nothing."""
    budget = Budget(WEB)
    with pytest.raises(CannotRead):
        read_yaml(b"[" + b"a," * 1000 + b"&x b]", budget)
    assert budget.yaml_events <= WEB.yaml_events - 1000


HOSTILE = {
    "nested lists": "b'[' * 25_000",
    "nested mappings": "b'{a: ' * 25_000",
    "nested blocks": "b'- ' * 25_000",
    "nested keys": "b'? ' * 25_000",
    "tag directives": "b''.join(b'%%TAG !%d! tag:x\\n' % n for n in range(40_000)) + b'--- a'",
    "merge bomb": "b'a0: &a0 {x: y}\\n' + b''.join(b'a%d: &a%d {<<: [*a%d, *a%d]}\\n' % (n, n, n - 1, n - 1)"
    " for n in range(1, 25))",
    "alias bomb": "b'a: &a [x]\\nb: &b [*a,*a,*a,*a]\\nc: &c [*b,*b,*b,*b]\\n' * 30",
    "long scalar": "b'a: ' + b'x' * (1 << 20)",
    "long key": "b'x' * (1 << 20) + b': a'",
    "long quoted": "b'a: \"' + b'x\\\\n' * 300_000 + b'\"'",
    "colons": "b'a: b' * 100_000",
    "many keys": "b''.join(b'k%d: v\\n' % n for n in range(60_000))",
    "comments": "b'# x\\n' * 250_000",
    "blank lines": "b'\\n' * (1 << 20) + b'a: b'",
    "block scalar": "b'a: |\\n' + b'  x\\n' * 250_000",
}


@pytest.mark.parametrize("attack", HOSTILE)
def test_nothing_kills_or_stalls_the_process(attack: str) -> None:
    """Each attack, up to one MiB, ends in a result or a refusal within three seconds of processor time."""
    program = (
        "import resource; resource.setrlimit(resource.RLIMIT_CPU, (3, 3))\n"
        "from app.reading.yaml import read_yaml; from app.reading.budget import Budget\n"
        "from app.reading.bounds import WEB; from app.reading.problem import CannotRead\n"
        f"try: read_yaml({HOSTILE[attack]}, Budget(WEB))\n"
        "except CannotRead: pass\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=30).returncode == 0


def test_real_files_are_read_as_pyyaml_reads_them() -> None:
    """Every YAML file of the real trees gives the structure that PyYAML's own BaseLoader composes."""
    files = [entry.data for name in NAMES for entry in entries(name) if b"kind:" in entry.data]
    assert len(files) > 100
    for data in files:
        assert read(data) == [_null(document) for document in yaml.load_all(data, yaml.CBaseLoader)]


def _null(value: Any) -> Any:
    """BaseLoader knows no null; of quoted ones there are none in these files but the empty text."""
    if isinstance(value, dict):
        return {key: _null(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_null(item) for item in value]
    return None if value == "null" else value


TREES = st.recursive(
    st.none() | st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(categories=("L", "N")), min_size=1, max_size=8), inner, max_size=4)
    ),
    max_leaves=20,
)


@examples(150)
@given(TREES.filter(lambda tree: tree is not None), st.booleans())
def test_what_is_written_is_read_back(tree: object, flow: bool) -> None:
    """Any structure of texts and nulls that PyYAML writes, block or flow, is read back as it was."""

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data: object) -> bool:
            return True

    assert read(yaml.dump(tree, Dumper=Dumper, default_flow_style=flow, allow_unicode=True)) == [tree]


@examples(300)
@given(st.text(st.sampled_from("ab:-[]{},\"'\n #&*!|>%?@`~\t\\")) | st.binary(max_size=60))
def test_arbitrary_text_is_read_or_refused(data: str | bytes) -> None:
    """Any text of YAML's own signs, any bytes: documents or CannotRead, nothing else."""
    try:
        assert isinstance(read(data), list)
    except CannotRead as refusal:
        assert refusal.problem.reason
