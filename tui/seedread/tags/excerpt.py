"""Words with what stands around them on their line, and where a text has something like it."""

from collections.abc import Iterator
from dataclasses import dataclass

from seedread.tags.wording import Grams
from seedread.text.passage import Passage

AROUND = 32  # code points on either side
FEW = 12  # code points that may stand in many places
LONGEST = 600  # code points of a passage that are held beside another place
MOST = 12  # places that are looked at
LIKE = 0.6  # share of the code points that have to be the same


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Folded words and what stands before and after them."""

    before: str
    words: str
    after: str

    @classmethod
    def of(cls, text: str, passage: Passage) -> "Excerpt":
        """Take a passage with what is around it on its line; with more, if that is hardly more."""
        start, end = passage.start, min(passage.end, passage.start + LONGEST)
        low, high = max(0, start - AROUND), min(len(text), end + AROUND)
        left = text.rfind("\n", low, start) + 1 or low
        right = text.find("\n", end, high)
        right = high if right < 0 else right
        if right - left < FEW:
            left, right = low, high
        return cls(text[left:start], text[start:end], text[end:right])

    @property
    def whole(self) -> str:
        """All of it."""
        return self.before + self.words + self.after

    def around(self, place: Passage) -> Passage:
        """Return the place the whole of it has if its words have this one."""
        return Passage(max(0, place.start - len(self.before)), place.end + len(self.after))

    def stands(self, text: str, place: Passage) -> bool:
        """Whether its words stand at a place in about this form, with what is on one side."""
        (start, end), (low, high) = place, self.around(place)
        left, right = self.before + self.words, self.words + self.after
        return alike(self.words, text[start:end]) and (
            alike(self.whole, text[low:high])
            or (len(left) >= FEW and alike(left, text[low:end]))
            or (len(right) >= FEW and alike(right, text[start:high]))
        )

    def frames(self, text: str, place: Passage) -> bool:
        """Whether nearly all of it stands at a place, be it without its words."""
        return alike(self.whole, text[slice(*self.around(place))])

    def laid(self, text: str, grams: Grams) -> Iterator[Passage]:
        """Yield what its words are where a text has something like the whole of it."""
        for at in grams.near(self.whole, MOST):
            place = self._laid(text, at)
            exact = text.find(self.words, max(0, place.start - FEW), place.end + FEW)
            yield place if exact < 0 else Passage(exact, exact + len(self.words))

    def _laid(self, text: str, at: int) -> Passage:
        """Return what its words are when the whole is laid beside a text at about `at`."""
        from rapidfuzz.distance import Levenshtein

        low, high = len(self.before), len(self.before) + len(self.words)
        spare = len(self.whole) // 4 + 4
        first = max(0, at - spare)
        start = end = 0
        beside = text[first : at + len(self.whole) + 2 * spare]
        for op in Levenshtein.opcodes(self.whole, beside):
            if op.src_start <= low < op.src_end:
                start = min(op.dest_end, op.dest_start + low - op.src_start)
            if op.src_start < high <= op.src_end:
                end = max(op.dest_start, op.dest_end - (op.src_end - high))
        return Passage(first + start, first + max(start, end))


def alike(one: str, two: str) -> bool:
    """Whether most of two texts is the same."""
    from rapidfuzz.distance import Indel

    return one == two or Indel.normalized_similarity(one, two) > LIKE
