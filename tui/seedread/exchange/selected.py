"""Selections of a REFI-QDA source: in which unit they count, and where they stand in the text."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from seedread.exchange import guid
from seedread.exchange.markup import child, children, fit, text
from seedread.exchange.offsets import UNITS, Ruler
from seedread.text.passage import Passage

_CUTS = ("…", "...")
Way = tuple[str, int]  # a unit, and how many come before the text: the byte order mark or nothing
_WORDS = {"codepoints": "code points", "utf16": "UTF-16 units", "utf8": "bytes of UTF-8"}
_LIKELY = 3  # code points of a name that may be the beginning of a quote


@dataclass(frozen=True, slots=True)
class Coding:
    """That somebody said a code of a selection; GUIDs plainly spelled."""

    code: str
    user: str
    at: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A selection as the file has it, its places in whatever unit that counts."""

    guid: str
    name: str
    start: int
    end: int
    note: str
    user: str
    at: str
    codings: tuple[Coding, ...]
    notes: tuple[str, ...]

    @classmethod
    def of(cls, element: Element) -> "Chosen":
        """Read a selection; without places it has -1, which is nowhere."""
        codings = children(element, "Coding")
        refs = [
            *children(element, "NoteRef"),
            *(r for c in codings for r in children(c, "NoteRef")),
        ]
        return cls(
            guid.plain(element.get("guid", "")),
            element.get("name", ""),
            _number(element.get("startPosition", "")),
            _number(element.get("endPosition", "")),
            text(element, "Description"),
            guid.plain(element.get("creatingUser", "")),
            element.get("modifiedDateTime", "") or element.get("creationDateTime", ""),
            tuple(_coding(coding) for coding in codings),
            tuple(dict.fromkeys(guid.plain(ref.get("targetGUID", "")) for ref in refs)),
        )

    @property
    def cut(self) -> bool:
        """Whether its name is the beginning of what it quotes."""
        return self.name.rstrip().endswith(_CUTS)


def _coding(element: Element) -> Coding:
    ref = child(element, "CodeRef")
    code = ref.get("targetGUID", "") if ref is not None else ""
    user, at = element.get("creatingUser", ""), element.get("creationDateTime", "")
    return Coding(guid.plain(code), guid.plain(user), at)


def _number(given: str) -> int:
    return int(given) if re.fullmatch(r"\s*[0-9]{1,12}\s*", given) else -1


class Source:
    """A text with its selections: which unit they count in is what most of them agree on.

    A selection speaks for a unit if its name is the quote there, and if it begins and ends with
    a line; against it if it would begin or end inside a character. `scores` is what that comes
    to for every way of counting: a unit, and whether a byte order mark is counted too.
    """

    def __init__(self, told: str, chosen: Iterable[Chosen], marked: bool = False) -> None:
        self.text, self.chosen = told, list(chosen)
        ways = [(unit, before) for unit in UNITS for before in (0, 1) if marked or not before]
        rulers = {unit: Ruler(told, unit) for unit in UNITS}
        self._all = {
            (unit, before): {one: _place(rulers[unit], one, before) for one in self.chosen}
            for unit, before in ways
        }
        self.scores = {way: self._score(places) for way, places in self._all.items()}
        self.settle({})

    def settle(self, others: Mapping[Way, int], known: str = "") -> None:
        """Decide how it is counted: as it says itself, else as its project does, else as is right.

        Right are code points. It is `doubtful` if another way, that nothing speaks against, would
        place some selection elsewhere. `known` is the unit if there is no question.
        """

        def likely(way: Way) -> tuple[bool, int, int]:
            return way == (known, 0), self.scores[way], others.get(way, 0)

        self.way = max(self._all, key=likely)
        self.places = self._all[self.way]
        same = (way for way in self._all if likely(way) == likely(self.way))
        self.doubtful = any(self._all[way] != self.places for way in same)

    @property
    def counts(self) -> str:
        """How it is counted, in words."""
        unit, _, ends = self.way[0].partition("-")
        said = [_WORDS[unit], *(["CRLF as two"] if ends else [])]
        return " and ".join([*said, *(["the byte order mark"] if self.way[1] else [])])

    def _score(self, places: Mapping[Chosen, Passage | None]) -> int:
        score = 0
        for one, passage in places.items():
            if passage is None:
                score -= 4
                continue
            score += 4 * self._quotes(one, passage)
            score += 4 * (one.name == fit(self.quote(passage)))  # not only but for its blanks
            score += passage.start == 0 or self.text[passage.start - 1] == "\n"
            score += "\n" in (self.text[passage.end : passage.end + 1] or "\n")
        return score

    def _quotes(self, one: Chosen, passage: Passage) -> bool:
        """Whether what stands at a passage is what a selection is named after."""
        start, end = passage
        if one.name == fit(self.text[start:end]):
            return bool(one.name)
        name, quote = "".join(one.name.split()), "".join(self.text[start:end].split())
        for cut in _CUTS:
            if name.endswith(cut) and len(name) - len(cut) >= _LIKELY:
                return quote.startswith(name.removesuffix(cut))
        return bool(name) and name == quote

    def quote(self, passage: Passage | None) -> str:
        """Return what stands at a passage."""
        return self.text[passage.start : passage.end] if passage else ""

    def find(self, one: Chosen) -> tuple[Passage | None, str, str]:
        """Return where a selection stands, its quote if only that is known, and what is lost.

        A name that stands elsewhere in the text is a quote, and believed before the place; one
        that stands nowhere is a title somebody gave.
        """
        passage = self.places[one]
        if not one.name.strip() or (passage and self._quotes(one, passage)):
            why = "" if passage else "a place inside a character, or outside the text"
            return passage, "", why
        if not one.cut and one.name in self.text:
            return None, one.name, ""
        if passage is None:
            return None, "", "a place inside a character, or outside the text"
        if one.cut or guid.kind_of(one.guid):
            return None, "", "a quote that does not stand at its place"
        return passage, "", "a title given to a passage (not its quote, which is as it stands)"


def _place(ruler: Ruler, one: Chosen, before: int) -> Passage | None:
    try:
        return ruler.passage(one.start - before, one.end - before)
    except ValueError:
        return None
