"""What a pasted text is taken for."""

import json

import pytest

from app.model.verdicts import Verdict
from app.pasting import read
from app.pasting.faults import FAULTS
from app.pasting.patterns import pattern_of, pieces_of
from app.pasting.prepare import LONGEST_LINE, MOST_CHARACTERS, MOST_LINES
from app.pasting.reader import read_line
from app.pasting.secrets import LEFT_OUT, without_secrets
from app.trust import texts
from app.trust.words import quoted
from tests.pasting.lines import LINES, Line
from tests.trust.cases import NAMES, judged_edges
from tests.trust.trees_judged import verdicts_of_all_trees

WRAPPED = (
    "{}",
    "E1124 04:13:36.426544   24231 run.go:72] {}",
    "Nov 24 04:13:36 cp1 kubelet[6536]: E1124 04:13:36.426544   24231 server.go:387] {}",
    "2026-11-24T04:02:10.486618Z stderr F {}",
    "  > {}  \x1b[0m",
)


def _fault(line: str) -> str | None:
    reading = read_line(line)
    return reading.fault.id if reading else None


def _texts(verdict: Verdict) -> list[str]:
    said = (verdict.client_error, verdict.server_error, verdict.client_log, verdict.server_log)
    return [text for text in said if text]


@pytest.mark.parametrize("told", LINES, ids=[f"{number}-{told.fault}" for number, told in enumerate(LINES)])
def test_a_real_line_is_recognised_with_what_it_names(told: Line) -> None:
    """Lines of a recorded cluster and old wordings, as they are printed."""
    reading = read_line(told.line)
    assert reading is not None
    assert reading.fault.id == told.fault
    assert {name: reading.pieces.get(name) for name in told.pieces} == told.pieces


def test_every_text_of_the_ladder_is_recognised_whatever_stands_around_it() -> None:
    """All cases and trees, bare and with the prefixes of klog, journald and the container runtime, quoted once more and
    inside JSON: always the same fault.
    """
    verdicts = [verdict for name in NAMES for _, _, verdict in judged_edges(name)]
    said = {text for verdict in [*verdicts, *verdicts_of_all_trees()] for text in _texts(verdict)}
    assert len(said) > 200
    for text in said:
        bare = _fault(text)
        assert bare is not None, text
        for wrapper in WRAPPED:
            found = read(wrapper.format(text)).readings
            assert [one.fault.id for one in found] == [bare] or text == "EOF", text
        for again in (f'"Unhandled Error" err={quoted(text)}', json.dumps({"error": quoted(text)})):
            assert _fault(again) == bare or text == "EOF", again


def test_the_text_of_a_red_rung_is_read_as_its_code() -> None:
    """Of the texts that only one code has, the fault is that code, or the same of a CA."""
    own = {"file-missing": "key-missing"}
    shared = {
        "certificate-refused",
        "bad-certificate",
        "hung-up",
        "alert-unknown-authority",
        "alert-expired",
        "untrusted",
    }
    seen = set()
    for name in NAMES:
        for _, _, verdict in judged_edges(name):
            fault = verdict.fault
            reading = read_line(fault.message) if fault else None
            if fault and reading and reading.fault.id not in shared and fault.rung != "authentication":
                expected = {reading.fault.id, f"authority-{reading.fault.id}", own.get(reading.fault.id, "")}
                expected |= {"peer-address-mismatch"} if fault.rung == "peer-address" else set()
                expected |= {"authority-extension-unknown"} if "critical" in reading.fault.id else set()
                assert fault.code in expected, fault.message
                seen.add(fault.code)
    assert len(seen) > 20


def test_every_fault_is_told_by_some_text() -> None:
    """The list of faults is closed: each has a line that is recognised as it, or stands in a text of the ladder."""
    told = {one.fault for one in LINES}
    for name in NAMES:
        for _, _, verdict in judged_edges(name):
            told |= {_fault(text) or "" for text in _texts(verdict)}
    rare = {
        "search-limit",
        "algorithm-unknown",
        "no-key",
        "key-not-named",
        "certificate-required",
        "server-without-tls",
    }
    rare |= {"no-client-certificate"}
    assert set(FAULTS) - told <= rare
    for name, text in (("search-limit", texts.SEARCH_LIMIT), ("no-key", texts.CERTIFICATE_FOR_KEY)):
        assert _fault(text) == name
    for name, text in (
        ("key-not-named", texts.KEY_NOT_NAMED),
        ("certificate-required", texts.CERTIFICATE_REQUIRED),
        ("no-client-certificate", texts.NO_CLIENT_CERTIFICATE),
        ("server-without-tls", texts.TLS_TO_PLAIN),
    ):
        assert _fault(text) == name


def test_a_speaker_follows_from_what_stands_around_the_words() -> None:
    """The same words by kubectl, by etcd and by kube-apiserver: three speakers, each on its side."""
    x509 = "x509: certificate signed by unknown authority"
    by_kubectl = read_line(f"Unable to connect to the server: {x509}")
    by_etcd = read_line(
        f'{{"msg":"rejected connection on peer endpoint","error":"tls: failed to verify certificate: {x509}"}}'
    )
    by_server = read_line(f'"Unable to authenticate the request" err="[{x509}, {x509}]"')
    bare = read_line(x509)
    assert by_kubectl and by_etcd and by_server and bare
    assert (by_kubectl.speaker.side, set(by_kubectl.speaker.clients)) == ("client", {"kubectl"})
    assert (by_etcd.speaker.side, by_etcd.speaker.peer) == ("server", True)
    assert by_server.speaker.side == "server"
    assert bare.speaker.side is None


def test_what_was_dialled_is_caught_whichever_way_it_is_written() -> None:
    """A URL, gRPC's address, an IPv6 address in brackets, kubectl's sentence."""
    for line, dialled in (
        ('Get "https://[2001:db8:56::11]:6443/api": x509: unhandled critical extension', ("2001:db8:56::11", 6443)),
        (
            'failed to connect to {Addr: "127.0.0.1:2379", }. Err: "remote error: tls: bad certificate"',
            ("127.0.0.1", 2379),
        ),
        ("The connection to the server api.example.test:6443 was refused", ("api.example.test", 6443)),
        ("dial tcp 192.168.56.99:6443: i/o timeout", ("192.168.56.99", 6443)),
    ):
        reading = read_line(line)
        assert reading is not None
        assert (reading.speaker.host, reading.speaker.port) == dialled


def test_lines_that_say_the_same_are_one_reading() -> None:
    """Five lines of kubectl's cache and the last one; another fault stays apart; noise is counted."""
    line = "x509: certificate signed by unknown authority"
    paste = "\n".join(
        [*[f'E1124 memcache.go:381] "Unhandled Error" err="{line}"'] * 5, "To see the stack trace", "hello"]
    )
    pasted = read(paste + "\nerror: You must be logged in to the server (Unauthorized)")
    assert [(one.fault.id, one.count) for one in pasted.readings] == [("unknown-authority", 5), ("unauthorized", 1)]
    assert (pasted.lines, pasted.unread) == (8, 2)


def test_a_consequence_does_not_stand_beside_its_cause() -> None:
    """etcdctl gives up after it has told why; alone, `context deadline exceeded` is what there is to say."""
    end = "https://127.0.0.1:2379 is unhealthy: failed to commit proposal: context deadline exceeded"
    cause = 'desc = "error reading server preface: remote error: tls: certificate required"'
    assert [one.fault.id for one in read(f"{cause}\n{end}").readings] == ["certificate-required"]
    assert [one.fault.id for one in read(end).readings] == ["deadline"]


def test_a_line_that_a_terminal_broke_is_put_together() -> None:
    """In the middle of the words, and in the middle of a word."""
    assert [one.fault.id for one in read("x509: certificate signed\nby unknown authority").readings] == [
        "unknown-authority"
    ]
    assert [one.fault.id for one in read("x509: certificate signed by unkn\nown authority").readings] == [
        "unknown-authority"
    ]


@pytest.mark.parametrize("text", ["", "   \n\n", "hello", "certificate", '"\\\\\\"', "\x00\x1b[31m", "x509: "])
def test_a_text_that_fits_nothing_has_no_reading(text: str) -> None:
    """Nothing is guessed."""
    assert read(text).readings == ()


def test_what_is_longer_than_the_bounds_is_cut_and_said() -> None:
    """Characters, lines, and a single line; what fits is not called cut."""
    line = "x509: unhandled critical extension"
    assert not read(line).cut
    assert read("a" * (MOST_CHARACTERS + 1)).cut
    assert read("a\n" * (MOST_LINES + 1)).lines == MOST_LINES
    assert read("b" * (LONGEST_LINE + 1)).cut
    assert read("a" * MOST_CHARACTERS + line).readings == ()


@pytest.mark.parametrize(
    "piece",
    [
        "x509: certificate is valid for ",
        'possibly because of "',
        "\\" * 15 + '"',
        "https://",
        "verifying certificate SN=1",
        "[",
    ],
)
def test_hostile_repetition_ends_without_a_reading_of_its_own(piece: str) -> None:
    """The beginnings of templates, thousands of times: nothing is caught."""
    assert read((piece * MOST_CHARACTERS)[:MOST_CHARACTERS]).readings == ()


def test_taking_secrets_out_leaves_every_real_line_as_it_is() -> None:
    """None of them holds one; a key beside a line goes, and the line is still read."""
    for told in LINES:
        assert without_secrets(told.line) == told.line
    line, key = LINES[0].line, "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIA=="
    assert without_secrets(f"{line}\n{key}") == f"{line}\n{LEFT_OUT}"


def test_a_piece_of_a_tree_is_data_and_no_pattern() -> None:
    """A name full of what regular expressions and templates read as marks comes out as it went in."""
    name = 'a{b}(c|d)*"\\e'
    text = texts.UNKNOWN_AUTHORITY + texts.HINT.format(
        quoted_why=quoted("crypto/rsa: x"), quoted_candidate=quoted(name)
    )
    found = pattern_of(texts.UNKNOWN_AUTHORITY + texts.HINT).search(text)
    assert found is not None
    assert pieces_of(found)["candidate"] == name
