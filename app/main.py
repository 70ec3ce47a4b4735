"""The application for a server that is started by itself: `uvicorn app.main:app`."""

from .web.application import create_app
from .web.serving import settle
from .web.settings import Settings

app = create_app(Settings.from_environment(), on_started=settle)
