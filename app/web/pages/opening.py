"""Opening one's own tree: the form, the commands, what happens to the data, what may be opened."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from ...collect import Command, commands
from ...reading.bounds import MIB, WEB
from ..again import remember
from ..opened import listed_samples, open_upload
from .rendering import render

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Limit:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class SampleLink:
    href: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class OpenPage:
    commands: tuple[Command, ...]
    limits: tuple[Limit, ...]
    samples: tuple[SampleLink, ...]


@router.get("/open")
async def form(request: Request) -> Response:
    """The form and all that one should know before using it."""
    samples = tuple(SampleLink(f"/clusters/{one.id}", one.title, one.description) for one in listed_samples(request))
    limits = (
        Limit("The files", f"{WEB.upload // MIB} MiB, .tar, .tar.gz, .zip or single files, several at once"),
        Limit("Unpacked", f"{WEB.raw // MIB} MiB in {WEB.members} files of at most {WEB.member // MIB} MiB"),
        Limit("Certificates", f"{WEB.certificates}, and as many keys"),
    )
    return render("open.html", OpenPage(commands(), limits, samples))


@router.post("/open")
async def upload(request: Request) -> Response:
    """Opens the files of the form and goes to its page."""
    opened = await open_upload(request)
    return remember(request, RedirectResponse(f"/clusters/{opened.id}", 303))
