"""Which lines of output get a letter, and what it stands for: an API server that answered, or the address."""

from app.lessons import LESSONS, Situation
from app.lessons.lesson import ADDRESS
from app.simulation.terminal import Terminal

from .test_third_name import LESSON, begun
from .turns import solve

DIAL = "kubectl -s https://hostname3:6443 get nodes"
LOOP = f"for i in 1 2 3 4; do {DIAL} >/dev/null && echo ok || echo fail; done"


def keyed(found: Terminal, situation: Situation, command: str) -> set[tuple[str, str]]:
    """The lines with a letter that a command prints, and their targets."""
    output = found.type(command).output
    keys = LESSONS["third-name"].keys(situation, command, output)
    return {(output.splitlines()[one.line], one.target) for one in keys}


def test_a_name_that_leads_nowhere_points_to_the_address() -> None:
    """Until it resolves; what others print points nowhere."""
    found, situation = begun()
    assert {target for _, target in keyed(found, situation, DIAL)} == {ADDRESS}
    assert keyed(found, situation, "echo ok; ls /etc/kubernetes") == set()


def test_ok_and_fail_point_to_the_server_that_answered() -> None:
    """While cp2 alone lacks the name; an ok that no connection stands behind has no letter."""
    found, situation = begun()
    solve(LESSON, found, situation, before="in-turn")
    assert keyed(found, situation, LOOP) == {("ok", "cp1"), ("fail", "cp2")}
    errors = keyed(found, situation, f"{DIAL}; {DIAL}; {DIAL}")
    assert errors and {target for _, target in errors} == {"cp2"}
    assert keyed(found, situation, "echo hostname3 && echo ok") == set()


def test_when_every_server_has_the_name_nobody_can_tell_which_answered() -> None:
    """The letter stands at the address then."""
    found, situation = begun()
    solve(LESSON, found, situation, before="restart")
    assert keyed(found, situation, LOOP) == {("ok", ADDRESS)}


def test_printed_names_point_to_the_server_whose_they_are() -> None:
    """Wherever they are printed: cp2's names on cp1 point to cp2; etcd's certificate points nowhere."""
    found, situation = begun()
    print_it = "openssl x509 -noout -ext subjectAltName"
    over = f"openssl s_client -connect cp2:6443 </dev/null 2>/dev/null | {print_it}"
    assert {target for _, target in keyed(found, situation, over)} == {"cp2"}
    assert {t for _, t in keyed(found, situation, f"{print_it} -in /etc/kubernetes/pki/apiserver.crt")} == {"cp1"}
    assert keyed(found, situation, f"{print_it} -in /etc/kubernetes/pki/etcd/server.crt") == set()
