"""How crictl prints: tables, short identifiers, ages."""

import json
from datetime import datetime, timedelta

from ..kubectl.printing import Object, yaml
from ..life.runtime import Sandbox
from ..shell.call import Call

SHORT = 13
"""The characters of an identifier that a table shows."""


def ago(then: datetime, now: datetime) -> str:
    """go-units' HumanDuration, with `ago`."""
    seconds = int((now - then) / timedelta(seconds=1))
    minutes, hours = seconds // 60, (seconds + 1800) // 3600
    days = seconds // 3600 // 24
    for limit, text in (
        (seconds < 1, "Less than a second"),
        (seconds == 1, "1 second"),
        (seconds < 60, f"{seconds} seconds"),
        (minutes == 1, "About a minute"),
        (minutes < 60, f"{minutes} minutes"),
        (hours == 1, "About an hour"),
        (hours < 48, f"{hours} hours"),
        (days < 14, f"{days} days"),
        (days < 60, f"{days // 7} weeks"),
        (days < 730, f"{days // 30} months"),
    ):
        if limit:
            return f"{text} ago"
    return f"{days // 365} years ago"


def table(call: Call, rows: list[list[str]]) -> None:
    """Go's tabwriter as crictl sets it: at least 20 wide, three spaces between."""
    widths = [max(20, max(len(row[at]) for row in rows) + 3) for at in range(len(rows[0]) - 1)]
    for row in rows:
        call.line("".join(cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=True)) + row[-1])


def show(call: Call, value: Object, output: str) -> None:
    """An answer of the runtime as JSON or YAML."""
    call.out(yaml(value) if output == "yaml" else json.dumps(value, indent=2) + "\n")


def nanoseconds(moment: datetime) -> str:
    """A moment as the CRI tells it."""
    return str(int(moment.timestamp() * 1_000_000_000))


def labels_of(sandbox: Sandbox) -> dict[str, str]:
    """The labels that a kubelet gives a pod's sandbox, and those of a static pod of kubeadm."""
    found = {
        "io.kubernetes.pod.name": sandbox.name,
        "io.kubernetes.pod.namespace": sandbox.namespace,
        "io.kubernetes.pod.uid": sandbox.id[:32],
    }
    for component in ("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"):
        if sandbox.name.startswith(f"{component}-"):
            return {"component": component, **found, "tier": "control-plane"}
    return {**found, "k8s-app": "kube-proxy"} if sandbox.name.startswith("kube-proxy-") else found
