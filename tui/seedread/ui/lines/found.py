"""Searching all documents: hits by document, each in its context, while one types."""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.css.query import NoMatches
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from seedread.folder import Entry
from seedread.kept import StoppedError
from seedread.search import Search
from seedread.text.find import Hit, Query, query
from seedread.text.safe import safe
from seedread.text.seed import Seed
from seedread.text.wrap import at_cell, cells
from seedread.ui.chooser import Choice, Chooser

if TYPE_CHECKING:
    from seedread.ui.reader.screen import Reader

AROUND = 30  # cells shown before a hit, and code points behind it
EACH = 100  # hits listed of a document
MOST = 1000  # hits listed
_STEP = 0.01  # share of the folding after which it is told how far that is

Answer = tuple[dict[str, int], list[Choice]]  # hits a document, the rows


class Found(Chooser):
    """A search of every document; returns (document, hit, query)."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+f", "concordance", "concordance", priority=True),
    ]
    HINT = "either script, any form of a name · enter goes there · ctrl+f concordance · esc"

    TALL = True  # its rows come while one types

    def __init__(self, reader: "Reader", search: Search, asked: str = "") -> None:
        super().__init__("Search all documents")
        self._reader, self._search, self._asked = reader, search, asked
        self._closed = False
        self._told = 0.0

    def on_mount(self) -> None:
        """Fill the panel, and go on with the search one comes with."""
        super().on_mount()
        if self._asked:
            self.query_one("#filter", Input).value = self._asked

    def on_unmount(self) -> None:
        """Stop what nobody waits for any more."""
        self._closed = True

    def refill(self) -> None:
        """Search for what is there so far; a newer search takes the place of an older one."""
        text = self.query_text
        if text:
            self._reader.beside.wait_for(lambda: self._answer(text), "searching…", self._show)
        else:
            self._reader.beside.let_go()
            self._show(({}, []))

    def action_concordance(self) -> None:
        """Show the hits as a concordance: sorted, filtered, tagged at once, written."""
        from seedread.ui.lines import concordance

        if self.query_text:
            text = self.query_text
            self.dismiss(None)
            concordance.show(self._reader, asked=text)

    def _answer(self, text: str) -> Answer | None:
        """Search, beside the screen; None if nobody wants to know any more."""
        worker, space = get_current_worker(), self._search.space
        try:
            self._search.prepare(self._progress, lambda: self._closed)
            wanted = query(text, space.names)
            counts = self._search.counts(wanted, lambda: worker.is_cancelled)
            return counts, list(islice(self._rows(wanted, counts), MOST))
        except StoppedError:
            return None

    def _rows(self, wanted: Query, counts: dict[str, int]) -> Iterator[Choice]:
        for entry in self._search.entries:
            if entry.id in counts:
                yield from _of_document(self._search, entry, wanted, counts[entry.id])

    def _progress(self, share: float) -> None:
        if share >= self._told + _STEP or share >= 1:
            self._told = share
            self.call_later(self._head, f"Search all documents: reading them, {share:.0%}")

    def _show(self, answer: Answer | None = None) -> None:
        if answer is None or self._closed:
            return
        counts, self.offered = answer
        self.offer()
        total = sum(counts.values())
        told = f"{_many(total, 'hit')} in {_many(len(counts), 'document')}"
        self._head(f"Search all documents: {told}" if self.query_text else "Search all documents")

    def _head(self, text: str) -> None:
        try:
            self.query_one("#heading", Static).update(Content(safe(text)))
        except NoMatches:  # it was told too late
            return


def _of_document(search: Search, entry: Entry, wanted: Query, count: int) -> Iterator[Choice]:
    """Yield a heading and the hits of a document."""
    begun = False
    for seed, hit in islice(search.hits(entry, wanted), EACH):
        if not begun:
            begun = True
            title = f"{search.space.title(seed)}  ·  {entry.id}  ·  {_many(count, 'hit')}"
            yield Choice(None, title, able=False)
        yield Choice((entry.id, hit, wanted.text), _in_context(seed, hit))
    if count > EACH:
        yield Choice(None, f"   and {count - EACH} more", able=False)


def _in_context(seed: Seed, hit: Hit) -> Content:
    """Return a row in which the hits of all rows begin at one cell."""
    before = safe(seed[max(0, hit.start - AROUND) : hit.start].rpartition("\n")[2])
    while cells(before) > AROUND:
        before = before[max(1, at_cell(before, cells(before) - AROUND)) :]
    after = safe(seed[hit.end : hit.end + 2 * AROUND].partition("\n")[0])
    name = f"  ({safe(hit.through)})" if hit.through else ""
    gap = " " * (AROUND - cells(before))
    said = safe(seed[hit.start : hit.end])
    return Content.assemble(f"{gap}{before}", (said, "bold reverse"), after, (name, "dim"))


def _many(n: int, word: str) -> str:
    return f"{n:,} {word}" if n == 1 else f"{n:,} {word}s"
