"""The pages: one module each, its view objects and its routes. A URL is a state: whole page, or fragments for htmx."""

from fastapi import APIRouter

from . import (
    breaking,
    certificates,
    check,
    expiry,
    exports,
    files,
    glossary,
    handshakes,
    keys,
    lessons,
    limits,
    maps,
    nodes,
    opening,
    paper,
    pasting,
    search,
    second_opinions,
    signatures,
    time,
    twins,
)

router = APIRouter()
for page in (
    second_opinions,
    handshakes,
    twins,
    breaking,
    time,
    certificates,
    keys,
    files,
    expiry,
    signatures,
    exports,
    paper,
    pasting,
    lessons,
    maps,
    check,
    nodes,
    search,
    glossary,
    opening,
    limits,
):
    router.include_router(page.router)
