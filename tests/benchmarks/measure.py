"""A program in a terminal, timed from outside: start-up, keys, peak memory (needs /proc)."""

import errno
import os
import select
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL
from typing import Self

import ptyprocess
from terminal import Screen, Terminal

COLUMNS, ROWS = 160, 48
KEYS = {"space": b" ", "pageup": b"\x1b[5~", "pagedown": b"\x1b[6~"}
# Seconds without output after which a burst of it is over; the longest burst waited for.
QUIET, ENDLESS = 0.03, 30.0


class StoppedError(Exception):
    """The program ended, or did not do what was waited for."""


class Memory:
    """The peak resident memory of a process and everything it starts."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peaks: dict[int, int] = {}

    def look(self) -> None:
        """Take note of the processes that live now; the kernel keeps each one's peak."""
        for pid in family(self._pid):
            self._peaks[pid] = max(self._peaks.get(pid, 0), peak_kib(pid))

    def mib(self) -> float:
        """Return the sum of the peaks of all processes seen."""
        return sum(self._peaks.values()) / 1024


def family(pid: int) -> list[int]:
    """Return `pid` and every process below it."""
    members = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*"):
        with suppress(OSError):  # it ended meanwhile
            for child in (task / "children").read_text().split():
                members += family(int(child))
    return members


def peak_kib(pid: int) -> int:
    """Return the most memory the process ever held, 0 if it is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0


class Session:
    """One run of a program, ended when the block is left.  Times given out are milliseconds."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], folder: Path
    ) -> None:
        self._screen = Screen(COLUMNS, ROWS)
        self._terminal = Terminal(COLUMNS, ROWS)
        # Read and not yet drawn: the screen is slow, and nothing is drawn while time counts.
        self._undrawn: list[tuple[float, bytes]] = []
        self._began = time.perf_counter()
        self._process = ptyprocess.PtyProcess.spawn(
            list(command), cwd=str(folder), env=dict(environment), dimensions=(ROWS, COLUMNS)
        )
        self._memory = Memory(self._process.pid)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for pid in family(self._process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, SIGKILL)
        self._process.close(force=True)

    def shown(self, text: str, patience: float = 60.0) -> float:
        """Return the time from the start to the arrival of the bytes that put `text` in a row.

        Raises StoppedError if that took more than `patience` seconds or the program ended.
        """
        limit = time.perf_counter() + patience
        while time.perf_counter() < limit:
            self._memory.look()
            if self._read(0.2) is not None:
                self._settle(QUIET)
            for arrived in self._draw():
                if text in self._screen.text():
                    return (arrived - self._began) * 1000
        raise StoppedError(f"{text} was not shown, but this:\n{self._screen.text()}")

    def press(self, key: str, patience: float = 5.0) -> float | None:
        """Return the time from a key to the last byte of what it drew, None if it drew nothing.

        The first byte may take `patience` seconds.  Raises StoppedError if the program ended.
        """
        self._settle(0.005)
        pressed = time.perf_counter()
        os.write(self._process.fd, KEYS.get(key, key.encode()))
        first = self._read(patience)
        if first is None:
            return None
        return ((self._settle(QUIET) or first) - pressed) * 1000

    def look(self) -> int:
        """Return a number that changes when a character on the screen or its colour does."""
        list(self._draw())
        return self._screen.look()

    def write(self, keys: str) -> float:
        """Send keys and do not wait; return when that was, in ms from the start."""
        self._settle(0.005)
        list(self._draw())
        sent = time.perf_counter()
        os.write(self._process.fd, keys.encode())
        return (sent - self._began) * 1000

    def rest(self, seconds: float) -> None:
        """Let the program finish what it does, until it has drawn nothing for so long."""
        self._settle(seconds)

    def memory(self) -> float:
        """Return the peak resident memory of the process tree up to now, in MiB."""
        self._memory.look()
        return self._memory.mib()

    def _read(self, timeout: float) -> float | None:
        """Take one piece of output and answer its queries; return when it came."""
        if not select.select([self._process.fd], [], [], timeout)[0]:
            return None
        try:
            data = os.read(self._process.fd, 65536)
        except OSError as error:
            if error.errno != errno.EIO:  # how Linux says that the other end is closed
                raise
            data = b""
        if not data:
            list(self._draw())
            raise StoppedError(f"the program ended; its last screen:\n{self._screen.text()}")
        arrived = time.perf_counter()
        self._undrawn.append((arrived, data))
        if reply := self._terminal.replies(data, self._cursor):
            os.write(self._process.fd, reply)
        return arrived

    def _settle(self, quiet: float) -> float | None:
        """Read until nothing came for `quiet` seconds; return when the last piece came."""
        last, limit = None, time.perf_counter() + ENDLESS
        while time.perf_counter() < limit and (arrived := self._read(quiet)) is not None:
            last = arrived
        return last

    def _draw(self) -> Iterator[float]:
        """Bring the screen up to date, piece by piece; yield when each came."""
        undrawn, self._undrawn = self._undrawn, []
        for arrived, data in undrawn:
            self._screen.draw(data)
            yield arrived

    def _cursor(self) -> tuple[int, int]:
        list(self._draw())
        return self._screen.cursor()
