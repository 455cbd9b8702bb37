"""A passage that is looked for: its words, what stood around them, how well a place fits."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from seedread.tags.wording import Wording, folded
from seedread.text.passage import Passage

REACH = 16  # code points of context on either side
LONG = 12  # code points that are hardly ever written twice by chance
LIKE = 0.4  # share of the words that must be there for a place to be one


@dataclass(frozen=True, slots=True)
class Found:
    """A place: how much of the context is there, how much of the words, 0 to 1 each."""

    context: float
    likeness: float
    passage: Passage
    long: bool = False

    @property
    def worth(self) -> float:
        """How good a place it is, all in all."""
        return (2 * self.likeness + self.context) / 3 if self.context or self.long else 0.0


@dataclass(frozen=True, slots=True)
class Sought:
    """Folded words with what stood before and after them."""

    words: str
    before: str
    after: str
    reach: int

    @classmethod
    def within(cls, text: Wording, passage: Passage) -> "Sought":
        """Look for a passage of a text that is known."""
        (start, end), whole = passage, text.folded
        around = whole[max(0, start - REACH) : start], whole[end : end + REACH]
        return cls(whole[start:end], *around, REACH)

    @classmethod
    def quoted(cls, before: str, quote: str, after: str) -> "Sought":
        """Look for what a line says."""
        return cls(folded(quote), folded(before), folded(after), max(len(before), len(after)))

    @property
    def floor(self) -> float:
        """How much of the context must be left to know the words by their place."""
        length = len(self.words)
        return 0.0 if length >= LONG else 0.12 if length >= LONG // 2 else 0.25

    def context(self, text: Wording, at: Passage) -> float:
        """Return how much of what stood around it stands around a place, 0 to 1."""
        from rapidfuzz.distance import Indel

        like, whole = Indel.normalized_similarity, text.folded
        left = whole[max(0, at.start - len(self.before)) : at.start]
        right = whole[at.end : at.end + len(self.after)]
        # At an edge of the text nothing stood: that is there if the place is at that edge, too.
        sides = [
            like(self.before, left) if self.before else float(at.start == 0),
            like(self.after, right) if self.after else float(at.end == len(whole)),
        ]
        if not self.before and not self.after:
            return 0.0
        return float(sum(sides)) / 2

    def rated(self, text: Wording, places: Iterable[Passage]) -> list[Found]:
        """Return places of the very words, the likeliest first."""
        long = len(self.words) >= LONG
        found = [Found(self.context(text, at), 1.0, at, long) for at in places]
        return sorted(found, key=lambda one: -one.context)

    def likeness(self, text: Wording, at: Passage) -> float:
        """Return how much of the words stands at a place, 0 to 1."""
        from rapidfuzz.distance import Levenshtein

        return float(Levenshtein.normalized_similarity(self.words, text.folded[at.start : at.end]))

    def at(self, text: Wording, place: Passage) -> Found:
        """Return how good a place is."""
        return Found(self.context(text, place), self.likeness(text, place), place)

    def near(self, text: Wording) -> list[Found]:
        """Return where the words stand changed, the likeliest first."""
        found = []
        needle = self.before + self.words + self.after
        for start in text.near(needle):
            for at in self._laid(text, needle, start):
                one = self.at(text, at)
                if one.likeness >= LIKE and one.worth >= LIKE:
                    found.append(one)
        return sorted(found, key=lambda one: -one.worth)

    def _laid(self, text: Wording, needle: str, start: int) -> Iterator[Passage]:
        """Yield what of the text the words are, when the needle is laid beside it at `start`."""
        from rapidfuzz.distance import Levenshtein

        first = max(0, start - len(needle) // 4 - 4)
        beside = text.folded[first : start + len(needle) + len(needle) // 4 + 8]
        low, high = len(self.before), len(self.before) + len(self.words)
        ends = [
            (op.dest_start + max(0, low - op.src_start), op.dest_end - max(0, op.src_end - high))
            for op in Levenshtein.opcodes(needle, beside)
            if op.tag == "equal" and op.src_start < high and op.src_end > low
        ]
        if ends:
            yield Passage(first + ends[0][0], first + ends[-1][1])
