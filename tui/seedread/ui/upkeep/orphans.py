"""Passages of tags, links and memos that changed or are gone, beside where each may be now."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, cast

from seedread.tags.adrift import Adrift, adrift, parked, put
from seedread.tags.edit import Edit
from seedread.tags.history import Outcome
from seedread.tags.link import FOLDER as LINKS
from seedread.tags.memo import FOLDER as MEMOS
from seedread.tags.record import Record
from seedread.text.passage import Passage
from seedread.text.seed import Seed
from seedread.ui import keys
from seedread.ui.bar import Part
from seedread.ui.page import Page
from seedread.ui.roll import Roll
from seedread.ui.upkeep.wasnow import candidate, drawn, own

if TYPE_CHECKING:
    from seedread.reading import Reading
    from seedread.ui.app import SeedreadApp
    from seedread.ui.reader.screen import Reader

EMPTY = (
    "Every tag, link and memo of this document stands where it was put.",
    "When the document is edited, those whose passage was changed, or is gone, are listed here.",
    "What has only moved is shown where it is; seedread reanchor rewrites your lines.",
    "Esc goes back.",
)


@dataclass
class Shown:
    """What the list was left with; `choice` is the candidate looked at, by (file, id, part)."""

    choice: dict[tuple[str, str, str], int] = field(default_factory=dict)
    at: int = 0

    def of(self, one: Adrift) -> int:
        """Return which of a passage's candidates is looked at."""
        return self.choice.get((one.file, one.record.id, one.part), 0)


def show(reader: "Reader") -> None:
    """Show the passages of the document that need somebody to look."""
    cast("SeedreadApp", reader.app).visit(Orphans(Shown()))


class Orphans(Page):
    """A heading row a passage, which can be chosen; under it what it was, and may be now."""

    state: Shown
    table: ClassVar[tuple[keys.Key, ...]] = tuple(
        keys.group(
            "Changed",
            ("orphans-accept", "y", "accept", "!accept", "put yours on the candidate shown"),
            ("orphans-next", "tab l right", "turn 1", "!next candidate", "the next candidate"),
            ("orphans-previous", "h left", "turn -1", "", "the previous candidate"),
            (
                "orphans-attach",
                "a",
                "attach",
                "!put where I stood",
                "put it on the passage one stood on in the reader",
            ),
            ("orphans-park", "p", "park", "!park", "let it be nowhere: kept, shown as orphaned"),
            ("orphans-undo", "u", "back undo", "undo", "undo your latest act in this document"),
            ("orphans-redo", "U ctrl+r", "back redo", "", "redo"),
        )
    )

    def on_mount(self) -> None:
        """Show what there is."""
        self.refill()

    def on_resize(self) -> None:
        """Lay the rows out for the new width."""
        self.refill()

    def refill(self, message: str = "", alert: bool = False) -> None:
        """Show the lines as they are now."""
        reading = self._reading
        shelf = reading.workspace.shelf
        names = reading.workspace.tag_files(reading.seed.id)
        names += [*shelf.files(LINKS), *shelf.files(MEMOS)]
        files = [(name, shelf.shown(name)) for name in names]
        found = [one for one in adrift(reading.anchorer, files) if not one.place.certain]
        found.sort(key=lambda one: (_laid_by(one, reading), one.was.passage, not own(one, reading)))
        width = max(20, self.app.size.width - 4)
        self._rows: list[tuple[Adrift, list[Part]]] = []
        self._heads: set[int] = set()
        for one in found:
            self._heads.add(len(self._rows))
            self._rows += [(one, row) for row in drawn(one, self.state.of(one), reading, width)]
        lost = sum(one.place.now is None for one in found)
        told = f" Changed passages: {len(found) - lost} doubtful, {lost} not found"
        self.head((told, "bar--strong"), (f"  {reading.title}", "bar--dim"))
        reader, rows = self.seedread.reader, self._rows
        stood = f"one stood on “{_words(reader)}” in the reader: a puts it there" if reader else ""
        self.say(message or (stood if found else ""), alert)
        if rows:
            heads = self._heads
            self.roll.fill(len(rows), lambda n, _: rows[n][1], heads.__contains__, self.state.at)
        else:
            self.roll.fill(len(EMPTY), lambda n, _: [(f" {EMPTY[n]}", "")], lambda _: False)

    def moved(self, at: int) -> None:
        """Remember the row, and show all that is below it."""
        super().moved(at)
        after = (head for head in sorted(self._heads) if head > at)
        end, roll = next(after, len(self._rows)), self.roll
        if end > roll.top + roll.size.height > 0:
            roll.top = min(at, end - roll.size.height)
            roll.refresh()

    # ------------------------------------------------------------------- acting

    def on_roll_chosen(self, event: Roll.Chosen) -> None:
        """Go to the candidate, or where the tag was."""
        one, reading = self._one, self._reading
        if one:
            size = len(reading.seed)
            start = min(one.was.passage.start, size - 1)
            here = candidate(one, self.state.of(one)) or Passage(start, min(size, start + 1))
            self.dismiss((reading.seed.id, here))

    def accept(self) -> None:
        """Put the passage on the candidate."""
        one = self._own()
        if one:
            found = candidate(one, self.state.of(one))
            if found is None:
                self.say("nothing like it is left: enter goes there, choose, backspace, a puts it")
            else:
                self._change(one, *_put(one, found, self._reading.seed))

    def attach(self) -> None:
        """Put it on the passage one stands on in the reader."""
        one = self._own()
        reader = self.seedread.reader
        if one and reader:
            self._change(one, *_put(one, reader.cursor.passage, self._reading.seed))

    def park(self) -> None:
        """Let it be nowhere."""
        one = self._own()
        if one:
            self._change(one, "parked", parked(one.record, self._reading.seed))

    def turn(self, by: float) -> None:
        """Look at another candidate."""
        one = self._one
        if one and len(one.place.candidates) > 1:
            at = self.state.of(one) + int(by)
            self.state.choice[one.file, one.record.id, one.part] = at % len(one.place.candidates)
            self.refill()
        elif one:
            self.say("there is no other candidate")

    def back(self, way: str) -> None:
        """Take back the latest act in this document, or do it again."""
        self._told(getattr(self._reading, way)())

    def _change(self, one: Adrift, label: str, after: Record) -> None:
        edit = Edit({(one.file, one.record.id): (one.record, after)})
        self._told(self._reading.act(label, edit))

    def _told(self, outcome: Outcome) -> None:
        saved = outcome.saved
        self.refill(outcome.message, bool(saved and (saved.error or saved.left)))

    def _own(self) -> Adrift | None:
        """Return what one stands on if it is one's own; say so if it is not."""
        one, reading = self._one, self._reading
        if one and not own(one, reading):
            self.say(f"this is {one.record.fields['by']}'s: only they can place it")
            return None
        if one and not reading.workspace.writable:
            self.say("this workspace is read-only: nothing can be changed here", True)
            return None
        return one

    @property
    def _one(self) -> Adrift | None:
        return self._rows[self.roll.at][0] if self._rows else None

    @property
    def _reading(self) -> "Reading":
        """Through which everything is written."""
        assert self.seedread.reader is not None
        return self.seedread.reader.reading


def _put(one: Adrift, passage: Passage, seed: Seed) -> tuple[str, Record]:
    """Return what the act is called and the line that then stands on a passage."""
    return f"put at {passage.start}–{passage.end}", put(one.record, one.part, seed, passage)


def _laid_by(one: Adrift, reading: "Reading") -> int:
    """Return whether it has been parked: those come last."""
    return int(one.parked and one.record.fields["parked"] == reading.seed.rev)


def _words(reader: "Reader") -> str:
    """Return how the passage begins that one stands on in the reader."""
    start, end = reader.cursor.passage
    return " ".join(reader.seed[start : min(end, start + 20)].split())
