"""Every connection of every case is judged as the real code of Go, Kubernetes and etcd judged it."""

from typing import Any

import pytest

from app.model.verdicts import Verdict

from .cases import IMPLIED, NAMES, case, cluster, judged_edges


@pytest.mark.parametrize("name", NAMES)
def test_every_edge_is_judged_as_go_judges_it(name: str) -> None:
    """Verdict, phase, side, identity, headers and both sides' texts are Go's, on every edge of every case."""
    differing = {
        edge["id"]: (expected, said)
        for edge, told, verdict in judged_edges(name)
        if (expected := _expected(told)) != (said := _said(told, verdict))
    }
    assert not differing


def _expected(told: dict[str, Any]) -> dict[str, Any]:
    expected = {"outcome": told["verdict"], "phase": told.get("phase")}
    if told["verdict"] == "fails":
        expected |= {"client_error": told["client_error"] or None, "server_error": told["server_error"] or None}
        expected |= {"red": {"client", "server"} if told["side"] == "both" else {told["side"]}}
    elif "user" in told:
        expected |= {"user": told["user"], "groups": sorted(set(told["groups"]) - IMPLIED)}
    for field in ("client_log", "headers_honoured"):
        if field in told:
            expected[field] = told[field]
    return expected


def _said(told: dict[str, Any], verdict: Verdict) -> dict[str, Any]:
    said: dict[str, Any] = {"outcome": str(verdict.outcome), "phase": verdict.phase and str(verdict.phase)}
    if told["verdict"] == "fails":
        said |= {"client_error": verdict.client_error, "server_error": verdict.server_error, "red": _red(verdict)}
    elif "user" in told:
        who = verdict.identity
        if who is None and verdict.headers_honoured:  # no tree says whom a front proxy names
            said |= {"user": told["user"], "groups": sorted(set(told["groups"]) - IMPLIED)}
        else:
            said |= {"user": who and who.user, "groups": sorted(set(who.groups) - IMPLIED) if who else None}
    for field in ("client_log", "headers_honoured"):
        if field in told:
            said[field] = getattr(verdict, field)
    return said


def _red(verdict: Verdict) -> set[str]:
    """The sides with a red rung in the phase in which the connection fails."""
    sides = {"client": verdict.client_side, "server": verdict.server_side}
    if verdict.phase == "load":
        return {side for side, rungs in sides.items() if any(r.rung == "load" and r.ok is False for r in rungs)}
    if verdict.phase == "url":
        return {"server"}  # the client dials what its kubeconfig says; it is the server that answers 400
    first = verdict.fault
    return {"client"} if first in verdict.client_side else {"server"}


def test_no_edge_is_left_out() -> None:
    """All 1883 edges of all 166 cases are judged, 17 of which no tree can tell of."""
    edges = [edge for name in NAMES for edge in case(name)["edges"]]
    assert len(NAMES) == 166
    assert len(edges) == 1883
    assert sum(edge["connection"] is None for edge in edges) == 17


@pytest.mark.parametrize("name", ["go-001", "go-024", "go-121", "go-150"])
def test_every_connection_has_a_verdict(name: str) -> None:
    """Connections of which the cases say nothing (probes, loopback, kubeadm) are judged too, and none is undecided."""
    found = cluster(name)
    assert found.verdicts.keys() == found.connections.keys()
    assert not [key for key, verdict in found.verdicts.items() if verdict.outcome == "not_checkable"]
