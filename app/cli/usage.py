"""What can be typed, and how --help says it."""

import argparse
import os
from typing import NoReturn

from .. import __version__
from .exits import Failure


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Failure(f"{message}. Try: {self.prog} --help")


_ABOUT = """See a Kubernetes cluster's certificates: who presents which crt, key and ca.crt to whom,
and which flag says so.

Nothing leaves this machine, nothing is written, no cluster is asked: files are read, that is all."""

_TWIN = """Write a tree's twin: the same certificates, flags and mistakes with throw-away keys, as a tarball
on which openssl, kubeadm and kubepki can be let loose.

It has one folder per node, and TWIN.txt says what to try. No key of the original is in it."""

_CODES = """exit codes:
  0  read
  1  nothing of a cluster's PKI was recognised, or it could not be read
  2  the command line is wrong: a missing path, an unknown sample, a port in use
  3  read, and a connection fails (inspect only)"""

HOW_TO_WRITE = """A fault is FAULT,TARGET or FAULT,TARGET,VALUE. TARGET is the id of a certificate, key or connection,
as `kubepki inspect --format json` prints it; inside of a part, % is written %25 and a comma %2C."""

_INSPECT = """Print what a tree says, without a server: who uses which file, and whether each connection works
at this moment. The exit code is 3 when one fails, so that it can guard a pipeline.

PATH is a folder (/etc/kubernetes, or a copy of it), a .tar, .tar.gz or .zip, a single file, or `-`
for a pipe; several are one cluster: an archive for each node, or loose files.
SAMPLE is a name from `kubepki samples`; a path of that name wins."""

_INSPECT_EXAMPLES = f"""examples:
  sudo kubepki inspect /etc/kubernetes /var/lib/kubelet
  kubepki inspect cluster.tar.gz --format json | jq '.connections[].id'
  ssh cp1 sudo tar czf - /etc/kubernetes | kubepki inspect -
  kubepki inspect ha3 --format svg > ha3.svg
  kubepki inspect cluster.tar.gz --clock 2027-01-31T12:00:00Z
  kubepki inspect one --break expired,cp1:/etc/kubernetes/pki/apiserver.crt#    what would die?

{_CODES}"""

_TWIN_EXAMPLES = f"""examples:
  sudo kubepki twin /etc/kubernetes /var/lib/kubelet -o twin.tar.gz
  kubepki twin one --rebase -o one.tar.gz    a sample, its dates moved so that it is valid today
  kubepki twin one --break other-key,cp1:/etc/kubernetes/pki/apiserver.crt# -o broken.tar.gz
  kubepki twin --list-faults

{_CODES}"""

_OPEN = """Show folders, archives or files in the browser, from this machine only: the server listens on
127.0.0.1, and its URL cannot be guessed."""

_OPEN_EXAMPLES = f"""examples:
  sudo kubepki open /etc/kubernetes /var/lib/kubelet
  kubepki open cluster.tar.gz --port 9000

{_CODES}"""

_SERVE = """Start the web server: samples for everybody, and uploads, each under a link that cannot be
guessed."""

_SERVE_EXAMPLES = """examples:
  kubepki serve
  kubepki serve --host 0.0.0.0    for a class on this network; prints the addresses to hand out

environment (flags win):
  KUBEPKI_HOST, KUBEPKI_PORT
  KUBEPKI_WORKERS      processes that read uploads (default: one for each processor)
  KUBEPKI_LOG_LEVEL    debug, info (default), warning or error"""


_SHELL = """Practise on a simulated cluster: the tree's twin, with throw-away keys, on hosts that behave like
real ones. Nothing real is touched: no process is started, no file is written but what --export names."""

_SHELL_EXAMPLES = """examples:
  kubepki shell ha2
  kubepki shell --lesson third-name
  kubepki shell cluster.tar.gz --lesson third-name --name api.example.com
  kubepki shell --lesson third-name --solution
  kubepki shell ha2 --script commands.sh --export after.tar.gz"""


def parser() -> argparse.ArgumentParser:
    """The parser; `run` of what it returns is the command."""
    top = _Parser("kubepki", description=_ABOUT, epilog=_CODES, formatter_class=_FORMAT, allow_abbrev=False)
    top.add_argument("--version", action="version", version=f"kubepki {__version__}")
    commands = top.add_subparsers(metavar="COMMAND", required=True, title="commands")

    inspect = _command(commands, "inspect", "print a tree as text, JSON or SVG", _INSPECT, _INSPECT_EXAMPLES)
    inspect.add_argument(
        "paths", metavar="PATH|SAMPLE", nargs="+", help="a folder, an archive, a file, or a sample's name"
    )
    inspect.add_argument(
        "--format", choices=("text", "json", "svg"), default="text", help="what to print (default: text)"
    )
    _add_clock(inspect)
    _add_break(inspect)
    inspect.set_defaults(run=_inspect)

    opening = _command(commands, "open", "show a tree in the browser, on this machine only", _OPEN, _OPEN_EXAMPLES)
    opening.add_argument(
        "paths", metavar="PATH|SAMPLE", nargs="+", help="a folder, an archive, a file, or a sample's name"
    )
    opening.add_argument("--port", type=_port, help="the port to listen on (default: 8000, or a free one)")
    _add_clock(opening)
    opening.set_defaults(run=_open)

    serve = _command(commands, "serve", "start the web server", _SERVE, _SERVE_EXAMPLES)
    serve.add_argument("--host", help="the address to listen on (default: 127.0.0.1)")
    serve.add_argument("--port", type=_port, help="the port to listen on (default: 8000)")
    serve.set_defaults(run=_serve)

    twin = _command(commands, "twin", "write a copy of a tree with throw-away keys", _TWIN, _TWIN_EXAMPLES)
    twin.add_argument(
        "paths", metavar="PATH|SAMPLE", nargs="+", help="a folder, an archive, a file, or a sample's name"
    )
    twin.add_argument(
        "-o", "--output", metavar="FILE.tar.gz", required=True, help="the file to write; never overwritten"
    )
    twin.add_argument("--rebase", action="store_true", help="move all dates so that the clock is now")
    _add_clock(twin)
    _add_break(twin)
    twin.add_argument(
        "--list-faults", action=_ListFaults, nargs=0, help="print what can be broken, and how to write it"
    )
    twin.set_defaults(run=_twin)

    shell = _command(commands, "shell", "a simulated cluster in this terminal", _SHELL, _SHELL_EXAMPLES)
    shell.add_argument("paths", metavar="PATH|SAMPLE", nargs="*", help="a tree (default: the lesson's own sample)")
    shell.add_argument("--host", metavar="NODE", help="the host to begin on (default: the first control-plane node)")
    shell.add_argument("--lesson", metavar="ID", help="a lesson: see --list")
    shell.add_argument("--from", dest="beginning", metavar="STEP", help="begin at a step, the earlier ones played")
    shell.add_argument("--name", default="hostname3", help="the name or address that the lesson adds")
    shell.add_argument("--script", metavar="FILE", help="play the commands of a file (-: of standard input)")
    shell.add_argument("--export", metavar="FILE.tar.gz", help="at the end write the hosts' files there")
    shell.add_argument("--list", action="store_true", help="list the lessons and their steps")
    shell.add_argument("--solution", action="store_true", help="print the lesson's commands for this tree")
    _add_clock(shell)
    shell.set_defaults(run=_shell)

    samples = _command(
        commands, "samples", "list the sample clusters", "List the clusters that can be opened by name.", ""
    )
    samples.set_defaults(run=_samples)
    return top


_FORMAT = argparse.RawDescriptionHelpFormatter


def _command(
    commands: "argparse._SubParsersAction[_Parser]", name: str, summary: str, description: str, epilog: str
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name, help=summary, description=description, epilog=epilog, formatter_class=_FORMAT, allow_abbrev=False
    )


def _add_clock(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--clock", metavar="RFC3339", help="judge at this moment (default: now; a sample's own): 2027-01-31T12:00:00Z"
    )


def _add_break(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--break",
        dest="faults",
        metavar="FAULT,TARGET[,VALUE]",
        action="append",
        default=[],
        help="put a fault in first; may be given several times (kubepki twin --list-faults)",
    )


class _ListFaults(argparse.Action):
    """Prints and ends, as --help does, whatever else is or is not there."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from .twin import list_faults

        parser.exit(list_faults())


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:6]) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port (0 to 65535)")
    return int(text)


def _shell(chosen: argparse.Namespace) -> int:
    from ..issuing.filling import READY, Filler
    from ..issuing.keys import KeyPool

    keys = KeyPool()
    with Filler(keys, 0 if chosen.list else READY):  # keys are made while the rest is imported and read
        from .shell import Chosen, run

        return run(
            chosen.paths,
            Chosen(
                host=chosen.host,
                lesson=chosen.lesson,
                beginning=chosen.beginning,
                clock=chosen.clock,
                script=chosen.script,
                export=chosen.export,
                name=chosen.name,
                listing=chosen.list,
                solution=chosen.solution,
            ),
            keys,
        )


def _inspect(chosen: argparse.Namespace) -> int:
    from .inspect import run

    return run(chosen.paths, chosen.format, chosen.clock, chosen.faults)


def _open(chosen: argparse.Namespace) -> int:
    _check_system()
    from .open import run

    return run(chosen.paths, chosen.port, chosen.clock)


def _serve(chosen: argparse.Namespace) -> int:
    _check_system()
    from .serve import run

    return run(chosen.host, chosen.port)


def _check_system() -> None:
    """The server reads uploads in forked processes with limits, which Windows has not."""
    if not hasattr(os, "fork"):
        raise Failure("The web server runs on Linux, macOS and in WSL. Here, inspect, twin, shell and samples do.")


def _twin(chosen: argparse.Namespace) -> int:
    from .twin import run

    return run(chosen.paths, chosen.clock, chosen.output, chosen.faults, rebase=chosen.rebase)


def _samples(_: argparse.Namespace) -> int:
    from .samples import run

    return run()
