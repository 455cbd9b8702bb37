"""How a file gets to the disk: whole or not at all, one writer at a time, safe from power cuts."""

import contextlib
import errno
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Lock

try:
    import fcntl
except ImportError:  # Windows has no advisory lock on folders
    fcntl = None  # type: ignore[assignment]

PATIENCE = 10.0  # seconds to wait for another program that is writing in the same folder
YOUNG = 2_000_000_000  # nanoseconds: the clocks of some disks tick no faster
_SUFFIX = ".tmp"
_UMASK = Lock()  # it cannot be looked at without being changed, and is that of all threads
# What network disks answer that know no locks on folders, or no syncing of them.
_NO_SUCH_THING = frozenset(
    {errno.EBADF, errno.EINVAL, errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
)


Stamp = tuple[int, int, int, int]


class RefusedError(OSError):
    """A file that will not be written, and why: no disk can mend it, a person must."""


def check(folder: Path, file: str) -> None:
    """Raise RefusedError unless `file`, below `folder`, is ours to write.

    `folder` must lie in the folder above it and the file in `folder`, links followed.
    """
    path, home = folder / file, Path(os.path.realpath(folder))
    inside = Path(os.path.realpath(path)).is_relative_to(home)
    if not inside or not home.is_relative_to(os.path.realpath(folder.parent)):
        raise RefusedError(f"{file} leads out of the workspace")
    with contextlib.suppress(FileNotFoundError):
        if not stat.S_ISREG(path.lstat().st_mode):
            raise RefusedError(f"{file} is not a regular file")


def contents(path: Path) -> bytes | None:
    """Return what a file holds, None if it is not there; raises OSError."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise RefusedError("not a regular file")
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def stamp(path: Path) -> Stamp | None:
    """Return what tells, at a look, that a file may have changed; None if it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)


def young(stamp: Stamp | None) -> bool:
    """Whether a file is so new that it may change once more and its stamp stay the same."""
    return stamp is not None and time.time_ns() - max(stamp[:2]) < YOUNG


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[bool]:
    """Hold the advisory lock of a folder and all below it, so that two of us do not write at once.

    Yields whether there is such a thing here. Raises OSError, also if somebody else has held it
    for longer than PATIENCE.
    """
    if fcntl is None:
        yield False
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield _lock(handle)
    finally:
        os.close(handle)


def make(folder: Path) -> None:
    """Make a folder and those above it, each safe on disk before anything is put in it."""
    if folder.is_dir():
        return
    make(folder.parent)
    with _UMASK:
        folder.mkdir(exist_ok=True)
    try:
        sync(folder.parent)
    except OSError:
        prune(folder, folder.parent)
        raise


def put(path: Path, data: bytes) -> None:
    """Put `data` in the place of a file, whole or not at all; `sync` its folder afterwards."""
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=_SUFFIX, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            Path(temporary).chmod(_mode(path))
            os.fsync(out.fileno())
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


def sync(folder: Path) -> None:
    """Make the names in a folder safe from a power cut, where that can be done."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_SUCH_THING:
            raise
    finally:
        os.close(handle)


def sweep(folder: Path) -> None:
    """Remove what writers that were killed left in a folder whose lock we hold."""
    for stale in folder.glob(f".*.jsonl.*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            stale.unlink()


def prune(folder: Path, root: Path) -> None:
    """Remove a folder that is empty, and those above it that then are, below `root`."""
    with contextlib.suppress(OSError):
        while folder != root:
            folder.rmdir()
            folder = folder.parent


def _mode(path: Path) -> int:
    """Return the permissions the file has, or those a new one gets here."""
    with contextlib.suppress(OSError):
        return stat.S_IMODE(path.stat().st_mode)
    with _UMASK:
        umask = os.umask(0)
        os.umask(umask)
    return 0o666 & ~umask


def _lock(handle: int) -> bool:
    """Lock an open folder; returns whether that can be done here."""
    patience = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > patience:
                reason = "another program has been writing here for long"
                raise OSError(errno.EAGAIN, reason) from None
            time.sleep(0.002)
        except OSError as error:
            if error.errno in _NO_SUCH_THING:
                return False
            raise
        else:
            return True
