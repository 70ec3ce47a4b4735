"""What is said of a pasted text: every fault has its sentence, every cause its command and repair."""

from itertools import chain

from app.explain.pasted import Told, tell
from app.explain.pasted.meanings import meaning
from app.model.cluster import Cluster
from app.model.words import plain
from app.pasting import findings, read, single_faults
from app.pasting.faults import FAULTS
from app.pasting.reader import Reading
from app.pasting.speakers import Speaker
from app.topology.authorities import Authorities
from tests.pasting.lines import LINES
from tests.trust.cases import NAMES, cluster


def _told(on: Cluster, text: str, *, singles: bool = False) -> Told:
    (reading,) = read(text).readings
    found = findings(on, reading)
    return tell(on, Authorities(on), reading, found, single_faults(on, reading, found) if singles else ())


def test_every_fault_has_a_meaning_with_and_without_what_it_names() -> None:
    """The closed list and the sentences are the same set; a missing piece leaves no hole."""
    for fault in FAULTS.values():
        words = plain(meaning(Reading(fault, "", {}, Speaker())))
        assert words.endswith(".")
        assert "{" not in words


def test_every_line_gives_words_on_a_healthy_tree() -> None:
    """An answer, and something to do: files to look at, or advice."""
    for line in LINES:
        for reading in read(line.line).readings:
            one = cluster("go-001")
            found = findings(one, reading)
            told = tell(one, Authorities(one), reading, found, ())
            assert plain(told.answer)
            assert told.clues or told.advice or not found.found, line.line
            for clue in told.clues:
                assert plain(clue.repair.words)
                for command in (*clue.repair.commands, *(c.text for _, c in clue.causes if c)):
                    assert command.isprintable()


def test_every_text_of_the_cases_leads_to_a_file_or_to_advice() -> None:
    """Whatever fails, something is said of how to go on."""
    for one in map(cluster, NAMES[8:]):
        said = {text for v in one.verdicts.values() for text in (v.client_error, v.server_error) if text}
        for text in sorted(said):
            told = _told(one, text)
            assert told.clues or told.advice, text


def test_the_ca_is_blamed_where_others_accept_the_certificate() -> None:
    """go-024: one kubeconfig trusts another CA; the certificate, which all others accept, is not named."""
    verdict = next(v for v in cluster("go-024").verdicts.values() if v.client_log)
    told = _told(cluster("go-024"), verdict.client_log or "")
    causes = [cause for clue in told.clues for cause, _ in clue.causes]
    assert [(cause.name, cause.role) for cause in causes] == [("admin.conf", "ca")]
    (command,) = told.clues[0].repair.commands
    assert command.endswith("--certificate-authority=/etc/kubernetes/pki/ca.crt --embed-certs")


def test_the_certificate_is_blamed_where_the_ca_accepts_others() -> None:
    """go-028: etcd refuses one client of another CA; its own CA file, by which others come in, is not named."""
    verdict = next(v for v in cluster("go-028").verdicts.values() if v.server_error)
    told = _told(cluster("go-028"), verdict.server_error or "")
    assert [cause.name for clue in told.clues for cause, _ in clue.causes] == ["apiserver-etcd-client.crt"]


def test_a_pair_that_does_not_fit_is_mended_together() -> None:
    """Certificate and key are two things to look at and one repair, which moves both away."""
    told = _told(cluster("go-095"), "tls: private key does not match public key")
    clue = next(one for one in told.clues if one.repair.commands)
    assert [cause.role for cause, _ in clue.causes] == ["certificate", "key"]
    assert "apiserver.crt /etc/kubernetes/pki/apiserver.key" in clue.repair.commands[0]


def test_single_faults_are_told_in_words() -> None:
    """A trust file and a certificate are told apart."""
    told = _told(
        cluster("go-001"),
        "Unable to connect to the server: x509: certificate signed by unknown authority",
        singles=True,
    )
    words = [plain(one.words) for one in told.singles]
    assert any(said.startswith("another CA stands in admin.conf") for said in words)
    assert any(said.startswith("a CA of another name issued apiserver.crt") for said in words)
    assert all(one.edges for one in told.singles)


def test_hostile_names_of_a_tree_stay_quoted() -> None:
    """Every command of every case is one line, and a file's odd name is one word of it."""
    texts = chain.from_iterable((v.client_error, v.server_error) for v in cluster("go-123").verdicts.values())
    for text in filter(None, texts):
        for clue in _told(cluster("go-123"), text).clues:
            assert all("\n" not in one for one in clue.repair.commands)


def test_a_text_that_names_no_reason_advises_no_repair() -> None:
    """`bad certificate` alone moves no file away; where the tree shows the reason, the repair is of that."""
    healthy = _told(cluster("go-001"), "http: TLS handshake error from 192.0.2.1:1: remote error: tls: bad certificate")
    assert healthy.clues and healthy.advice
    assert all(not clue.repair.commands for clue in healthy.clues)
    broken = _told(cluster("go-044"), "http: TLS handshake error from 192.0.2.1:1: remote error: tls: bad certificate")
    assert any("init phase certs apiserver" in one for clue in broken.clues for one in clue.repair.commands)


def test_a_ca_file_that_holds_the_right_ca_is_not_called_wrong() -> None:
    """On a healthy tree each copy of the CA, in files and kubeconfigs, is said to be the right one."""
    told = _told(cluster("go-001"), "x509: certificate signed by unknown authority")
    words = [plain(clue.repair.words) for clue in told.clues if clue.causes[0][0].is_authority]
    assert words
    assert all("as it is here it is not at fault" in said for said in words)


def test_a_certificate_that_is_not_of_the_tree_is_said_to_be_none_of_it() -> None:
    """A serial number that no certificate has; the one that admin.conf has leads to admin.conf alone."""
    line = (
        '"Unable to authenticate the request" err="[x509: certificate signed by unknown authority, '
        'verifying certificate SN={}, SKID=, AKID= failed: x509: certificate signed by unknown authority]"'
    )
    strange = _told(cluster("go-001"), line.format(1234567))
    assert "No certificate in it has the serial number that the text names." in plain(strange.answer)
    known = cluster("go-001").inventory.certificates
    admin = next(one for one in known.values() if one.path.endswith("/admin.conf") and one.pointer.startswith("users"))
    told = _told(cluster("go-001"), line.format(int(admin.facts.serial, 16)))
    assert "No certificate in it" not in plain(told.answer)
    assert {one.connection.client.component for one in told.found.found} == {"kubectl:admin.conf@cp1"}
