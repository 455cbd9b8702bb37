"""The annotator's acts, in order, and the way back."""

from dataclasses import dataclass

from seedread.tags.edit import Edit
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
        return Outcome(_told(label, saved, bool(kept)), saved)

    def undo(self, doc: str) -> Outcome:
        """Take back the latest act that touches document `doc`."""
        return self._turn(doc, self.done, self.undone, "undone")

    def redo(self, doc: str) -> Outcome:
        """Do again the act last taken back that touches document `doc`."""
        return self._turn(doc, self.undone, self.done, "redone")

    def _turn(self, doc: str, source: list[Act], target: list[Act], word: str) -> Outcome:
        act = next((a for a in reversed(source) if _touches(a.edit, doc)), None)
        if act is None:
            return Outcome("nothing to undo here" if word == "undone" else "nothing to redo here")
        saved = self.shelf.write(~act.edit)
        if saved.left and not saved.done and not saved.error:
            return Outcome(f"not {word}: {act.label}: {saved.left[0].reason}", saved)
        source.remove(act)
        target.append(Act(act.label, saved.done + saved.waiting))
        others = sorted({f.rpartition("/")[0] for f in act.edit.files} - {doc, ""})
        also = f" (also in {', '.join(others)})" if others else ""
        return Outcome(_told(f"{word}: {act.label}{also}", saved, True), saved)


def _touches(edit: Edit, doc: str) -> bool:
    return any(file.rpartition("/")[0] == doc for file in edit.files)


def _told(label: str, saved: Saved, something: bool) -> str:
    if saved.error:
        return f"NOT SAVED ({saved.error}): {label} — kept here, tried again at your next act"
    if saved.left:
        rest = f"not done: {saved.left[0].reason}"
        return f"{label}; {rest}" if something else f"{label}: {rest}"
    return label
