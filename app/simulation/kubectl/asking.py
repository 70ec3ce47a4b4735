"""How kubectl finds a server and asks it: flags, kubeconfig, discovery, and the words in which it fails (facts §5)."""

from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

from ..client import (
    ConnectionFault,
    Credential,
    Reached,
    Target,
    Unauthorized,
    connect,
    credential_of,
    target_of,
)
from ..files import FileError
from ..kubeconfig import Cluster, ConfigFault, Context, Kubeconfig, User, discovery_path, load
from ..pem import PairFault, read_pair
from ..shell.call import Call, Stop
from ..tools.go_flags import Flags, read_flags

VALUES = frozenset(
    ["kubeconfig", "s", "server", "n", "namespace", "o", "output", "l", "selector", "context", "cluster", "user", "certificate-authority", "client-certificate", "client-key", "token", "tls-server-name", "request-timeout", "raw", "v", "tail", "c", "container", "since", "field-selector", "sort-by", "grace-period"]
)  # fmt: skip
SWITCHES = frozenset(
    ["A", "all-namespaces", "insecure-skip-tls-verify", "no-headers", "show-labels", "w", "watch", "h", "help", "minify", "flatten", "force", "now", "previous", "client", "ignore-not-found", "all", "show-managed-fields"]
)  # fmt: skip
OF_LOGS = frozenset({"f", "follow", "p", "timestamps", "all-containers"})
"""Switches of `logs` alone."""
DISCOVERY_CACHED = timedelta(minutes=10)
ATTEMPTS = 5
"""How often discovery asks `/api` before the command itself gives up."""
_MEMCACHE = 381
_NOT_KNOWN = "the server has asked for the client to provide credentials"


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands behind the verb."""

    flags: Flags
    words: list[str]

    @property
    def output(self) -> str:
        return self.flags.value("o", "output") or ""

    @property
    def no_headers(self) -> bool:
        return self.flags.has("no-headers")


def options_of(call: Call) -> Asked:
    """The flags of a call. Raises Stop for an unknown one."""
    switches = SWITCHES | OF_LOGS if "logs" in call.arguments else SWITCHES
    flags = read_flags(call.arguments, VALUES, switches)
    if flags.unknown:
        letter = len(flags.unknown) == 1
        verb = [word for word in call.arguments if not word.startswith("-")][:1]
        text = (
            f"unknown shorthand flag: '{flags.unknown}' in -{flags.unknown}"
            if letter
            else f"unknown flag: --{flags.unknown}"
        )
        call.world.hint(
            "Of kubectl's flags this simulation offers "
            + " ".join(sorted(f"{'-' if len(one) == 1 else '--'}{one}" for one in VALUES | SWITCHES))
        )
        raise Stop(f"error: {text}\nSee '{' '.join(['kubectl', *verb])} --help' for usage.")
    return Asked(flags, flags.words)


def config_path(call: Call, asked: Asked) -> str:
    """--kubeconfig, else $KUBECONFIG, else ~/.kube/config."""
    found = asked.flags.value("kubeconfig") or call.environment.get("KUBECONFIG", "").split(":")[0]
    return call.path(found) if found else "/root/.kube/config"


def config_of(call: Call, asked: Asked) -> Kubeconfig | None:
    """The kubeconfig; None where there is none and none was named. Raises Stop."""
    path = config_path(call, asked)
    try:
        return load(call.files, path)
    except FileError as fault:
        if asked.flags.value("kubeconfig"):
            raise Stop(f"error: stat {asked.flags.value('kubeconfig')}: {fault.reason.lower()}") from None
        return None
    except ConfigFault as fault:
        raise Stop(f"error: {fault}") from None


def namespace_of(call: Call, asked: Asked) -> str:
    """-n, else the context’s namespace, else default."""
    given = asked.flags.value("n", "namespace")
    if given:
        return given
    config = config_of(call, asked)
    context = config.context(asked.flags.value("context")) if config else None
    return (context.namespace if context else None) or "default"


def connect_or_explain(call: Call, asked: Asked, *, discovers: bool = True) -> Reached:
    """An API server that answers the command. Raises Stop with what kubectl prints."""
    target, credential = _where(call, asked)
    if not credential.chain and not credential.token and urlsplit(target.url).scheme == "https":
        pass
    if discovers:
        _discover(call, target, credential)
    try:
        return connect(call.world, call.host, target, credential)
    except ConnectionFault as fault:
        raise Stop(explained(fault, target)) from None
    except Unauthorized:
        raise Stop("error: You must be logged in to the server (Unauthorized)") from None


def _discover(call: Call, target: Target, credential: Credential) -> None:
    """Without cached discovery kubectl asks `/api` five times, each its own connection (docs/model.md)."""
    marker = discovery_path(target.url)
    found = call.files.get(marker)
    if found is not None and call.world.now - found.changed < DISCOVERY_CACHED:
        return
    text = ""
    for attempt in range(ATTEMPTS):
        try:
            connect(call.world, call.host, target, credential)
        except ConnectionFault as fault:
            if fault.kind == "config":
                raise Stop(explained(fault, target)) from None
            moment = call.world.now + timedelta(milliseconds=2 * attempt)
            head = f"E{moment:%m%d %H:%M:%S}.{moment.microsecond:06}    3606 memcache.go:{_MEMCACHE}]"
            text = _url_words(target, fault).replace('"', '\\"')
            call.err(f'{head} "Couldn\'t get current server API group list" err="{text}"')
            continue
        except Unauthorized:
            moment = call.world.now
            head = f"E{moment:%m%d %H:%M:%S}.{moment.microsecond:06}    3606 memcache.go:{_MEMCACHE}]"
            text = _NOT_KNOWN
            call.err(f'{head} "Couldn\'t get current server API group list" err="{text}"')
            continue
        call.files.make_folders(marker.rpartition("/")[0])
        call.files.write(marker, b"{}\n")
        return
    if text == _NOT_KNOWN:
        raise Stop(f"error: You must be logged in to the server ({text})")


def _url_words(target: Target, fault: ConnectionFault) -> str:
    """net/url's error around the transport's."""
    return f'Get "{target.url.rstrip("/")}/api?timeout=32s": {fault.text}'


def explained(fault: ConnectionFault, target: Target) -> str:
    """kubectl's last words about a connection (kubectl/pkg/cmd/util/helpers.go)."""
    if fault.kind == "refused":
        host = urlsplit(target.url).netloc
        return f"The connection to the server {host} was refused - did you specify the right host or port?"
    if fault.kind == "config":
        return f"error: {fault.text}"
    if fault.kind == "http":
        return f"error: {fault.text}"
    return f"Unable to connect to the server: {fault.text}"


def _where(call: Call, asked: Asked) -> tuple[Target, Credential]:
    """Kubeconfig and flags together (clientcmd's overrides)."""
    config, flags = config_of(call, asked), asked.flags
    context = _context(config, flags.value("context"))
    cluster, user = _parts(config, context, asked)
    server = flags.value("s", "server")
    if cluster is None and server is None:
        raise Stop("The connection to the server localhost:8080 was refused - did you specify the right host or port?")
    try:
        target = target_of(call.host, cluster) if cluster else Target("", None, False, None)
        credential = _credential(call, asked, user)
    except ConnectionFault as fault:
        raise Stop(f"error: {fault.text}") from None
    target = replace(
        target,
        url=server or target.url,
        server_name=flags.value("tls-server-name") or target.server_name,
        insecure=target.insecure or flags.has("insecure-skip-tls-verify"),
    )
    authority = flags.value("certificate-authority")
    if authority:
        target = replace(target, authority=call.read(authority), insecure=False)
    if flags.has("insecure-skip-tls-verify") and target.authority is not None:
        target = replace(target, authority=None)
    return target, credential


def _context(config: Kubeconfig | None, name: str | None) -> Context | None:
    if config is None:
        return None
    found = config.context(name)
    if name and found is None:
        raise Stop(f'error: context "{name}" does not exist')
    return found


def _parts(config: Kubeconfig | None, context: Context | None, asked: Asked) -> tuple[Cluster | None, User | None]:
    if config is None:
        return None, None
    names = (
        asked.flags.value("cluster") or (context.cluster if context else ""),
        asked.flags.value("user") or (context.user if context else ""),
    )
    cluster = next((one for one in config.clusters if one.name == names[0]), None)
    user = next((one for one in config.users if one.name == names[1]), None)
    return cluster, user


def _credential(call: Call, asked: Asked, user: User | None) -> Credential:
    token = asked.flags.value("token")
    certificate, key = (asked.flags.value(name) for name in ("client-certificate", "client-key"))
    if certificate and key:
        try:
            return Credential(read_pair(call.read(certificate), call.read(key)).chain)
        except PairFault as fault:
            raise ConnectionFault(str(fault), "config") from None
    return Credential(token=token) if token else credential_of(call.host, user)
