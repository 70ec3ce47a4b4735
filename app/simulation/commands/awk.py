"""awk(1), the part that people type: patterns and `{ print }`, fields, NR, NF, comparisons, matches, sums, printf.

It stands in app/simulation/awk.
"""

from ..awk.machine import Machine
from ..awk.parser import parsed
from ..awk.values import TROUBLE
from ..shell.call import Call, Stop, decoded
from ..shell.options import options
from ..tools.escapes import unescaped

NAMES = ("awk", "gawk", "mawk")
OPTIONS = ("F:v:", {"field-separator": "F", "assign": "v"})


def run(call: Call) -> int:
    """Run a program over the lines of the files; -F separates fields, -v sets a variable."""
    given = options(call, *OPTIONS)
    if not given.words:
        raise Stop("usage: awk [-F fs][-v var=value] 'program' [file ...]", TROUBLE)
    machine = Machine(call, parsed(given.words[0]), given.value("F"))
    for word in given.values.get("v", []):
        name, _, value = word.partition("=")
        machine.variables[name] = unescaped(value)
    found, status = call.inputs(given.words[1:], lambda name, why: f'awk: cannot open "{name}" ({why})')
    machine.run(decoded(b"".join(found)).splitlines())
    return TROUBLE if status else 0
