"""How like one passage others are: the terms it has, rare ones first, that they have too."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt

from seedread.tags.names import Names
from seedread.text import words
from seedread.text.fold import Folded, fold
from seedread.text.passage import Passage

TERMS = 100  # of a long passage the first ones: it is like what its beginning is like
REASONS = 8
ORDINARY = 60  # characters in one that is neither favoured nor not
BROKEN = 0.3  # what two characters are worth that belong to two words
_HAN = "\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_RUN = re.compile(f"[{_HAN}]{{2,}}")
_PART = re.compile(r"[0-9a-z]+(?:[.,:-][0-9a-z]+)*%?")
GAP = re.compile(f"(?<=[{_HAN}]) +(?=[{_HAN}])")  # white space that says nothing
# What a number is also called: claims differ in nothing else so often.
_SAME = (("一半", "半数", "五成", "50%"), ("三成", "30%"), ("四分之一", "25%"))
# Characters that join others and say nothing themselves.
_IDLE = frozenset(
    "的了是在我你他她它们这那有不也就都和与会要说着个来去到为以而被把让对从很还吗呢吧什么"
)


@dataclass(frozen=True, slots=True)
class Term:
    """Something a passage says: two characters, a word of letters or digits, or a name.

    `at` is where in the folded passage, `forms` how else it is said, `worth` its share of what
    its rareness makes it count.
    """

    at: Passage
    forms: tuple[str, ...]
    worth: float = 1.0

    def among(self, text: str, parts: frozenset[str]) -> bool:
        """Whether a folded text says it; `parts` are its words of letters and digits."""
        return any(form in (parts if _PART.fullmatch(form) else text) for form in self.forms)


class Likeness:
    """One passage, and how like it others are, once it is known how often its terms are said."""

    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.folded = Folded.of(text)
        self.terms = list(_terms(self.folded.text, names))[:TERMS]
        self.weights = [term.worth for term in self.terms]
        self._parts = any(_PART.fullmatch(form) for term in self.terms for form in term.forms)

    def weigh(self, counts: list[int], total: float) -> None:
        """Let rare terms count for more: `counts` says how often each is in `total` sentences."""
        self.weights = [
            term.worth * max(0.1, log((total + 1) / (n + 1))) ** 2
            for term, n in zip(self.terms, counts, strict=True)
        ]

    def bound(self, text: str) -> float:
        """Return what no sentence inside a folded text can score more than."""
        return self._sum(self.said(text))

    def said(self, text: str) -> list[int]:
        """Return which terms a folded text says."""
        parts = frozenset(_PART.findall(text)) if self._parts else frozenset()
        return [n for n, term in enumerate(self.terms) if term.among(text, parts)]

    def score(self, text: str) -> float:
        """Return how like the passage a folded sentence is: what both say, by its length."""
        return self._sum(self.said(text)) / sqrt(1 + len(text) / ORDINARY)

    def shared(self, text: str) -> tuple[str, ...]:
        """Return the words both say as the passage writes them, the rarest first."""
        found: dict[str, float] = {}
        for span, weight in self._stretches(self.said(text), text):
            home = self.folded.home(*span)
            said = self.text[home.start : home.end]
            found[said] = max(weight, found.get(said, 0.0))
        return tuple(sorted(found, key=lambda said: -found[said]))[:REASONS]

    def _stretches(self, said: list[int], text: str) -> Iterator[tuple[Passage, float]]:
        """Yield where neighbouring terms are one stretch of both texts, and its weight."""
        joined: Passage | None = None
        weight = 0.0
        for n in [*said, -1]:
            at = self.terms[n].at if n >= 0 else None
            if joined and at and at.start < joined.end:
                whole = joined.hull(at)
                if self.folded.text[whole.start : whole.end] in text:
                    joined, weight = whole, max(weight, self.weights[n])
                    continue
            if joined:
                bare = self._bare(joined)
                if bare.end - bare.start > 1 or not _RUN.match(self.folded.text[joined.start :]):
                    yield bare, weight
            joined, weight = at, self.weights[n] if n >= 0 else 0.0

    def _bare(self, span: Passage) -> Passage:
        """Return a stretch without the idle characters at its ends."""
        text = self.folded.text[span.start : span.end]
        left = len(text) - len(text.lstrip("".join(_IDLE)))
        right = len(text) - len(text.rstrip("".join(_IDLE)))
        return Passage(span.start + left, max(span.start + left, span.end - right))

    def _sum(self, said: list[int]) -> float:
        return sum(self.weights[n] for n in said)


def _terms(text: str, names: Names) -> Iterator[Term]:
    """Yield the terms of a folded passage in order, each once."""
    named = list(_named(text, names))
    borders = {word.start for word in words.words(text)} if words.ready() else set()
    pairs = [Term(at, _forms(text, at), _worth(text, at, borders)) for at in _pairs(text)]
    parts = (Passage(*found.span()) for found in _PART.finditer(text))
    singles = [Term(at, _forms(text, at), 1.0 if at.end - at.start > 1 else BROKEN) for at in parts]
    taken = [term.at for term in named]
    rest = [t for t in (*pairs, *singles) if not any(at.covers(t.at) for at in taken)]
    seen: set[tuple[str, ...]] = set()
    for term in sorted((*named, *rest), key=lambda term: term.at):
        if term.forms not in seen and term.worth:
            seen.add(term.forms)
            yield term


def _pairs(text: str) -> Iterator[Passage]:
    for run in _RUN.finditer(text):
        yield from (Passage(a, b + 1) for a, b in pairwise(range(*run.span())))


def _forms(text: str, at: Passage) -> tuple[str, ...]:
    said = text[at.start : at.end]
    return next((same for same in _SAME if said in same), (said,))


def _worth(text: str, at: Passage, borders: set[int]) -> float:
    """Return the worth of two characters: less if they join words, none if they only join."""
    idle = sum(c in _IDLE for c in text[at.start : at.end])
    return (0.0 if idle == 2 else 0.4 if idle else 1.0) * (BROKEN if at.start + 1 in borders else 1)


def _named(text: str, names: Names) -> Iterator[Term]:
    """Yield the names a folded passage says, with every other form of each."""
    parts = {found[0]: Passage(*found.span()) for found in _PART.finditer(text)}
    for name in names.all.values():
        forms = tuple(sorted({f for form in name.forms if len(f := fold(form).strip()) > 1}))
        for form in sorted(forms, key=len, reverse=True):
            start = text.find(form)
            at = parts.get(form) or (Passage(start, start + len(form)) if start >= 0 else None)
            if at and (form in parts or not _PART.fullmatch(form)):
                yield Term(at, forms)
                break
