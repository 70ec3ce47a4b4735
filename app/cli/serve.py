"""`kubepki serve`."""

from dataclasses import replace

from ..web.serving import serve
from ..web.settings import BadSetting, Settings
from .addresses import reachable_addresses
from .exits import Failure
from .listening import listen, url_of

ANY = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - compared with, not bound to


def run(host: str | None, port: int | None) -> int:
    """Serves until it is stopped; prints where."""
    try:
        settings = Settings.from_environment()
        given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
        settings = replace(settings, **given)  # type: ignore[arg-type]
    except BadSetting as wrong:
        raise Failure(str(wrong)) from None
    listening = listen(settings.host, settings.port)
    bound = listening.getsockname()[1]

    def tell() -> None:
        if settings.host in ANY:
            print(f"kubepki is running: {url_of('127.0.0.1', bound)} on this machine")
            for address in reachable_addresses():
                print(f"  for others on this network: {url_of(address, bound)}")
        else:
            print(f"kubepki is running: {url_of(settings.host, bound)}")
        print("Ctrl+C stops it; uploads are forgotten then.", flush=True)

    serve(settings, listening, on_started=tell)
    return 0
