"""What Tab offers: words of the tables that the commands read, and what is there, never what is not."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.simulation.completion.asking import MOST
from app.simulation.completion.engine import LONGEST
from app.simulation.terminal import Terminal

from .worlds import play, terminal

WORLD = terminal()

ONE = {
    "kubeadm i": "kubeadm init ",
    "kubeadm init phase certs front-proxy-cl": "kubeadm init phase certs front-proxy-client ",
    "kubeadm certs renew admin": "kubeadm certs renew admin.conf ",
    "kubectl g": "kubectl get ",
    "kubectl -n kube-s": "kubectl -n kube-system ",
    "kubectl -n kube-system get cm kubeadm": "kubectl -n kube-system get cm kubeadm-config ",
    "kubectl get cm -n kube-system ext": "kubectl get cm -n kube-system extension-apiserver-authentication ",
    "kubectl get node/cp1": "kubectl get node/cp1 ",
    "kubectl -n kube-system logs kube-apiserver-cp2": "kubectl -n kube-system logs kube-apiserver-cp2 ",
    "kubectl config use": "kubectl config use-context ",
    "kubectl get cm -o jsonp": "kubectl get cm -o jsonpath=",
    "kubectl --insec": "kubectl --insecure-skip-tls-verify ",
    "crictl stopp": "crictl stopp ",
    "openssl x5": "openssl x509 ",
    "openssl x509 -checkh": "openssl x509 -checkhost ",
    "openssl s_client -connect cp2": "openssl s_client -connect cp2:6443 ",
    "openssl x509 -in /etc/kubernetes/pki/ca.c": "openssl x509 -in /etc/kubernetes/pki/ca.crt ",
    "ls /etc/kubern": "ls /etc/kubernetes/",
    "ls --human": "ls --human-readable ",
    "cat ~/.kube/co": "cat ~/.kube/config ",
    "cat $HOME/.ku": "cat $HOME/.kube/",
    'cat "/etc/host': 'cat "/etc/host',
    'cat "/etc/hosts': 'cat "/etc/hosts" ',
    "kubeadm init phase certs sa --config=kube": "kubeadm init phase certs sa --config=kubeadm-init.yaml ",
    "echo x > /etc/hosts": "echo x > /etc/hosts ",
    "sudo kubeadm cert": "sudo kubeadm certs ",
    "ls | xargs gre": "ls | xargs grep ",
    "for f in a; do kubec": "for f in a; do kubectl ",
    "echo $(openssl vers": "echo $(openssl version ",
    "ls $(which kubeadm) /etc/kuber": "ls $(which kubeadm) /etc/kubernetes/",
    "cat <<EOF > /etc/kuber": "cat <<EOF > /etc/kubernetes/",
    "ssh cp": "ssh cp2 ",
    "scp cp2:/etc/kubernetes/adm": "scp cp2:/etc/kubernetes/admin.conf ",
    "systemctl restart kub": "systemctl restart kubelet ",
    "echo $HOSTN": "echo $HOSTNAME",
}


def completed(line: str, found: Terminal = WORLD) -> str:
    """The line as Tab leaves it."""
    done = found.complete(line, len(line))
    return line[: done.start] + done.insert


@pytest.mark.parametrize("line", ONE)
def test_tab_finishes_a_word(line: str) -> None:
    """Where one thing alone fits, Tab writes it, and a space where the word is over."""
    assert completed(line) == ONE[line]


@pytest.mark.parametrize("line", ["nosuch", "ls /nosuch/x", "kubectl get cm nosuch", "# kubec", "cat <<EO", "ssh nosu"])
def test_tab_offers_nothing_where_nothing_fits(line: str) -> None:
    """The failing twin: the line stays as it is, and nothing is listed."""
    assert completed(line) == line
    assert WORLD.complete(line, len(line)).labels == ()


def test_several_are_listed_and_what_they_share_is_written() -> None:
    """Two nodes: their common beginning, both names, and nothing more at the second Tab."""
    done = WORLD.complete("kubectl describe node ", 22)
    assert (done.insert, done.labels) == ("cp", ("cp1", "cp2"))
    again = WORLD.complete("kubectl describe node cp", 24)
    assert (again.insert, again.labels, again.texts) == ("cp", ("cp1", "cp2"), ("cp1", "cp2"))


def test_the_cursor_may_stand_within_the_line() -> None:
    """What is behind it has no say."""
    done = WORLD.complete("kubec get nodes", 5)
    assert (done.start, done.insert) == (0, "kubectl ")


def test_a_file_name_that_needs_quotes_gets_them() -> None:
    """A blank in a name: a backslash, or the quote that was begun."""
    found = terminal("one")
    play(found, "touch '/tmp/a b'")
    assert completed("cat /tmp/a", found) == r"cat /tmp/a\ b "
    assert completed("cat '/tmp/a", found) == "cat '/tmp/a b' "


def test_hidden_files_are_offered_to_whom_they_are_meant_for() -> None:
    """`.kube` to a word that begins with a dot, not to an empty one."""
    assert ".kube/" not in WORLD.complete("ls ", 3).labels
    assert completed("ls .k") == "ls .kube/"


def test_names_come_from_an_api_server_that_answers() -> None:
    """With every API server down, kubectl's completion has nobody to ask; verbs are still known."""
    found = terminal("one")
    assert completed("kubectl get node cp", found) == "kubectl get node cp1 "
    play(found, "mv /etc/kubernetes/manifests/kube-apiserver.yaml /root", "sleep 60")
    assert completed("kubectl get node cp", found) == "kubectl get node cp"
    assert completed("kubectl descr", found) == "kubectl describe "


def test_a_shell_on_another_host_completes_there() -> None:
    """Behind ssh, files are that host's."""
    found = terminal()
    play(found, "ssh cp2", "touch /tmp/on-cp2")
    assert completed("ls /tmp/on", found) == "ls /tmp/on-cp2 "
    play(found, "exit")
    assert completed("ls /tmp/on", found) == "ls /tmp/on"


def test_tab_changes_nothing() -> None:
    """Time, files, the balancer's turn and the history are as they were."""
    found = terminal()

    def state() -> tuple[object, ...]:
        hosts = found.world.hosts.values()
        return found.world.now, found.world.turn, [(dict(one.files.inodes), list(one.history)) for one in hosts]

    before = state()
    for line in ONE:
        found.complete(line, len(line))
    assert state() == before


def test_a_long_line_and_a_full_folder_are_answered_at_once() -> None:
    """Thousands of files: some are listed, the rest is counted; a line longer than any is left alone."""
    found = terminal("one")
    play(found, "cd /tmp", "for i in $(seq 3000); do echo f$i; done | xargs touch")
    begun = time.thread_time()
    done = found.complete("ls /tmp/f", 9)
    assert time.thread_time() - begun < 0.25
    assert (len(done.labels), done.more, done.insert) == (MOST, 3000 - MOST, "/tmp/f")
    assert found.complete("ls " * LONGEST, 3 * LONGEST).labels == ()


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ks/~$'\"\\`(){}<>|;&# \n-=:*ab", max_size=30), st.integers(0, 30))
def test_no_line_is_too_odd(line: str, cursor: int) -> None:
    """Whatever is typed, Tab replaces a part of the line before the cursor or nothing."""
    done = WORLD.complete(line, min(cursor, len(line)))
    assert 0 <= done.start <= min(cursor, len(line))
