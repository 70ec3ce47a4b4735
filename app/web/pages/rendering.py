"""A template and one view object → the answer."""

from starlette.requests import Request
from starlette.responses import Response

from ...rendering.environment import environment

_FRAGMENT = "partial"


def wants_fragment(request: Request) -> bool:
    """Whether htmx asks for a part of the page (its header HX-Request-Type)."""
    return request.headers.get("hx-request-type") == _FRAGMENT


def render(template: str, view: object, status: int = 200) -> Response:
    """The page or fragment of a template."""
    return page_of(rendered(template, view), status)


def rendered(template: str, view: object) -> str:
    """The text of a template."""
    return environment().get_template(template).render(view=view)


def page_of(text: str, status: int = 200) -> Response:
    """The answer of a text. One URL gives page and fragment, so every cache must tell them apart."""
    return Response(text, status, {"vary": "HX-Request-Type"}, media_type="text/html")
