"""Finding what one means: 標準 finds 标准, 台湾 finds 台 湾, and 英伟达 finds Nvidia.

A query becomes needles, bytes of UTF-8 to be found in folded text: that is how C finds fastest.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

from seedread.text import script
from seedread.text.clean import Clean
from seedread.text.fold import Folded
from seedread.text.fold import fold as fold  # what others compare by
from seedread.text.passage import Passage
from seedread.text.seed import Seed

KEPT = 2000  # code points of an unfinished line in which a hit may begin that ends further on
_LETTER = re.compile(r"[^\W_\u2e80-\U0010ffff]")  # of a script that parts its words
_HAN = re.compile("[\u3400-\u9fff]")
# The same in UTF-8, where letters beyond ASCII are two bytes, or three that begin with e0 or e1.
_BEHIND = re.compile(rb"[0-9a-z\xc3-\xdf\xe0\xe1]")
_BEFORE = re.compile(rb"(?:[0-9a-z]|[\xc3-\xdf][\x80-\xbf]|[\xe0\xe1][\x80-\xbf]{2})\Z")


class Hit(Passage):
    """A passage that was found; `through` is the name by one of whose other forms it was, or ""."""

    through: str

    def __new__(cls, start: int, end: int, through: str = "") -> "Hit":
        """Make one."""
        self = super().__new__(cls, start, end)
        self.through = through
        return self


class Named(Protocol):
    """A name: its id, every form it is found by, the longer strings that are not it."""

    @property
    def id(self) -> str:
        """What it is called among names."""

    @property
    def forms(self) -> tuple[str, ...]:
        """Its spellings."""

    @property
    def avoid(self) -> tuple[str, ...]:
        """What its forms are not to be found in."""


class Names(Protocol):
    """Whatever knows names by their forms."""

    def called(self, form: str) -> Named | None:
        """Return the name that has this form, however it is written."""


class Span(NamedTuple):
    """Where a needle is in bytes of folded text, and the name whose form it is."""

    start: int
    end: int
    through: str


@dataclass(frozen=True, slots=True)
class _Needle:
    """Bytes to find; `first` and `last` ask that a word begins and ends there.

    A `void` needle is no hit, but where it is nothing else is one.
    """

    text: bytes
    through: str = ""
    first: bool = False
    last: bool = False
    void: bool = False

    def find(self, data: bytes, at: int) -> int:
        """Return where it is from `at` on, as a word if it has to be one; past the end if not."""
        while (at := data.find(self.text, at)) >= 0:
            before = self.first and _BEFORE.search(data[max(0, at - 3) : at])
            behind = self.last and _BEHIND.match(data, at + len(self.text))
            if not before and not behind:
                return at
            at += 1
        return len(data) + 1

    def alone(self, group: Sequence["_Needle"]) -> bool:
        """Whether counting its bytes is counting its hits."""
        return len(group) == 1 and not self.first and not self.last

    def meets(self, other: "_Needle") -> bool:
        """Whether the two can share bytes of a text."""
        a, b = self.text, other.text
        return a in b or b in a or _overlap(a, b) or _overlap(b, a)


@dataclass(frozen=True)
class Query:
    """What is looked for; `exact` looks in the text as it is, else in folded text."""

    text: str
    needles: tuple[_Needle, ...]
    exact: bool = False

    def spans(self, data: bytes, at: int = 0) -> Iterator[Span]:
        """Yield where it is from `at` on: the first, of those that begin there the longest."""
        return (span for span, void in _found(data, self.needles, at) if not void)

    def count(self, data: bytes) -> int:
        """Return how many spans there are, as fast as can be."""
        return sum(data.count(one) for one in self.letters) + self.count_rest(data)

    def count_rest(self, data: bytes) -> int:
        """Return how many there are that `letters` do not find."""
        total = 0
        for group in self._groups:
            if not group[0].alone(group):
                total += sum(not void for _, void in _found(data, group))
            elif group[0].text not in self.letters:
                total += data.count(group[0].text)
        return total

    @cached_property
    def letters(self) -> tuple[bytes, ...]:
        """The needles of nothing but ASCII that can be counted wherever ASCII stands."""
        alone = (group[0].text for group in self._groups if group[0].alone(group))
        return tuple(text for text in alone if text.isascii() and b"\n" not in text)

    @cached_property
    def only_letters(self) -> bool:
        """Whether `letters` find everything."""
        return len(self.letters) == len(self._groups)

    @cached_property
    def _groups(self) -> list[list[_Needle]]:
        """The needles, those together that can share bytes of a text."""
        groups: list[list[_Needle]] = []
        for needle in self.needles:
            near = [group for group in groups if any(needle.meets(other) for other in group)]
            groups = [group for group in groups if group not in near]
            joined = {needle, *(other for group in near for other in group)}
            groups.append([one for one in self.needles if one in joined])
        return [group for group in groups if not all(needle.void for needle in group)]


def query(text: str, names: Names | None = None, exact: bool = False) -> Query:
    """Return what finds `text`; with `names` also what has the same name.

    Which characters are written in two ways depends on the word (回复 is 回覆, but 复杂 is 複雜),
    so what `text` is in each script is looked for too. A form of a name at whose end there is a
    Latin letter has to be a whole word; what was typed has not.
    """
    if exact:
        return Query(text, (_Needle(_bytes(text)),) if text else (), True)
    text = Folded.of(text).clean.text
    typed = {form for spelling in _spellings(text) if (form := fold(spelling).strip())}
    needles = [_Needle(_bytes(form)) for form in sorted(typed)]
    name = names.called(text) if names and typed else None
    if name:
        needles += _named(name, typed)
    return Query(text, tuple(sorted(needles, key=lambda needle: -len(needle.text))))


def hits(seed: Seed, wanted: Query, start: int = 0) -> Iterator[Hit]:
    """Yield every hit in document order, in code points."""
    window: list[Folded] = []
    done = 0  # bytes of the window up to the end of the last hit
    for at, text in seed.pieces():
        end = at + len(text)
        whole = text.endswith("\n") or (seed.counted and end == len(seed))
        if end > start or window or not whole:
            window.append(folded(text, wanted.exact, at))
            data = encoded(window)
            spans = [s for s in wanted.spans(data, done) if whole or s.end < len(data)]
            yield from (hit for hit in located(window, data, spans) if hit.start >= start)
            done = spans[-1].end if spans else done
        while window and (whole or sum(len(piece.text) for piece in window[1:]) >= KEPT):
            done = max(0, done - len(encoded([window.pop(0)])))


def within(text: str, wanted: Query, start: int = 0, clean: Clean | None = None) -> list[Hit]:
    """Return the hits in a run of text that begins at `start`; `clean` if it is known already."""
    window = [folded(text, wanted.exact, start, clean)]
    data = encoded(window)
    return list(located(window, data, wanted.spans(data)))


def folded(text: str, exact: bool, start: int = 0, clean: Clean | None = None) -> Folded:
    """Return a run of text as a query looks at it."""
    return Folded.exactly(text, start) if exact else Folded.of(text, start, clean)


def encoded(window: Iterable[Folded]) -> bytes:
    """Return folded pieces that follow each other as the bytes needles are found in."""
    return _bytes("".join(piece.text for piece in window))


def located(window: Sequence[Folded], data: bytes, spans: Iterable[Span]) -> Iterator[Hit]:
    """Yield where spans of `data`, in order, stand in the document; `data` is `encoded(window)`."""
    byte = point = 0
    for span in spans:
        start = point + _points(data[byte : span.start])
        byte, point = span.end, start + _points(data[span.start : span.end])
        yield Hit(
            _home(window, start, start + 1).start, _home(window, point - 1, point).end, span.through
        )


def _home(window: Sequence[Folded], start: int, end: int) -> Passage:
    """Return where a code point of the folded pieces stands in the document."""
    for piece in window:
        if start < len(piece.text):
            return piece.home(start, end)
        start, end = start - len(piece.text), end - len(piece.text)
    raise IndexError(start)


def _spellings(text: str) -> Iterator[str]:
    yield text
    if _HAN.search(text):
        for config in ("t2s", "tw2s", "hk2s", "s2t", "s2tw", "s2hk"):
            yield script.convert(text, config).text


def _named(name: Named, typed: Iterable[str]) -> Iterator[_Needle]:
    """Yield the other forms of a name, and what they are not to be found in."""
    forms = {form for written in name.forms if (form := _sought(written))}
    for form in sorted(forms - set(typed)):
        first, last = (_LETTER.match(c) is not None for c in (form[0], form[-1]))
        yield _Needle(_bytes(form), name.id, first, last)
    for longer in sorted(set(map(_sought, name.avoid))):
        if not any(form in longer for form in typed):
            yield _Needle(_bytes(longer), name.id, void=True)


def _found(data: bytes, needles: Sequence[_Needle], at: int = 0) -> Iterator[tuple[Span, bool]]:
    """Yield where needles, the longest first, are, and whether there is to be no hit."""
    places = [needle.find(data, at) for needle in needles]
    while places and (start := min(places)) <= len(data):
        needle = needles[places.index(start)]
        end = start + len(needle.text)
        yield Span(start, end, needle.through), needle.void
        places = [
            one.find(data, end) if place < end else place
            for one, place in zip(needles, places, strict=True)
        ]


def _overlap(a: bytes, b: bytes) -> bool:
    """Whether `b` can begin inside `a` and go on behind it."""
    return any(b.startswith(a[n:]) for n in range(1, len(a)))


def _sought(text: str) -> str:
    return Folded.of(text).text.strip()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _points(data: bytes) -> int:
    return len(data.decode("utf-8", "surrogatepass"))
