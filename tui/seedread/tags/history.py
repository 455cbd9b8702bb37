"""The annotator's acts, in order, and the way back."""

from dataclasses import dataclass

from seedread.tags.edit import GONE, Edit
from seedread.tags.shelf import Saved, Shelf


@dataclass(frozen=True, slots=True)
class Act:
    """One thing the annotator did: what it is called, and exactly what it changed on disk."""

    label: str
    edit: Edit


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of doing, undoing or redoing an act, in words for the status line."""

    message: str
    saved: Saved | None = None


class History:
    """The one object with a life: what has been done to the shelf, and can be taken back."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.done: list[Act] = []
        self.undone: list[Act] = []

    def do(self, label: str, edit: Edit) -> Outcome:
        """Do an act: it is on disk, or waiting with a reason, when this returns."""
        saved = self.shelf.write(edit)
        kept = saved.done + saved.waiting
        if kept:
            self.done.append(Act(label, kept))
            self.undone.clear()
        return Outcome(_told(label, saved), saved)

    def undo(self, doc: str) -> Outcome:
        """Take back the latest act that touches document `doc`.

        Acts of which nothing is in this version of the files, as on another branch, are passed
        over and kept: they can be taken back where they are.
        """
        return self._turn(doc, self.done, self.undone, "undone")

    def redo(self, doc: str) -> Outcome:
        """Do again the act last taken back that touches document `doc`."""
        return self._turn(doc, self.undone, self.done, "redone")

    def _turn(self, doc: str, source: list[Act], target: list[Act], word: str) -> Outcome:
        refused: Outcome | None = None
        for act in [act for act in reversed(source) if _touches(act.edit, doc)]:
            saved = self.shelf.write(~act.edit)
            if saved.done or saved.waiting:
                source.remove(act)
                target.append(Act(act.label, saved.done + saved.waiting))
                return Outcome(_told(f"{word}: {act.label}{_also(act, doc)}", saved), saved)
            refused = refused or Outcome(_told(f"not {word}: {act.label}", saved), saved)
            if any(left.key in act.edit.changes and left.reason != GONE for left in saved.left):
                break
        return refused or Outcome(f"nothing to {'undo' if word == 'undone' else 'redo'} here")


def _touches(edit: Edit, doc: str) -> bool:
    """Whether an edit is about `doc`; one of no document's files is about every document."""
    folders = {file.rpartition("/")[0] for file in edit.files}
    return doc in folders or not any(map(_of_document, folders))


def _also(act: Act, doc: str) -> str:
    folders = {file.rpartition("/")[0] for file in act.edit.files}
    others = sorted(filter(_of_document, folders - {doc}))
    return f" (also in {', '.join(others)})" if others else ""


def _of_document(folder: str) -> bool:
    """Whether a folder below annotations/ is a document's, not the codebook's or _memos/."""
    return folder != "" and not folder.startswith("_")


def _told(label: str, saved: Saved) -> str:
    if saved.waiting:
        return f"NOT SAVED ({saved.error}): {label} — kept here, tried again at your next act"
    why = saved.left[0].reason if saved.left else ""
    if not saved.done:
        label = f"{label}: {why or 'it is so already'}"
    elif why:
        label = f"{label}; not done: {why}"
    return f"{label}; what waits is still NOT SAVED ({saved.error})" if saved.error else label
