"""What in a sentence speaks for a topic before anybody has tagged: its names and its keywords.

The longest term wins and consumes its characters, so that a short keyword inside a longer word
says nothing: of 竞争壁垒 no 竞争 is left, of 新能源 no 能源.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from seedread.tags.topic import Topic
from seedread.text.fold import Folded

HINT = 0.5  # what a term of a topic's definition weighs beside a keyword
DENIED = 0.3  # what a term weighs that the sentence says this is not about
# Everyday words in which a likely keyword means something else.
COMPOUNDS = (
    "新能源",
    "竞争力",
    "竞争对手",
    "开放平台",
    "开放式",
    "中国人民",
    "中国人工智能",
    "收入囊中",
)
_DENIAL = re.compile(r"(?:(?<!是)不是|并非|而非|不再是|无关)[^,，。;；:：!！?？]{0,8}$")
_REACH = 14  # code points before a term in which it may be denied
# What is written out in a note on a topic: Chinese, names with capitals, model numbers.
_WRITTEN = re.compile(
    "[\u3400-\u9fff]{2,8}|[A-Z][A-Za-z]*[0-9][A-Za-z0-9]*|[A-Z]{3,}[A-Za-z]*"
    "|[A-Z][a-z]+(?: [A-Z][a-z]+)+|[A-Z][a-z]+[A-Z][A-Za-z]+"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A term found in a folded text, and how much of its weight it has there."""

    term: str
    start: int
    end: int
    weight: float


class Cues:
    """The terms of a codebook, folded: whatever script they are in, they are found in both."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self.terms: dict[str, dict[str, float]] = {}
        kept = [topic for topic in topics if not topic.retired]
        for weight, spoken in ((1.0, _own), (HINT, _hinted)):
            found: defaultdict[str, dict[str, float]] = defaultdict(dict)
            for topic in kept:
                for term in spoken(topic):
                    found[term][topic.id] = weight
            for term, spoken_for in found.items():
                # What many definitions mention tells none of them apart.
                if weight == 1.0 or len(spoken_for) == 1:
                    self.terms.setdefault(term, spoken_for)

    def of(self, term: str) -> Mapping[str, float]:
        """Return the topics a term was given to, and how it counts there: 1 for a keyword."""
        return self.terms.get(term, {})

    def found(self, text: str) -> list[Cue]:
        """Return the terms in a folded text, in order, none inside another."""
        terms = {at: term for at in range(len(text)) if (term := self._at(text, at))}
        found, end = [], 0
        for at, term in terms.items():
            # Of 造访华盛顿 it is 华盛顿 that counts, not 访华.
            later = (terms.get(n, "") for n in range(at + 1, at + len(term)))
            if at < end or any(len(other) > len(term) for other in later):
                continue
            end = at + len(term)
            if term in self.terms:
                found.append(Cue(term, at, end, _weight(text, at)))
        return found

    def _at(self, text: str, at: int) -> str:
        """Return the longest term that begins at a place, "" if none does."""
        for term in self._first.get(text[at : at + 2], ()) or self._first.get(text[at], ()):
            if text.startswith(term, at) and _whole(text, at, term):
                return term
        return ""

    @cached_property
    def _first(self) -> dict[str, list[str]]:
        """The terms by their first two characters, the longest first, then that of one."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        terms = {*self.terms, *COMPOUNDS}
        for term in sorted(terms, key=lambda t: (-len(t), t)):
            found[term[:2]].append(term)
        for head in [head for head in found if len(head) == 2 and head[0] in terms]:
            found[head].append(head[0])
        return dict(found)


def _own(topic: Topic) -> Iterator[str]:
    """Yield a topic's names and keywords, folded."""
    given = [topic.en, topic.hans, topic.hant]
    for words in (topic.keywords or {}).values():
        given += [word for word in words if isinstance(word, str)]
    yield from _folded(given)


def _hinted(topic: Topic) -> Iterator[str]:
    """Yield what the note on what belongs to a topic writes out, folded."""
    yield from _folded(_WRITTEN.findall(topic.include))


def _folded(given: Iterable[str]) -> Iterator[str]:
    for word in given:
        term = Folded.of(word).text.strip()
        if len(term) > 1 or not term.isascii():
            yield term


def _weight(text: str, at: int) -> float:
    return DENIED if _DENIAL.search(text, max(0, at - _REACH), at) else 1.0


def _whole(text: str, at: int, term: str) -> bool:
    """Whether a term of letters is a word of its own there, as R1 in R1模型 and not in R100."""
    end = at + len(term)
    before, after = text[at - 1 : at] if at else "", text[end : end + 1]
    return not (_joined(before, term[0]) or _joined(term[-1], after))


def _joined(a: str, b: str) -> bool:
    if not (a and b and a.isascii() and b.isascii() and a.isalnum() and b.isalnum()):
        return False
    return not (a.isalpha() and b.isdigit())
