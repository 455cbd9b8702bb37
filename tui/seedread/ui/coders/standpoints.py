"""A case as one sees it: the passage in its text, in both scripts, and what each says of it."""

from typing import TYPE_CHECKING

from seedread.adjudication import is_rejection
from seedread.tags.claim import Claim
from seedread.tags.tag import file_of
from seedread.tags.topic import Codebook
from seedread.text import script
from seedread.text.passage import Passage
from seedread.text.rows import Layout, Top
from seedread.text.safe import safe
from seedread.text.seed import Seed
from seedread.text.units import Units
from seedread.text.wrap import cells, wrap
from seedread.ui.bar import Part, fit
from seedread.ui.charts.figures import pad
from seedread.ui.reader.screen import NARROW
from seedread.ui.reader.spread import Spread
from seedread.ui.reader.view import LANE, RULE, View
from seedread.voices import Case, Said, Voice
from seedread.workspace import script_of

if TYPE_CHECKING:
    from seedread.ui.coders.adjudication import Settle

LANES = 2
NOTE_ROWS = 3  # rows a note may take
QUOTED = 24  # cells of a passage that is quoted
DIGITS = 9


class Context:
    """The text of the case's document, both scripts as in the reader, the passage lit."""

    def __init__(self, page: "Settle") -> None:
        self.page = page
        self._seed: Seed | None = None
        self._for: tuple[object, ...] = ()
        self._rows: Layout
        self._top = Top(0, 0)

    def show(self) -> None:
        """Show the passage that is lit."""
        case, reader = self.page.state.case, self.page.seedread.reader
        seed = self.page.seedread.corpus.seed(case.doc) if case else None
        spread = self.page.query_one(Spread)
        if case is None or seed is None or reader is None or not spread.size.height:
            return
        wanted = (seed, spread.size.width)
        lit = self.page.lit
        if self._for != wanted:
            self._for, self._rows = wanted, self._laid(seed, spread.size.width)
        start = Passage(lit.start, lit.start + 1)
        height = spread.size.height
        top = self._rows.reveal(self._top, lit, height)
        self._top = self._rows.reveal(top, start, height)
        self._draw()

    def scroll(self, by: int) -> None:
        """Scroll by rows."""
        if self._for:
            height = self.page.query_one(Spread).size.height
            self._top = self._rows.clamp(self._rows.move(self._top, by), height)
            self._draw()

    def _draw(self) -> None:
        page, reader = self.page, self.page.seedread.reader
        case, found = page.state.case, page.state.found
        if case and found and reader:
            margin = page.seedread.corpus.margin(case.doc)
            own = file_of(case.doc, found.by)
            told = (page.lit, margin, reader.reading.codebook, own, LANES)
            page.query_one(Spread).show(View(self._rows, self._top, *told))

    def _laid(self, seed: Seed, width: int) -> Layout:
        """Lay the text out as the reader does: panes side by side where there is room."""
        self._top = Top(0, 0)
        page, kind = self.page, script_of(seed)
        reader = page.seedread.reader
        preferred = page.seedread.settings.panes.get(kind, "")
        fitting = script.CONFIGS[kind]
        config = preferred if preferred in fitting else (*fitting, "")[0]
        room = width - LANE * LANES - 2
        units = Units(seed)
        if not config or reader is None:
            return Layout(seed, room, 0, "one", None, units)
        glossary = reader.reading.glossary
        twin = lambda text: script.convert(text, config, glossary)  # noqa: E731
        if width >= NARROW:
            half = (room - len(RULE)) // 2
            return Layout(seed, half, half, "two", twin, units)
        return Layout(seed, room, room, "mixed", twin, units)


def numbered(page: "Settle") -> list[tuple[str, Voice]]:
    """Return what each voice of the case is called on the screen, in the order of the digits.

    It is the same for every case as long as nine digits do; else those who tagged come first.
    """
    case, found = page.state.case, page.state.found
    if case is None or found is None:
        return []
    letters = found.letters()
    named = [
        (letters[voice.name] if page.state.anonymous else voice.name, voice)
        for voice in case.voices
    ]
    named.sort(key=lambda one: one[0])
    if len(named) > DIGITS:
        named.sort(key=lambda one: (not one[1].tagged, not one[1].read))
    return named


def standpoints(page: "Settle", book: Codebook, width: int) -> list[list[Part]]:
    """Return the rows that say who says what, and what was decided."""
    case, found = page.state.case, page.state.found
    if case is None or found is None:
        return []
    named = numbered(page)
    shown = [
        one for n, one in enumerate(named) if n < DIGITS and (len(named) <= DIGITS or one[1].tagged)
    ]
    label = min(16, max([len(name) for name, _ in named] + [len(found.by)]))
    told = _Told(page, case, book, label, width)
    rows = [row for n, (name, voice) in enumerate(shown, 1) for row in told.voice(n, name, voice)]
    rest = [voice for _, voice in named[len(shown) :]]
    if rest:
        read = sum(voice.read for voice in rest)
        rows.append([(f"   {read} more have read it, {len(rest) - read} have not", "roll--dim")])
    return [*rows, *told.decision()]


class _Told:
    """The rows of one case, at a width."""

    def __init__(self, page: "Settle", case: Case, book: Codebook, label: int, width: int) -> None:
        self.page, self.case, self.book, self.label, self.width = page, case, book, label, width
        self.seed = page.seedread.corpus.seed(case.doc)
        self.script = script_of(self.seed) if self.seed else "none"

    def voice(self, n: int, name: str, voice: Voice) -> list[list[Part]]:
        """Return what one says, in a row for each passage and rows for their notes."""
        head = f" {n} {pad(name, self.label)}  "
        if not voice.said:
            silent = "read it, no tag" if voice.read else "has not read it"
            return [[(head, "roll--head"), (silent, "roll--dim")]]
        return self._rows(head, voice.said)

    def decision(self) -> list[list[Part]]:
        """Return what has been decided."""
        found = self.page.state.found
        decided = found.decided(self.case) if found else ()
        head = f" = {pad(found.by if found else '', self.label)}  "
        if not decided:
            return [[(head, "roll--head"), ("open", "roll--alert")]]
        if is_rejection(decided[0]):
            return [[(head, "roll--head"), *self._note(decided[0].tag.note, len(head))]]
        said = [Said(p.passage, p.tag.topics, p.tag.note, p.tag.claim) for p in decided]
        return self._rows(head, said)

    def _rows(self, head: str, said: "list[Said] | tuple[Said, ...]") -> list[list[Part]]:
        rows: list[list[Part]] = []
        indent = " " * cells(head)
        for one in said:
            lead = (head, "roll--head") if not rows else (indent, "")
            rows.append([lead, (self._topics(one), "roll--strong"), *self._where(one)])
            rows += [[(f"{indent}{line}", "")] for line in self._noted(one.note, len(indent))]
        return rows

    def _topics(self, said: Said) -> str:
        """Return the topics by mark and name, in English too if there is room for that."""
        topics = [self.book.get(id) for id in said.topics]
        short = [f"{topic.mark} {topic.name(self.script)}" for topic in topics]
        full = [
            f"{name} {topic.en}" if topic.en not in ("", topic.name(self.script)) else name
            for name, topic in zip(short, topics, strict=True)
        ]
        room = self.width - self.label - 6 - (0 if said.passage == self.case.passage else QUOTED)
        names = " + ".join(full) if cells(" + ".join(full)) <= room else " + ".join(short)
        claim = f" # {told.short}" if (told := Claim.read(said.claim)) else ""
        return (names or "a note only") + claim

    def _where(self, said: Said) -> list[Part]:
        """Return the passage, if it is another than that of the case."""
        if said.passage == self.case.passage or self.seed is None:
            return []
        text = " ".join(self.seed[said.passage.start : said.passage.end].split())
        short = text if cells(text) <= QUOTED else f"{fit(text, QUOTED // 2)}{text[-4:]}"
        return [(f"  “{short}”", "roll--dim")]

    def _noted(self, note: str, indent: int) -> list[str]:
        """Return a note in rows, no more than there is room for."""
        if not note:
            return []
        text = safe(" ".join(f"“{note}”".split()))
        rows = [
            text[row.start : row.end].rstrip() for row in wrap(text, max(8, self.width - indent))
        ]
        if len(rows) > NOTE_ROWS:
            rows = [*rows[: NOTE_ROWS - 1], fit(rows[NOTE_ROWS - 1] + "……", self.width - indent)]
        return rows

    def _note(self, note: str, indent: int) -> list[Part]:
        return [(fit(" ".join(note.split()), self.width - indent), "roll--strong")]
