"""What every answer says about itself, and who may send what."""

import pytest
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from app.web.application import create_app
from app.web.errors import Foreign
from app.web.log import masked
from app.web.security import HEADERS, check_host, check_origin
from app.web.settings import LOOPBACK_NAMES, Settings

FORM = {"content-type": "multipart/form-data; boundary=x"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/clusters", 200),
        ("GET", "/static/icon.svg", 200),
        ("GET", "/nowhere", 404),
        ("PUT", "/api/v1/clusters", 405),
        ("POST", "/api/v1/clusters", 415),
        ("GET", "/docs", 200),
    ],
)
def test_every_answer_has_every_header(client: TestClient, method: str, path: str, status: int) -> None:
    """Answers, pictures and refusals of each kind carry the whole table."""
    answer = client.request(method, path)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_a_bug_is_answered_calmly(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug gives a 500 with all headers, as a page or a problem document, and tells nothing of the inside."""

    def bug(*_: object) -> None:
        raise ZeroDivisionError("secret text")

    monkeypatch.setattr("app.web.api.listed_samples", bug)
    monkeypatch.setattr("app.web.reference.reference_page", bug)
    for path, kind in (("/api/v1/clusters", "application/problem+json"), ("/docs", "text/html; charset=utf-8")):
        answer = client.get(path)
        assert answer.status_code == 500 and answer.headers["content-type"] == kind
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert "mistake of this program" in answer.text
        assert not any(word in answer.text for word in ("secret", "ZeroDivision", "Traceback", ".py"))


def test_a_bug_is_logged_without_its_text(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says what kind of bug and where, not its text, which may quote a file."""

    def bug(*_: object) -> None:
        raise ZeroDivisionError("secret text")

    monkeypatch.setattr("app.web.api.listed_samples", bug)
    with caplog.at_level("INFO"):
        client.get("/api/v1/clusters")
    assert "ZeroDivisionError at test_security.py" in caplog.text and "secret" not in caplog.text


def test_the_policy_begins_with_nothing() -> None:
    """The content security policy forbids everything first, and allows nothing inline and nobody else."""
    policy = HEADERS["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert not any(word in policy for word in ("unsafe", "http", "data:", "*"))


def test_no_header_complains_on_a_lan_address() -> None:
    """Headers that a browser refuses on http://LAN-address, with a line in its console, are not sent."""
    assert not {"strict-transport-security", "cross-origin-opener-policy"} & set(HEADERS)


SAME = [
    {},
    {"origin": "http://192.0.2.7:8000"},
    {"origin": "HTTP://192.0.2.7:8000"},
    {"sec-fetch-site": "same-origin", "origin": "http://192.0.2.7:8000"},
    {"sec-fetch-site": "none"},
]
FOREIGN = [
    {"origin": "http://evil.example"},
    {"origin": "http://192.0.2.7"},
    {"origin": "http://192.0.2.7:8001"},
    {"origin": "http://192.0.2.7:8000.evil.example"},
    {"origin": "http://evil.example@192.0.2.70:8000"},
    {"origin": "null"},
    {"origin": ""},
    {"origin": "http://[::1"},
    {"origin": "file://"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site", "origin": "http://192.0.2.7:8000"},
]


@pytest.mark.parametrize("headers", SAME)
def test_our_own_form_and_curl_may_post(headers: dict[str, str]) -> None:
    """What comes from this server's page, or from no page, passes, also on http://LAN-address."""
    check_origin("POST", Headers({"host": "192.0.2.7:8000", **headers}))


@pytest.mark.parametrize("headers", FOREIGN)
def test_another_sites_page_may_not(headers: dict[str, str]) -> None:
    """Whatever another site's page sends is refused, for each method that changes something; reading is free."""
    sent = Headers({"host": "192.0.2.7:8000", **headers})
    for method in ("POST", "DELETE", "PUT", "PATCH"):
        with pytest.raises(Foreign):
            check_origin(method, sent)
    check_origin("GET", sent)


def test_default_ports_are_the_same_place() -> None:
    """A browser leaves out 80 and 443; another port is another place."""
    check_origin("POST", Headers({"host": "kubepki.example:443", "origin": "https://kubepki.example"}))
    check_origin("POST", Headers({"host": "kubepki.example", "origin": "https://kubepki.example"}))
    with pytest.raises(Foreign):
        check_origin("POST", Headers({"host": "kubepki.example:80", "origin": "https://kubepki.example"}))


def test_a_foreign_post_is_refused_before_it_is_read(client: TestClient, tree: bytes) -> None:
    """An upload from another site's page gets 403 and opens nothing; the same from our own page opens."""
    for origin, status in (("http://evil.example", 403), ("http://testserver", 201)):
        sent = client.post("/api/v1/clusters", files={"file": ("a.tgz", tree)}, headers={"origin": origin})
        assert sent.status_code == status


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8000", "localhost:9999", "LOCALHOST:1", "[::1]:8000", "[::1]"]
)
def test_this_machines_names_pass(host: str) -> None:
    """With and without a port, which `ssh -L` may change."""
    check_host(Headers({"host": host}), LOOPBACK_NAMES)


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.", "::1", "[::1", "a@localhost"],
)
def test_other_names_do_not(host: str) -> None:
    """A name that was turned to 127.0.0.1 is still another name."""
    with pytest.raises(Foreign):
        check_host(Headers({"host": host}), LOOPBACK_NAMES)


def test_only_open_mode_looks_at_the_host() -> None:
    """A server for a class answers under every name, `kubepki open` only under this machine's."""
    for hosts, status in ((frozenset[str](), 200), (LOOPBACK_NAMES, 403)):
        with TestClient(create_app(Settings(workers=0, hosts=hosts))) as client:
            assert client.get("/api/v1/clusters", headers={"host": "evil.example"}).status_code == status
            assert client.get("/api/v1/clusters", headers={"host": "localhost:8000"}).status_code == 200


ID = "0bn7ObiGO7bvcbxB8t3ilfdfiCirHSLp"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (f"/clusters/{ID}", "/clusters/0bn7…"),
        (f"/clusters/{ID}/connections/kubelet@secret-node", "/clusters/0bn7…/connections"),
        (f"/api/v1/clusters/{ID}", "/api/v1/clusters/0bn7…"),
        ("/clusters/one/files/cp1:a", "/clusters/one/files/cp1:a"),
        ("/\x1b[31m\nGET / 200", "/⟨U+001B⟩[31m⟨U+000A⟩GET / 200"),
        (f"/clusters/{ID}/\n\n", "/clusters/0bn7…/⟨U+000A⟩⟨U+000A⟩"),
    ],
)
def test_the_log_shows_no_link_and_obeys_no_character(path: str, shown: str) -> None:
    """An upload's id is cut, what stands behind it is not shown, control characters are made visible."""
    assert masked(path) == shown


def test_the_access_log(client: TestClient, tree: bytes, caplog: pytest.LogCaptureFixture) -> None:
    """One line a request, without the upload's id, its file's name or the query."""
    with caplog.at_level("INFO", logger="kubepki.access"):
        created = client.post("/api/v1/clusters", files={"file": ("secret-name.tgz", tree)})
        client.get(created.headers["location"], params={"clock": "2031-01-01T00:00:00Z"})
    lines = [record.getMessage() for record in caplog.records if record.name == "kubepki.access"]
    assert [line.split()[0] for line in lines] == ["POST", "GET"] and " 201 " in lines[0]
    assert not any(word in caplog.text for word in (created.json()["id"], "secret-name", "2031"))
