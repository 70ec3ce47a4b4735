"""The lessons: where one begins (starting), one that is being played (playing), and Tab in it
(completing)."""

from fastapi import APIRouter

from . import completing, playing, starting

router = APIRouter()
router.include_router(starting.router)
router.include_router(playing.router)
router.include_router(completing.router)
