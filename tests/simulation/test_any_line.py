"""Whatever is typed: no line raises, and no host changes but the one it is typed on."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.simulation.commands import COMMANDS
from app.simulation.shell.builtins import BUILTINS
from app.simulation.shell.errors import Incomplete
from app.simulation.terminal import Answer, Terminal
from app.simulation.world import Host

from .worlds import terminal

ACROSS = ("ssh", "scp")
"""What reaches another host by itself; the cluster's API is in no host's files."""
PKI = "/etc/kubernetes/pki"
WORDS = (
    "init phase certs apiserver", "init phase certs all", "certs renew all", "certs check-expiration", "token create",
    "init phase kubeconfig all", "init phase kubelet-finalize all", "join cp1:6443 --token a.b", "--print-join-command",
    "get pods -A", "get cm kubeadm-config -o yaml", "get csr", "describe node cp1", "delete pod kube-apiserver-cp1",
    "config view", "auth whoami", "logs kube-apiserver-cp1", "--tail ²", "-o jsonpath={.items[*].metadata.name}",
    "x509 -noout -text -in", "verify -CAfile", "s_client -connect cp1:6443", "req -new -subj /CN=a -key", "-attime 99",
    "-checkend ²", "-days 99999", "-in", "-out", "-connect", "ps -a", "pods", "stopp", "rmp -f", "restart kubelet",
    "-u kubelet", "https://cp1:6443/livez", "--resolve a:1:127.0.0.1", "member list", "--endpoints=https://cp1:²",
    "'s/a/\\²/'", "s", "y", "'y/a/b/'", "'s/./&&/2g'", "'BEGIN{print 9^9}'", "'{print $-1}'", "'{print $(NF*1e9)}'",
    "'BEGIN{x=9999999;for(;;)x=x*x}'", "'BEGIN{x=99999999999999999999;x=x*x;x=x*x;x=x*x;x=x*x;print x,int(x)}'",
    "'{printf \"%c%d%s\",65,$0*9,NF}'", "'%d %c %5.2f %q\\n'", "08", "0x1f", "²", "٣", "-1", "1,2", "2-", "a-z",
    "+1 day",
    "-name '*.crt' -newer /etc/hosts -exec cat {} \\;", "-mtime -1", "-size +1k", "-k2n", "u+x", "755", "=", "!", "-eq",
    f"{PKI}/ca.crt", f"{PKI}/apiserver.key", f"{PKI}/../admin.conf", "/root/kubeadm-init.yaml", "/root", "/", ".",
    "nosuch", "''",
    "$HOME", "$(cat /etc/hosts)", "${x:-y}", "$((1<<70))", "$((²))", "${²}", "$'\\ud800\\xff'", "~", "{1..3}", "*",
    "[", "]",
    "cp2", "cp2:/tmp/x", "if=/dev/zero", "--", "-",
)  # fmt: skip
OPTIONS = st.one_of(
    st.sampled_from("abcdefghijklmnopqrstuvwxyzACDEFHILNOPRSTUVX0123456789").map(lambda letter: f"-{letter}"),
    st.sampled_from(["--help", "--config", "--kubeconfig", "--all", "--format=%n", "--name", "--state=x", "--lines=1"]),
)
NAMES = st.sampled_from(sorted({*COMMANDS, *BUILTINS} - {"exit", "logout", *ACROSS}))
SIMPLE = st.tuples(NAMES, st.lists(st.one_of(OPTIONS, st.sampled_from(WORDS), st.text(max_size=4)), max_size=5)).map(
    lambda found: " ".join([found[0], *found[1]])
)
LINES = st.tuples(
    st.lists(SIMPLE, min_size=1, max_size=3),
    st.sampled_from([" | ", " && ", " || ", "; "]),
    st.sampled_from(["", " > /tmp/out", " 2>&1", " < /etc/hosts", " <<< ²", " >&²", " 2> /etc/kubernetes/x"]),
).map(lambda found: found[1].join(found[0]) + found[2])


def typed(found: Terminal, line: str) -> Answer | None:
    """The answer to a line; None where more lines must come."""
    try:
        return found.type(line)
    except Incomplete:
        return None


BEGUN = terminal()
FILES = {name: host.files.copy() for name, host in BEGUN.world.hosts.items()}


def anew() -> Terminal:
    """A terminal on the one world of this test, its files as they were: a world each time takes a second."""
    for name, host in BEGUN.world.hosts.items():
        host.files = FILES[name].copy()
    return Terminal.on(BEGUN.world, "cp1", lambda: 0.0)


def seen(host: Host) -> object:
    """All of a host that is its own: files, containers, certificates that it serves. Nodes, pods and requests are the
    API's, and anybody's who may change them there.
    """
    running = [(one.id, one.running) for one in host.runtime.containers] if host.runtime else []
    return dict(host.files.inodes), running, {pod: served.certificate for pod, served in host.served.items()}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(LINES, min_size=1, max_size=3))
def test_no_line_raises_or_changes_another_host(lines: list[str]) -> None:
    """Lines from all commands and options: each ends with a status, and the other hosts' files, what runs on them and
    what they serve are as they were.
    """
    found = anew()
    here = found.session.host
    others = {name: seen(host) for name, host in found.world.hosts.items() if name != here}
    for line in lines:
        answer = typed(found, line)
        assert answer is None or (0 <= answer.status <= 255 and isinstance(answer.output, str))
        if any(word in line for word in ACROSS):
            return
        assert {name: seen(found.world.hosts[name]) for name in others} == others


@pytest.mark.parametrize(
    "line",
    [
        "scp -q /etc/hosts cp2:/tmp/x", "ssh cp2 rm /etc/kubernetes/pki/apiserver.crt", "ssh cp2 crictl rmp -f -a",
        "ssh cp2 'crictl stopp $(crictl pods --name etcd -q)'",
    ],
)  # fmt: skip
def test_a_changed_host_is_seen(line: str) -> None:
    """What the property compares tells a host whose files, containers or certificates changed."""
    found = terminal()
    before = seen(found.world.hosts["cp2"])
    found.type(line)
    assert seen(found.world.hosts["cp2"]) != before


def test_ssh_and_scp_do_change_another_host() -> None:
    """What the property lets pass does reach the other host's files."""
    found = terminal()
    found.type("scp -q /etc/hosts cp2:/tmp/from-here; ssh cp2 touch /tmp/made")
    assert {"/tmp/from-here", "/tmp/made"} <= set(found.world.hosts["cp2"].files.inodes)
    assert not {"/tmp/from-here", "/tmp/made"} & set(found.world.hosts["cp1"].files.inodes)
