"""Which sentence, clause, word, paragraph and speaker turn stands where in one document.

They are found on the clean text: a word that noise splits is one word, its passage holds the noise.
"""

from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache

from seedread.text import sentences as cut
from seedread.text.clean import Clean
from seedread.text.label import label as label_of
from seedread.text.noise import Noise, clean, head_of, noise
from seedread.text.passage import Passage
from seedread.text.seed import Seed
from seedread.text.words import words

NAMES = ("word", "clause", "sentence", "paragraph")
TURN_BLOCKS = 2000  # how far to look for the label of a speaker


class Units:
    """The units of one document; all passages are code points of the document."""

    def __init__(self, seed: Seed, cut_words: Callable[[str], list[Passage]] = words) -> None:
        self.seed = seed
        self._cut_words = cut_words
        self.of_block = lru_cache(maxsize=256)(self._of_block)
        self.clean = lru_cache(maxsize=512)(self._clean)
        self.noise = lru_cache(maxsize=512)(self._noise)

    def around(self, unit: str, offset: int) -> Passage:
        """Return the unit around `offset`, else the next one of its block, else the one before.

        From a block without any it is the next one, else the one before; a document without
        any gives the empty passage at `offset`.
        """
        spans = self._spans(unit, offset)
        for span in spans:
            if offset < span.end:
                return span
        if spans:
            return spans[-1]
        here = Passage(offset, offset)
        nearest = self.step(unit, here, 1) or self.step(unit, here, -1)
        return nearest or Passage(end := min(offset, len(self.seed)), end)

    def step(self, unit: str, passage: Passage, by: int) -> Passage | None:
        """Return the next (`by` > 0) or previous unit wholly outside `passage`, None at the end."""
        at = passage.end if by > 0 else passage.start
        for spans in self._onward(unit, at, by):
            if by > 0:
                found = next((s for s in spans if s.start >= at), None)
            else:
                found = next((s for s in reversed(spans) if s.end <= at), None)
            if found:
                return found
        return None

    def inside(self, unit: str, passage: Passage) -> list[Passage]:
        """Return the units that begin inside `passage`, looking no further than its first block."""
        return [s for s in self._spans(unit, passage.start) if s.start in passage]

    def quotation(self, offset: int) -> Passage | None:
        """Return the innermost quotation around `offset`, quote marks included."""
        block = self.seed.block(offset)
        clean = self.clean(block)
        found = cut.quotation(clean.text, clean.out(offset - block.start))
        return clean.home(found).shift(block.start) if found else None

    def turn(self, offset: int) -> Passage | None:
        """Return what the speaker around `offset` says, from the label to the next label."""
        block, label = self._labelled(offset, -1)
        if label is None:
            return None
        following, later = self.seed.after(block), None
        if following:
            block, later = self._labelled(following.start, 1)
        return self._stripped(Passage(label.end, block.start if later else block.end))

    def _labelled(self, offset: int, by: int) -> tuple[Passage, Passage | None]:
        """Return the nearest block with a speaker's label from `offset` on, and the label.

        If there is none, the last block looked at.
        """
        last = self.seed.block(offset)
        block: Passage | None = last
        for _ in range(TURN_BLOCKS):
            if block is None:
                break
            clean = self.clean(block)
            label = label_of(clean.text)
            if label:
                return block, clean.home(label).shift(block.start)
            last, block = block, self.seed.after(block) if by > 0 else self.seed.before(block)
        return last, None

    def _onward(self, unit: str, offset: int, by: int) -> Iterator[list[Passage]]:
        block: Passage | None = self.seed.block(offset)
        while block is not None:
            yield self._spans(unit, block.start)
            block = self.seed.after(block) if by > 0 else self.seed.before(block)

    def _spans(self, unit: str, offset: int) -> list[Passage]:
        if unit == "paragraph":
            paragraph = self._stripped(self.seed.paragraph(offset))
            return [paragraph] if paragraph.start < paragraph.end else []
        return self.of_block(unit, self.seed.block(offset))

    def _of_block(self, unit: str, block: Passage) -> list[Passage]:
        clean = self.clean(block)
        find = self._cut_words if unit == "word" else cut.sentences
        found = find(clean.text)
        if unit == "clause":
            said = ((s, clean.text[s.start : s.end]) for s in found)
            found = [c.shift(s.start) for s, text in said for c in cut.clauses(text)]
        return [clean.home(span).shift(block.start) for span in found]

    def _clean(self, block: Passage) -> Clean:
        """Return a block without the noise that can be hidden."""
        return clean(self.seed[block.start : block.end])

    def _noise(self, block: Passage) -> list[Noise]:
        """Return the noise of a block, in code points of the block."""
        head, end = self._head
        return noise(self.seed[block.start : block.end], head if block.start >= end else "")

    @cached_property
    def _head(self) -> tuple[str, int]:
        """The document's first line, which is noise where it comes again, and where it ends."""
        return head_of(next(self.seed.pieces(), (0, ""))[1])

    def _stripped(self, passage: Passage) -> Passage:
        text = self.seed[passage.start : passage.end]
        start = passage.start + len(text) - len(text.lstrip())
        return Passage(start, max(start, passage.start + len(text.rstrip())))
