"""A Firefox driven by its own Marionette protocol, the one that geckodriver speaks: any Firefox of the system will do.

https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
"""

import json
import os
import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

START = 60.0
"""Seconds to wait for an answer: the first page of a new profile takes long."""


class Firefox:
    """One window. Every method raises AssertionError with Firefox's words where it refuses."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._number = 0
        self._answer()  # its greeting
        self._ask("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"pageLoadStrategy": "normal"}}})
        self._ask("WebDriver:SetTimeouts", {"script": 10_000, "pageLoad": 30_000})

    def go_to(self, url: str) -> None:
        self._ask("WebDriver:Navigate", {"url": url})

    def back(self) -> None:
        self._ask("WebDriver:Back", {})

    def click(self, selector: str) -> None:
        """As a mouse does, in the middle of the element."""
        found = self._ask("WebDriver:FindElement", {"using": "css selector", "value": selector})
        self._ask("WebDriver:ElementClick", {"id": next(iter(found["value"].values()))})

    def run(self, script: str) -> Any:
        """What a script of the page's returns."""
        return self._ask("WebDriver:ExecuteScript", {"script": script, "args": []})["value"]

    def wait_for(self, script: str) -> None:
        """Until a script of the page's gives something true. Raises AssertionError after ten seconds."""
        body = f"const [done] = arguments; const look = () => ({script}) ? done() : setTimeout(look, 20); look();"
        self._ask("WebDriver:ExecuteAsyncScript", {"script": body, "args": []})

    def console(self) -> list[str]:
        """What the browser's console says of pages: errors, warnings, refusals of the policy."""
        self._ask("Marionette:SetContext", {"value": "chrome"})
        script = """return Services.console.getMessageArray()
          .filter((one) => one instanceof Ci.nsIScriptError && /^http/.test(one.sourceName))
          .map((one) => one.errorMessage);"""
        found: list[str] = self.run(script)
        self._ask("Marionette:SetContext", {"value": "content"})
        return found

    def _ask(self, command: str, parameters: dict[str, Any]) -> Any:
        self._number += 1
        text = json.dumps([0, self._number, command, parameters]).encode()
        self._connection.sendall(b"%d:%s" % (len(text), text))
        _, _, error, result = self._answer()
        assert error is None, f"{command}: {error['message']}"
        return result

    def _answer(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._read(1)
        return json.loads(self._read(int(length[:-1])))

    def _read(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            piece = self._connection.recv(count - len(data))
            assert piece, "Firefox has gone"
            data += piece
        return data


@contextmanager
def started(program: str, profile: Path) -> Iterator[Firefox]:
    """A headless Firefox with a fresh profile, on a port of its own choice."""
    (profile / "user.js").write_text('user_pref("marionette.port", 0);\nuser_pref("remote.log.level", "Info");\n')
    command = [program, "--headless", "--no-remote", "--profile", str(profile), "--marionette"]
    environment = os.environ | {"MOZ_HEADLESS_WIDTH": "1440", "MOZ_HEADLESS_HEIGHT": "900", "HOME": str(profile)}
    with subprocess.Popen(
        [*command, "--remote-allow-system-access"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            lines = (re.search(r"Marionette.*Listening on port (\d+)", line) for line in process.stdout)
            port = int(next(filter(None, lines))[1])
            with socket.create_connection(("127.0.0.1", port), timeout=START) as connection:
                yield Firefox(connection)
        finally:
            process.terminate()
