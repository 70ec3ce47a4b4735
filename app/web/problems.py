"""How a refusal is answered: as a page for people, as a problem document (RFC 9457) for programs."""

import json
import logging
from dataclasses import dataclass

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from ..model.errors import KubepkiError
from ..rendering.environment import environment
from .errors import SECONDS_TO_RETRY, BadRequest, MethodNotAllowed, NotFound, status_of
from .worker.job import whereabouts

log = logging.getLogger("kubepki.web")

API = "/api/"
PROBLEM_TYPES = "/docs#"
"""A problem's `type` is the place in the documentation that explains its status."""


@dataclass(frozen=True, slots=True)
class ErrorView:
    """What error.html shows. `back_href` leads to where the person can go on."""

    title: str
    what: str
    remedy: str
    member: str | None
    back_href: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal, ready to be shown either way."""

    status: int
    title: str
    error: KubepkiError
    headers: dict[str, str]


def answer(request: Request, error: Exception) -> Response:
    """The answer to a request that ended in an error. A bug becomes a calm 500 that tells nothing of the inside."""
    problem = _problem(error)
    if problem is None:
        log.error("a bug: %s", whereabouts(error))
        log.debug("its text, which may quote a file", exc_info=error)
        return _calm(request)
    return _document(problem) if _for_a_program(request) else _page(request, problem)


def _problem(error: Exception) -> Problem | None:
    """What is known of an error; None for a bug."""
    headers: dict[str, str] = {}
    if isinstance(error, HTTPException):
        headers = dict(error.headers or {})
        error = _of_framework(error.status_code)
    elif isinstance(error, RequestValidationError):
        error = _invalid(error)
    elif isinstance(error, ClientDisconnect):
        error = BadRequest("The connection ended before the request was complete.")
    if not isinstance(error, KubepkiError):
        return None
    status, title = status_of(error)
    if status == 503:
        headers["retry-after"] = str(SECONDS_TO_RETRY)
    return Problem(status, title, error, headers)


def _of_framework(status: int) -> KubepkiError:
    """Our words for what the framework refuses."""
    if status == 404:
        return NotFound("There is no such page.", remedy="Begin at the first page.")
    if status == 405:
        return MethodNotAllowed("This address does not do that.", remedy="The API's methods are listed under /docs.")
    return BadRequest("The request cannot be understood.", remedy="The API is described under /docs.")


def _invalid(error: RequestValidationError) -> BadRequest:
    """A parameter of the wrong form, named without its value."""
    names = sorted({str(part) for found in error.errors() for part in found["loc"][1:]})
    return BadRequest(f"A parameter has a wrong form: {', '.join(names)}.", remedy="The API is described under /docs.")


def _for_a_program(request: Request) -> bool:
    """Below /api/ always; elsewhere when JSON is asked for and HTML is not."""
    accepted = request.headers.get("accept", "")
    return request.url.path.startswith(API) or ("json" in accepted and "text/html" not in accepted)


def _document(problem: Problem) -> Response:
    error = problem.error
    fields = {
        "type": f"{PROBLEM_TYPES}problem-{problem.status}",
        "title": problem.title,
        "status": problem.status,
        "detail": error.what,
        "code": error.code,
        "member": error.member,
        "remedy": error.remedy,
    }
    return Response(json.dumps(fields), problem.status, problem.headers, media_type="application/problem+json")


def _page(request: Request, problem: Problem) -> Response:
    error = problem.error
    view = ErrorView(problem.title, error.what, error.remedy, error.member, _back(request))
    template = environment().get_template("error.html")
    if request.headers.get("hx-request-type") == "partial":
        text = "".join(template.blocks["content"](template.new_context({"view": view})))
    else:
        text = template.render(view=view)
    return Response(text, problem.status, problem.headers, media_type="text/html")


def _back(request: Request) -> str:
    """Where the person came from, as far as this server knows: the form for a refused upload, else the first page."""
    return "/open" if request.url.path == "/open" else "/"


_CALM_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Something went wrong · kubepki</title></head>
<body><h1>Something went wrong here</h1>
<p>This is a mistake of this program, not of yours. What was open is still open.</p>
<p>Go back and try something else, or begin at <a href="/">the first page</a>.</p></body></html>
"""
"""Written out: the page that says that something broke must not need what may be broken."""


def _calm(request: Request) -> Response:
    if not _for_a_program(request):
        return Response(_CALM_PAGE, 500, media_type="text/html")
    fields = {
        "type": f"{PROBLEM_TYPES}problem-500",
        "title": "Something went wrong here",
        "status": 500,
        "detail": "This is a mistake of this program, not of yours.",
        "code": "bug",
        "member": None,
        "remedy": "Nothing that was open is lost.",
    }
    return Response(json.dumps(fields), 500, media_type="application/problem+json")
