"""The pages: one module each, its view objects and its routes. A URL is a state: whole page, or fragments for htmx."""

from fastapi import APIRouter

from . import check, expiry, glossary, maps, nodes, opening, search

router = APIRouter()
for page in (expiry, maps, check, nodes, search, glossary, opening):
    router.include_router(page.router)
