"""The glossary: every term that the pages use."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from ...explain.glossary import Entry
from ...explain.glossary import glossary as all_entries
from .rendering import render

router = APIRouter()


@dataclass(frozen=True, slots=True)
class GlossaryPage:
    entries: tuple[Entry, ...]


@router.get("/glossary")
async def glossary() -> Response:
    """All terms on one page; `#ID` leads to one."""
    return render("glossary.html", GlossaryPage(all_entries()))
