"""The annotation files: what they say, what waits to be written, what others wrote meanwhile.

The files are the only truth. Nothing is written but an edit fitted to what stands on disk at
that moment, so what others wrote, or a branch holds, is never undone by a stale copy of ours.
"""

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from threading import RLock

from seedread.tags import disk
from seedread.tags.disk import RefusedError as RefusedError
from seedread.tags.edit import Change, Edit, Key, Left
from seedread.tags.fit import NOTHING, Fit, Result, Task, changed, keyed, refuse_if_unclear
from seedread.tags.record import Record
from seedread.tags.sheet import Sheet

EMPTY = Sheet.read(b"")
MANY = 16  # files from which on several are written at once
BATCH = 64  # files after which it is said how far one is, and others come to the folder
HANDS = 8  # files written at once: a disk makes many safe in the time it needs for one

Tell = Callable[[int, int], None]  # how many files are written, and of how many


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of an edit: the part on disk, the part that waits and why, what it met.

    `error` may also be that of an earlier edit, which still waits, when nothing of this one does.
    """

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
        self.lock = RLock()  # lists are gathered in threads while the screen writes
        self._sheets: dict[str, Sheet] = {}
        self._stamps: dict[str, object] = {}
        self._blank: set[str] = set()  # files that were there before us, with nothing in them
        self._unread: set[str] = set()
        self._unsynced: set[Path] = set()  # folders a power cut could still take a name from
        self._held: bool | None = None  # whether the lock held for several files is a real one

    def sheet(self, file: str) -> Sheet:
        """Return a file as last read; a file that is not there is empty. Raises OSError."""
        with self.lock:
            if file not in self._sheets:
                self._read(file)
            return self._sheets[file]

    def records(self, file: str) -> dict[str, Record]:
        """Return a file's records with the edits that wait, as the annotator sees them.

        Raises OSError.
        """
        here = self.sheet(file).records
        pending = self.pending.only([file])
        return pending.onto(keyed(file, here))[0](file, here) if pending else dict(here)

    def shown(self, file: str) -> list[Record]:
        """Return what `records` does and, of lines with one id, what the others say.

        In a file with conflict markers these are the two sides. Raises OSError.
        """
        records, pending = self.records(file), self.pending.of_file(file)
        return [*records.values(), *(r for r in self.sheet(file).seconds if r.id not in pending)]

    def ids(self) -> set[str]:
        """Return every id in the files that have been read, and in the edits that wait."""
        return {id for sheet in self._sheets.values() for id in sheet.records} | {
            id for _, id in self.pending.changes
        }

    def problems(self, file: str) -> int:
        """Return how many lines of a file cannot be read; if the whole cannot, it counts as one."""
        try:
            return len(self.sheet(file).problems) + (file in self._unread)
        except OSError:
            return 1

    def torn(self, file: str) -> bool:
        """Whether a merge left its markers in a file."""
        try:
            return self.sheet(file).conflicted
        except OSError:
            return False

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

        A stat is the hint to look, the contents decide. One that cannot be read is empty.
        """
        with self.lock:
            return [file for file in files if self._differs(file)]

    def state(self, file: str) -> object:
        """Return what is another as soon as the file, as last read by anybody, says another thing.

        `notice` tells of a change once; who looks after somebody else did has to compare.
        """
        return self._sheets.get(file, EMPTY), file in self._unread

    def write(self, edit: Edit, tell: Tell | None = None) -> Saved:
        """Put an edit on disk, together with what waits; acknowledged only when it is safe there.

        On an OSError it is kept and waits: `error` says why. `tell` hears how far it is.
        """
        done: dict[Key, Change] = {}
        waiting: dict[Key, Change] = {}
        left: list[Left] = []
        error, now = "", edit.parts()
        files = sorted({*self.pending.files, *now})
        for start in range(0, len(files), BATCH):
            some = files[start : start + BATCH]
            with self.lock:
                before = self.pending.only(some).parts()
                tasks = [Task(f, before.get(f, NOTHING), now.get(f, NOTHING)) for f in some]
                for task, (fit, waits, why) in zip(tasks, self._saved(tasks), strict=True):
                    if waits:
                        kept = task.own.without(item.key for item in fit.left)
                        waiting.update(kept.changes)
                        error = why
                    else:
                        done.update(fit.own.changes)
                    left += fit.left
                    if task.earlier or waits:
                        self.pending = self.pending.without(task.earlier.changes) + waits
            if tell:
                tell(start + len(some), len(files))
        return Saved(Edit(done), Edit(waiting), tuple(left), error)

    def retry(self) -> Saved:
        """Try to write what waits."""
        return self.write(Edit({}))

    def rewrite(self, file: str, form: Callable[[Sheet], bytes]) -> bool:
        """Write a file in another form that says the same; returns whether it was in another.

        Raises OSError; RefusedError also if the new form does not say what the file said.
        """
        if not self.writable:
            raise RefusedError("this workspace is read-only")
        disk.check(self.folder, file)
        with self._alone(file):
            sheet = self._sheets[file]
            data = form(sheet)
            if data == sheet.data:
                return False
            refuse_if_unclear(sheet, Edit({}), file)
            if Sheet.read(data).said != sheet.said:
                raise RefusedError(f"{file} would not say the same any more")
            self._put(file, Sheet.read(data))
            self._sync((self.folder / file).parent)
        return True

    def replace(self, file: str, was: bytes, data: bytes) -> None:
        """Write a file that says something else, where what is in it is still `was`.

        This is for settling what a merge left open: nothing else may write past its markers.
        Raises OSError; RefusedError also if somebody has written it meanwhile.
        """
        if not self.writable:
            raise RefusedError("this workspace is read-only")
        disk.check(self.folder, file)
        with self._alone(file):
            if self._sheets[file].data != was:
                raise RefusedError(f"{file} has been written by somebody else meanwhile")
            self._put(file, Sheet.read(data))
            self._sync((self.folder / file).parent)

    def _differs(self, file: str) -> bool:
        """Read a file again if it was written; returns whether it says something new."""
        if file in self._stamps and disk.stamp(self.folder / file) == self._stamps[file]:
            return False
        before = self._sheets.get(file, EMPTY).data, file in self._unread
        try:
            self._read(file)
        except OSError:
            self._sheets[file] = EMPTY
            self._unread.add(file)
        return (self._sheets[file].data, file in self._unread) != before

    def _read(self, file: str) -> None:
        path = self.folder / file
        self._stamps.pop(file, None)
        stamp = disk.stamp(path)
        data = disk.contents(path)
        if not disk.young(stamp):
            self._stamps[file] = stamp
        self._unread.discard(file)
        if data is None:
            self._blank.discard(file)
        elif not data:
            self._blank.add(file)
        if file not in self._sheets or self._sheets[file].data != (data or b""):
            self._sheets[file] = Sheet.read(data or b"")

    def _saved(self, tasks: Sequence[Task]) -> list[Result]:
        """Put what is to be done to some files on disk, several at once if they are many."""
        if len(tasks) < MANY or not self.writable or not self.folder.is_dir():
            return [self._save(task) for task in tasks]
        from concurrent.futures import ThreadPoolExecutor  # takes a while, and is seldom needed

        by_folder = sorted(tasks, key=lambda task: task.folder)
        # Whoever has a folder sweeps it: that is for one at a time.
        folders = [list(of) for _, of in groupby(by_folder, key=lambda task: task.folder)]
        try:
            with disk.locked(self.folder) as self._held, ThreadPoolExecutor(HANDS) as hands:
                done = hands.map(lambda of: [(task, self._save(task)) for task in of], folders)
                results = {task.file: result for some in done for task, result in some}
                for task in tasks:
                    disk.prune(self.folder / task.folder, self.folder)
        except OSError as problem:
            return [self._kept(task, _reason(problem)) for task in tasks]
        finally:
            self._held = None
        return [results[task.file] for task in tasks]

    def _save(self, task: Task) -> Result:
        """Put what waits for a file and an edit of it on disk.

        Returns what they came to, what of it waits (again), and why.
        """
        file = task.file
        try:
            fit = self._fit(task)
            if not fit.whole and (self.folder / file).parent not in self._unsynced:
                return fit, NOTHING, ""
            if not self.writable:
                raise RefusedError("this workspace is read-only")
            disk.check(self.folder, file)
            disk.make(self.folder)
            with self._alone(file):
                return self._placed(task)
        except OSError as problem:
            return self._kept(task, _reason(problem))

    def _kept(self, task: Task, why: str) -> Result:
        """Keep what could not be put on disk."""
        try:
            fit = self._fit(task)
        except OSError:  # nobody knows what stands there: all of it waits
            return Fit(task.earlier, task.own), task.earlier + task.own, why
        return fit, fit.waiting(task), why

    def _placed(self, task: Task) -> Result:
        """Save in a file that we have to ourselves; raises OSError if it is as it was before."""
        fit, folder = self._fit(task), (self.folder / task.file).parent
        if fit.whole:
            sheet = self._sheets[task.file]
            refuse_if_unclear(sheet, fit.whole, task.file)
            self._put(task.file, changed(sheet, fit.whole.of_file(task.file)))
        try:
            self._sync(folder)
        except OSError as problem:  # it is there now, and a power cut can take it away again
            return fit, fit.waiting(task), _reason(problem)
        if self._held is None:
            disk.prune(folder, self.folder)
        return fit, NOTHING, ""

    def _fit(self, task: Task) -> Fit:
        self._read(task.file)
        return Fit.of(task, self._sheets[task.file].records)

    @contextlib.contextmanager
    def _alone(self, file: str) -> Iterator[None]:
        """Have a file to ourselves, as it now is, what killed writers left beside it swept away."""
        ours = self._held
        with disk.locked(self.folder) if ours is None else contextlib.nullcontext(ours) as held:
            if held:
                disk.sweep((self.folder / file).parent)
            self._read(file)
            yield
            self._read(file)

    def _put(self, file: str, sheet: Sheet) -> None:
        path = self.folder / file
        if sheet.data or file in self._blank:
            disk.make(path.parent)
            disk.put(path, sheet.data)
        else:
            path.unlink(missing_ok=True)
        self._unsynced.add(path.parent)
        self._sheets[file] = sheet

    def _sync(self, folder: Path) -> None:
        if folder in self._unsynced and folder.is_dir():
            disk.sync(folder)
        self._unsynced.discard(folder)


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
