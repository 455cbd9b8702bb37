"""Finding text whatever its script, width or case: 標準 finds 标准."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from seedread.text import script
from seedread.text.passage import Passage
from seedread.text.seed import Seed


def fold(text: str) -> str:
    """Return `text` with script, width and case taken away, code point for code point."""
    han = _han()
    return "".join(han.get(c) or _fold_other(c) for c in text)


def pattern(query: str) -> re.Pattern[str]:
    """Return an expression that matches everything that folds like `query`."""
    return re.compile("".join(_class(c) for c in fold(query)), re.IGNORECASE)


def hits(seed: Seed, wanted: re.Pattern[str], start: int = 0) -> Iterator[Passage]:
    """Yield every hit in document order, in code points; a hit does not cross lines."""
    for at, text in seed.pieces():
        if at + len(text) <= start:
            continue
        for match in wanted.finditer(text):
            if match.end() > match.start() and at + match.start() >= start:
                yield Passage(at + match.start(), at + match.end())


def _class(folded: str) -> str:
    if folded.isspace():
        return r"\s+"
    wide = chr(ord(folded) + 0xFEE0) if "!" <= folded <= "~" else ""
    same = _same().get(folded, "") + folded + wide
    return "[" + "".join(map(re.escape, sorted(set(same)))) + "]"


def _fold_other(c: str) -> str:
    if c < "\x7f":
        return c.lower()
    plain = unicodedata.normalize("NFKC", c).casefold()
    return plain if len(plain) == 1 else c


@cache
def _han() -> dict[str, str]:
    """Map every Han character that some script writes otherwise to its simplified form."""
    # A line a character: no phrase of the dictionaries can join two of them.
    every = "".join(map(chr, (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))))
    text = "\n".join(every)
    for config in ("hk2s", "tw2s", "t2s"):
        text = script.convert(text, config).text
    return {c: simple for c, simple in zip(every, text[::2], strict=True) if c != simple}


@cache
def _same() -> dict[str, str]:
    same: dict[str, str] = {}
    for c, simple in _han().items():
        same[simple] = same.get(simple, "") + c
    return same
