"""kubeadm version."""

import json

from ..kubectl.printing import yaml
from ..kubectl.version import build_of
from ..shell.call import Call
from .asking import Asked, facts_of, failure

_EMULATION = "".join(
    f'{name}:"", ' for name in ("EmulationMajor", "EmulationMinor", "MinCompatibilityMajor", "MinCompatibilityMinor")
)
_SINCE = 33
"""The minor version whose version.Info has the fields of emulation (apimachinery/pkg/version)."""


def version(call: Call, asked: Asked) -> int:
    """As Go prints the struct; -o short, yaml, json."""
    facts = facts_of(call)
    build, output = build_of(facts.version), asked.flags.value("o", "output") or ""
    if output == "short":
        call.line(facts.version)
    elif output == "yaml":
        call.out(yaml({"clientVersion": build}))
    elif output == "json":
        call.line(json.dumps({"clientVersion": build}, indent=2))
    elif output:
        raise failure(call, f"invalid output format: {output}")
    else:
        emulation = _EMULATION if facts.minor >= _SINCE else ""
        call.line(
            f'kubeadm version: &version.Info{{Major:"1", Minor:"{build["minor"]}", {emulation}GitVersion:"{facts.version}", '
            f'GitCommit:"{build["gitCommit"]}", GitTreeState:"", BuildDate:"{build["buildDate"]}", '
            f'GoVersion:"{build["goVersion"]}", Compiler:"gc", Platform:"linux/amd64"}}'
        )
    return 0
