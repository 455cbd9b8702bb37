"""What a concordance is asked for: topics with and, or, not; a text or a name; and filters."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from seedread.tags.claim import KEYS, Claim
from seedread.tags.tag import Tag
from seedread.tags.topic import Codebook, Topic
from seedread.text.fold import fold

ALL = "*"  # every tag there is
_FILTER = re.compile(r"(?:^|(?<=\s))(by|doc|claim|speaker|name)[:：](\"[^\"]*\"|\S+)", re.I)
_UNTAGGED = re.compile(r"(?:^|(?<=\s))untagged(?=\s|$)", re.I)
_TEXT = re.compile(r"^\s*text[:：]\s*", re.I)
_QUOTED = re.compile('["“]([^"“”]+)["”]|「([^」]+)」')
_SIGN = re.compile(
    r"\s*[&＆]\s*-?\s*|\s*[|｜]\s*|(?:^|\s+)[-−－]\s*|\s+and\s+not\s+|\s+(?:and|or|not)\s+|^not\s+",
    re.I,
)
_LEAST = 3  # letters from which the beginning of a topic's id stands for it


@dataclass(frozen=True, slots=True)
class Clause:
    """What one passage has to have: a topic of every set, and none of `none`."""

    every: tuple[frozenset[str], ...] = ()
    none: frozenset[str] = frozenset()

    def holds(self, topics: Collection[str]) -> bool:
        """Whether a passage with these topics answers to it."""
        there = set(topics)
        return all(there & one for one in self.every) and not there & self.none

    @property
    def plain(self) -> bool:
        """Whether a tag's own topics tell if it holds."""
        return len(self.every) < 2 and not self.none


@dataclass(frozen=True, slots=True)
class Question:
    """A question. `asked` is the part of it that names topics or a text, as it was typed.

    With clauses, or a filter only tags answer to, `text` is what their quotes have to hold; else
    it is looked for in all documents. `doubt` says, for people, what was not understood.
    """

    asked: str = ""
    clauses: tuple[Clause, ...] = ()
    text: str = ""
    name: str = ""
    by: str = ""
    doc: str = ""
    claim: str = ""
    speaker: str = ""
    untagged: bool = False
    doubt: str = ""

    @property
    def kind(self) -> str:
        """What answers to it: tags, places of a name or a text, or nothing ("")."""
        if self.clauses or self.by or self.claim or self.speaker:
            return "tags"
        return "name" if self.name else "text" if self.text else ""

    @property
    def topics(self) -> frozenset[str]:
        """The topics it asks for, those it does not want left out."""
        return frozenset(t for clause in self.clauses for one in clause.every for t in one)

    @property
    def typed(self) -> str:
        """It as one would type it."""
        parts = [self.asked]
        for key in ("name", "by", "doc", "claim", "speaker"):
            value = getattr(self, key)
            parts += [f'{key}:"{value}"' if " " in value else f"{key}:{value}"] if value else []
        return " ".join(part for part in (*parts, "untagged" * self.untagged) if part)

    def wants(self, tag: Tag) -> bool:
        """Whether the filters let a tag pass; its topics are not looked at."""
        if self.by and tag.by != self.by:
            return False
        if self.claim or self.speaker:
            claim = Claim.read(tag.claim)
            if not claim or (self.claim in KEYS and not getattr(claim, self.claim)):
                return False
            if self.speaker and fold(self.speaker) not in fold(claim.speaker):
                return False
        return fold(self.text) in fold(tag.quote)

    def told(self, book: Codebook) -> str:
        """Return what was understood, for people."""
        parts = [" or ".join(_said(clause, book) for clause in self.clauses)]
        parts += [f"“{self.text}”"] if self.text else []
        parts += [f"the name {self.name}"] if self.name else []
        parts += [f"by {self.by}"] if self.by else []
        parts += [f"in {self.doc}…"] if self.doc else []
        if self.claim or self.speaker:
            what = f" with {self.claim}" if self.claim in KEYS else ""
            parts += [f"claims{what}" + (f" of {self.speaker}" if self.speaker else "")]
        parts += ["untagged"] if self.untagged else []
        return " · ".join(part for part in parts if part)

    def only(self, **filters: str) -> "Question":
        """Return the question with other filters; without what made it one, it asks for all."""
        other = replace(self, **filters)  # type: ignore[arg-type]
        return other if other.kind else replace(other, asked=ALL, clauses=(Clause(),))


def parse(typed: str, book: Codebook, sure: bool = False) -> Question:
    """Read what was typed: `standards-war & power - export-controls`, `a | b`, or any text.

    Topics are known by id, name in any language, mark, or the only beginning there is; a group
    stands for its topics. `"…"` and `text:…` are text. Where `sure`, what is no known topic is
    the id of an unknown one.
    """
    if forced := _TEXT.match(typed):
        text = typed[forced.end() :].strip()
        return Question(typed.strip() if text else "", text=text)
    filters = {key.lower(): value.strip('"') for key, value in _FILTER.findall(typed)}
    if not {filters.get("claim", "any")} & {"any", *KEYS}:
        filters["claim"] = "any"
    untagged = bool(_UNTAGGED.search(typed))
    asked = " ".join(_UNTAGGED.sub("", _FILTER.sub("", typed)).split())
    quoted = _QUOTED.search(asked)
    text = (quoted[1] or quoted[2]).strip() if quoted else ""
    rest = (asked[: quoted.start()] + asked[quoted.end() :]).strip(" &") if quoted else asked
    found = Question(asked, text=text, untagged=untagged, **filters)
    clauses, doubt = _clauses(rest, book, sure)
    if clauses or not rest:
        return replace(found, clauses=clauses)
    return replace(found, text=asked if quoted else rest, doubt=doubt)


def _clauses(text: str, book: Codebook, sure: bool) -> tuple[tuple[Clause, ...], str]:
    """Return what an expression of topics asks for; nothing, and why, if it is none."""
    if text == ALL:
        return (Clause(),), ""
    clauses: list[Clause] = []
    begin, several = True, bool(_SIGN.search(text))
    for sign, word in _words(text, book):
        topics = _named(word, book, several, sure)
        if not topics:
            return (), f"{word} is no topic: looked for as text" if several else ""
        if begin or sign == "or":
            clauses.append(Clause())
        last = clauses[-1]
        if sign == "not":
            clauses[-1] = replace(last, none=last.none | topics)
        else:
            clauses[-1] = replace(last, every=(*last.every, topics))
        begin = False
    return tuple(clauses), ""


def _words(text: str, book: Codebook) -> Iterator[tuple[str, str]]:
    """Yield the topics of an expression and how each joins; a name may hold a sign itself."""
    signs = [(0, 0, "and"), *((s.start(), s.end(), _sign(s[0])) for s in _SIGN.finditer(text))]
    if len(signs) > 1 and signs[1][0] == 0:
        signs.pop(0)
    n = 0
    while n < len(signs):
        ends = [start for start, _, _ in signs[n + 1 :]] + [len(text)]
        words = [text[signs[n][1] : end].strip() for end in ends]
        last = next((k for k in reversed(range(len(words))) if _exactly(words[k], book)), 0)
        yield signs[n][2], words[last]
        n += last + 1


def _sign(found: str) -> str:
    sign = found.strip().lower()
    if "not" in sign or sign[-1:] in ("-", "−", "－"):
        return "not"
    return "or" if sign in ("|", "｜", "or") else "and"


def _exactly(word: str, book: Codebook) -> Topic | None:
    wanted = fold(word)
    spelled = ("id", "en", "hans", "hant", "mark")
    for topic in book.all.values():
        if wanted and any(fold(getattr(topic, key)) == wanted for key in spelled):
            return topic
    return None


def _named(word: str, book: Codebook, several: bool, sure: bool) -> frozenset[str]:
    """Return the topics a word stands for, none if it is not clear."""
    topic = _exactly(word, book)
    if sure and topic is None:
        return frozenset([word] if word else [])
    if topic is None and (several or (word.isascii() and len(word) >= _LEAST)):
        wanted = fold(word)
        named = ("id", "en", "hans", "hant")
        near = [
            t
            for t in book.topics
            if wanted and any(fold(getattr(t, key)).startswith(wanted) for key in named)
        ]
        topic = near[0] if len(near) == 1 else None
    if topic is None:
        return frozenset()
    return frozenset([topic.id, *(t.id for t in book.all.values() if t.parent == topic.id)])


def _said(clause: Clause, book: Codebook) -> str:
    if not clause.every and not clause.none:
        return "all tags"
    wanted = " and ".join(_names(one, book) for one in clause.every) or "all tags"
    return wanted + (f", not {_names(clause.none, book)}" if clause.none else "")


def _names(topics: frozenset[str], book: Codebook) -> str:
    group = next((g for g in book.groups if g.id in topics), None)
    if group:
        return group.en or group.id
    return " or ".join(book.get(id).en or id for id in sorted(topics))
