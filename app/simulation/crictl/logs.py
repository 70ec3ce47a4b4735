"""crictl logs: what a container printed."""

from ..life.runtime import Runtime
from ..shell.call import Call
from .asking import fatal, flags_of, no_container, number


def logs(call: Call, runtime: Runtime, words: list[str]) -> int:
    """Print a container's log, or its last lines with --tail; etcd and the components write to standard error."""
    flags = flags_of(call, words)
    if not flags.words:
        return fatal(call, "ID cannot be empty")
    found = runtime.container(flags.words[0])
    if found is None:
        moment = f"{call.world.now:%m%d %H:%M:%S}.{call.world.now.microsecond:06}    4158"
        text = f'rpc error: code = NotFound desc = an error occurred when try to find container \\"{flags.words[0]}\\": not found'
        call.err(
            f'E{moment} remote_runtime.go:569] "ContainerStatus from runtime service failed" err="{text}" containerID="{flags.words[0]}"'
        )
        return fatal(call, no_container(flags.words[0]))
    if flags.has("follow", "f"):
        call.world.hint("Nothing is followed here: what is there is printed, and the command ends.")
    count = number(flags.value("tail")) or len(found.log)
    for line in found.log[max(0, len(found.log) - count) :] if flags.value("tail") else found.log:
        call.err(line)
    return 0
