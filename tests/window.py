"""A terminal window for tests: seedread runs in it for real, keys go in, a screen comes out."""

import os
import re
import select
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pyte
from ptyprocess import PtyProcess

# Everything that begins with ESC, and everything that does not.
TOKEN = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"
    r"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?"
    r"|\x1b[ -/]*[0-~]"
    r"|\x1b|[^\x1b]+"
)
DRAWN = re.compile(r"\x1b\[[0-9;]*[mH]")  # all that the screen of these tests is drawn with
KEYS = {"enter": "\r", "escape": "\x1b", "tab": "\t", "down": "\x1b[B"}
# Another size, another look; and without buffers Python lets the end of a broken-off write go.
STRANGE = ("COLORTERM", "COLUMNS", "LINES", "PYTHONUNBUFFERED")
PATIENCE = 20  # seconds, for slow machines; nothing ever waits this long on others


class Window:
    """seedread in a window of `size` cells; all that it wrote is in `written`."""

    def __init__(
        self,
        folder: Path,
        *words: str,
        size: tuple[int, int] = (100, 30),
        program: tuple[str, ...] = ("-m", "seedread"),
        **environment: str,
    ) -> None:
        columns, rows = size
        plain = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "SEEDREAD_AS": "mei", **environment}
        ours = {k: v for k, v in os.environ.items() if k not in STRANGE}
        command = [sys.executable, *program, *words]
        self._process = PtyProcess.spawn(
            command, str(folder), {**ours, **plain}, dimensions=(rows, columns)
        )
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self.screen)
        self.written = b""
        self._fed = 0

    @property
    def pid(self) -> int:
        return int(self._process.pid)

    def press(self, *keys: str) -> None:
        """Type keys, given by their name or as what they send."""
        data = "".join(KEYS.get(key) or _control(key) for key in keys).encode()
        while data:
            data = data[os.write(self._process.fd, data) :]

    def paste(self, text: str) -> None:
        self.press(f"\x1b[200~{text}\x1b[201~")

    def wait(self, so: str | Callable[[str], bool], seconds: float = PATIENCE) -> str:
        """Read until the screen says `so`; returns the screen."""
        deadline = monotonic() + seconds
        while True:
            text = self.text
            if so in text if isinstance(so, str) else so(text):
                return text
            assert self.read(deadline - monotonic()), f"never came: {so}\n{text}"

    def read(self, seconds: float) -> bool:
        """Read what there is, waiting for it if need be; False if nothing came or all is said."""
        ready, _, _ = select.select([self._process.fd], [], [], max(0, seconds))
        try:
            data = os.read(self._process.fd, 1 << 16) if ready else b""
        except OSError:  # how Linux says that the other end is closed
            data = b""
        self.written += data
        return bool(data)

    @property
    def text(self) -> str:
        """The screen, one line a row."""
        self._draw()
        return "\n".join(map(self._row, range(self.screen.lines)))

    def _row(self, y: int) -> str:
        """A row's characters; the second cell of a wide one is empty."""
        cells = [self.screen.buffer[y][x].data for x in range(self.screen.columns)]
        return "".join(cells).rstrip()

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        self._process.setwinsize(rows, columns)

    def end(self, *keys: str) -> int:
        """Press keys that end the program, read all that is left; returns its exit code."""
        self.press(*keys)
        deadline = monotonic() + PATIENCE
        while self.read(deadline - monotonic()):
            pass
        return self._ended(deadline)

    def hang_up(self) -> int:
        """Close the window over the program; returns its exit code, or the signal it died of."""
        os.close(self._process.fd)
        return self._ended(monotonic() + PATIENCE)

    def _ended(self, deadline: float) -> int:
        while self._process.isalive():
            assert monotonic() < deadline, f"it does not end\n{self.text}"
            select.select([], [], [], 0.01)
        return self._process.exitstatus or self._process.signalstatus or 0

    def kill(self) -> None:
        """End it as a crash of the machine would."""
        self._process.kill(signal.SIGKILL)
        self._process.wait()
        while self.read(0.1):
            pass

    def close(self) -> None:
        if self._process.isalive():
            self.kill()
        self._process.close()

    def __enter__(self) -> "Window":
        return self

    def __exit__(self, *what: object) -> None:
        self.close()

    def _draw(self) -> None:
        """Draw what has come; the rest of a sequence or character may still be on its way."""
        new = self.written[self._fed :]
        whole = len(new)
        begun = new.rfind(b"\x1b", -64)
        if begun >= 0 and not re.match(rb"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07)", new[begun:]):
            whole = begun
        while whole and new[whole - 1 : whole] >= b"\x80" and _cut(new[:whole]):
            whole -= 1
        self._fed += whole
        for token in TOKEN.findall(new[:whole].decode()):
            if not token.startswith("\x1b") or DRAWN.fullmatch(token):
                self._stream.feed(token)


def _cut(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return True
    return False


def _control(key: str) -> str:
    """Return what a key sends: ctrl and a letter the control character, all else itself."""
    name, _, letter = key.partition("ctrl+")
    return chr(ord(letter) - 96) if not name and len(letter) == 1 else key
