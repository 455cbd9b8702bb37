"""Tags whose passage has changed or is gone: what each was put on beside where it may be now."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, cast

from seedread.tags.adrift import Adrift, adrift, parked, put
from seedread.tags.edit import Edit
from seedread.tags.history import Outcome
from seedread.tags.record import Record
from seedread.text.passage import Passage
from seedread.text.safe import safe
from seedread.text.wrap import cells, wrap
from seedread.ui import keys
from seedread.ui.bar import Part
from seedread.ui.page import Page
from seedread.ui.roll import Roll

if TYPE_CHECKING:
    from seedread.reading import Reading
    from seedread.ui.app import SeedreadApp
    from seedread.ui.reader.screen import Reader

WIDE = 90  # cells from which on old and new stand side by side
AROUND = 40  # code points of context on either side
DEEP = 6  # rows of a passage with its context
Lines = list[list[Part]]
EMPTY = (
    "Every tag of this document stands where it was put.",
    "When the document is edited, those whose passage was changed, or is gone, are listed here.",
    "Tags that have only moved are shown where they are; seedread reanchor rewrites yours.",
    "Esc goes back.",
)


@dataclass
class Shown:
    """What the list was left with; `choice` is the candidate looked at, by (file, id)."""

    choice: dict[tuple[str, str], int] = field(default_factory=dict)
    at: int = 0


def show(reader: "Reader") -> None:
    """Show the tags of the document that need somebody to look."""
    cast("SeedreadApp", reader.app).visit(Orphans(Shown()))


class Orphans(Page):
    """A heading row a tag, which can be chosen; under it what it was, and what it may be now."""

    state: Shown
    table: ClassVar[tuple[keys.Key, ...]] = tuple(
        keys.group(
            "Changed",
            ("orphans-accept", "y", "accept", "!accept", "put your tag on the candidate shown"),
            ("orphans-next", "tab l right", "turn 1", "!next candidate", "the next candidate"),
            ("orphans-previous", "h left", "turn -1", "", "the previous candidate"),
            (
                "orphans-attach",
                "a",
                "attach",
                "!put where I stood",
                "put your tag on the passage one stood on in the reader",
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
        """Show the tags as they are now."""
        reading = self._reading
        shelf = reading.workspace.shelf
        files = [(f, shelf.shown(f)) for f in reading.workspace.tag_files(reading.seed.id)]
        found = [one for one in adrift(reading.anchorer, files) if not one.place.certain]
        found.sort(
            key=lambda one: (_laid_by(one, reading), one.was.passage, one.file != reading.file)
        )
        self._rows: list[tuple[Adrift, list[Part]]] = []
        self._heads: set[int] = set()
        for one in found:
            self._heads.add(len(self._rows))
            self._rows += [(one, row) for row in self._drawn(one)]
        lost = sum(one.place.now is None for one in found)
        told = f" Changed under tags: {len(found) - lost} doubtful, {lost} not found"
        self.head((told, "bar--strong"), (f"  {reading.title}", "bar--dim"))
        self._fill()
        self.say(message or (self._hint() if found else ""), alert)

    def _fill(self) -> None:
        rows = self._rows
        if rows:
            heads = self._heads
            self.roll.fill(len(rows), lambda n, _: rows[n][1], heads.__contains__, self.state.at)
        else:
            self.roll.fill(len(EMPTY), lambda n, _: [(f" {EMPTY[n]}", "")], lambda _: False)

    def on_roll_moved(self, event: Roll.Moved) -> None:
        """Remember the row, and show all that is below it."""
        super().on_roll_moved(event)
        after = (head for head in sorted(self._heads) if head > event.at)
        end, roll = next(after, len(self._rows)), self.roll
        if end > roll.top + roll.size.height > 0:
            roll.top = min(event.at, end - roll.size.height)
            roll.refresh()

    # ------------------------------------------------------------------- acting

    def on_roll_chosen(self, event: Roll.Chosen) -> None:
        """Go to the candidate, or where the tag was."""
        one, reading = self._one, self._reading
        if one:
            size = len(reading.seed)
            start = min(one.was.passage.start, size - 1)
            here = self._candidate(one) or Passage(start, min(size, start + 1))
            self.dismiss((reading.seed.id, here))

    def accept(self) -> None:
        """Put the tag on the candidate."""
        one = self._own()
        if one:
            candidate = self._candidate(one)
            if candidate is None:
                self.say("nothing like it is left: enter goes there, choose, backspace, a puts it")
            else:
                self._write(one, candidate)

    def attach(self) -> None:
        """Put the tag on the passage one stands on in the reader."""
        one = self._own()
        reader = self.seedread.reader
        if one and reader:
            self._write(one, reader.cursor.passage)

    def park(self) -> None:
        """Let the tag be nowhere."""
        one = self._own()
        if one:
            self._change(one, "parked", parked(one.record, self._reading.seed))

    def turn(self, by: float) -> None:
        """Look at another candidate."""
        one = self._one
        if one and len(one.place.candidates) > 1:
            key = one.file, one.record.id
            at = self.state.choice.get(key, 0) + int(by)
            self.state.choice[key] = at % len(one.place.candidates)
            self.refill()
        elif one:
            self.say("there is no other candidate")

    def back(self, way: str) -> None:
        """Take back the latest act in this document, or do it again."""
        self._told(getattr(self._reading, way)())

    def _write(self, one: Adrift, passage: Passage) -> None:
        record = put(one.record, one.part, self._reading.seed, passage)
        self._change(one, f"put at {passage.start}–{passage.end}", record)

    def _change(self, one: Adrift, label: str, after: Record) -> None:
        edit = Edit({(one.file, one.record.id): (one.record, after)})
        self._told(self._reading.act(label, edit))

    def _told(self, outcome: Outcome) -> None:
        saved = outcome.saved
        self.refill(outcome.message, bool(saved and (saved.error or saved.left)))

    def _own(self) -> Adrift | None:
        """Return the tag one stands on if it is one's own; say so if it is not."""
        one, reading = self._one, self._reading
        if one and one.file != reading.file:
            self.say(f"this tag is {one.record.fields['by']}'s: only they can place it")
            return None
        if one and not reading.workspace.writable:
            self.say("this workspace is read-only: nothing can be changed here", True)
            return None
        return one

    # ------------------------------------------------------------------ drawing

    def _hint(self) -> str:
        stood = self.seedread.reader and self.seedread.reader.cursor.passage
        if not stood:
            return ""
        text = self._reading.seed[stood.start : min(stood.end, stood.start + 20)]
        return f"one stood on “{' '.join(text.split())}” in the reader: a puts a tag there"

    def _drawn(self, one: Adrift) -> Lines:
        """Draw a tag: whose and what, then old and new beside or above each other."""
        width = max(20, self.app.size.width - 4)
        column = (width - 3) // 2 if width >= WIDE else width
        before, after = self._reading.anchorer.was(one.was, AROUND)
        old = _laid(before, one.was.quote, after, column)
        candidate, seed = self._candidate(one), self._reading.seed
        new: Lines = [[("nothing like it is left", "roll--dim")]]
        if candidate:
            (start, end), around = candidate, AROUND
            texts = seed[max(0, start - around) : start], seed[start:end], seed[end : end + around]
            new = _laid(*texts, column)
        if width >= WIDE:
            body = _beside([[("was", "roll--head")], *old], [[("now", "roll--head")], *new], column)
        else:
            body = [[("was", "roll--head")], *old, [("now", "roll--head")], *new]
        return [self._head(one), *([("  ", ""), *row] for row in body), []]

    def _head(self, one: Adrift) -> list[Part]:
        reading, fields = self._reading, one.record.fields
        own = one.file == reading.file
        topics = fields.get("topics")
        names = [reading.codebook.get(str(t)).mark + " " + str(t) for t in topics or ()]
        count = len(one.place.candidates)
        at = self.state.choice.get((one.file, one.record.id), 0) % max(1, count)
        state = "doubtful" if one.place.now else "not found"
        if count:
            what = "candidate" if one.place.now else "lookalike"
            state += f" · {what} {at + 1} of {count}"
        if one.place.now:
            state += f" · {one.place.confidence:.0%} sure"
        if one.parked:
            state += " · parked"
        return [
            (f" {'●' if own else '○'} {fields['by']} ", ""),
            (" + ".join(names) or one.record.kind, "roll--strong"),
            (f"  {state}", "roll--dim"),
        ]

    def _candidate(self, one: Adrift) -> Passage | None:
        found = one.place.candidates
        at = self.state.choice.get((one.file, one.record.id), 0)
        return found[at % len(found)] if found else None

    @property
    def _one(self) -> Adrift | None:
        return self._rows[self.roll.at][0] if self._rows else None

    @property
    def _reading(self) -> "Reading":
        """Through which everything is written."""
        assert self.seedread.reader is not None
        return self.seedread.reader.reading


def _laid_by(one: Adrift, reading: "Reading") -> int:
    """Return whether a tag has been parked: those come last."""
    return int(one.parked and one.record.fields["parked"] == reading.seed.rev)


def _laid(before: str, quote: str, after: str, width: int) -> Lines:
    """Lay a passage between ⟦ and ⟧ with its context out in rows."""
    parts = [(before, "roll--dim"), (f"⟦{quote}⟧", "roll--strong"), (after, "roll--dim")]
    plain = [(safe(text.replace("\n", " ")), style) for text, style in parts]
    text = "".join(shown for shown, _ in plain)
    rows: Lines = []
    for row in wrap(text, width)[:DEEP]:
        rows.append([])
        at = 0
        for shown, style in plain:
            start, end = max(row.start, at), min(row.end, at + len(shown))
            if start < end:
                rows[-1].append((text[start:end], style))
            at += len(shown)
    if rows and row.end < len(text):
        rows.append([("…", "roll--dim")])
    return rows


def _beside(left: Lines, right: Lines, width: int) -> Lines:
    """Put two columns of rows side by side."""
    rows = []
    for n in range(max(len(left), len(right))):
        ours = left[n] if n < len(left) else []
        theirs = right[n] if n < len(right) else []
        gap = max(0, width - sum(cells(text) for text, _ in ours))
        rows.append([*ours, (" " * gap + " │ ", "roll--dim"), *theirs])
    return rows
