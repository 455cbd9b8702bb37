"""What is the same to who looks for it: script, width, case, noise and stray spaces put aside."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from seedread.text import noise, script
from seedread.text.clean import Clean
from seedread.text.passage import Passage

_HAN = "\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
# What stands beside Chinese or beside another space says nothing.
_IDLE = re.compile(rf"(?<=[{_HAN}])[^\S\n]+|[^\S\n]+(?=[{_HAN}])|(?<=[^\S\n])[^\S\n]+")


@dataclass(frozen=True, slots=True)
class Folded:
    """A run of text as one looks for it, and the way back; `start` is where it begins.

    `text` is `clean.text` with every character folded, code point for code point.
    """

    text: str
    clean: Clean
    start: int = 0

    @classmethod
    def of(cls, text: str, start: int = 0, clean: Clean | None = None) -> "Folded":
        """Fold whole lines, or what of a line a document keeps together.

        `clean` is the same text without its noise, if that is known already.
        """
        if clean is None:
            clean = noise.clean(text)
        gaps = [clean.home(Passage(*found.span())) for found in _IDLE.finditer(clean.text)]
        if gaps:
            clean = Clean.of(text, _disjoint([*clean.cuts, *gaps]))
        return cls(fold(clean.text), clean, start)

    @classmethod
    def exactly(cls, text: str, start: int = 0) -> "Folded":
        """Take a text as it is."""
        return cls(text, Clean(text), start)

    def home(self, start: int, end: int) -> Passage:
        """Return the passage of the document that a passage of `text`, not empty, stands for."""
        return self.clean.home(Passage(start, end)).shift(self.start)


def fold(text: str) -> str:
    """Return `text` with script, width and case taken away, code point for code point."""
    return text.translate(_letters())


def _disjoint(cuts: list[Passage]) -> list[Passage]:
    """Return `cuts` in order, without those inside others."""
    kept: list[Passage] = []
    for cut in sorted(cuts, key=lambda cut: (cut.start, -cut.end)):
        if not kept or cut.start >= kept[-1].end:
            kept.append(cut)
    return kept


class _Letters(dict[int, str]):
    """What every character folds to, worked out when it is first met."""

    def __init__(self, han: dict[str, str]) -> None:
        super().__init__((ord(c), simple) for c, simple in han.items())

    def __missing__(self, code: int) -> str:
        c = chr(code)
        if c.isspace() and c != "\n":
            c = " "
        plain = c.lower() if c.isascii() else unicodedata.normalize("NFKC", c).casefold()
        if len(plain) != 1:
            plain = c.lower() if len(c.lower()) == 1 else c
        self[code] = folded = self.get(ord(plain), plain)
        return folded


@cache
def _letters() -> _Letters:
    return _Letters(_han())


@cache
def _han() -> dict[str, str]:
    """Map every Han character that some script writes otherwise to its simplified form."""
    # A line a character: no phrase of the dictionaries can join two of them.
    every = "".join(map(chr, (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))))
    text = "\n".join(every)
    for config in ("hk2s", "tw2s", "t2s"):
        text = script.convert(text, config).text
    return {c: simple for c, simple in zip(every, text[::2], strict=True) if c != simple}
