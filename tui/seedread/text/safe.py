"""Turn any foreign string into one that may be shown: nothing invisible, nothing obeyed.

A document, a note, a file name or an exception text can carry escape sequences, bidi
overrides and invisible letters, and the libraries below us pass nearly all of them on to the
terminal. Every one becomes a placeholder of visible characters here, and the offsets across.
"""

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter
from unicodedata import category

from seedread.text.passage import Passage

MARKS_ON_ONE_BASE = 8  # no writing system stacks more; beyond that text climbs over its neighbours
JOINERS_IN_ONE_EMOJI = 3  # as many as the longest sequence in use has

# Only what takes no part in anything below: not replaced, no combining mark, no skin tone.
_CLEAN = (
    " -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u1e00-\u200a\u2010-\u2027\u202f-\u205f"
    "\u2070-\u20cf\u2100-\u2bff\u2e00-\u3029\u3030-\u3098\u309b-\u3163\u3165-\ua48f"
    "\uac00-\ud7a3\ue000-\ufaff\uff01-\uff9f\uffa1-\uffef\ufffc\ufffd"
    "\U0001f000-\U0001f3fa\U0001f400-\U0001faff\U00020000-\U0002fffd\U00030000-\U0003fffd"
)
# What nearly every block of Chinese is made of; the whole of _CLEAN takes longer to compile than
# a first screen to draw.
_COMMON = re.compile("[ -~\u2010-\u2027\u3001-\u3029\u4e00-\u9fff\uff01-\uff5e]*")

# Controls, formats, separators, surrogates, fillers, selectors, tags; also those that a later
# Unicode version than Python's assigned or reserved for this purpose.
_HIDDEN = (
    "\x00-\x1f\x7f-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2"
    "\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
) + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
)

_HAN = (
    "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003fffd"
)
_PICTURE = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u231a\u231b\u2328\u23cf"
    "\u23e9-\u23f3\u23f8-\u23fa\u24c2\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2600-\u2605"
    "\u2607-\u2612\u2614-\u2685\u2690-\u2705\u2708-\u2712\u2714\u2716\u271d\u2721\u2728\u2733"
    "\u2734\u2744\u2747\u274c\u274e\u2753-\u2755\u2757\u2763-\u2767\u2795-\u2797\u27a1\u27b0"
    "\u27bf\u2934\u2935\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\u3030\u303d\u3297\u3299"
    "\U0001f004\U0001f0cf\U0001f170-\U0001f19a\U0001f201-\U0001f251\U0001f300-\U0001f3fa"
    "\U0001f400-\U0001f64f\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7eb\U0001f90c-\U0001faff]"
)
_ELEMENT = f"{_PICTURE}[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]?"
_ALLOWED = (
    # England, Scotland and Wales: the only flags in use that are spelled in tag characters
    "\U0001f3f4\U000e0067\U000e0062(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074"
    "|\U000e0077\U000e006c\U000e0073)\U000e007f"
    f"|{_ELEMENT}(?:\u200d{_ELEMENT}){{0,{JOINERS_IN_ONE_EMOJI}}}"
    "|[0-9#*]\ufe0f\u20e3"
    f"|(?<=[{_HAN}])[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A string as it may be shown, and the way to and from the string it was made of.

    `marks` are the placeholders, in code points of `text`; each stands for one character of
    the source. All offsets are code points, from 0 to the length inclusive, and both ways are
    monotone; `back(out(x)) == x`.
    """

    text: str
    marks: tuple[Passage, ...] = ()
    _sources: tuple[int, ...] = field(default=(), repr=False)  # what each mark stands for

    def out(self, offset: int) -> int:
        """Return where a source offset stands in `text`."""
        past = bisect_left(self._sources, offset)
        if not past:
            return offset
        return self.marks[past - 1].end + offset - self._sources[past - 1] - 1

    def back(self, offset: int) -> int:
        """Return the source offset of one in `text`; inside a placeholder, its character's."""
        past = bisect_right(self.marks, offset, key=attrgetter("start"))
        if not past:
            return offset
        return self._sources[past - 1] + max(0, offset - self.marks[past - 1].end + 1)


def shown(text: str, keep_newlines: bool = False) -> Shown:
    """Return `text` with every character that must not reach a terminal made visible.

    C0 and DEL become their control pictures (tab ␉, newline ␊ unless it is kept), all others
    their number, as in ⟨202E⟩. Private-use and unassigned characters stay.
    """
    if _COMMON.fullmatch(text):
        return Shown(text)
    odd = _odd("\n" if keep_newlines else "")
    if not odd.search(text):
        return Shown(text)
    pieces: list[str] = []
    marks: list[Passage] = []
    sources = [at for at in _hidden(text, odd) if not (keep_newlines and text[at] == "\n")]
    done = length = 0
    for at in sources:
        sign = _placeholder(text[at])
        length += at - done
        pieces += text[done:at], sign
        marks.append(Passage(length, length := length + len(sign)))
        done = at + 1
    return Shown("".join([*pieces, text[done:]]), tuple(marks), tuple(sources))


def safe(text: str) -> str:
    """Return `text` for a label: as `shown`, on one line."""
    return shown(text).text


def _placeholder(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟨{code:04X}⟩"


def _hidden(text: str, odd: re.Pattern[str]) -> Iterator[int]:
    """Yield the offset of each character to be replaced, in order."""
    parts, at = _parts(), 0
    while strange := odd.search(text, at):
        here = strange.start()
        # what it belongs to begins with it or, in an emoji, with the clean character before
        found = (here > at and parts.match(text, here - 1)) or parts.match(text, here)
        at = found.end() if found else here + 1
        if found and found.lastgroup == "hidden":
            yield found.start()
        elif found and found.lastgroup == "heap":
            yield from range(found.start() + MARKS_ON_ONE_BASE, at)


@cache
def _odd(kept: str) -> re.Pattern[str]:
    """Return what finds a character that is not surely clean, nor `kept`."""
    return re.compile(f"[^{kept}{_CLEAN}]")


@cache
def _parts() -> re.Pattern[str]:
    """Return what an odd text is searched for; built when the first one is met, in ~20 ms."""
    hidden = re.compile(f"[{_HIDDEN}]")
    marks = "".join(
        char
        for char in map(chr, range(0x300, min(0x20000, sys.maxunicode)))
        if category(char)[0] == "M" and not hidden.match(char)
    )
    heap = f"[{marks}]{{{MARKS_ON_ONE_BASE + 1},}}"
    return re.compile(f"{_ALLOWED}|(?P<hidden>[{_HIDDEN}])|(?P<heap>{heap})")
