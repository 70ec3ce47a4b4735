"""Where OpenSSL and Python's cryptography judge otherwise than a cluster: a table that is made by asking them."""

from dataclasses import dataclass
from importlib.metadata import version

from fastapi import APIRouter, Request
from OpenSSL import SSL
from starlette.responses import Response

from ...proof.opinions import Opinion, opinions
from ..services import Services
from .rendering import page_of, rendered

router = APIRouter()

SAMPLE = "one"


@dataclass(frozen=True, slots=True)
class OpinionsPage:
    """`openssl`, `python`: what was asked."""

    openssl: str
    python: str
    rows: tuple[Opinion, ...]


@router.get("/about/opinions")
async def second_opinions(request: Request) -> Response:
    """The page. Asked once, as it is the same for everybody."""
    services: Services = request.app.state.services
    key = ("opinions",)
    text = services.answers.find(key)
    if text is None:
        text = await services.workshop.do(lambda: _text(services))
        services.answers.get(key, lambda: text)
    return page_of(text)


def _text(services: Services) -> str:
    """Asks all of them, in a thread of its own."""
    rows = opinions(services.samples[SAMPLE].cluster, services.keys)
    return rendered("opinions.html", OpinionsPage(openssl_version(), f"cryptography {version('cryptography')}", rows))


def openssl_version() -> str:
    """`OpenSSL 4.0.3`."""
    said = SSL.OpenSSL_version(SSL.OPENSSL_VERSION).decode("ascii", "replace")
    return " ".join(said.split()[:2])
