"""Edits of documents that know where every code point went: the truth re-anchoring is held to.

A text is a list of (code point, where it stood in the old text or -1; -2 - n if it is a copy of
what stood at n). Nothing here compares texts; what was moved, copied or replaced is written down
when it happens.
"""

import random
import re
from collections.abc import Callable, Iterable

from seedread.text.noise import noise
from seedread.text.passage import Passage
from seedread.text.script import convert

Text = list[tuple[str, int]]
SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]*")
CLAUSE = re.compile(r"[^，。！？、；：,!?;:\n]+")
WORD = re.compile(r"[\u4e00-\u9fff]{2}|[A-Za-z0-9]+")
FULL = str.maketrans({",": "，", "?": "？", "!": "！", ":": "：", "(": "（", ")": "）"})
HALF = str.maketrans({"，": ",", "？": "?", "！": "!", "：": ":", "（": "(", "）": ")", "。": "."})
FOREIGN = "甲乙丙丁说明经济发展问题研究数据市场其实可能大家认为然后我们中国公司技术芯片的了是在"
STRANGE = (
    "这一点后来有人补充过。",
    "我们再看另外一个例子,它说明不了什么。",
    "有人问,芯片的问题到底怎么办?",
    "中国的公司其实都在等消息。",
    "那么,大家怎么看呢?",
    "编辑部按:此处略有删节。",
)


def text_of(text: Text) -> str:
    return "".join(c for c, _ in text)


def spans(text: Text, pattern: "re.Pattern[str]") -> list[tuple[int, int]]:
    return [found.span() for found in pattern.finditer(text_of(text))]


def insert_characters(text: Text, rng: random.Random) -> None:
    at = rng.randrange(len(text) + 1)
    text[at:at] = [(rng.choice(FOREIGN), -1) for _ in range(rng.randint(1, 4))]


def insert_sentences(text: Text, rng: random.Random) -> None:
    at = rng.choice(spans(text, SENTENCE))[1]
    text[at:at] = [(c, -1) for c in rng.choice(STRANGE)]


def delete_characters(text: Text, rng: random.Random) -> None:
    at = rng.randrange(len(text))
    del text[at : at + rng.randint(1, 4)]


def delete_sentences(text: Text, rng: random.Random) -> None:
    found = spans(text, SENTENCE)
    if len(found) > 5:
        start, end = rng.choice(found)
        del text[start:end]


def substitute_characters(text: Text, rng: random.Random) -> None:
    at = rng.randrange(len(text))
    for n in range(at, min(len(text), at + rng.randint(1, 3))):
        text[n] = (rng.choice(FOREIGN), -1)


def paragraphs(text: Text) -> list[tuple[int, int]]:
    return [(a, b) for a, b in spans(text, re.compile(r"[^\n]+\n*")) if b - a > 8]


def ended(paragraph: Text) -> Text:
    """Break the line of a paragraph that was the last one."""
    return paragraph if paragraph[-1][0] == "\n" else [*paragraph, ("\n", -1)]


def move_paragraph(text: Text, rng: random.Random) -> None:
    start, end = rng.choice(paragraphs(text))
    moved = text[start:end]
    del text[start:end]
    at = rng.choice([a for a, _ in paragraphs(text)] or [0])
    text[at:at] = ended(moved)


def copy_paragraph(text: Text, rng: random.Random) -> None:
    """Put a copy of a paragraph anywhere but beside it."""
    found = paragraphs(text)
    n = rng.randrange(len(found))
    where = [a for m, (a, _) in enumerate(found) if m not in (n, n + 1)]
    if where:
        at = rng.choice(where)
        text[at:at] = ended([(c, n if n < 0 else -2 - n) for c, n in text[slice(*found[n])]])


def repunctuate(text: Text, rng: random.Random) -> None:
    start = rng.randrange(len(text))
    table = rng.choice((FULL, HALF))
    for n in range(start, min(len(text), start + 200)):
        c, origin = text[n]
        text[n] = (c.translate(table), origin)


def join_lines(text: Text, rng: random.Random) -> None:
    """Break a line, or take a break or a space out."""
    breaks = [n for n, (c, _) in enumerate(text) if c in "\n "]
    if breaks and rng.random() < 0.5:
        del text[rng.choice(breaks)]
    else:
        at = rng.randrange(len(text))
        text[at:at] = [(rng.choice("\n\u3000 "), -1)]


def clean(text: Text, rng: random.Random) -> None:
    """Take out what the reader may hide: leaked pinyin, stray spaces, no-break spaces."""
    hidden = [
        one.passage for one in noise(text_of(text)) if one.kind in ("pinyin", "space", "nbsp")
    ]
    for start, end in reversed(hidden):
        del text[start:end]


def convert_all(config: str) -> Callable[[Text, random.Random], None]:
    def change(text: Text, rng: random.Random) -> None:
        found, at = [], 0
        for line in text_of(text).splitlines(keepends=True):
            twin = convert(line, config).text
            if len(twin) == len(line):
                found += [(c, text[at + n][1]) for n, c in enumerate(twin)]
            else:  # a phrase has become longer: only where that is, is not known here
                found += text[at : at + len(line)]
            at += len(line)
        text[:] = found

    return change


SMALL: dict[str, Callable[[Text, random.Random], None]] = {
    "insert characters": insert_characters,
    "insert sentences": insert_sentences,
    "delete characters": delete_characters,
    "delete sentences": delete_sentences,
    "substitute characters": substitute_characters,
    "move a paragraph": move_paragraph,
    "duplicate a paragraph": copy_paragraph,
    "full and half width": repunctuate,
    "line breaks and spaces": join_lines,
}
ONCE: dict[str, Callable[[Text, random.Random], None]] = {
    "noise removed": clean,
    "whole document t2s": convert_all("t2s"),
    "whole document s2t": convert_all("s2t"),
}


def leave(text: Text, rng: random.Random) -> None:
    """Change nothing: only the bytes of the file become others."""


# How the file is written; as UTF-8 if nothing else is said.
WRITTEN: dict[str, Callable[[str], bytes]] = {
    "re-encoded, gb18030": lambda text: text.encode("gb18030"),
    "re-encoded, UTF-16, CRLF": lambda text: text.replace("\n", "\r\n").encode("utf-16"),
    "UTF-8 with BOM, CR": lambda text: text.replace("\n", "\r").encode("utf-8-sig"),
}


def any_of_them(text: Text, rng: random.Random) -> None:
    rng.choice(list(SMALL.values()))(text, rng)


def passages(old: str, rng: random.Random, most: int) -> list[Passage]:
    """Return sentences, clauses and words to tag, in equal parts."""
    found: list[Passage] = []
    for pattern in (SENTENCE, CLAUSE, WORD):
        every = [Passage(*one.span()) for one in pattern.finditer(old)]
        found += rng.sample(every, min(most // 3, len(every)))
    return found


class Truth:
    """Where passages went."""

    def __init__(self, old: str, text: Text) -> None:
        self.old, self.text = old, text
        self.where = {origin: n for n, (_, origin) in enumerate(text) if origin >= 0}

    def fate(self, passage: Passage) -> str:
        """Say what happened to a passage: unchanged, marks, edited or gone (under half is left)."""
        left = [self.where[n] for n in range(*passage) if n in self.where]
        if len(left) * 2 < len(range(*passage)):
            return "gone"
        now = "".join(c for c, _ in self.text[min(left) : max(left) + 1])
        whole = len(left) == max(left) + 1 - min(left) == passage.end - passage.start
        if whole and left == sorted(left):
            return "unchanged" if now == self.old[slice(*passage)] else "marks"
        return "edited" if max(left) + 1 - min(left) <= 3 * len(left) + 20 else "torn"

    def right(self, passage: Passage, at: Passage) -> bool:
        """Whether a place holds what is left of a passage, and nothing else that was there.

        Its very words are right, too, if some of them are its own: of 能|中能|否 nobody can
        tell which 能 came in.
        """
        here = [origin for _, origin in self.text[slice(*at)] if origin >= 0]
        left = [n for n in range(*passage) if n in self.where]
        was = self.old[slice(*passage)]
        same = "".join(c for c, _ in self.text[slice(*at)]) == was and set(here) & set(left)
        return bool(same) or (here != [] and sorted(here) == left)


def edited(old: str, change: Callable[[Text, random.Random], None], times: int, seed: int) -> Truth:
    rng = random.Random(seed)
    text: Text = [(c, n) for n, c in enumerate(old)]
    for _ in range(times):
        change(text, rng)
    return Truth(old, text)


def kinds() -> Iterable[tuple[str, Callable[[Text, random.Random], None], bool]]:
    """Yield every kind of edit: its name, the change, whether it can be made many times."""
    yield from ((name, change, True) for name, change in SMALL.items())
    yield "any of these", any_of_them, True
    yield from ((name, change, False) for name, change in ONCE.items())
    yield from ((name, leave, False) for name in WRITTEN)
