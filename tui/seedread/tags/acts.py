"""What the annotator did, kept for the next start.

It is state, no data: the tags are safe without it, and when it cannot be read or written undo
works for the session. Only an act over several files leans on it.
"""

import contextlib
import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from platformdirs import user_state_dir

from seedread.tags import disk
from seedread.tags.act import Act, parsed, remember
from seedread.tags.running import Running, append, private

KEEP = 500  # acts
SLACK = 100  # lines beyond them before the log is written anew
LIMIT = 8_000_000  # bytes: a bulk act over ten thousand tags has that many


class Log:
    """The acts done in one workspace by whoever works at this account, a line for each turn.

    A log without a path keeps nothing. Nothing here raises OSError.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._read = (0, 0)  # which file, and how many bytes of it
        self._unwritten = b""

    @classmethod
    def of(cls, root: Path) -> "Log":
        """Return the log of a workspace."""
        name = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:16]
        return cls(Path(user_state_dir("seedread")) / "acts" / f"{name}.jsonl")

    def add(self, act: Act) -> None:
        """Write down an act, or that it was taken back; what cannot be, goes with the next."""
        if self._path is None:
            return
        data = self._unwritten + act.line()
        try:
            with self._alone(self._path) as path:
                _added(path, data)
        except OSError:
            self._unwritten = data
        else:
            self._unwritten = b""

    def news(self) -> list[Act]:
        """Return what any run wrote down since this was last asked."""
        # What could not be written is later than all that was: order is lost if that is read now.
        if self._path is None or self._unwritten:
            return []
        try:
            if self._path.stat().st_size > 2 * LIMIT:
                self._compact(self._path)
            with self._path.open("rb") as file:
                about, (inode, start) = os.fstat(file.fileno()), self._read
                start = start if about.st_ino == inode and start <= about.st_size else 0
                file.seek(start)
                data = file.read()
            whole = data[: data.rfind(b"\n") + 1]  # a line that is being written is read next time
            self._read = (about.st_ino, start + len(whole))
            if start == 0 and whole.count(b"\n") > KEEP + SLACK:
                self._compact(self._path)
        except OSError:
            return []
        return list(parsed(whole))

    def begin(self, act: Act) -> "Running | None":
        """Write down an act before it is done, safe from power cuts; None if that cannot be."""
        if self._path is None:
            return None
        try:
            with self._alone(self._path) as path:
                name = f"{path.stem}.{time.time_ns():020d}-{act.id}.begun"
                return Running.begin(path.with_name(name), act)
        except OSError:
            return None

    def abandoned(self, by: str) -> "list[Running]":
        """Return the acts that `by` began in runs that are no more, the earliest first."""
        found: list[Running | None] = []
        if self._path and any(self._begun(self._path)):
            with contextlib.suppress(OSError), self._alone(self._path) as path:
                for begun in self._begun(path):
                    with contextlib.suppress(OSError):
                        found.append(Running.taken(begun, by))
        return [running for running in found if running]

    def _begun(self, path: Path) -> list[Path]:
        with contextlib.suppress(OSError):
            return sorted(path.parent.glob(f"{path.stem}.*.begun"))
        return []

    @contextlib.contextmanager
    def _alone(self, path: Path) -> Iterator[Path]:
        disk.make(path.parent)
        with disk.locked(path.parent):
            yield path

    def _compact(self, path: Path) -> None:
        """Write the log anew with the last turn of the latest acts."""
        with self._alone(path):
            acts: dict[str, Act] = {}
            for act in parsed(path.read_bytes()):
                remember(acts, act)
            kept: list[bytes] = []
            for act in reversed([*acts.values()][-KEEP:]):
                kept.append(act.line())
                if sum(map(len, kept)) > LIMIT:
                    break
            disk.put(path, b"".join(reversed(kept)))


def _added(path: Path, data: bytes) -> None:
    """Add lines to a file; raises OSError."""
    handle = private(path, os.O_CREAT)
    try:
        append(handle, data)
    finally:
        os.close(handle)
