"""What a document's text alone says of it in numbers: its sentences, its characters, its noise."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from seedread.text.clean import Clean
from seedread.text.noise import HIDDEN, Noise, head_of, noise
from seedread.text.passage import Passage
from seedread.text.seed import LONG, Seed
from seedread.text.sentences import sentences
from seedread.text.spans import meeting, union

BOILERPLATE = frozenset({"boilerplate", "title", "metadata"})  # kinds of noise around the text


@dataclass(frozen=True, slots=True)
class Outline:
    """A document read whole; offsets are code points of the document.

    `characters` counts the text without the noise that can be hidden and without line ends.
    """

    rev: str
    length: int
    characters: int
    starts: "array[int]"  # of its sentences
    ends: "array[int]"
    boilerplate: frozenset[int]  # numbers of sentences in which nothing else is said
    _cuts: "array[int]"  # where what does not count as a character begins
    _stops: "array[int]"
    _gone: "array[int]"  # code points that do not count before each cut

    @classmethod
    def of(cls, seed: Seed) -> "Outline":
        """Read a document."""
        starts, ends, idle = array("Q"), array("Q"), set[int]()
        cuts, stops = array("Q"), array("Q")
        for at, text, noisy in _runs(seed):
            hidden = [one.passage for one in noisy if one.kind in HIDDEN]
            clean = Clean.of(text, hidden)
            here = [clean.home(span) for span in sentences(clean.text)]
            idle |= {len(starts) + n for n in _idle(text, here, noisy)}
            _note(here, at, starts, ends)
            breaks = (Passage(n, n + 1) for n, char in enumerate(text) if char == "\n")
            _note(union([*hidden, *breaks]), at, cuts, stops)
        lengths = (stop - cut for cut, stop in zip(cuts, stops, strict=True))
        gone = array("Q", accumulate(lengths, initial=0))
        whole = len(seed)
        characters = whole - gone[-1]
        return cls(seed.rev, whole, characters, starts, ends, frozenset(idle), cuts, stops, gone)

    def count(self, spans: Iterable[Passage]) -> int:
        """Return how many characters spans that do not meet hold."""
        return sum(self._before(end) - self._before(start) for start, end in spans)

    def met(self, span: Passage) -> range:
        """Return the numbers of the sentences that share a code point with a span."""
        return range(bisect_right(self.ends, span.start), bisect_left(self.starts, span.end))

    def _before(self, offset: int) -> int:
        n = bisect_left(self._cuts, offset)
        inside = max(0, self._stops[n - 1] - offset) if n else 0
        return offset - self._gone[n] + inside


def _runs(seed: Seed) -> Iterator[tuple[int, str, list[Noise]]]:
    """Yield (offset, text, its noise) of runs whose sentences are those one goes through.

    A very long line is gone through block by block.
    """
    head = ""
    for at, text in seed.pieces():
        first = 0
        if not head:
            head, first = head_of(text)
            yield from _cut(seed, at, text[:first], "")
        yield from _cut(seed, at + first, text[first:], head)


def _cut(seed: Seed, at: int, text: str, head: str) -> Iterator[tuple[int, str, list[Noise]]]:
    if not text or max(map(len, text.split("\n"))) <= LONG:
        yield at, text, noise(text, head)
        return
    for block in seed.blocks(at):
        if block.start >= at + len(text):
            return
        end = block.end - at
        inside = text[max(0, block.start - at) : end + (text[end : end + 1] == "\n")]
        yield max(at, block.start), inside, noise(inside, head)


def _idle(text: str, spans: list[Passage], noisy: list[Noise]) -> Iterator[int]:
    """Yield the numbers of the spans that say nothing but what the page says around its text."""
    around = [one.passage for one in noisy if one.kind in BOILERPLATE]
    skipped = [one.passage for one in noisy if one.kind in BOILERPLATE | HIDDEN]
    for n, span in enumerate(spans):
        if meeting(around, span):
            said, at = "", span.start
            for cut in meeting(skipped, span):
                said += text[at : max(at, cut.start)]
                at = max(at, cut.end)
            if not any(char.isalnum() for char in said + text[at : span.end]):
                yield n


def _note(spans: Iterable[Passage], at: int, starts: "array[int]", ends: "array[int]") -> None:
    for start, end in spans:
        starts.append(at + start)
        ends.append(at + end)
