"""A version of a text as passages are looked for in it: script, width and case put aside."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from seedread.text import noise
from seedread.text.fold import fold
from seedread.text.passage import Passage

MOST = 400  # places of a wording that are looked at
COMMON = 60  # places from which on two letters say nothing about where one is
GRAM = 2
WIDEST = 1_000_000  # code points; in a longer text nobody looks for what only resembles
_SAID = re.compile(r"\w")


class Wording:
    """A text, and the same folded, code point for code point."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._places: dict[str, list[Passage]] = {}

    @cached_property
    def folded(self) -> str:
        """The text with script, width and case put aside."""
        return fold(self.text)

    def places(self, words: str) -> list[Passage]:
        """Return where folded words stand, overlapping ones included."""
        found = self._places.get(words)
        if found is None:
            found = self._places[words] = list(self._found(words))
        return found

    def near(self, words: str, most: int = 3) -> list[int]:
        """Return where folded words would begin that are here in about this form, likeliest first.

        Every two letters vote for where the first one would be; votes close by count together.
        """
        votes: Counter[int] = Counter()
        if len(self.text) > WIDEST:
            return []
        step = max(4, len(words) // 4)
        for n in range(len(words) - GRAM + 1):
            places = self._grams.get(words[n : n + GRAM], ())
            if len(places) <= COMMON:
                votes.update({(at - n) // step for at in places})
        both = Counter({at: votes[at] + votes[at + 1] for at in votes})
        needed = max(2, len(words) // 6)
        return [at * step for at, count in both.most_common(most) if count >= needed]

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
    def _grams(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for n in range(len(self.folded) - GRAM + 1):
            places.setdefault(self.folded[n : n + GRAM], []).append(n)
        return places

    @cached_property
    def _hidden(self) -> bytearray:
        hidden = bytearray(len(self.text))
        for start, end in noise.clean(self.text).cuts:
            hidden[start:end] = b"\1" * (end - start)
        return hidden
