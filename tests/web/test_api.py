"""The API for programs: samples, uploads, and refusals as problem documents."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.analysis import document
from app.analysis.samples import NAMES, open_sample
from app.store.limits import StoreLimits
from app.store.memory import MemoryStore, StoreFull
from app.web.errors import STATUS, Busy, NotFound, ReadingFailed, status_of
from app.web.moments import parse_rfc3339
from tests.web.conftest import TREES, Clock, services_of

API = "/api/v1/clusters"


def upload(client: TestClient, content: bytes, name: str = "tree.tar.gz", url: str = API) -> Any:
    return client.post(url, files={"file": (name, content)})


def test_the_samples_are_listed(client: TestClient) -> None:
    """Every sample with its page and its clock, in the picker's order."""
    listed = client.get(API).json()["clusters"]
    assert [one["id"] for one in listed] == list(NAMES)
    assert all(one["url"] == f"/clusters/{one['id']}" and one["clock"].endswith("Z") for one in listed)


@pytest.mark.parametrize("name", NAMES)
def test_a_samples_model(client: TestClient, name: str) -> None:
    """The model of a sample is what the analysis makes of it, to the last field."""
    assert client.get(f"{API}/{name}").json() == document(open_sample(name))


def test_a_sample_at_another_moment(client: TestClient) -> None:
    """?clock= judges at that moment, also when it is written with an offset."""
    moment = parse_rfc3339("2030-01-01T00:00:00Z")
    found = client.get(f"{API}/one", params={"clock": "2030-01-01T02:00:00+02:00"}).json()
    assert found == document(open_sample("one", moment)) and found["clock"] == "2030-01-01T00:00:00Z"


@pytest.mark.parametrize("clock", ["yesterday", "2030-01-01", "2030-01-01T00:00:00", "2030-13-01T00:00:00Z", "<b>"])
def test_a_clock_that_is_no_moment(client: TestClient, clock: str) -> None:
    """Is refused with an example of one that is."""
    refused = client.get(f"{API}/one", params={"clock": clock})
    assert refused.status_code == 400 and "2027-01-31T12:00:00Z" in refused.json()["remedy"]


def test_an_upload_opens_and_is_found(client: TestClient, tree: bytes, clock: Clock) -> None:
    """201 with id, page and Location; the model is there, at the time of the upload."""
    created = upload(client, tree)
    assert created.status_code == 201
    upload_id = created.json()["id"]
    assert created.json() == {"id": upload_id, "url": f"/clusters/{upload_id}"}
    assert created.headers["location"] == f"{API}/{upload_id}"
    model = client.get(created.headers["location"]).json()
    assert model["clock"] == "2027-01-31T08:00:00Z" and model["certificates"]


def test_an_upload_at_another_moment(client: TestClient, tree: bytes) -> None:
    """An upload too can be judged at another moment."""
    where = upload(client, tree).headers["location"]
    assert client.get(where, params={"clock": "2031-01-01T00:00:00Z"}).json()["clock"] == "2031-01-01T00:00:00Z"


def test_no_private_key_is_in_any_answer(client: TestClient, tree: bytes) -> None:
    """The tree holds private keys; neither the created answer nor the model holds one."""
    created = upload(client, tree)
    model = client.get(created.headers["location"])
    assert any(key["private"] for key in model.json()["keys"])
    assert "PRIVATE" not in created.text + model.text


def test_uploads_are_not_listed(client: TestClient, tree: bytes) -> None:
    """Who has not been given the id does not learn it."""
    upload_id = upload(client, tree).json()["id"]
    assert upload_id not in client.get(API).text


def test_deleting_an_upload(client: TestClient, tree: bytes) -> None:
    """204, then 410 with what to do, for reading and for deleting again."""
    where = upload(client, tree).headers["location"]
    assert client.delete(where).status_code == 204
    for gone in (client.get(where), client.delete(where)):
        assert gone.status_code == 410 and "Open it again" in gone.json()["remedy"]


def test_an_expired_upload_is_gone(client: TestClient, tree: bytes, clock: Clock) -> None:
    """Twelve hours after the last look an upload answers 410; a look in between extends its life."""
    where = upload(client, tree).headers["location"]
    clock.forward(hours=11)
    assert client.get(where).status_code == 200
    clock.forward(hours=11)
    assert client.get(where).status_code == 200
    clock.forward(hours=12)
    assert client.get(where).status_code == 410


def test_a_sample_cannot_be_deleted(client: TestClient) -> None:
    """It is refused and still there."""
    assert client.delete(f"{API}/one").status_code == 403
    assert client.get(f"{API}/one").status_code == 200


def test_a_cluster_that_never_was(client: TestClient) -> None:
    """Answers 404, whatever the name looks like."""
    for name in ("nope", "A" * 32, "%00", "..%2fone", "<script>"):
        assert client.get(f"{API}/{name}").status_code == 404


PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


@pytest.mark.parametrize("content", [b"", b"hello", PNG, b"\xfd7zXZ\x00" + bytes(50), bytes(10_240)])
def test_what_is_no_tree_is_refused_in_words(client: TestClient, content: bytes) -> None:
    """A wrong file is answered 422 with what it is and what to do."""
    refused = upload(client, content)
    assert refused.status_code == 422
    problem = refused.json()
    assert problem["detail"] and problem["remedy"] and problem["code"]


def test_a_problem_document_has_its_form(client: TestClient) -> None:
    """RFC 9457: its media type and members, the status as answered, and a type that the documentation explains."""
    refused = client.get(f"{API}/nope")
    assert refused.headers["content-type"] == "application/problem+json"
    problem = refused.json()
    assert set(problem) == {"type", "title", "status", "detail", "code", "member", "remedy"}
    assert problem["status"] == refused.status_code
    page, anchor = problem["type"].split("#")
    assert f'id="{anchor}"' in client.get(page).text


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, b"", 415),
        ({"content-type": "application/gzip"}, b"x", 415),
        ({"content-type": "application/json"}, b"{}", 415),
        ({"content-type": "multipart/form-data"}, b"x", 415),
        ({"content-type": "multipart/form-data; boundary=x"}, b"", 400),
        ({"content-type": "multipart/form-data; boundary=x"}, b"garbage", 400),
        ({"content-type": "multipart/form-data; boundary=x"}, b"--x\r\n" + b"A: b\r\n" * 10_000 + b"\r\n", 400),
        ({"content-type": "multipart/form-data; boundary=x"}, b"--x\r\n\r\n\r\n" * 10_000, 400),
        ({"content-type": "multipart/form-data; boundary=x", "content-length": "9" * 30}, b"", 413),
    ],
)
def test_what_is_no_form_is_refused(client: TestClient, headers: dict[str, str], body: bytes, status: int) -> None:
    """Wrong types, missing boundaries, broken forms: 4xx, never 5xx."""
    refused = client.post(API, headers=headers, content=body)
    assert refused.status_code == status
    assert refused.headers["content-type"] == "application/problem+json"


def test_no_file(client: TestClient, tree: bytes) -> None:
    """A file in another field is none."""
    none = client.post(API, files={"other": ("a", tree)})
    assert (none.status_code, none.json()["code"]) == (400, "no-file")


def test_an_archive_for_each_node(client: TestClient, tree: bytes) -> None:
    """Two archives are one cluster of two nodes; the same one twice is one node; a third that is damaged is listed."""
    other = (TREES / "kubeadm-1.37-worker-only.tar.gz").read_bytes()
    files = [("cp.tgz", tree), ("w.tgz", other), ("again.tgz", tree), ("cut.tgz", tree[:100])]
    sent = client.post(API, files=[("file", file) for file in files])
    model = client.get(sent.headers["location"]).json()
    assert len(model["nodes"]) == 2
    assert [(line["member"], line["code"]) for line in model["unreadable"]] == [("cut.tgz", "gzip")]
    assert any("again" in note for note in model["notes"])
    page = client.get(sent.json()["url"])
    assert "cp.tgz and 3 more" in page.text


def test_only_damaged_archives_are_refused(client: TestClient, tree: bytes) -> None:
    """Where nothing of several can be read, the first one's reason is the answer."""
    sent = client.post(API, files=[("file", ("a.tgz", tree[:100])), ("file", ("b.tgz", tree[:200]))])
    assert (sent.status_code, sent.json()["code"]) == (422, "gzip")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "POST"])
def test_a_method_that_is_not_there(client: TestClient, method: str) -> None:
    """405 as a problem document, with Allow."""
    refused = client.request(method, f"{API}/one")
    assert refused.status_code == 405 and "GET" in refused.headers["allow"]
    assert refused.json()["code"] == "method"


def test_a_full_store_says_when_to_come_again(client: TestClient, tree: bytes, clock: Clock) -> None:
    """503 with Retry-After; what is open stays open."""
    services_of(client).store = MemoryStore(clock, StoreLimits(uploads=1))
    where = upload(client, tree).headers["location"]
    refused = upload(client, tree)
    assert refused.status_code == 503 and int(refused.headers["retry-after"]) > 0
    assert client.get(where).status_code == 200


def test_a_file_name_is_hostile(client: TestClient, tree: bytes) -> None:
    """Folders, control characters and length of a sender's file name do not reach a page."""
    for name in ("../../etc/passwd\x1b[2J", "C:\\tmp\\a\u202e.tgz", "a" * 5000):
        created = client.post(API, files={"file": (name, tree)})
        assert created.status_code == 201 if len(name) < 4000 else 400
        if created.status_code == 201:
            kept = services_of(client).store.find(created.json()["id"])
            assert kept is not None
            source = kept.source
            assert source.isprintable() and "/" not in source and "\\" not in source and len(source) < 200


def test_the_description_is_true(client: TestClient, tree: bytes) -> None:
    """OpenAPI lists every operation, and what it requires of a cluster's model is what comes."""
    described = client.get("/openapi.json").json()
    assert {(path, method) for path, methods in described["paths"].items() for method in methods} == {
        (API, "get"),
        (API, "post"),
        (API + "/{cluster_id}", "get"),
        (API + "/{cluster_id}", "delete"),
    }
    required = described["components"]["schemas"]["ClusterDocument"]["required"]
    assert set(required) == set(client.get(f"{API}/one").json())
    problem = described["components"]["schemas"]["ProblemDocument"]["required"]
    assert set(problem) == set(client.get(f"{API}/nope").json())


def test_the_documentation_needs_nobody_else(client: TestClient) -> None:
    """/docs shows each operation with a command, and names no other host."""
    page = client.get("/docs")
    assert page.status_code == 200
    for text in ("GET /api/v1/clusters", "POST /api/v1/clusters", "curl -F file=@", "clock", "ClusterDocument"):
        assert text in page.text
    assert "//" not in page.text.replace("http://testserver", "").replace("<!doctype", "")


def test_every_refusal_has_a_status_and_the_nearest_one_counts() -> None:
    """The table covers all refusals: client errors 4xx, no room 503."""
    assert status_of(NotFound("x"))[0] == 404
    assert status_of(ReadingFailed("x"))[0] == 422
    assert status_of(Busy("x"))[0] == status_of(StoreFull("x"))[0] == 503
    assert all(400 <= status < 500 or status == 503 for status, _ in STATUS.values())
