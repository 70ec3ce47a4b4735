"""Kubeconfigs: what names servers, files and users; secrets by their presence alone."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reading import kubeconfig
from app.reading.bounds import NAME_BYTES
from app.reading.kubeconfig import embedded, holds_secret, problems, read_kubeconfig
from app.reading.redaction import server_without_userinfo
from tests.properties import examples

USER = {"client-certificate": "c.crt", "client-key": "/k.key"}
CONFIG = {
    "kind": "Config",
    "current-context": "main",
    "clusters": [{"name": "c", "cluster": {"server": "https://h:6443", "certificate-authority-data": "Q0E="}}],
    "users": [{"name": "u", "user": USER}],
    "contexts": [
        {"name": "other", "context": {"cluster": "x", "user": "y"}},
        {"name": "main", "context": {"cluster": "c", "user": "u"}},
    ],
}


def user(**fields: Any) -> dict[str, Any]:
    """A kubeconfig of one user."""
    named = {key.replace("_", "-"): value for key, value in fields.items()}
    return CONFIG | {"users": [{"name": "u", "user": named}]}


def test_a_kubeconfig_is_read() -> None:
    """Clusters, users and contexts with their fields, paths as written, data as presence."""
    found = read_kubeconfig(CONFIG, "n", "/x.conf")
    assert (found.id, found.node, found.path, found.current_context) == ("n:/x.conf", "n", "/x.conf", "main")
    cluster, who = found.cluster("c"), found.user("u")
    assert cluster is not None
    assert who is not None
    assert (cluster.server, cluster.has_certificate_authority_data, cluster.certificate_authority) == (
        "https://h:6443",
        True,
        None,
    )
    assert (who.client_certificate, who.client_key, who.auth) == ("c.crt", "/k.key", "certificate")
    assert [context.name for context in found.contexts] == ["other", "main"]
    assert found.effective_context == found.context("main")


@pytest.mark.parametrize("empty", [None, "", "absent"])
def test_without_a_current_context_the_first_counts(empty: str | None) -> None:
    """Absent, null and empty are one: the first context is the effective one."""
    config = {key: value for key, value in CONFIG.items() if key != "current-context"}
    if empty != "absent":
        config["current-context"] = empty
    found = read_kubeconfig(config, "n", "/x")
    assert found.current_context is None
    assert found.effective_context == found.contexts[0]


@pytest.mark.parametrize(
    ("fields", "auth"),
    [
        ({"client_certificate": "x"}, "certificate"),
        ({"client_certificate_data": "x"}, "certificate"),
        ({"token": "t"}, "token"),
        ({"tokenFile": "/t"}, "token"),
        ({"exec": {"command": "aws"}}, "exec"),
        ({"username": "u", "password": "p"}, "password"),
        ({}, "none"),
        ({"token": "", "exec": None}, "none"),
        ({"client_certificate": "x", "token": "t"}, "certificate"),
    ],
)
def test_how_a_user_authenticates(fields: dict[str, Any], auth: str) -> None:
    """The first of certificate, token, exec and password that is there; an empty one is not."""
    found = read_kubeconfig(user(**fields), "n", "/x").user("u")
    assert found is not None
    assert found.auth == auth


@pytest.mark.parametrize(
    ("fields", "secret"),
    [
        ({"token": "marker"}, True),
        ({"username": "u", "password": "marker"}, True),
        ({"auth_provider": {"name": "oidc", "config": {"id-token": "marker"}}}, True),
        ({"auth_provider": {"name": "oidc", "config": {"client-secret": "marker"}}}, True),
        ({"auth_provider": {"name": "oidc", "config": {"idp-issuer-url": "https://x"}}}, False),
        ({"tokenFile": "/t"}, False),
        ({"client_certificate": "x"}, False),
        ({"token": ""}, False),
    ],
)
def test_secrets_are_seen_and_not_kept(fields: dict[str, Any], secret: bool) -> None:
    """A token or password is noticed in every place where it may stand, and stands in nothing that is read."""
    config = user(**fields)
    assert holds_secret(config) is secret
    assert "marker" not in repr(read_kubeconfig(config, "n", "/x"))


def test_exec_environments_are_not_kept() -> None:
    """An exec plugin is known to be there: not its command, its arguments or its environment."""
    config = user(exec={"command": "marker", "args": ["marker"], "env": [{"name": "marker", "value": "marker"}]})
    found = read_kubeconfig(config, "n", "/x")
    assert "marker" not in repr(found)
    assert found.users[0].has_exec


@pytest.mark.parametrize(
    ("server", "shown"),
    [
        ("https://api.example.test:6443", "https://api.example.test:6443"),
        ("https://bob:secret@h:6443", "https://h:6443"),
        ("https://bob:se@cret@h:6443/path", "https://h:6443/path"),
        ("https://token@[::1]:6443", "https://[::1]:6443"),
        ("bob:secret@h:6443", "h:6443"),
        ("//bob:secret@h", "//h"),
        ("https://h/path?user=a@b", "https://h/path?user=a@b"),
        ("https://[::1", "https://[::1"),
        ("", ""),
    ],
)
def test_a_servers_password_is_cut(server: str, shown: str) -> None:
    """user:password@ goes, whatever it holds; the rest of the address stays as written, damaged or not."""
    assert server_without_userinfo(server) == shown


def test_embedded_data_has_the_fields_pointer() -> None:
    """Each data field is named by its place, and a key by being one."""
    config = user(client_certificate_data="Q1JU", client_key_data="S0VZ")
    assert [(item.pointer, item.base64, item.is_key) for item in embedded(config)] == [
        ("clusters[c].cluster.certificate-authority-data", "Q0E=", False),
        ("users[u].user.client-certificate-data", "Q1JU", False),
        ("users[u].user.client-key-data", "S0VZ", True),
    ]


def test_a_name_twice_is_told_and_the_first_counts() -> None:
    """client-go refuses such a file; here the first entry stays, so that no id stands for two."""
    config = CONFIG | {"users": [{"name": "u", "user": USER}, {"name": "u", "user": {"token": "t"}}]}
    found = read_kubeconfig(config, "n", "/x")
    assert [who.auth for who in found.users] == ["certificate"]
    assert [problem.code for problem in problems(config)] == ["kubeconfig"]
    assert problems(CONFIG) == []


def test_names_are_bounded() -> None:
    """NAME: one of the longest length is kept, a longer one is left out and told."""
    for length, kept in ((NAME_BYTES, 1), (NAME_BYTES + 1, 0)):
        config = CONFIG | {"users": [{"name": "u" * length, "user": USER}]}
        assert len(read_kubeconfig(config, "n", "/x").users) == kept
        assert len(problems(config)) == 1 - kept


def test_insecure_is_read_as_yaml_writes_it() -> None:
    """`true`, and YAML 1.1's `yes` and `on`, skip the verification; `false`, rubbish and nothing do not."""
    for text, insecure in (("true", True), ("yes", True), ("On", True), ("false", False), ("x", False), (None, False)):
        cluster = {"name": "c", "cluster": {"insecure-skip-tls-verify": text, "tls-server-name": "k"}}
        found = read_kubeconfig(CONFIG | {"clusters": [cluster]}, "n", "/x").clusters[0]
        assert (found.insecure_skip_tls_verify, found.tls_server_name) == (insecure, "k")


SHAPES: list[Any] = [None, "", "text", [], {}, ["x"], [[]], {"a": "b"}, [None], [{"name": None}], [{"name": []}]]
INNER: list[Any] = [None, "text", [], ["x"], {"server": []}, {"server": {"a": "b"}}, {"token": ["x"]}, {"exec": "x"}]


@pytest.mark.parametrize("section", ["clusters", "users", "contexts", "current-context"])
@pytest.mark.parametrize("shape", SHAPES, ids=repr)
def test_wrong_types_are_absent(section: str, shape: object) -> None:
    """A list where a mapping belongs, a text where a list does: absent, never an exception."""
    config = CONFIG | {section: shape}
    read_kubeconfig(config, "n", "/x")
    assert isinstance(embedded(config), list)
    assert isinstance(problems(config), list)
    holds_secret(config)


@pytest.mark.parametrize("inner", INNER, ids=repr)
def test_wrong_types_inside_an_entry_are_absent(inner: object) -> None:
    """The same one level deeper, for clusters, users and contexts at once."""
    config: dict[str, Any] = {
        "clusters": [{"name": "a", "cluster": inner}],
        "users": [{"name": "a", "user": inner}],
        "contexts": [{"name": "a", "context": inner}],
    }
    found = read_kubeconfig(config, "n", "/x")
    assert (found.clusters[0].server, found.users[0].auth, found.contexts[0].user) == (None, "none", None)
    assert embedded(config) == []


ENTRIES = st.sampled_from(SHAPES + INNER)
SECTIONS = st.dictionaries(
    st.sampled_from(["name", "cluster", "user", "context"]), ENTRIES | st.dictionaries(st.text(max_size=6), ENTRIES)
)


@examples(150)
@given(st.dictionaries(st.sampled_from(list(CONFIG)), ENTRIES | st.lists(SECTIONS, max_size=3)))
def test_any_structure_is_read(config: dict[str, Any]) -> None:
    """Whatever a YAML document holds under a kubeconfig's names: a kubeconfig comes out, with unique names."""
    found = read_kubeconfig(config, "n", "/x")
    assert len({who.name for who in found.users}) == len(found.users)
    for part in (kubeconfig.embedded, kubeconfig.problems, kubeconfig.holds_secret):
        part(config)
