"""Whatever was typed can be undone: what was typed before it, played again, leads to the state before it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.analysis.samples import open_sample
from app.lessons import LESSONS
from app.lessons.play import Play, Setting, Typed, started
from tests.simulation.test_any_line import LINES
from tests.simulation.worlds import POOL

ACROSS = st.sampled_from(
    [
        "ssh cp2", "exit", "ssh cp2 rm -rf /etc/kubernetes/pki", "scp /etc/hosts cp2:/tmp/x", "cat <<X", "X", "cd /tmp",
        "rm -rf /etc/kubernetes /root", "x=1; export y=2", "f() { echo hi; }", "sleep 400", "exit 3", "vi /root/a",
        "kubeadm init phase certs all", "rm /etc/kubernetes/pki/apiserver.*", "crictl rmp -f $(crictl pods -q)",
    ]
)  # fmt: skip
TYPED = st.tuples(st.sampled_from(["cp1", "cp2", "laptop"]), st.one_of(ACROSS, LINES)).map(lambda one: Typed(*one))
LESSON, CLUSTER = LESSONS["third-name"], open_sample("ha2")


def begun(*typed: Typed) -> Play:
    return started(LESSON, CLUSTER, Setting(), POOL, typed)


def state(play: Play) -> object:
    """All that a learner can see of a play, and all that a later command can build on."""
    world = play.world
    return (
        world.now,
        {name: dict(host.files.inodes) for name, host in world.hosts.items()},
        {name: (host.served, host.history, repr(host.kubelet)) for name, host in world.hosts.items()},
        repr(world.objects),
        world.events,
        [(entry.typed, entry.answer, entry.host, entry.folder) for entry in play.entries],
        [[repr(shell) for shell in one.shells] for one in play.terminals.values()],
        (play.held, play.states),
    )


@pytest.fixture(autouse=True, scope="module")
def _no_line_is_stopped_for_being_slow() -> object:
    """The CPU clock stands still: what a busy machine stops would be another state."""
    patch = pytest.MonkeyPatch()
    patch.setattr("time.thread_time", lambda: 0.0)
    yield
    patch.undo()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TYPED, min_size=1, max_size=4))
def test_what_was_typed_can_be_undone(typed: list[Typed]) -> None:
    """The state before the last command is the one that all but the last lead to, in a world made anew; and played
    again they lead to the state after it.
    """
    play = begun()
    for one in typed[:-1]:
        play.again(one)
    before = state(play)
    assert state(begun(*typed[:-1])) == before
    play.again(typed[-1])
    assert state(begun(*typed)) == state(play)


def test_a_command_does_change_the_state() -> None:
    """What is compared tells a state from the next one: a file, a host, an object, a variable."""
    for line in ("touch /tmp/a", "ssh cp2", "kubeadm token create", "x=1"):
        assert state(begun(Typed("cp1", line))) != state(begun())
