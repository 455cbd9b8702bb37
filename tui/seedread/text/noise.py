"""What the eye may skip in a document: leaked pinyin, split words, what the page says around it.

The document is never altered: noise is a list of passages. Some of it can be hidden and the text
reads on (`HIDDEN`); the rest stands for what is missing, or is text, and can only be dimmed.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from seedread.text import gaps, imprint, leaks, signs
from seedread.text.clean import Clean
from seedread.text.gaps import Found
from seedread.text.passage import Passage

if TYPE_CHECKING:
    from seedread.text.seed import Seed

HIDDEN = frozenset({"pinyin", "mojibake", "split", "space", "markdown", "nbsp"})
_FINDERS = (leaks.pinyin, leaks.mojibake, signs.markdown, gaps.strays)
LAYERS = 8  # what hides in what hides in …; nothing real is deeper than three


@dataclass(frozen=True, slots=True)
class Noise:
    """A noisy passage, in code points of the text it was found in, what it is and what it says.

    `kind` is one of pinyin, mojibake, split, space, star, boilerplate, title, markdown, nbsp,
    metadata.
    """

    passage: Passage
    kind: str
    text: str


def noise(text: str, head: str = "") -> list[Noise]:
    """Return the noise of `text`, a run of whole lines, in order and without overlaps.

    Every line is judged by itself, so a document may be given in any runs of lines. `head` is its
    first line that says something, which is noise where it comes again; for a run that holds that
    line itself it must be "". Noise within a noisy line is told apart from it: of 发布时间:5-20,
    two no-break spaces and 浏览量:2 the spaces are nbsp, and metadata what is on both sides.
    """
    hidden, clean = _cleaned(text)
    dimmed = _disjoint((*imprint.lines(clean.text, _bare_head(head)), *signs.stars(clean.text)))
    visible = ((*clean.home(Passage(start, end)), kind) for start, end, kind in dimmed)
    found = sorted([*hidden, *_around(visible, hidden)])
    return [Noise(Passage(start, end), kind, text[start:end]) for start, end, kind in found]


def of(seed: "Seed") -> Iterator[Noise]:
    """Yield the noise of a document in order, in code points of the document."""
    head = ""
    for at, text in seed.pieces():
        first = 0
        if not head:
            head, first = head_of(text)
            yield from _shifted(noise(text[:first]), at)
        yield from _shifted(noise(text[first:], head), at + first)


def head_of(text: str) -> tuple[str, int]:
    """Return the first line that says something, and where it ends."""
    for found in re.finditer(r"[^\n]*\w[^\n]*", text):
        if re.search(r"\w", line := _cleaned(found[0])[1].text):
            return line, found.end()
    return "", len(text)


def clean(text: str) -> Clean:
    """Return `text`, a run of whole lines, without the noise that can be hidden."""
    return _cleaned(text)[1]


def metadata(text: str) -> dict[str, str]:
    """Return what lines of `text` say of the document: "date" (ISO), "author", "source" if said."""
    return imprint.said(_cleaned(text)[1].text)


def _shifted(found: Iterable[Noise], by: int) -> Iterator[Noise]:
    return (Noise(one.passage.shift(by), one.kind, one.text) for one in found)


@lru_cache(maxsize=4)
def _bare_head(head: str) -> str:
    return _cleaned(head)[1].text


def _cleaned(text: str) -> tuple[list[Found], Clean]:
    """Return the noise that can be hidden, and the text without it.

    Hiding lays bare: of 台(tái) 湾 remains 台 湾. So what is left is searched again until it is
    clean, and hiding the noise of a text twice is hiding it once.
    """
    found: list[Found] = []
    clean = Clean(text)
    for _ in range(LAYERS):
        more = _disjoint(finding for find in _FINDERS for finding in find(clean.text))
        if not more:
            break
        further = ((*clean.home(Passage(start, end)), kind) for start, end, kind in more)
        found = _disjoint((*further, *found))
        clean = Clean.of(text, (Passage(start, end) for start, end, _ in found))
    return found, clean


def _disjoint(found: Iterable[Found]) -> list[Found]:
    """Return `found` in order, without what begins inside another; neighbours of a kind are one."""
    kept: list[Found] = []
    last, end, kind = -1, -1, ""
    for one in sorted(found):
        if one[0] > end or (one[0] == end and one[2] != kind):
            kept.append(one)
        elif one[0] == last:
            kept[-1] = one  # the longer of two that begin together
        elif one[0] == end:
            kept[-1] = (last, one[1], kind)
        else:
            continue
        last, end, kind = kept[-1]
    return kept


def _around(visible: Iterable[Found], hidden: list[Found]) -> Iterator[Found]:
    """Yield `visible` without what is hidden inside it."""
    for start, end, kind in visible:
        for n in range(bisect_left(hidden, (start,)), len(hidden)):
            if hidden[n][0] >= end:
                break
            if start < hidden[n][0]:
                yield start, hidden[n][0], kind
            start = hidden[n][1]
        if start < end:
            yield start, end, kind
