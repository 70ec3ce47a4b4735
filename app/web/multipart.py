"""The files of a multipart form (RFC 7578), from a body that is whole and in memory.

Frameworks' form parsers spool files to disk and look at a body byte by byte; an upload holds private keys, and
`bytes.find` looks at it at the speed of memory.
"""

import re

from ..reading.uploads import Upload
from .errors import BadRequest, NotAForm

FIELD = "file"

MAX_PARTS = 500
"""A node's files, sent one by one, are 40; a class's archives 30."""

MAX_PART_HEADERS = 4096
"""Three lines and a file name."""

_BOUNDARY = re.compile(
    r"multipart/form-data\s*;(?:.*;)?\s*boundary=(?:\"([^\"\\]{1,70})\"|([0-9A-Za-z'()+_,./:=?-]{1,70}))\s*(?:;.*)?",
    re.IGNORECASE | re.DOTALL,
)
"""RFC 2046 §5.1.1: a boundary has 1 to 70 characters."""

_DISPOSITION = re.compile(rb"^content-disposition:\s*form-data\s*;(.*)$", re.IGNORECASE | re.MULTILINE)
_PARAMETER = re.compile(rb';?\s*([a-z*]+)=(?:"((?:[^"\\]|\\.)*)"|([^;"\s]*))', re.IGNORECASE)

_HOW = 'Send each file as a field "file" of a multipart form: curl -F file=@FILE URL'


def boundary_of(content_type: str) -> bytes:
    """The delimiter that a Content-Type names. Raises NotAForm if it is no multipart form or names none."""
    found = _BOUNDARY.fullmatch(content_type.strip())
    if found is None:
        raise NotAForm("The request's body is not a multipart form.", remedy=_HOW)
    return (found[1] or found[2]).encode("latin-1", "replace")


def files_of(body: bytearray, boundary: bytes) -> list[Upload]:
    """The files in the field `file`, which may be there several times; their `data` are views of the body.

    Raises BadRequest when there is none, or no sound form.
    """
    files = [part for part in _parts(body, boundary) if part is not None and (part.name or part.data)]
    if not files:
        remedy = f"Choose a .tar, .tar.gz or .zip file first. {_HOW}"
        raise BadRequest("No file was sent.", remedy=remedy, code="no-file")
    return files


def _parts(body: bytearray, boundary: bytes) -> list[Upload | None]:
    """Every part in order; None for one that is not the file."""
    delimiter = b"\r\n--" + boundary
    position = 0 if body.startswith(delimiter[2:]) else body.find(delimiter) + 2
    if not body.startswith(delimiter[2:], position):
        raise _unsound("it does not begin with its boundary")
    position += len(delimiter) - 2
    view = memoryview(body)
    parts: list[Upload | None] = []
    while not body.startswith(b"--", position):
        if len(parts) == MAX_PARTS:
            raise _unsound(f"it has more than {MAX_PARTS} parts")
        headers_end = body.find(b"\r\n\r\n", position, position + MAX_PART_HEADERS)
        if headers_end < 0:
            raise _unsound(f"a part's headers are longer than {MAX_PART_HEADERS} bytes or have no end")
        end = body.find(delimiter, headers_end + 2)
        if end < 0:
            raise _unsound("it ends in the middle of a part")
        headers = bytes(view[position:headers_end])
        parts.append(_file(headers, view[headers_end + 4 : max(end, headers_end + 4)]))
        position = end + len(delimiter)
    return parts


def _file(headers: bytes, data: memoryview) -> Upload | None:
    """A part as a file, if it is in our field and has a file name."""
    disposition = _DISPOSITION.search(headers)
    if disposition is None:
        raise _unsound("a part has no Content-Disposition: form-data")
    parameters = {m[1].lower(): m[2] if m[2] is not None else m[3] for m in _PARAMETER.finditer(disposition[1])}
    if parameters.get(b"name") != FIELD.encode():
        return None
    name = parameters.get(b"filename")
    if name is None and b"filename*" not in parameters:
        raise BadRequest('The field "file" holds text, not a file.', remedy=_HOW, code="no-file")
    return Upload((name or b"").decode("utf-8", "replace"), data)


def _unsound(why: str) -> BadRequest:
    return BadRequest(f"The form cannot be read: {why}.", remedy=_HOW, code="multipart")
