"""The annotation files on disk: read, write whole, notice what others wrote.

The files are the only truth. Nothing is written but an edit fitted to what stands on disk at
that moment, so what others wrote, or a branch holds, is never undone by a stale copy of ours.
"""

import contextlib
import os
import stat
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from seedread.tags.edit import Edit, Key, Left
from seedread.tags.record import Record
from seedread.tags.sheet import Sheet

try:
    import fcntl
except ImportError:  # Windows has no advisory lock on folders
    fcntl = None  # type: ignore[assignment]

EMPTY = Sheet.read(b"")


class RefusedError(OSError):
    """A file that will not be written, and why: no disk can mend it, a person must."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of an edit: the part on disk, the part that waits and why, what it met."""

    done: Edit
    waiting: Edit
    left: tuple[Left, ...] = ()
    error: str = ""


class Shelf:
    """The annotation files below one folder, and the edits that wait for a disk that takes them."""

    def __init__(self, folder: Path, writable: bool = True) -> None:
        self.folder = folder
        self.writable = writable
        self.pending = Edit({})
        self._sheets: dict[str, Sheet] = {}
        self._stats: dict[str, object] = {}

    def sheet(self, file: str) -> Sheet:
        """Return a file as last read; a file that is not there is empty. Raises OSError."""
        if file not in self._sheets:
            self._read(file)
        return self._sheets[file]

    def records(self, file: str) -> dict[str, Record]:
        """Return a file's records with the edits that wait, as the annotator sees them."""
        here = self.sheet(file).records
        pending, _ = self.pending.only([file]).onto({(file, id): r for id, r in here.items()})
        return pending(file, here)

    def files(self, folder: str) -> list[str]:
        """Return the annotation files in a folder below ours, sorted; waiting ones included."""
        names: set[str] = {f for f in self.pending.files if f.rpartition("/")[0] == folder}
        with contextlib.suppress(OSError), os.scandir(self.folder / folder) as entries:
            names |= {
                f"{folder}/{e.name}" if folder else e.name
                for e in entries
                if e.name.endswith(".jsonl") and not e.name.startswith(".")
            }
        return sorted(names)

    def notice(self, files: Iterable[str]) -> list[str]:
        """Read again those of `files` that others wrote; returns the ones that say something new.

        A stat is the hint to look, the contents decide.
        """
        changed = []
        for file in files:
            if file in self._stats and stamp(self.folder / file) == self._stats[file]:
                continue
            before = self._sheets.get(file, EMPTY).data
            try:
                self._read(file)
            except OSError:
                self._sheets[file] = EMPTY
            if self._sheets[file].data != before:
                changed.append(file)
        return changed

    def write(self, edit: Edit) -> Saved:
        """Put an edit on disk, together with what waits; acknowledged only when it is safe there.

        On an OSError it is kept and waits: `error` says why.
        """
        earlier = self.pending
        done, waits, left, error = Edit({}), Edit({}), [], ""
        for file in (earlier + edit).files:
            own, whole = edit.only([file]), (earlier + edit).only([file])
            others = {key: change for key, change in self.pending.changes.items() if key[0] != file}
            try:
                fitted, unfit = self._write_file(file, whole)
            except OSError as problem:
                error = _reason(problem)
                waits += own
                self.pending = Edit({**others, **whole.changes})
            else:
                left += unfit
                done += _part(fitted, own, earlier)
                self.pending = Edit(others)
        return Saved(done, waits, tuple(left), error)

    def retry(self) -> Saved:
        """Try to write what waits."""
        return self.write(Edit({}))

    def rewrite(self, file: str, form: Callable[[Sheet], bytes]) -> bool:
        """Write a file in another form that says the same; returns whether it was in another.

        Raises OSError; RefusedError also if the new form does not say what the file said.
        """
        if not self.writable:
            raise RefusedError("this workspace is read-only")
        path = _checked(self.folder, file)
        with _locked(path.parent):
            _sweep(path)
            self._read(file)
            sheet = self._sheets[file]
            data = form(sheet)
            if data == sheet.data:
                return False
            _refuse_if_unclear(sheet, Edit({}), file)
            if Sheet.read(data).said != sheet.said:
                raise RefusedError(f"{file} would not say the same any more")
            _replace(path, data)
            self._read(file)
        return True

    def _read(self, file: str) -> None:
        path = self.folder / file
        self._stats[file] = stamp(path)
        data = _contents(path)
        if file not in self._sheets or self._sheets[file].data != data:
            self._sheets[file] = Sheet.read(data)

    def _write_file(self, file: str, edit: Edit) -> tuple[Edit, list[Left]]:
        if not edit:
            return edit, []
        if not self.writable:
            raise RefusedError("this workspace is read-only")
        path = _checked(self.folder, file)
        _make_folder(path.parent)
        with _locked(path.parent):
            _sweep(path)
            self._read(file)
            sheet = self._sheets[file]
            now: dict[Key, Record] = {(file, id): r for id, r in sheet.records.items()}
            fitted, left = edit.onto(now)
            if fitted:
                _refuse_if_unclear(sheet, fitted, file)
                data = sheet.written({id: new for id, (_, new) in fitted.of_file(file).items()})
                _refuse_loss(sheet, data, fitted.of_file(file))
                _replace(path, data)
                self._read(file)
        return fitted, left


def _part(fitted: Edit, own: Edit, earlier: Edit) -> Edit:
    """Return what of `fitted` the edit `own` did, not the earlier one that was saved with it."""
    changes = {}
    for key, change in own.changes.items():
        if key in fitted.changes:
            changes[key] = change if key in earlier.changes else fitted.changes[key]
    return Edit(changes)


def _checked(folder: Path, file: str) -> Path:
    """Return the path of an annotation file; raises RefusedError if it leads elsewhere."""
    path = folder / file
    root = folder.resolve()
    if not path.resolve().is_relative_to(root):
        raise RefusedError(f"{file} leads out of the workspace")
    with contextlib.suppress(FileNotFoundError):
        if not stat.S_ISREG(path.lstat().st_mode):
            raise RefusedError(f"{file} is not a regular file")
    return path


def _contents(path: Path) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise RefusedError("not a regular file")
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return b""


def _refuse_if_unclear(sheet: Sheet, edit: Edit, file: str) -> None:
    if sheet.conflicted:
        raise RefusedError(f"{file} has conflict markers: settle them first")
    doubled = sorted(sheet.doubled & set(edit.of_file(file)))
    if doubled:
        raise RefusedError(f"{file} has two lines with id {doubled[0]}: run seedread check")


def _refuse_loss(sheet: Sheet, data: bytes, touched: Mapping[str, object]) -> None:
    """The last guard: every line that this edit does not name must still be there."""
    kept = Counter(
        line.raw.rstrip(b"\r\n")
        for line in sheet.lines
        if not (line.record and line.record.id in touched)
    )
    if kept - Counter(line.raw.rstrip(b"\r\n") for line in Sheet.read(data).lines):
        raise RefusedError("lines would be lost that nobody deleted")


def _sweep(path: Path) -> None:
    """Remove what a writer that was killed left behind; nobody writes while we hold the lock."""
    for stale in path.parent.glob(f".{path.name}.*.tmp"):
        stale.unlink(missing_ok=True)


def _replace(path: Path, data: bytes) -> None:
    """Put `data` in the place of the file, whole or not at all; safe from a power cut on return."""
    if not data:
        path.unlink(missing_ok=True)
        sync_folder(path.parent)
        return
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).chmod(_mode(path))
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _mode(path: Path) -> int:
    """Return the permissions the file has, or those a new one gets here."""
    with contextlib.suppress(OSError):
        return stat.S_IMODE(path.stat().st_mode)
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it, each safe on disk before anything is put in it."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder safe from a power cut (Windows needs no such thing)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the advisory lock of a folder, so that two of us do not write at once."""
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def stamp(path: Path) -> object:
    """Return what tells, at a look, that a file may have changed; None if it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
