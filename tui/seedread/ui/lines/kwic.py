"""One row of a concordance: the hit at one cell in all rows, in the script one reads."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from seedread.concordance.gather import Line, Place
from seedread.tags.topic import Codebook
from seedread.text import script
from seedread.text.glossary import Glossary
from seedread.text.passage import Passage
from seedread.text.safe import safe
from seedread.text.wrap import at_cell, cells
from seedread.ui.bar import Part, fit

KEPT = 4000  # rows whose texts are kept
MARKS = 3  # topics shown behind a row
CLAIM = (("speaker", 12), ("value", 9), ("unit", 6), ("of", 14), ("date", 11), ("doubtful", 2))


@dataclass(frozen=True, slots=True)
class Frame:
    """How wide the columns are, in cells: the document, what precedes, the rest, the marks."""

    doc: int
    before: int
    rest: int
    marks: int

    @classmethod
    def of(cls, width: int, tags: bool, grouped: bool) -> "Frame":
        """Share out a row: of tags, which are long, less of what precedes is shown."""
        doc, marks = 0 if grouped else 9, 3 * MARKS + 1 if width >= 90 else 4
        room = width - 2 - doc - marks
        before = min(24, room // 4) if tags else room * 2 // 5
        return cls(doc, before, room - before, marks)


class Kwic:
    """Draws lines; what it converted and cut is kept for when they come into view again."""

    def __init__(self, configs: dict[str, str], glossary: Glossary) -> None:
        self.configs = configs  # by the script wanted: the conversion that leads there
        self.glossary = glossary
        self.script = ""  # "" as the document is written
        self._kept: OrderedDict[object, tuple[str, str, str]] = OrderedDict()
        self._rows: dict[object, list[Part]] = {}

    def texts(self, line: Line, place: Place | None) -> tuple[str, str, str]:
        """Return what precedes, the hit, what follows, in the script that is wanted."""
        key = (line.key, place is not None, self.script)
        found = self._kept.pop(key, None)
        if found is None:
            source = place or line
            found = self._converted(source.before, source.quote, source.after)
        self._kept[key] = found
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found

    def forget(self) -> None:
        """Look at the documents again."""
        self._kept.clear()
        self._rows.clear()

    def row(
        self, line: Line, place: Place | None, frame: Frame, marked: bool, book: Codebook
    ) -> list[Part]:
        """Return a line as the parts of a row."""
        key = (line.key, place is not None, self.script, frame, marked)
        found = self._rows.get(key)
        if found is None:
            if len(self._rows) > KEPT:
                self._rows.clear()
            found = self._rows[key] = self._drawn(line, place, frame, marked, book)
        return found

    def _drawn(
        self, line: Line, place: Place | None, frame: Frame, marked: bool, book: Codebook
    ) -> list[Part]:
        before, quote, after = self.texts(line, place)
        before = _tail(before, frame.before)
        whole, quote = quote, fit(quote, frame.rest)
        after = fit(after, frame.rest - cells(quote)) if quote == whole else ""
        gap = " " * (frame.rest - cells(quote) - cells(after))
        parts: list[Part] = [("● " if marked else "  ", "roll--strong")]
        if frame.doc:
            parts.append((_padded(short(line.doc), frame.doc - 1) + " ", "roll--dim"))
        said = "roll--strong" if line.tag else "roll--hit"
        parts += [(before, "roll--dim"), (quote, said), (after, "roll--dim"), (gap, "")]
        return parts + _marks(line, place, frame, book)

    def claim(self, line: Line, width: int, marked: bool) -> list[Part]:
        """Return what a line claims as a row of a table."""
        parts: list[Part] = [("● " if marked else "  ", "roll--strong")]
        left = width - 2
        for name, wide in columns(width):
            value = getattr(line.claim, name)
            text = ("?" if value else "") if name == "doubtful" else self._converted(value)[0]
            parts.append((_padded(text, wide - 1) + " ", "roll--strong"))
            left -= wide
        return [*parts, (fit(self.texts(line, None)[1], left), "roll--dim")]

    def _converted(self, *texts: str) -> tuple[str, str, str]:
        whole = "".join(texts)
        config = self.configs.get(self.script, "")
        if config and script.detect(whole) in (self.script, "none"):
            config = ""
        done, at = [], 0
        twin = script.convert(whole, config, self.glossary) if config else None
        for text in texts:
            part = Passage(at, at := at + len(text))
            if twin:
                start, end = twin.across(part)
                text = twin.text[start:end]
            done.append(safe("".join(" " if c.isspace() else c for c in text)))
        done += [""] * (3 - len(done))
        return done[0], done[1], done[2]


def columns(width: int) -> list[tuple[str, int]]:
    """Return the columns of a claim that there is room for, with their cells."""
    return [(name, wide if width >= 100 else wide * 3 // 4 or 2) for name, wide in CLAIM]


def heads(width: int) -> list[Part]:
    """Return the row above a table of claims."""
    parts: list[Part] = [("  ", "")]
    for name, wide in columns(width):
        parts.append((_padded("?" if name == "doubtful" else name, wide - 1) + " ", "roll--head"))
    return [*parts, ("quote", "roll--head")]


def short(doc: str) -> str:
    """Return as much of a document's id as tells it from others, mostly."""
    return doc.rpartition("/")[2].partition("_")[0].removesuffix(".txt")


def _marks(line: Line, place: Place | None, frame: Frame, book: Codebook) -> list[Part]:
    if place and place.passage is None:
        return [(" lost"[: frame.marks], "roll--alert")]
    topics: Sequence[str] = line.topics
    if line.tag is None and place:
        topics = sorted({t for near in place.near for t in near.tag.topics})
    parts: list[Part] = [(" ", "")]
    room = frame.marks - 1
    for id in topics:
        topic = book.get(id)
        mark = topic.mark
        if cells(mark) > room:
            break
        parts.append((mark + " " * (room > cells(mark)), topic.colour))
        room -= cells(mark) + 1
    if topics and len(parts) == 1:
        parts.append(("…", "roll--dim"))
    return parts


def _tail(text: str, width: int) -> str:
    """Return the end of a text in just `width` cells."""
    while cells(text) > width:
        text = text[max(1, at_cell(text, cells(text) - width)) :]
    return " " * (width - cells(text)) + text


def _padded(text: str, width: int) -> str:
    text = fit(text, width)
    return text + " " * (width - cells(text))
