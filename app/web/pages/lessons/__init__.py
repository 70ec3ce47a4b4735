"""The lessons: where one begins (starting), one that is being played (playing), Tab in it
(completing), and one that is shown to a room (showing)."""

from fastapi import APIRouter

from . import completing, playing, showing, starting

router = APIRouter()
router.include_router(starting.router)
router.include_router(playing.router)
router.include_router(completing.router)
router.include_router(showing.router)
