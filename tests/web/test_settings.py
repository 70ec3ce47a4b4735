"""Settings: what is set counts, what is wrong stops the start."""

import pytest

from app.web.settings import BadSetting, Settings


def test_without_a_variable_the_defaults_hold() -> None:
    """The own machine, port 8000, at least one reading process where processes can be forked."""
    settings = Settings.from_environment({"PATH": "/bin"})
    assert (settings.host, settings.port, settings.log_level) == ("127.0.0.1", 8000, "info")
    assert settings.workers >= 1 and not settings.hosts


def test_every_variable_counts() -> None:
    """Each sets its field."""
    given = {"KUBEPKI_HOST": "::1", "KUBEPKI_PORT": "81", "KUBEPKI_WORKERS": "0", "KUBEPKI_LOG_LEVEL": "error"}
    assert Settings.from_environment(given) == Settings("::1", 81, 0, "error")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KUBEPKI_PROT", "8000"),
        ("KUBEPKI_HOSTS", "a"),
        ("KUBEPKI_", "1"),
        ("KUBEPKI_PORT", "eighty"),
        ("KUBEPKI_PORT", ""),
        ("KUBEPKI_PORT", "-1"),
        ("KUBEPKI_PORT", "65536"),
        ("KUBEPKI_PORT", "8_0"),
        ("KUBEPKI_PORT", "٨"),
        ("KUBEPKI_WORKERS", "1000"),
        ("KUBEPKI_LOG_LEVEL", "loud"),
    ],
)
def test_a_wrong_variable_stops_the_start(name: str, value: str) -> None:
    """An unknown name and a malformed value are refused, by name."""
    with pytest.raises(BadSetting):
        Settings.from_environment({name: value})
