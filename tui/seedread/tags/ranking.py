"""How topics answer to what is typed: names in every script, pinyin, initials, keywords.

A line typed is matched as a whole and word by word; the better of the two counts.
"""

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import IntEnum
from functools import cache, cached_property, lru_cache
from threading import Lock

from seedread.tags.topic import Topic
from seedread.text.fold import fold

Sounds = Callable[[str], Iterable[str]]  # a character → its readings; none if it has none
_PIECES = re.compile(r"[a-z0-9]+|[^\W_]")
_WORDS = re.compile(r"[^\W_]+")
_LOADING = Lock()


class Match(IntEnum):
    """How a topic was found, the best first."""

    EXACT = 0
    BEGINNING = 1
    WORD = 2  # a word of a name begins with it
    INSIDE = 3
    PINYIN = 4  # of a name from its beginning: whole syllables, initials or both
    PINYIN_INSIDE = 5
    INITIALS = 6  # of an English name
    KEYWORD = 7
    KEYWORD_INSIDE = 8


class Findable:
    """A topic as it is looked for."""

    def __init__(self, topic: Topic, sounds: Sounds | None = None) -> None:
        self.id = topic.id
        names = (topic.id, topic.en, topic.hans, topic.hant, topic.mark)
        self.names = [fold(name) for name in dict.fromkeys(names) if name]
        self._topic, self._sounds = topic, sounds

    def match(self, typed: str) -> Match | None:
        """Return how the topic answers to a folded line, None if it does not."""
        whole = self._match(typed)
        words = typed.split()
        if len(words) < 2:
            return whole
        each = [self._match(word) for word in words]
        found = [one for one in each if one is not None]
        if whole is None and len(found) < len(each):
            return None
        together = max(found) if len(found) == len(each) else None
        return min(one for one in (whole, together) if one is not None)

    def _match(self, typed: str) -> Match | None:
        if typed in self.names:
            return Match.EXACT
        if any(name.startswith(typed) for name in self.names):
            return Match.BEGINNING
        if any(
            name.startswith(typed, at.start())
            for name in self.names
            for at in _WORDS.finditer(name)
        ):
            return Match.WORD
        if any(typed in name for name in self.names):
            return Match.INSIDE
        return self._heard(typed.replace(" ", "").replace("'", "")) or self._keyword(typed)

    def _heard(self, typed: str) -> Match | None:
        typed = typed.replace("ü", "v")
        if not (typed.isascii() and typed.isalpha()):
            return None
        if any(_spells(typed, syllables) for syllables in self._syllables):
            return Match.PINYIN
        for syllables in self._syllables:
            if any(_spells(typed, syllables[n:]) for n in range(1, len(syllables))):
                return Match.PINYIN_INSIDE
        if len(typed) > 1 and any(typed in initials for initials in self._initials):
            return Match.INITIALS
        return None

    def _keyword(self, typed: str) -> Match | None:
        if any(word.startswith(typed) for word in self._keywords):
            return Match.KEYWORD
        return Match.KEYWORD_INSIDE if any(typed in word for word in self._keywords) else None

    @cached_property
    def _keywords(self) -> list[str]:
        words = (self._topic.keywords or {}).values()
        given = (w for group in words if isinstance(group, list) for w in group)
        return [fold(w) for w in given if isinstance(w, str)]

    @cached_property
    def _initials(self) -> list[str]:
        names = {fold(self._topic.en), self.id.lower()}
        return ["".join(word[0] for word in _WORDS.findall(name)) for name in names]

    @cached_property
    def _syllables(self) -> list[list[tuple[str, ...]]]:
        """What each character of the Chinese names may sound like; Latin stays as it is."""
        sounds, found = self._sounds, []
        if sounds is None:
            return []
        for name in (self._topic.hans, self._topic.hant):
            pieces = _PIECES.findall(name.lower())
            if any(not piece.isascii() for piece in pieces):
                found.append([_readings(piece, sounds) for piece in pieces])
        return [one for n, one in enumerate(found) if one not in found[:n]]


def ranked(
    topics: Iterable[Findable],
    typed: str,
    recent: Sequence[str] = (),
    used: Mapping[str, int] | None = None,
) -> list[str]:
    """Return the ids of the topics that answer to `typed`, the best match first.

    Among equals the more recent goes first, then the more often used, then as they came. With
    nothing typed all answer alike.
    """
    typed = " ".join(fold(typed).split())
    lately = {id: n for n, id in enumerate(recent)}
    found = []
    for topic in topics:
        match = topic.match(typed) if typed else Match.EXACT
        if match is not None:
            often = -(used or {}).get(topic.id, 0)
            found.append((match, lately.get(topic.id, len(lately)), often, topic.id))
    return [id for *_, id in sorted(found, key=lambda one: one[:3])]


@cache
def readings() -> Sounds:
    """Load what Chinese characters sound like (a tenth of a second): every reading of each."""
    with _LOADING:
        plain = {"PYPINYIN_NO_PHRASES": "1", "PYPINYIN_NO_DICT_COPY": "1"}  # half of that time
        before = {name: os.environ.get(name) for name in plain}
        os.environ.update(plain)
        try:
            from pypinyin import Style, pinyin
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]

    @lru_cache(4096)
    def sounds(character: str) -> tuple[str, ...]:
        found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
        return tuple(found[0]) if found else ()

    return sounds


def spelled(name: str, sounds: Sounds) -> str:
    """Return a name in pinyin, in one piece and as its initials, by the first reading of each."""
    heard = [char if char.isascii() else next(iter(sounds(char)), "") for char in name]
    return f"{''.join(heard)} {''.join(one[:1] for one in heard)}"


def loaded() -> Sounds | None:
    """Return what characters sound like if that has been loaded."""
    return readings() if readings.cache_info().currsize else None


def _readings(piece: str, sounds: Sounds) -> tuple[str, ...]:
    """Return the readings of a character; ü is typed v, and by many u."""
    heard = (piece,) if piece.isascii() else tuple(sounds(piece))
    return tuple(dict.fromkeys([*heard, *(one.replace("v", "u") for one in heard)]))


def _spells(typed: str, syllables: Sequence[tuple[str, ...]]) -> bool:
    """Whether `typed` is said by the first of the syllables: each whole, or by its initial."""
    if not typed:
        return True
    if not syllables:
        return False
    for said in syllables[0]:
        if said.startswith(typed):
            return True
        initial = said[:2] if said[:2] in ("zh", "ch", "sh") else said[:1]
        for part in {said, initial, said[:1]} - {""}:
            if typed.startswith(part) and _spells(typed[len(part) :], syllables[1:]):
                return True
    return False
