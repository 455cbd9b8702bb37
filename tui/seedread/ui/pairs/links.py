"""All links: what they say, both passages side by side; going to them, mending, removing them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from seedread.tags.edit import Edit
from seedread.tags.history import Outcome
from seedread.tags.link import FOLDER, End, Kind, Link, file_of
from seedread.tags.links import where
from seedread.tags.tag import now
from seedread.text.find import fold
from seedread.text.passage import Passage
from seedread.text.safe import safe
from seedread.text.wrap import cells
from seedread.ui import keys
from seedread.ui.bar import Part, fit
from seedread.ui.page import Page
from seedread.ui.pairs.kinds import Kinds, told
from seedread.ui.reader.links import line
from seedread.ui.roll import Roll

if TYPE_CHECKING:
    from seedread.corpus import Corpus
    from seedread.reading import Reading
    from seedread.ui.app import SeedreadApp
    from seedread.ui.reader.screen import Reader

KIND = 14  # cells of the column that says what a link is
EMPTY = (
    "No links yet.",
    "In the reader stand on a passage and press L, go to another one, in any document, press L.",
    "c on a passage offers the most similar ones elsewhere, to be linked from there.",
    "Esc goes back.",
)


@dataclass
class Shown:
    """What the list of links was left with."""

    filter: str = ""
    at: int = 0


def show(reader: "Reader") -> None:
    """Show all links."""
    cast("SeedreadApp", reader.app).visit(LinkList(Shown()))


class LinkList(Page):
    """Two rows a link, and a third if it has a note; the first can be chosen."""

    state: Shown
    table: ClassVar[tuple[keys.Key, ...]] = tuple(
        keys.group(
            "Links",
            ("links-to", ">", "go 1", "!other", "go to the passage the link leads to"),
            ("links-compare", "=", "compare", "!compare", "both passages side by side"),
            ("links-filter", "/", "filter", "!filter", "only those with a text or of a kind"),
            ("links-note", "e", "note", "!note", "write a note on a link of yours"),
            ("links-kind", "K", "kind", "kind", "make a link of yours one of another kind"),
            ("links-remove", "x delete", "drop", "!remove", "remove a link of yours"),
            ("links-undo", "u", "turn undo", "undo", "undo your latest act on links"),
            ("links-redo", "U ctrl+r", "turn redo", "", "redo"),
        )
    )

    def on_mount(self) -> None:
        """Show the links there are."""
        self._rows: list[tuple[Link, int]] = []
        self.refill()

    def refill(self, message: str = "", alert: bool = False) -> None:
        """Show the links that fit the filter, as they are now."""
        reading, corpus = _reading(self), self.seedread.corpus
        every = reading.linking.all()
        drawn = Drawn(reading.linking.kinds(), file_of(reading.by), corpus.title)
        wanted = fold(self.state.filter).split()
        found = [one for one in every if all(w in drawn.words(one) for w in wanted)]
        found.sort(key=lambda one: (one.ends[0].doc, one.ends[0].passage, one.id))
        self._rows = [(one, n) for one in found for n in range(3 if one.note else 2)]
        count = f"{len(found)} of {len(every)}" if wanted else str(len(every))
        by = f" · with “{self.state.filter}”" if wanted else ""
        self.head((f" Links ({count}){by}", "bar--strong"))
        if self._rows:
            rows = self._rows
            self.roll.fill(
                len(rows),
                lambda n, width: drawn.row(*rows[n], width),
                lambda n: rows[n][1] == 0,
                self.state.at,
            )
        else:
            lines = EMPTY if not every else ("No link has that.", "/ with nothing shows all.")
            self.roll.fill(len(lines), lambda n, _: [(f" {lines[n]}", "")], lambda _: False)
        self.say(message, alert)

    # ------------------------------------------------------------------- acting

    def on_roll_chosen(self, event: Roll.Chosen) -> None:
        """Go to where the link leads from."""
        self.go(0)

    def go(self, side: float) -> None:
        """Go to one of its ends."""
        link = self._link
        if link:
            end = link.ends[int(side)]
            at = _placed(self.seedread.corpus, end)
            if at:
                self.dismiss((end.doc, at))
            else:
                self.say(f"not found in {end.doc} as it is today: “{line(end.quote)}”", True)

    def compare(self) -> None:
        """Show both passages side by side."""
        from seedread.ui.pairs.compare import Compare, Comparison

        link = self._link
        if link is None:
            return
        places = [(end.doc, _placed(self.seedread.corpus, end)) for end in link.ends]
        if not all(at for _, at in places):
            self.say("one of the two passages is not in its document as it is today", True)
            return
        (a, at_a), (b, at_b) = places

        def back(place: object) -> None:
            if place:
                self.dismiss(place)
            else:
                self.refill()

        here, there = (a, cast("Passage", at_a)), (b, cast("Passage", at_b))
        self.app.push_screen(Compare(Comparison(here, there)), back)

    def filter(self) -> None:
        """Ask what to filter by."""
        from seedread.ui.ask import Ask

        def answered(text: str | None) -> None:
            if text is not None:
                self.state.filter, self.state.at = text.strip(), 0
                self.refill()

        question = "Only links with (quote, note, kind, name; in either script)"
        self.app.push_screen(Ask(question, self.state.filter), answered)

    def note(self) -> None:
        """Ask for a note."""
        from seedread.ui.ask import Ask

        link = self._own()

        def answered(text: str | None) -> None:
            if link and text is not None:
                self._change(link, "noted", note=text.strip())

        if link:
            question = f"Note on “{line(link.ends[0].quote)}”"
            self.app.push_screen(Ask(question, link.note), answered)

    def kind(self) -> None:
        """Ask for another kind."""
        link = self._own()
        if link:
            Kinds.ask(
                self.app,
                f"“{line(link.ends[0].quote)}” …",
                _reading(self).linking.kinds(),
                lambda kind, more: self._change(link, f"now: {kind}", more, kind=kind),
            )

    def drop(self) -> None:
        """Take a link away."""
        link = self._own()
        if link:
            label = f"removed a link, {link.kind}"
            edit = Edit({(link.file, link.id): (link.record, None)})
            self._told(_reading(self).act(label, edit))

    def turn(self, way: str) -> None:
        """Take back the latest act on links, of whatever documents, or do it again."""
        reading = _reading(self)
        self._told(getattr(reading.history, way)(FOLDER, reading.by))

    def _change(self, link: Link, label: str, more: Edit | None = None, **fields: str) -> None:
        after = link.record.but(**fields, at=now())
        edit = Edit({(link.file, link.id): (link.record, after)})
        self._told(_reading(self).act(label, edit, more))

    def _told(self, outcome: Outcome) -> None:
        _reading(self).gather()
        saved = outcome.saved
        self.refill(outcome.message, bool(saved and (saved.error or saved.left)))

    def _own(self) -> Link | None:
        """Return the link one stands on if it is one's own; say so if it is not."""
        link = self._link
        if link and link.file != file_of(_reading(self).by):
            self.say(f"this link is {link.by}'s: only they can change it")
            return None
        if link and not _reading(self).workspace.writable:
            self.say("this workspace is read-only: nothing can be changed here", True)
            return None
        return link

    @property
    def _link(self) -> Link | None:
        return self._rows[self.roll.at][0] if self._rows else None


def _reading(page: Page) -> "Reading":
    """Return what everything is written through."""
    assert page.seedread.reader is not None
    return page.seedread.reader.reading


class Drawn:
    """Links as rows: whose they are is told by `own`, one's own file."""

    def __init__(self, kinds: dict[str, Kind], own: str, title: Callable[[str], str]) -> None:
        self.kinds, self.own, self.title = kinds, own, title

    def words(self, link: Link) -> str:
        """Return, folded, what a link is found by."""
        quotes = (f"{end.doc} {end.quote}" for end in link.ends)
        return fold(" ".join([self.kind(link), link.kind, *quotes, link.note, link.by]))

    def kind(self, link: Link) -> str:
        """Return what a link is, in all languages."""
        return told(self.kinds.get(link.kind, Kind(link.kind)))

    def row(self, link: Link, part: int, width: int) -> list[Part]:
        """Draw a row of a link: the quotes, the documents and whose it is, the note."""
        if part == 2:
            return [(" " * (KIND + 2), ""), (f"✎ {line(link.note)}", "")]
        if part == 0:
            first, texts = self.kind(link), [f"“{line(end.quote)}”" for end in link.ends]
        else:
            first = f"{'●' if link.file == self.own else '○'} {link.by}"
            texts = [f"{fit(end.doc, 12)} {self.title(end.doc)}" for end in link.ends]
        style = "roll--dim" if part else ""
        half = (width - KIND - 5) // 2
        a, b = (_cell(text, half) for text in texts)
        kind = (f" {_cell(first, KIND)} ", style or "roll--strong")
        return [kind, (a, style), (" → " if part == 0 else "   ", "roll--dim"), (b, style)]


def _placed(corpus: "Corpus", end: End) -> Passage | None:
    return where(end, corpus.anchorer(end.doc)).now


def _cell(text: str, width: int) -> str:
    """Return a text cut or filled to `width` cells."""
    text = fit(safe(text), width)
    return text + " " * (width - cells(text))
