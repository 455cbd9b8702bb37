"""The annotator's acts, in order, and the way back: across documents, windows and restarts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from seedread.tags.act import Act, remember
from seedread.tags.acts import Log
from seedread.tags.edit import GONE, Edit
from seedread.tags.running import Running
from seedread.tags.shelf import Saved, Shelf
from seedread.tags.watch import Watch

CALLED_OFF = "given up: nothing was changed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of doing, undoing or redoing an act, in words for the status line."""

    message: str
    saved: Saved | None = None


class History:
    """The one object with a life: what has been done to the shelf, and can be taken back.

    `log` keeps it for other runs. Where nobody stays to try again (`patient` false, a command),
    an act on one file that cannot be saved is given up, and not kept for a later run.
    """

    def __init__(self, shelf: Shelf, log: Log | None = None, patient: bool = True) -> None:
        self.shelf = shelf
        self.patient = patient
        self.acts: dict[str, Act] = {}  # each in the state it is in now, the latest turn last
        self._log = log or Log()
        self._running: list[Running] = []  # what a later run would have to finish

    def do(self, label: str, edit: Edit, by: str = "", watch: Watch | None = None) -> Outcome:
        """Do an act of `by`: it is on disk, or waiting with a reason, when this returns.

        Or it was called off: then it never was.
        """
        saved = self._write(Act(label, edit, by), watch)
        return Outcome(_told(label, saved), saved) if saved else Outcome(CALLED_OFF)

    def undo(self, doc: str, by: str = "", watch: Watch | None = None) -> Outcome:
        """Take back the latest act of `by`, done here or in any other run, that is about `doc`.

        Without a document it is the latest of all.
        It is about the document whose tags it changes, and those its links, memos and marks of
        what was read name. It is about every document if it changes the tags of several, names
        none, or changes a line of a shared file such as the codebook.

        Acts of which nothing is in this version of the files, as on another branch, are passed
        over and kept: they can be taken back where they are.
        """
        return self._turn(doc, by, "undone", watch)

    def redo(self, doc: str, by: str = "", watch: Watch | None = None) -> Outcome:
        """Do again the act of `by` last taken back that is about document `doc`, or any ("")."""
        return self._turn(doc, by, "redone", watch)

    def ahead(self, doc: str, by: str, word: str) -> Edit:
        """Return what undo ("undone") or redo ("redone") begins with; an empty edit if nothing."""
        return next((act.edit for act in self._to_turn(doc, by, word)), Edit({}))

    def retry(self) -> Saved:
        """Try to write what waits."""
        saved = self.shelf.retry()
        self._settle()
        return saved

    def resume(self, by: str) -> list[Outcome]:
        """Finish the acts that runs of `by` were killed in or left waiting; tells of each.

        Those of runs that live are left alone.
        """
        outcomes = []
        for running in self._log.abandoned(by):
            act = running.act
            saved = _resumed(act.edit, self.shelf.write(running.rest))
            if running.waiting is None:
                self._keep(replace(act, edit=_whole(act.edit, saved)))
            self._running.append(running)
            if saved.done or saved.waiting:
                outcomes.append(Outcome(_told(f"finished: {act.label}", saved), saved))
        self._settle()
        return outcomes

    @property
    def safe(self) -> bool:
        """Whether all that waits is written down for a later run."""
        kept = {file for running in self._running for file in running.rest.files}
        return kept.issuperset(self.shelf.pending.files)

    def release(self) -> None:
        """Leave what still waits to another run."""
        while self._running:
            self._running.pop().release()

    def _to_turn(self, doc: str, by: str, word: str) -> Iterator[Act]:
        """Yield the acts of `by` about a document that can become `word`, the latest first."""
        for act in self._log.news():
            remember(self.acts, act)
        states = ("undone",) if word == "redone" else ("done", "redone")
        source = [act for act in self.acts.values() if act.by == by and act.state in states]
        yield from (act for act in reversed(source) if not doc or _touches(act.edit, doc))

    def _turn(self, doc: str, by: str, word: str, watch: Watch | None) -> Outcome:
        refused: Outcome | None = None
        for act in self._to_turn(doc, by, word):
            saved = self._write(act.turned(), watch)
            if saved is None:
                return Outcome(CALLED_OFF)
            if saved.done or saved.waiting:
                return Outcome(_told(f"{word}: {act.label}{_also(act, doc)}", saved), saved)
            refused = refused or Outcome(_told(f"not {word}: {act.label}", saved), saved)
            if any(left.key in act.edit.changes and left.reason != GONE for left in saved.left):
                break
        return refused or Outcome(f"nothing to {'undo' if word == 'undone' else 'redo'} here")

    def _write(self, act: Act, watch: Watch | None = None) -> Saved | None:
        """Write an act, and write it down: before its first file if there are several.

        None if it was called off.
        """
        if watch and not watch.begin():
            return None
        running = self._log.begin(act) if len(act.edit.files) > 1 else None
        saved = self.shelf.write(act.edit, watch.tell if watch else None)
        waits = saved.waiting if running or self.patient else Edit({})
        kept = replace(act, edit=saved.done + waits)
        if kept.edit:
            self._keep(kept)
        running = running or (self._log.begin(kept) if waits else None)
        if running:
            self._running.append(running)
        self._settle()
        return saved

    def _keep(self, act: Act) -> None:
        remember(self.acts, act)
        self._log.add(act)

    def _settle(self) -> None:
        pending = self.shelf.pending.files
        self._running = [running for running in self._running if not running.settle(pending)]


def _resumed(edit: Edit, saved: Saved) -> Saved:
    """Return what became of an act; what it was to remove and is gone, the killed run removed."""
    removed = {key for key, (_, after) in edit.changes.items() if after is None}
    left = (one for one in saved.left if one.reason != GONE or one.key not in removed)
    return replace(saved, left=tuple(left))


def _whole(edit: Edit, saved: Saved) -> Edit:
    """Return what an act came to of which a killed run wrote some."""
    written = edit.without(left.key for left in saved.left)
    return Edit({**written.changes, **(saved.done + saved.waiting).changes})


def _touches(edit: Edit, doc: str) -> bool:
    """Whether an edit is about document `doc`, or the folder of files of that name: see undo."""
    documents, folders = _documents(edit), {_folder(file) for file in edit.files}
    shared = any(
        _folder(file) == "" and None not in change for (file, _), change in edit.changes.items()
    )
    several = sum(not folder.startswith("_") for folder in folders - {""}) > 1
    return not documents or several or shared or doc in documents or doc in folders


def _documents(edit: Edit) -> set[str]:
    """Return the documents an edit is about: whose tags it changes, where its links end."""
    found = {folder for file in edit.files if not (folder := _folder(file)).startswith("_")}
    for (file, _), change in edit.changes.items():
        for record in change if _folder(file).startswith("_") else ():
            places = record.fields.values() if record else ()
            found |= {str(place["doc"]) for place in places if _has_doc(place)}
            found |= {record.id} if record and record.kind == "seen" else set()
    return found - {""}


def _has_doc(place: object) -> bool:
    return isinstance(place, dict) and isinstance(place.get("doc"), str)


def _folder(file: str) -> str:
    return file.rpartition("/")[0]


def _also(act: Act, doc: str) -> str:
    others = sorted(_documents(act.edit) - {doc})
    named = f"{len(others)} documents" if len(others) > 3 else ", ".join(others)
    return f" ({'also ' if doc else ''}in {named})" if others else ""


def _told(label: str, saved: Saved) -> str:
    if saved.waiting:
        return f"NOT SAVED ({saved.error}): {label} — kept here, tried again at your next act"
    why = saved.left[0].reason if saved.left else ""
    if not saved.done:
        label = f"{label}: {why or 'it is so already'}"
    elif why:
        label = f"{label}; not done: {why}"
    return f"{label}; what waits is still NOT SAVED ({saved.error})" if saved.error else label
