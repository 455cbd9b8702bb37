"""Acts under way, written down so that a later run can finish what this one was killed in."""

import contextlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from seedread.tags import disk
from seedread.tags.act import Act, parsed
from seedread.tags.edit import Edit

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


class Running:
    """An act under way, in a file of its own that is locked as long as this process lives.

    Its first line is the act; each further one, written when the log has it, the files of it
    that still wait.
    """

    def __init__(self, path: Path, handle: int, act: Act, waiting: list[str] | None) -> None:
        self._path, self._handle = path, handle
        self.act, self.waiting = act, waiting

    @classmethod
    def begin(cls, path: Path, act: Act) -> "Running":
        """Write down an act, safe on disk; raises OSError."""
        handle = private(path, os.O_CREAT | os.O_EXCL)
        running = cls(path, handle, act, None)
        try:
            _free(handle)
            append(handle, act.line())
            os.fsync(handle)
            disk.sync(path.parent)
        except OSError:
            running.end()
            raise
        return running

    @classmethod
    def taken(cls, path: Path, by: str) -> "Running | None":
        """Return the act of `by` begun in a file, now ours; None if it runs. Raises OSError."""
        handle = private(path)
        if not _free(handle):
            os.close(handle)
            return None
        first, *more = path.read_bytes().split(b"\n")
        act = next(parsed(first), None)
        running = cls(path, handle, act or Act("", Edit({})), _waiting(more))
        if act and act.by == by:
            return running
        if act:
            running.release()
        else:  # killed before it was safe, and so before it changed anything
            running.end()
        return None

    @property
    def rest(self) -> Edit:
        """What of it may not have been written."""
        return self.act.edit if self.waiting is None else self.act.edit.only(self.waiting)

    def settle(self, pending: Iterable[str]) -> bool:
        """End it, or note which of its files are still among `pending`; returns if it ended."""
        left = sorted({*self.rest.files} & {*pending})
        if not left:
            self.end()
        elif left != self.waiting:
            self.waiting = left
            with contextlib.suppress(OSError):
                append(self._handle, json.dumps(left).encode() + b"\n")
        return not left

    def end(self) -> None:
        """Forget it: all that it was to write is written."""
        if os.name == "nt":  # which unlinks no open file; elsewhere nobody shall take it up
            self.release()
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)
        if os.name != "nt":
            self.release()

    def release(self) -> None:
        """Leave it to another run."""
        os.close(self._handle)


def _waiting(lines: list[bytes]) -> list[str] | None:
    """Return the files named by the last line that can be read, None if there is none."""
    for line in reversed(lines):
        with contextlib.suppress(ValueError):
            found = json.loads(line)
            if isinstance(found, list):
                return [file for file in found if isinstance(file, str)]
    return None


def private(path: Path, how: int = 0) -> int:
    """Open a file that nobody else may read: it holds what people quoted and noted."""
    flags = os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0)
    return os.open(path, flags | how, 0o600)


def append(handle: int, data: bytes) -> None:
    """Append lines, whole or not at all, to what a killed writer may have left half a line in."""
    size = os.fstat(handle).st_size
    if size:
        os.lseek(handle, size - 1, os.SEEK_SET)
        data = data if os.read(handle, 1) == b"\n" else b"\n" + data
    try:
        while data:
            data = data[os.write(handle, data) :]
    except OSError:
        os.ftruncate(handle, size)
        raise


def _free(handle: int) -> bool:
    """Lock an open file unless a living process has it; where nothing can be locked, it is free.

    To finish what another process is doing there is of no harm: both write the same.
    """
    try:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    # Who ended it may have held it while we opened it.
    return os.fstat(handle).st_nlink > 0
