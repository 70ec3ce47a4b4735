"""The lessons: where one begins (starting), and one that is being played (playing)."""

from fastapi import APIRouter

from . import playing, starting

router = APIRouter()
router.include_router(starting.router)
router.include_router(playing.router)
