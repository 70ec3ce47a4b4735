"""The lesson on what people have: a whole tarball, a bare pki folder, a tree that has expired."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.lessons import LESSONS, Lesson, Situation, progress
from app.lessons.clocks import in_date
from app.lessons.play import Setting, started
from app.model.cluster import Cluster
from app.model.files import Entry
from app.simulation.terminal import Terminal
from tests.simulation.worlds import POOL, of
from tests.trees import CLOCK, cluster, cluster_of, entries

LESSON = LESSONS["third-name"]
LATER = datetime(2029, 1, 1, tzinfo=UTC)


def pki_of(name: str) -> Cluster:
    """Of each control-plane node the pki folder without its keys, below the node's name."""
    found = [one for one in entries(name) if "/kubernetes/pki/" in one.member and not one.member.endswith(".key")]
    return cluster_of([replace(one, member=one.member.replace("/etc/kubernetes/", "/")) for one in found])


UPLOADS = {
    "a whole tarball": lambda: cluster("kubeadm-1.37-ha2"),
    "a single node": lambda: cluster("kubeadm-1.34-ecdsa"),
    "etc/kubernetes alone": lambda: cluster_of(_etc("kubeadm-1.37-ha3-stacked")),
    "a bare pki folder": lambda: cluster("kubeadm-1.37-pki-only"),
    "bare pki folders of two nodes": lambda: pki_of("kubeadm-1.37-ha2"),
}


def _etc(name: str) -> list[Entry]:
    return [one for one in entries(name) if "/var/lib/" not in one.member]


def played(found: Cluster, lesson: Lesson = LESSON) -> tuple[Situation, list[str]]:
    """The situation after a lesson's solution, and the commands that failed though they were not meant to."""
    world = of(found, lesson.clock(found))
    assert lesson.fits(world) is None
    planes = tuple(host for host in world.hosts.values() if host.kind == "control-plane")
    situation = Situation(world, "hostname3", planes)
    terminal = Terminal.on(world, planes[0].name, lambda: 0.0)
    failed = []
    for step in lesson.steps:
        for command in step.solution(situation):
            answer = terminal.type(command)
            if answer.status and "hostname3:6443" not in command:
                failed.append(command)
        assert step.reached(situation), step.id
    return situation, failed


@pytest.mark.parametrize("name", UPLOADS)
def test_the_solution_plays_on_the_twin_of_an_upload(name: str) -> None:
    """Every step is reached, and no command fails that is not meant to."""
    situation, failed = played(UPLOADS[name]())
    assert set(progress(LESSON, situation).values()) == {"reached"}
    assert failed == []


@pytest.mark.parametrize("name", UPLOADS)
def test_what_stands_at_the_prompt_leads_to_the_end(name: str) -> None:
    """Whoever takes each command as it stands there reaches every step, on one node too, where a restart is felt."""
    play = started(LESSON, UPLOADS[name](), Setting(), POOL)
    for _ in range(40):
        command = play.next_command()
        if command is None:
            break
        play.run(play.situation.first.name, command)
    assert set(play.states.values()) == {"reached"}


def test_everything_expired_plays_on_a_bare_pki_folder() -> None:
    """What was made for it has expired with the certificates that were there, and is renewed with them."""
    lesson = LESSONS["expired"]
    situation, _ = played(cluster("kubeadm-1.37-pki-only"), lesson)
    assert set(progress(lesson, situation).values()) == {"reached"}


def test_the_moment_before_certificates_ended_is_found() -> None:
    """After the end of all leaves: a month before it. In date there is nothing to offer, nor where a CA began later."""
    assert in_date(cluster("kubeadm-1.37-ha2")) is None
    late = cluster_of(entries("kubeadm-1.37-ha2"), LATER)
    found = in_date(late)
    assert found is not None and found.left == 0 and found.expired > 20
    assert LESSON.fits(of(late)) is not None
    assert LESSON.fits(of(cluster_of(entries("kubeadm-1.37-ha2"), found.moment))) is None
    assert in_date(cluster("kubeadm-1.37-expired")) is None


def test_a_pki_folder_that_has_expired_plays_at_the_moment_that_is_offered() -> None:
    """What is made for it ends when its certificates end: expired with them, in date with them."""
    late = in_date(cluster_of(entries("kubeadm-1.37-pki-only"), LATER))
    assert late is not None
    assert LESSON.fits(of(cluster_of(entries("kubeadm-1.37-pki-only"), LATER))) is not None
    played(cluster_of(entries("kubeadm-1.37-pki-only"), late.moment))
    assert late.moment > CLOCK
