"""A real browser for tests: headless Chromium through a pipe, all it complains of kept."""

import base64
import contextlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from select import select
from time import monotonic
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--disable-extensions"),
    *("--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-pipe"),
)
WAIT = 60.0  # seconds for anything


class Page:
    """One page: what went wrong in it (`complaints`), every address it asked for (`requests`).

    `received` is what came through its sockets.
    """

    def __init__(self, process: subprocess.Popen[bytes], out: int, back: int) -> None:
        self.process, self._out, self._in = process, out, back
        self._rest, self._last, self._loaded = b"", 0, False
        self.session: str | None = None
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.received = bytearray()
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self.session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Ask the browser for something; what it reports meanwhile is kept."""
        self._last += 1
        message: dict[str, Any] = {"id": self._last, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        until = monotonic() + WAIT
        while True:
            given = self._next(until)
            if given.get("id") == self._last:
                assert "error" not in given, given["error"]
                return given["result"]

    def open(self, address: str) -> None:
        """Open an address and wait until it has loaded."""
        self._loaded = False
        found = self.ask("Page.navigate", url=address)
        assert "errorText" not in found, found
        same = "loaderId" not in found  # another place of the page that is open
        self.until(lambda: self._loaded or same)

    def run(self, script: str) -> Any:
        """Return what a script comes to."""
        found = self.ask("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def until(self, done: Callable[[], Any]) -> Any:
        """Ask again and again, while the page goes on, until it is done; returns what it is."""
        until = monotonic() + WAIT
        while not (found := done()):
            assert monotonic() < until, "it does not come"
            with contextlib.suppress(TimeoutError):
                self._next(monotonic() + 0.05)
        return found

    def look(self, width: int, height: int, dark: bool = False) -> None:
        """Have the page so large, in a light or a dark room."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.ask("Emulation.setDeviceMetricsOverride", **size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[scheme])

    def picture(self, file: Path) -> None:
        """Write a picture of what is in view."""
        file.write_bytes(base64.b64decode(self.ask("Page.captureScreenshot")["data"]))

    def key(self, text: str) -> None:
        """Press the key of a letter or a digit."""
        code = text.upper()
        name = f"Digit{code}" if code.isdigit() else f"Key{code}"
        about = {"key": text, "code": name, "windowsVirtualKeyCode": ord(code)}
        self.ask("Input.dispatchKeyEvent", type="keyDown", text=text, **about)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **about)

    def _next(self, until: float) -> dict[str, Any]:
        """Return the next message, its complaints and requests noted; raises TimeoutError."""
        while b"\0" not in self._rest:
            if not select([self._in], [], [], max(0.0, until - monotonic()))[0]:
                raise TimeoutError("the browser says nothing")
            data = os.read(self._in, 1 << 20)
            assert data, "the browser is gone"
            self._rest += data
        line, _, self._rest = self._rest.partition(b"\0")
        given: dict[str, Any] = json.loads(line)
        self._note(given.get("method", ""), given.get("params", {}))
        return given

    def _note(self, method: str, params: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif method == "Page.loadEventFired":
            self._loaded = True
        elif method == "Network.webSocketFrameReceived":
            data, binary = params["response"]["payloadData"], params["response"]["opcode"] == 2
            self.received += base64.b64decode(data) if binary else data.encode()
        elif method == "Network.webSocketCreated":
            self.requests.append(params["url"])
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(params["exceptionDetails"]))
        elif method == "Log.entryAdded":
            self.complaints.append(json.dumps(params["entry"]))
        elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning"):
            self.complaints.append(json.dumps(params["args"]))


@contextlib.contextmanager
def browsing() -> Iterator[Page]:
    """Have a browser; skips the test where there is none."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("no Chromium on this machine")
    (theirs_in, out), (back, theirs_out) = os.pipe(), os.pipe()
    # It reads descriptor 3 and writes 4, whatever ours are.
    passed = 'exec "$0" "$@" 3<&$IN 4>&$OUT'
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            ["bash", "-c", passed, program, *FLAGS, f"--user-data-dir={profile}"],
            pass_fds=(theirs_in, theirs_out),
            env={**os.environ, "IN": str(theirs_in), "OUT": str(theirs_out), "HOME": profile},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        try:
            page = Page(process, out, back)
            yield page
            page.session = None
            with contextlib.suppress(AssertionError, OSError, TimeoutError):
                page.ask("Browser.close")
        finally:
            process.kill()
            process.wait()
            os.close(out)
            os.close(back)
