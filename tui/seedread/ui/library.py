"""The list of documents: titles, script, size, tags; what cannot be read, with the reason."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static
from textual.worker import Worker, get_current_worker

from seedread.folder import Entry
from seedread.text import script
from seedread.text.fold import fold
from seedread.text.safe import safe
from seedread.text.wrap import cells
from seedread.ui.bar import Part, fit
from seedread.ui.line import Line
from seedread.ui.lines.kwic import short
from seedread.ui.roll import Roll
from seedread.workspace import Workspace

SCRIPTS = {"hans": "简", "hant": "繁", "mixed": "简繁", "none": "–"}
GLANCE = 1 << 12  # bytes of a document that its row is made of
FEW = 50  # documents that are looked through for a title at once, without a thread
BATCH = 100  # titles looked at between two looks whether anybody waits


class Documents(Roll):
    """The rows below the line one types in: the one that enter opens is lit all the time."""

    @property
    def has_focus_within(self) -> bool:
        """As if the keys went to it."""
        return True


class Library(ModalScreen[Entry | None]):
    """Every document of the workspace; returns the entry to open. Rows are read when in view."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "step(1)", "next", priority=True),
        Binding("up,ctrl+p", "step(-1)", "previous", priority=True),
        Binding("pagedown", "page(1)", "page down", priority=True),
        Binding("pageup", "page(-1)", "page up", priority=True),
        Binding("enter", "choose", "choose", priority=True),
        Binding("escape", "dismiss(None)", "leave", priority=True),
    ]
    HINT = "type to filter · ↑ ↓ · enter · esc"

    def __init__(self, workspace: Workspace, current: str = "") -> None:
        super().__init__()
        self.workspace, self.current = workspace, current
        entries = workspace.entries()
        self.entries: Sequence[Entry] = entries
        self.offered: Sequence[Entry] = entries
        self._words: dict[str, str] = {}  # what a document is found by, folded
        self._rows: dict[str, str] = {}
        self._looking = False  # titles are still being looked through
        self._eager = False  # enter was pressed before anything was found
        self._refused: dict[str, str] = {e.id: e.problem for e in entries if e.problem}
        count = len(entries) - len(self._refused)
        self.heading = f"Documents ({count:,}) in {workspace.root}"
        if not entries:
            self.heading = f"No documents yet: put .txt or .md files into {workspace.seeds}"

    def compose(self) -> ComposeResult:
        """A heading, a line to type in, the rows."""
        with Vertical(id="panel"):
            yield Static(Content(safe(self.heading)), id="heading")
            yield Line(id="filter", compact=True)
            yield Documents()
            yield Static(Content(self.HINT), id="hint")

    def on_mount(self) -> None:
        """Show the rows."""
        self.roll.can_focus = False
        wanted = min(len(self.entries) + 4, self.app.size.height * 7 // 10)
        self.query_one("#panel").styles.height = wanted
        self.query_one("#filter").focus()
        self._offer(self.entries)

    @property
    def roll(self) -> Roll:
        """The rows."""
        return self.query_one(Roll)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter by title and id, in either script; of many documents, beside the screen."""
        event.stop()
        self.workers.cancel_group(self, "filter")
        self._looking = self._eager = False
        wanted = fold(event.value).split()
        if not wanted:
            self._offer(self.entries)
        elif len(self.entries) <= FEW:
            self._offer([entry for entry in self.entries if self._matches(entry, wanted)])
        else:
            ids = [e for e in self.entries if all(word in fold(e.id) for word in wanted)]
            self._offer(ids)
            self._looking = True
            self.run_worker(lambda: self._filter(wanted), thread=True, group="filter")

    def action_step(self, by: int) -> None:
        """Go to another row."""
        self.roll.action_step(by)

    def action_page(self, by: int) -> None:
        """Go a page on or back."""
        self.roll.action_page(by)

    def action_choose(self) -> None:
        """Return the document under the cursor."""
        roll = self.roll
        if roll.at < len(self.offered) and self._able(roll.at):
            self.dismiss(self.offered[roll.at])
        else:
            self._eager = self._looking

    def on_roll_chosen(self, event: Roll.Chosen) -> None:
        """Two clicks choose too."""
        event.stop()
        self.action_choose()

    def on_key(self, event: events.Key) -> None:
        """Keys that are typed belong to the filter line."""
        if event.is_printable:
            self.query_one("#filter").focus()

    def _offer(self, entries: Sequence[Entry]) -> None:
        self.offered = entries
        here = (n for n, entry in enumerate(entries) if entry.id == self.current)
        whole = entries is self.entries
        at = next(here, 0) if whole else 0
        self.roll.fill(len(entries), self._row, self._able, at, ahead=True)

    def _filter(self, wanted: list[str]) -> None:
        """In a thread: find what matches."""
        worker = get_current_worker()
        found: list[Entry] = []
        for n, entry in enumerate(self.entries):
            if n % BATCH == 0 and (worker.is_cancelled or not self.app.is_running):
                return
            if self._matches(entry, wanted):
                found.append(entry)
        if self.app.is_running:
            self.app.call_from_thread(self._filtered, worker, found)

    def _filtered(self, worker: Worker[None], found: list[Entry]) -> None:
        """Show what was found, with the cursor where it was."""
        if not self.is_attached or worker.is_cancelled:
            return
        self._looking = False
        here = self.offered[self.roll.at] if self.roll.at < len(self.offered) else None
        self._offer(found)
        if here in found:
            self.roll.stand(found.index(here))
        if self._eager:
            self.action_choose()

    def _matches(self, entry: Entry, wanted: list[str]) -> bool:
        words = self._words.get(entry.id)
        if words is None:
            words = self._words[entry.id] = fold(f"{entry.id} {self._title(entry)}")
        return all(word in words for word in wanted)

    def _title(self, entry: Entry) -> str:
        return entry.problem or self.workspace.title_of(entry.id)

    def _able(self, n: int) -> bool:
        return self.offered[n].id not in self._refused

    def _row(self, n: int, width: int) -> list[Part]:
        entry = self.offered[n]
        text = self._rows.get(entry.id)
        if text is None:
            text = self._rows[entry.id] = self._describe(entry)
        if entry.id in self._refused:
            return [(f"    {entry.id}: {self._refused[entry.id]}", "roll--dim")]
        return [(f" {'▸' if entry.id == self.current else ' '} {text}", "")]

    def _describe(self, entry: Entry) -> str:
        """Describe a document by its beginning; long ones are never read whole for the list."""
        if entry.problem:
            return ""
        try:
            seed = self.workspace.glance(entry, GLANCE)
            size = entry.path.stat().st_size
        except (OSError, ValueError) as error:
            self._refused[entry.id] = str(getattr(error, "strerror", "") or error)
            return ""
        name = fit(short(entry.id), 6)
        label = f"{name}{' ' * (7 - cells(name))}{fit(self.workspace.title(seed), 42)}"
        gap = " " * (51 - cells(label))
        kind = SCRIPTS[script.detect(seed[:GLANCE])]
        tags = sum(map(self._count, self.workspace.tag_files(entry.id)))
        return f"{label}{gap}{kind:<3}{_size(size):>8}{tags:>6,} tags"

    def _count(self, file: str) -> int:
        """Count the tags of a file, by the key every tag has: quotes in a text are escaped."""
        try:
            return (self.workspace.shelf.folder / file).read_bytes().count(b'"topics":')
        except OSError:
            return 0


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"
