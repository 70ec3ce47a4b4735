"""The files of a form: as every client writes it, and as none should."""

import time

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reading.uploads import Upload
from app.web.errors import BadRequest, NotAForm
from app.web.multipart import MAX_PARTS, boundary_of, files_of

BOUNDARY = b"----x"


def part(disposition: str, content: bytes, *headers: str) -> bytes:
    lines = "\r\n".join([f"Content-Disposition: {disposition}", *headers])
    return b"--" + BOUNDARY + b"\r\n" + lines.encode() + b"\r\n\r\n" + content + b"\r\n"


def form(*parts: bytes) -> bytearray:
    return bytearray(b"".join(parts) + b"--" + BOUNDARY + b"--\r\n")


def file_of(body: bytearray, boundary: bytes) -> Upload:
    """The only file of a form."""
    (file,) = files_of(body, boundary)
    return file


FILE = part('form-data; name="file"; filename="a.tar.gz"', b"content", "Content-Type: application/gzip")


def test_the_file_of_a_browsers_form() -> None:
    """Name and content of the file, byte for byte."""
    found = file_of(form(FILE), BOUNDARY)
    assert (found.name, bytes(found.data)) == ("a.tar.gz", b"content")


def test_fields_beside_the_file_are_passed_over() -> None:
    """A field of another name, before or behind, with or without a file, changes nothing."""
    other = part('form-data; name="comment"', b"hello")
    other_file = part('form-data; name="extra"; filename="b"', b"no")
    found = file_of(form(other, FILE, other_file), BOUNDARY)
    assert bytes(found.data) == b"content"


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('form-data; name="file"; filename="a b;c.tar"', "a b;c.tar"),
        ('form-data; filename="first.tar"; name="file"', "first.tar"),
        ("form-data; name=file; filename=plain.tar", "plain.tar"),
        ('form-data; name="file"; filename="say %22hi%22.tar"', "say %22hi%22.tar"),
        ('form-data; name="file"; filename="größe.tar"', "größe.tar"),
        ('form-data; name="file"; filename="back\\"slash.tar"', 'back\\"slash.tar'),
        ("form-data; name=\"file\"; filename*=utf-8''a.tar", ""),
        ('FORM-DATA; NAME="file"; FILENAME="upper.tar"', "upper.tar"),
    ],
)
def test_file_names_as_clients_write_them(disposition: str, name: str) -> None:
    """Quoted, bare, in another order, escaped as browsers and curl do."""
    assert file_of(form(part(disposition, b"x")), BOUNDARY).name == name


def test_a_real_clients_form() -> None:
    """What httpx sends is read."""
    request = httpx2.Request("POST", "http://h/", files={"file": ("tree.tgz", b"\r\n--\x00" * 1000)})
    request.read()
    found = file_of(bytearray(request.content), boundary_of(request.headers["content-type"]))
    assert (found.name, bytes(found.data)) == ("tree.tgz", b"\r\n--\x00" * 1000)


def test_a_form_with_a_preamble() -> None:
    """What stands before the first boundary is ignored (RFC 2046 §5.1.1)."""
    assert bytes(file_of(bytearray(b"hello\r\n") + form(FILE), BOUNDARY).data) == b"content"


def test_an_empty_file_is_a_file_and_an_unchosen_one_is_not() -> None:
    """A browser sends an empty nameless file when none was chosen."""
    assert bytes(file_of(form(part('form-data; name="file"; filename="a"', b"")), BOUNDARY).data) == b""
    with pytest.raises(BadRequest) as refusal:
        file_of(form(part('form-data; name="file"; filename=""', b"")), BOUNDARY)
    assert refusal.value.code == "no-file"


def test_several_files_in_their_order() -> None:
    """The field may be there several times; the empty nameless part of a browser is no file beside others."""
    second = part('form-data; name="file"; filename="worker.zip"', b"other")
    empty = part('form-data; name="file"; filename=""', b"")
    found = files_of(form(FILE, empty, second), BOUNDARY)
    assert [(file.name, bytes(file.data)) for file in found] == [("a.tar.gz", b"content"), ("worker.zip", b"other")]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (bytearray(), "multipart"),
        (bytearray(b"hello"), "multipart"),
        (form(), "no-file"),
        (form(part('form-data; name="other"; filename="a"', b"x")), "no-file"),
        (form(part('form-data; name="file"', b"text")), "no-file"),
        (form(FILE)[:-12], "multipart"),
        (form(FILE)[:40], "multipart"),
        (bytearray(b"--" + BOUNDARY), "multipart"),
        (bytearray(b"--" + BOUNDARY + b"\r\nContent-Type: a\r\n\r\nx\r\n--" + BOUNDARY + b"--"), "multipart"),
        (form(*[part('form-data; name="f"', b"")] * (MAX_PARTS + 1)), "multipart"),
        (form(*[part('form-data; name="f"', b"")] * 10_000), "multipart"),
        (form(part('form-data; name="file"; filename="' + "a" * 5000 + '"', b"x")), "multipart"),
        (form(part('form-data; name="file"; filename="a"', b"x", *["X-Header: y"] * 500)), "multipart"),
    ],
    ids=[
        *("empty", "no boundary", "no part", "other field", "text", "cut short", "cut in headers"),
        *("only a boundary", "no disposition", "too many parts", "10^4 parts", "long name", "many headers"),
    ],
)
def test_forms_that_are_refused(body: bytearray, code: str) -> None:
    """Each says what is wrong and how to send it."""
    with pytest.raises(BadRequest) as refusal:
        file_of(body, BOUNDARY)
    assert refusal.value.code == code and refusal.value.remedy


@pytest.mark.parametrize(
    ("content_type", "boundary"),
    [
        ("multipart/form-data; boundary=----WebKitFormBoundaryabc123", b"----WebKitFormBoundaryabc123"),
        ('multipart/form-data; boundary="with space"', b"with space"),
        ("Multipart/Form-Data; charset=utf-8; Boundary=x; other=y", b"x"),
        ("multipart/form-data;boundary=a'()+_,./:=?b", b"a'()+_,./:=?b"),
    ],
)
def test_boundaries(content_type: str, boundary: bytes) -> None:
    """A boundary may be quoted, and need not be the first parameter."""
    assert boundary_of(content_type) == boundary


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/mixed; boundary=x",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        'multipart/form-data; boundary=""',
        "multipart/form-data; boundary=" + "x" * 71,
        "multipart/form-data; boundary=a b",
        "multipart/form-data" + ";" * 60_000,
    ],
)
def test_other_content_types_are_no_form(content_type: str) -> None:
    """Without a form and its boundary there is nothing to look for."""
    with pytest.raises(NotAForm):
        boundary_of(content_type)


@given(st.binary(max_size=400))
def test_any_bytes_give_a_file_or_a_refusal(content: bytes) -> None:
    """No body raises anything but a refusal, whole or behind the beginning of a form."""
    for body in (content, b"--" + BOUNDARY + content, bytes(form(FILE))[:-9] + content):
        try:
            files_of(bytearray(body), BOUNDARY)
        except BadRequest as refusal:
            assert refusal.what


@given(st.binary(max_size=2000).filter(lambda content: b"\r\n--" + BOUNDARY not in content))
def test_any_content_comes_out_as_it_went_in(content: bytes) -> None:
    """Whatever does not hold the boundary itself is carried unchanged."""
    found = file_of(form(part('form-data; name="file"; filename="a"', content)), BOUNDARY)
    assert bytes(found.data) == content


def test_time_grows_with_the_body_and_not_faster() -> None:
    """A body full of almost-boundaries takes at most eight times as long when it is four times as long."""

    def seconds(times: int) -> float:
        body = form(part('form-data; name="file"; filename="a"', b"\r\n-----\r\n----" * times))
        best = []
        for _ in range(3):
            start = time.process_time()
            file_of(body, BOUNDARY)
            best.append(time.process_time() - start)
        return min(best)

    assert seconds(240_000) < 8 * seconds(60_000) + 0.001
