"""A version of a text as passages are looked for in it: script, width and case put aside."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

from seedread.tags.landmarks import clauses
from seedread.text import noise
from seedread.text.fold import fold
from seedread.text.passage import Passage

MOST = 400  # places of a wording that are looked at
COMMON = 300  # places from which on two letters say nothing about where one is
GRAM = 2
WIDEST = 1_000_000  # code points; in a longer text nobody looks for what only resembles
_SAID = re.compile(r"\w")


def folded(text: str) -> str:
    """Return a text with script, width, case and the form of a full stop put aside."""
    return fold(text).replace(".", "。")


class Wording:
    """A text, and the same folded, code point for code point."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._places: dict[str, list[Passage]] = {}

    @cached_property
    def folded(self) -> str:
        """The text with script, width and case put aside."""
        return folded(self.text)

    @cached_property
    def clauses(self) -> list[Passage]:
        """The clauses of the folded text."""
        return clauses(self.folded)

    def places(self, words: str) -> list[Passage]:
        """Return where folded words stand, overlapping ones included."""
        found = self._places.get(words)
        if found is None:
            found = self._places[words] = list(self._found(words))
        return found

    def near(self, words: str) -> list[int]:
        """Return where folded words would begin that are here in about this form."""
        return self._grams.near(words)

    def said(self, start: int, end: int) -> str:
        """Return the letters of a passage, folded, without marks, spaces and hidden noise."""
        folded, hidden = self.folded, self._hidden
        return "".join(
            folded[n] for n in range(start, end) if not hidden[n] and _SAID.match(folded[n])
        )

    def _found(self, words: str) -> Iterator[Passage]:
        at = self.folded.find(words) if words else -1
        for _ in range(MOST):
            if at < 0:
                return
            yield Passage(at, at + len(words))
            at = self.folded.find(words, at + 1)

    @cached_property
    def _grams(self) -> "Grams":
        return Grams(self.folded, [Passage(0, len(self.folded))])

    @cached_property
    def _hidden(self) -> bytearray:
        hidden = bytearray(len(self.text))
        for start, end in noise.clean(self.text).cuts:
            hidden[start:end] = b"\1" * (end - start)
        return hidden


class Grams:
    """Where every two letters of a text stand, within some stretches of it."""

    def __init__(self, text: str, stretches: Iterable[Passage]) -> None:
        self._places: dict[str, list[int]] = {}
        stretches = list(stretches)
        if sum(end - start for start, end in stretches) > WIDEST:
            return
        for start, end in stretches:
            for n in range(start, min(end, len(text) - GRAM + 1)):
                self._places.setdefault(text[n : n + GRAM], []).append(n)

    def near(self, words: str, most: int = 3) -> list[int]:
        """Return where words would begin that are there in about this form, likeliest first.

        Every two letters vote for where the first one would be; votes close by count together.
        """
        votes: Counter[int] = Counter()
        step = max(4, len(words) // 4)
        for n in range(len(words) - GRAM + 1):
            places = self._places.get(words[n : n + GRAM], ())
            if len(places) <= COMMON:
                votes.update({(at - n) // step for at in places})
        both = Counter({at: votes[at] + votes[at + 1] for at in votes})
        needed = max(2, len(words) // 6)
        return [at * step for at, count in both.most_common(most) if count >= needed]
