"""Finding text whatever its script, width or case: 標準 finds 标准."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import chain

from seedread.text import script
from seedread.text.passage import Passage
from seedread.text.seed import Seed

KEPT = (
    2000  # code points of an unfinished line in which a hit may begin that ends in the next piece
)
_HAN = re.compile("[\u3400-\u9fff]")
# Where characters may fold to others; the rest of Unicode has neither width nor case.
_FOLDING = ((0x21, 0xAC00), (0xF900, 0x12000), (0x16E40, 0x1FC00), (0x2F800, 0x2FA20))


def fold(text: str) -> str:
    """Return `text` with script, width and case taken away, code point for code point."""
    return text.translate(_folded())


def pattern(query: str) -> re.Pattern[str]:
    """Return an expression that matches everything that folds like `query`.

    So does, to it, what `query` is in another script: which characters are written in two ways
    depends on the word (回复 is 回覆, but 复杂 is 複雜). White space matches any within a line.
    """
    spellings = dict.fromkeys(map(fold, _spellings(query)))
    return re.compile("|".join("".join(map(_class, _words(folded))) for folded in spellings))


def hits(seed: Seed, wanted: re.Pattern[str], start: int = 0) -> Iterator[Passage]:
    """Yield every hit in document order, in code points; a hit does not cross lines."""
    kept, done = "", 0
    for at, piece in seed.pieces():
        at, text = at - len(kept), kept + piece
        for match in wanted.finditer(text, max(0, done - at)):
            done = at + match.end()
            if match.end() > match.start() and at + match.start() >= start:
                yield Passage(at + match.start(), done)
        kept = "" if text.endswith("\n") else text[-KEPT:]


def _spellings(query: str) -> Iterator[str]:
    yield query
    if _HAN.search(query):
        for config in ("t2s", "tw2s", "hk2s", "s2t", "s2tw", "s2hk"):
            yield script.convert(query, config).text


def _words(folded: str) -> list[str]:
    """Return the characters of a query, all white space between two of them as one."""
    return re.findall(r"\s+|\S", folded)


def _class(folded: str) -> str:
    if folded.isspace():
        return r"[^\S\n]+"
    return "[" + "".join(map(re.escape, folded + _unfolded().get(folded, ""))) + "]"


class _Folded(dict[int, str]):
    """What every character folds to, worked out when it is first met."""

    def __init__(self, han: dict[str, str]) -> None:
        super().__init__((ord(c), simple) for c, simple in han.items())

    def __missing__(self, code: int) -> str:
        c = chr(code)
        plain = c.lower() if c.isascii() else unicodedata.normalize("NFKC", c).casefold()
        if len(plain) != 1:
            plain = c.lower() if len(c.lower()) == 1 else c
        self[code] = folded = self.get(ord(plain), plain)
        return folded


@cache
def _folded() -> _Folded:
    return _Folded(_han())


@cache
def _unfolded() -> dict[str, str]:
    """Map every character to the others that fold to it."""
    found: dict[str, str] = {}
    codes = chain.from_iterable(range(a, b) for a, b in _FOLDING)
    every = "".join(map(chr, codes))
    for c, folded in zip(every, fold(every), strict=True):
        if c != folded:
            found[folded] = found.get(folded, "") + c
    return found


@cache
def _han() -> dict[str, str]:
    """Map every Han character that some script writes otherwise to its simplified form."""
    # A line a character: no phrase of the dictionaries can join two of them.
    every = "".join(map(chr, (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))))
    text = "\n".join(every)
    for config in ("hk2s", "tw2s", "t2s"):
        text = script.convert(text, config).text
    return {c: simple for c, simple in zip(every, text[::2], strict=True) if c != simple}
