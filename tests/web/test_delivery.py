"""How answers leave: compressed, tagged, cached where they may be, and never where they show somebody's files."""

import gzip
import hashlib
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from app.places import data_folder
from app.web.assets import FOR_EVER, Assets, assets
from app.web.compression import REMEMBERED_BYTES, Compression
from app.web.errors import NotFound

API = "/api/v1/clusters"


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A folder like static/."""
    (tmp_path / "css").mkdir()
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "font.woff2").write_bytes(hashlib.shake_256(b"font").digest(3000))
    (tmp_path / "css" / "a.css").write_text("@font-face{src:url(../vendor/font.woff2)}" + "p{margin:0}" * 100)
    return tmp_path


def get(path: str, **headers: str) -> Request:
    path, _, query = path.partition("?")
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": raw})


def test_a_file_under_its_digest_never_changes(static: Path) -> None:
    """With the digest a browser may keep it for ever; without, or with an old one, it asks again."""
    found = Assets(static)
    url = found.url("css/a.css")
    assert found.respond("css/a.css", get(url)).headers["cache-control"] == FOR_EVER
    for other in ("/static/css/a.css", "/static/css/a.css?v=old"):
        assert found.respond("css/a.css", get(other)).headers["cache-control"] == "no-cache"


def test_another_content_has_another_url(static: Path) -> None:
    """A changed font changes its own URL and that of the style sheet that names it."""
    before = Assets(static)
    (static / "vendor" / "font.woff2").write_bytes(b"changed")
    after = Assets(static)
    assert before.url("vendor/font.woff2") != after.url("vendor/font.woff2")
    assert before.url("css/a.css") != after.url("css/a.css")


def test_a_style_sheet_and_a_template_name_files_by_digest(static: Path) -> None:
    """So that a preloaded font is the very one that the style sheet asks for; what is not there stays as it is."""
    found = Assets(static)
    url = found.url("vendor/font.woff2")
    sheet = bytes(found.respond("css/a.css", get("/static/css/a.css")).body).decode()
    assert f"url({url})" in sheet
    template = found.in_template('<link href="/static/vendor/font.woff2"><a href="/static/none.css">')
    assert template == f'<link href="{url}"><a href="/static/none.css">'


def test_text_is_compressed_and_a_font_is_not(static: Path) -> None:
    """The compressed bytes are the same content; who cannot read gzip gets it plain."""
    found = Assets(static)
    packed = found.respond("css/a.css", get("/x", accept_encoding="gzip, br"))
    plain = found.respond("css/a.css", get("/x"))
    assert packed.headers["content-encoding"] == "gzip" and gzip.decompress(bytes(packed.body)) == plain.body
    assert "content-encoding" not in plain.headers and plain.headers["vary"] == "accept-encoding"
    assert "content-encoding" not in found.respond("vendor/font.woff2", get("/x", accept_encoding="gzip")).headers


def test_who_has_a_file_is_not_sent_it(static: Path) -> None:
    """304 for the same ETag, the file for another."""
    found = Assets(static)
    etag = found.respond("css/a.css", get("/x")).headers["etag"]
    assert found.respond("css/a.css", get("/x", if_none_match=etag)).status_code == 304
    assert found.respond("css/a.css", get("/x", if_none_match='"other"')).status_code == 200


@pytest.mark.parametrize(
    "name", ["", "none.css", "../pyproject.toml", "css", "css/../css/a.css", "/etc/passwd", "css\\a.css"]
)
def test_only_the_folders_own_files_are_there(static: Path, name: str) -> None:
    """What was not read at start is not found, however it is written."""
    with pytest.raises(NotFound):
        Assets(static).respond(name, get("/x"))


def test_every_static_file_has_a_type_that_browsers_take(client: TestClient) -> None:
    """Under nosniff a script of a wrong type is not run: each of our files has the type of its ending."""
    types = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
    folder = data_folder("static")
    for path in folder.rglob("*"):
        if path.suffix in types:
            answer = client.get(f"/static/{path.relative_to(folder).as_posix()}")
            assert answer.status_code == 200 and answer.headers["content-type"].split(";")[0] == types[path.suffix]


def test_every_static_url_of_the_templates_exists() -> None:
    """No template names a static file that is not there, and every one is named with its digest."""
    for template in data_folder("templates").rglob("*.html"):
        source = assets().in_template(template.read_text())
        plain = [word for word in source.replace('"', " ").split() if word.startswith("/static/") and "?v=" not in word]
        assert plain == [], template.name


def test_a_shared_answer_is_tagged_and_not_sent_twice(client: TestClient) -> None:
    """A sample's answer may be kept but is asked about again; who has it gets 304 without a body."""
    first = client.get(f"{API}/one")
    assert first.headers["cache-control"] == "no-cache"
    again = client.get(f"{API}/one", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304 and again.content == b"" and again.headers["etag"] == first.headers["etag"]
    other = client.get(f"{API}/ha3", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


def test_what_shows_somebodys_files_is_stored_nowhere(client: TestClient, tree: bytes) -> None:
    """An upload's answers, its opening, and refusals are no-store, without a tag, and not remembered compressed."""
    created = client.post(API, files={"file": ("a.tgz", tree)})
    where = created.headers["location"]
    for answer in (created, client.get(where), client.get(f"{API}/nope"), client.delete(where), client.get(where)):
        assert answer.headers["cache-control"] == "no-store" and "etag" not in answer.headers


def test_answers_are_compressed_for_who_can_read_it(client: TestClient) -> None:
    """With gzip allowed an answer is a fraction of its size; without, and for a small one, it is plain."""
    packed = client.get(f"{API}/one", headers={"accept-encoding": "gzip"})
    plain = client.get(f"{API}/one", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip" and packed.content == plain.content
    assert int(packed.headers["content-length"]) < len(plain.content) / 5
    assert "content-encoding" not in plain.headers and "accept-encoding" in plain.headers["vary"].lower()
    assert "content-encoding" not in client.get(f"{API}/nope", headers={"accept-encoding": "gzip"}).headers


def test_compressed_answers_are_remembered_within_a_bound() -> None:
    """However many different answers are sent, what is remembered of them stays small."""

    async def nothing(*_: object) -> None:
        pass

    compression = Compression(nothing)
    for n in range(40):
        body = hashlib.shake_256(bytes([n])).digest(100_000)
        assert gzip.decompress(compression._compressed(body, str(n))) == body  # noqa: SLF001
    assert sum(map(len, compression._remembered.values())) <= REMEMBERED_BYTES  # noqa: SLF001


def test_head_is_get_without_the_body(client: TestClient) -> None:
    """A link checker's HEAD is answered as GET would be, without content."""
    head, get_ = client.head(f"{API}/one"), client.get(f"{API}/one")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == get_.headers["content-length"]
    assert client.head("/nowhere").status_code == 404


def test_a_refusal_is_a_page_for_people(client: TestClient) -> None:
    """Outside the API a browser gets a page with what is wrong and what to do, a program a problem document."""
    browser = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    page = client.get("/clusters/nope", headers=browser)
    assert page.status_code == 404 and page.headers["content-type"].startswith("text/html")
    assert "Open it again" in page.text
    problem = client.get("/clusters/nope", headers={"accept": "application/json"})
    assert problem.status_code == 404 and problem.headers["content-type"] == "application/problem+json"


def test_a_refused_fragment_is_a_fragment(client: TestClient) -> None:
    """htmx swaps error answers too: it gets the page's content without its frame."""
    fragment = client.get("/clusters/nope", headers={"accept": "text/html", "hx-request-type": "partial"})
    assert fragment.status_code == 404 and "Nothing is here" in fragment.text and "<html" not in fragment.text


def test_a_refusals_text_is_hostile(client: TestClient, tmp_path: Path) -> None:
    """Mark-up in what a refusal quotes, a parameter or a member, reaches a page as text only."""
    page = client.get(
        "/clusters/one", params={"clock": "<img src=x onerror=alert(1)>\x1b[2J"}, headers={"accept": "text/html"}
    )
    assert page.status_code == 400
    assert "<img" not in page.text and "&lt;img" in page.text and "\x1b" not in page.text


def test_a_refused_form_leads_back_to_the_form(client: TestClient) -> None:
    """Without JavaScript a refused upload is a page that leads back to /open."""
    page = client.post("/open", files={"file": ("a.pdf", b"%PDF-1.7 " + bytes(600))}, headers={"accept": "text/html"})
    assert page.status_code == 422 and 'href="/open"' in page.text and "PDF" in page.text


def test_the_form_opens_an_upload(client: TestClient, tree: bytes) -> None:
    """Without JavaScript an accepted upload is a redirect to its page, which no cache stores."""
    sent = client.post("/open", files={"file": ("a.tgz", tree)}, headers={"accept": "text/html"})
    assert sent.status_code == 303 and sent.headers["location"].startswith("/clusters/")
    page = client.get(sent.headers["location"])
    assert page.status_code == 200 and page.headers["cache-control"] == "no-store"
