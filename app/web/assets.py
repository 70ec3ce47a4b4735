"""Static files: read once, compressed once, and named by their content so that a browser keeps them for ever.

Templates and style sheets name them plainly (`/static/css/base.css`, `url(../vendor/font.woff2)`); the digest is added
when a template is compiled and a style sheet is read, so that there is no URL of them that could be forgotten.
"""

import gzip
import hashlib
import mimetypes
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import Response

from ..places import data_folder
from .errors import NotFound

URL = "/static/"

FOR_EVER = "public, max-age=31536000, immutable"

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
"""A system's own table of types may say otherwise, and under nosniff browsers refuse a script of the wrong type."""

_CSS_URL = re.compile(r"(?<=url\()([^\"')]+)(?=\))")
_TEMPLATE_URL = re.compile(re.escape(URL) + r"[A-Za-z0-9._/-]+(?![?A-Za-z0-9._/-])")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent. `gzipped` is None where compressing does not pay."""

    body: bytes
    gzipped: bytes | None
    media_type: str
    digest: str


class Assets:
    """Every file below a folder, by its path in it (`css/page.css`)."""

    def __init__(self, folder: Path) -> None:
        self._assets: dict[str, Asset] = {}
        files = (path for path in sorted(folder.rglob("*")) if path.is_file())
        for path in sorted(files, key=lambda path: path.suffix == ".css"):  # style sheets last: they name the others
            name, body = path.relative_to(folder).as_posix(), path.read_bytes()
            self._assets[name] = _asset(path.suffix, self._with_digests(name, body) if path.suffix == ".css" else body)

    def url(self, name: str) -> str:
        """The URL of a file, with its digest. Raises KeyError for a file that is not there."""
        return f"{URL}{name}?v={self._assets[name].digest}"

    def in_template(self, source: str) -> str:
        """A template's text, each plain URL of a file that is there replaced by the one with its digest."""
        return _TEMPLATE_URL.sub(lambda found: self._url_or(found[0].removeprefix(URL), found[0]), source)

    def respond(self, name: str, request: Request) -> Response:
        """The answer to a request for a file. Raises NotFound.

        Under the digest's URL it never changes; under its bare name a browser asks again each time.
        """
        asset = self._assets.get(name)
        if asset is None:
            raise NotFound("There is no such static file.", remedy="Reload the page.")
        etag = f'"{asset.digest}"'
        current = request.query_params.get("v") == asset.digest
        headers = {"cache-control": FOR_EVER if current else "no-cache", "etag": etag}
        if asset.gzipped is not None:
            headers["vary"] = "accept-encoding"
        if etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if asset.gzipped is not None and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(asset.gzipped, media_type=asset.media_type, headers=headers | {"content-encoding": "gzip"})
        return Response(asset.body, media_type=asset.media_type, headers=headers)

    def _with_digests(self, name: str, sheet: bytes) -> bytes:
        folder = posixpath.dirname(name)
        return _CSS_URL.sub(
            lambda found: self._url_or(posixpath.normpath(posixpath.join(folder, found[0])), found[0]), sheet.decode()
        ).encode()

    def _url_or(self, name: str, plain: str) -> str:
        return self.url(name) if name in self._assets else plain


def _asset(suffix: str, body: bytes) -> Asset:
    media_type = _TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")
    gzipped = gzip.compress(body, 9, mtime=0)
    worth_it = len(gzipped) < 0.9 * len(body)
    return Asset(body, gzipped if worth_it else None, media_type, hashlib.sha256(body).hexdigest()[:16])


class _TemplateLoader(FileSystemLoader):
    """The templates' folder, with digests in the URLs of static files."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, path, fresh = super().get_source(environment, template)
        return assets().in_template(source), path, fresh


@cache
def assets() -> Assets:
    """The program's own static files."""
    return Assets(data_folder("static"))


@cache
def template_loader() -> FileSystemLoader:
    """The loader of the web's templates, one for the process so that compiled templates stay."""
    return _TemplateLoader(data_folder("templates"))
