"""Which values of a configuration are secrets. When in doubt, it is one: a kept text must not give any away."""

import re
from collections.abc import Callable

from .fields import mapping, mappings, text
from .halves import holds_private_key
from .redaction import is_secret_flag, server_without_userinfo, without_userinfo
from .scalars import Scalar

_NAMES = (
    "token",
    "password",
    "passwd",
    "passphrase",
    "secret",
    "apikey",
    "accesskey",
    "certificatekey",
    "encryptionkey",
    "privatekey",
    "credential",
    "credentials",
    "bearer",
    "authorization",
    "cookie",
)
"""What a secret is called, at the end of a key or flag, without `-` and `_` and in lower case."""

_HINTS = (
    *_NAMES,
    "pass",
    "pwd",
    "env",
    "keydata",
    "staticpodurlheader",
    "lastapplied",
    "private key",
    "\\",
)
"""Any of these in a text, and it is looked through. A backslash may hide every other."""

_HARMLESS = (
    "--enable-bootstrap-token-auth=",
    "--use-service-account-credentials=",
    "--authorization-mode=",
    "--authorization-kubeconfig=",
    "--tls-private-key-file=",
    "--service-account-private-key-file=",
    "tokencleaner",
    "\nauthorization:\n",
)
"""Words of every kubeadm tree that only sound like secrets."""

_USER_FLAG = re.compile(r"-user\b(?:(?<=(?<![\w-])-user)|(?<=(?<![\w-])--user))")
"""etcdctl's `--user name:password`."""

_NAMES_PATTERN = (
    r"token|passw(?:or)?d|passphrase|secret|api[-_]?key|access[-_]?key|certificate[-_]?key|encryption[-_]?key"
    r"|private[-_]?key|credentials?|bearer|authorization|cookie"
)
_FLAG = re.compile(r"(?P<name>(?<![\w-])-[\w-]++)(?P<between>[= ])(?P<value>\S+)")
_ASSIGNED = re.compile(
    rf"(?P<name>(?:{_NAMES_PATTERN})[\"']?\s*+[=:]\s*+[\"']?)(?P<value>(?:(?:Bearer|Basic)\s++)?[^\s\"',;]+)",
    re.IGNORECASE,
)
"""Both in time linear in the text's length: nothing is read twice."""

_BOOTSTRAP_END = re.compile(r"\.[a-z0-9]{16}(?![a-z0-9])")
_SEPARATORS = "=:.\\"
_OBVIOUS = re.compile(r"\b[a-z0-9]{6}\.[a-z0-9]{16}\b|\beyJ[\w-]+\.[\w-]+\.[\w-]*")
"""Bootstrap tokens and JWTs."""

COMMON_KEYS = frozenset(
    (
        *("apiVersion", "kind", "name", "preferences", "current-context"),
        *("user", "users", "cluster", "clusters", "context", "contexts"),
        *("server", "certificate-authority-data", "client-certificate-data", "client-key-data"),
    )
)
"""Of every kubeconfig: no secrets themselves, and names that tell of none. (The value of a `client-key-data` is looked
at in any case.)"""

_VARIABLES = frozenset(("env", "extraEnvs"))
_HARMLESS_VALUES = frozenset(("true", "false"))

_READ_KINDS = frozenset(
    (
        "Pod",
        "Config",
        "ConfigMap",
        "KubeletConfiguration",
        "KubeProxyConfiguration",
        "ClusterConfiguration",
        "InitConfiguration",
        "JoinConfiguration",
        "ResetConfiguration",
        "UpgradeConfiguration",
    )
)
"""Kinds whose fields are known. Of any other document that stands in the same file only its name is kept."""

_USER = frozenset(
    (
        "client-certificate",
        "client-certificate-data",
        "client-key",
        "client-key-data",
        "tokenFile",
        "username",
        "as",
        "as-uid",
        "as-groups",
    )
)
_PLAIN_USER = _USER - {"client-key-data"}
_EXEC = frozenset(("apiVersion", "command", "args", "installHint", "interactiveMode", "provideClusterInfo"))


def may_hold_secrets(written: str) -> bool:
    """Whether anything in a text looks like a secret, its name, or an escape that might hide one. Most manifests do
    not. Kubeconfigs, and files with documents that are not known, have to be looked through in any case.
    """
    lower = written.lower()
    if len(lower) > 10:
        for harmless in _HARMLESS:
            lower = lower.replace(harmless, "\n")
    compact = _compact(lower)
    return (
        any(hint in compact for hint in _HINTS)
        or bool(_BOOTSTRAP_END.search(written))
        or ("eyJ" in written and bool(_OBVIOUS.search(written)))
        or ("@" in lower and without_userinfo(written) != written)
        or ("-user" in lower and bool(_USER_FLAG.search(lower)))
        or ("LS0t" in written and holds_private_key(written))
    )


def is_known(document: object) -> bool:
    """Whether a document's secrets all have names that tell. A kubeconfig's user may hold whatever client-go's plugins
    want.
    """
    if not isinstance(document, dict):
        return False
    if document.get("kind") != "Config":
        return document.get("kind") in _READ_KINDS
    servers = (text(mapping(cluster, "cluster"), "server") or "" for cluster in mappings(document, "clusters"))
    return all(_PLAIN_USER.issuperset(mapping(user, "user")) for user in mappings(document, "users")) and all(
        server_without_userinfo(server) == server for server in servers
    )


def is_secret(scalar: Scalar) -> bool:
    """Whether a value as a whole is a secret, by where it stands."""
    value = scalar.value
    if value is None or value in _HARMLESS_VALUES:
        return False
    if scalar.kind not in _READ_KINDS:
        return scalar.path not in (("apiVersion",), ("kind",), ("metadata", "name"), ("metadata", "namespace"))
    if scalar.kind == "Config" and scalar.path[:2] == ("users", "user"):
        return _is_secret_of_user(scalar)
    return (
        (scalar.key not in COMMON_KEYS and _is_secret_name(scalar.key))
        or "staticPodURLHeader" in scalar.path
        or _is_named_secret(scalar)
        or _follows_secret_flag(scalar)
    )


def replace_inside(value: str, throw_away: Callable[[str], str]) -> str:
    """A value that is no secret with those inside of it replaced: flags in a shell's line, `user:password@`, tokens."""
    if _is_one_word(value) or not may_hold_secrets(value):
        return value

    def flag(found: re.Match[str]) -> str:
        secret = is_secret_flag(found["name"], found["value"])
        return found["name"] + found["between"] + throw_away(found["value"]) if secret else found[0]

    def assigned(found: re.Match[str]) -> str:
        harmless = found["value"].lower() in _HARMLESS_VALUES
        return found[0] if harmless else found["name"] + throw_away(found["value"])

    value = _FLAG.sub(flag, without_userinfo(value))
    value = _ASSIGNED.sub(assigned, value)
    return _OBVIOUS.sub(lambda found: throw_away(found[0]), value)


def _is_secret_of_user(scalar: Scalar) -> bool:
    """Of a kubeconfig's user only what is known to be none is left."""
    field, inner = (*scalar.path[2:4], "", "")[:2]
    if field != "exec":
        return field not in _USER
    if inner == "env":
        return scalar.key != "name"
    return inner not in _EXEC or _follows_secret_flag(scalar)


def _is_named_secret(scalar: Scalar) -> bool:
    """Any variable of a container, and an item `{name: some-password, value: …}` of `extraArgs` or `httpHeaders`."""
    if scalar.key != "value" or not isinstance(scalar.parent, dict):
        return False
    if not _VARIABLES.isdisjoint(scalar.path):
        return True
    name = scalar.parent.get("name")
    if not isinstance(name, str):
        return False
    compact = _compact(name.lower())
    return any(word in compact for word in (*_NAMES, "pass", "pwd")) and not compact.endswith(("file", "path", "dir"))


def _follows_secret_flag(scalar: Scalar) -> bool:
    """`--password` and its value as two items of a list."""
    before = scalar.before
    return (
        isinstance(before, str)
        and before.startswith("-")
        and "=" not in before
        and is_secret_flag(before, scalar.value or "")
    )


def _is_secret_name(key: str) -> bool:
    lower = key.lower()
    compact = _compact(lower)
    return compact.endswith((*_NAMES, "lastappliedconfiguration")) or re.split(r"[-_.]", lower)[-1] in ("pass", "pwd")


def _compact(lower: str) -> str:
    return lower.replace("-", "").replace("_", "")


def _is_one_word(value: str) -> bool:
    """Without `=`, `:`, `.` and blanks nothing stands inside of a value that is not all of it. (`=` ends base64.)"""
    bare = value.rstrip("=")
    return bare.split() == [bare] and not any(separator in bare for separator in _SEPARATORS)
