"""Where a row may end: 避头尾, words and numbers kept whole, measured as the screen is drawn.

The text is already fit to be shown (`safe.shown`) and holds no newline. Rows are filled as far
as they go; where a break is forbidden it moves back (推出), so no row is ever too wide.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate, chain
from unicodedata import category, combining

from rich.cells import CellSpan, cell_len, get_character_cell_size, split_graphemes

from seedread.text.passage import Passage

# What a character does at a row's border; all others may stand on either side of it.
_OPENS, _CLOSES, _SPACE, _INNER = "opens", "closes", "space", "inner"
_MARK = "\u0300"  # stands in a text's shape for every code point of a grapheme but its first
_HAN = "字"

_NEVER_FIRST = (
    "，。、；：？！．…％‰‱°℃℉′″·・‧～々〻〃ー─,.!?:;%~-/>／＞"
    "‼⁇⁈⁉﹐﹑﹒﹔﹕﹖﹗﹪︐︑︒︓︔︕︖︙｡､･ｰゝゞヽヾ"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
)
_NEVER_LAST = "<＜#＃@＠№§¡¿"
_BY_CHARACTER = {
    **dict.fromkeys(_NEVER_FIRST, _CLOSES),
    **dict.fromkeys(_NEVER_LAST, _OPENS),
    _MARK: _INNER,
}
_BY_CATEGORY = {
    **dict.fromkeys(("Pe", "Pf", "Pd"), _CLOSES),
    **dict.fromkeys(("Ps", "Pi", "Sc"), _OPENS),
    "Zs": _SPACE,
}
_INK = re.compile(r"\S")
_SIGNED = re.compile(r"(?<=\s)[-~]\d")  # where a hyphen is a minus and a tilde says "about"

# Words: letters and digits of every script that puts spaces between its words.
_LETTER = (
    r"[^\W\u1100-\u115f\u2e80-\u9fff\ua960-\ua97c\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc"
    "\U00020000-\U0003ffff]"
)
_ASCII_LETTER = "[A-Za-z0-9_]"
_LINK = r"(?:[-._/'’&+@$‐‑]|(?<=\d)[:~～–×](?=\d)|(?<=\d),(?=\d{3}(?!\d)))"
_UNIT = (
    "万亿|萬億|万元|萬元|亿元|億元|万人|萬人|美元|美金|欧元|歐元|日元|港元|纳米|奈米|微米|毫米|厘米|公分|公里"
    "|公斤|公吨|公噸|公顷|公頃|千克|千瓦|平方|立方|英寸|英吋|小时|小時|分钟|分鐘|个月|個月|月份|年代|年度|世纪"
    "|世紀|[十百千万萬亿億兆年月日号號时時点點分秒天周週季岁歲代世届屆个個家人名位户戶口次回倍成度元块塊角台臺"
    "部款颗顆枚片张張条條项項种種件只隻辆輛艘架座栋棟间間层層期级級页頁章节節卷册冊本篇字句段行米尺寸吋吨噸克"
    "升瓦伏安核\u3380-\u33df]|[kKMGTPEnmcµμ]?(?:m|g|s|t|L|Wh?|V|Ah?|Hz|B|bps|bits?|FLOPS|OPS|eV|K|M|T)"
    "(?:/s)?(?![A-Za-z])"
)
_SEAMS = "/?&-"  # after these a word may be cut that is longer than a row

_JOINING = re.compile(  # neither marks nor without width, yet part of a grapheme
    "[\U0001f1e6-\U0001f1ff\uff9e\uff9f\u0e33\u0eb3\u1100-\u115f\ua960-\ua97c]"
)


def cells(text: str) -> int:
    """Return the width of `text` in terminal cells, as Rich measures it."""
    widths = list(map(_width, text))
    return sum(widths) if all(widths) else cell_len(text)


def offsets(text: str) -> list[int]:
    """Return the cell at which each code point's grapheme begins, and at last the whole width."""
    return _measured(text)[0]


def at_cell(text: str, cell: int) -> int:
    """Return the offset of the grapheme that covers `cell`, or the length beyond the last."""
    at = offsets(text)
    return bisect_left(at, at[bisect_right(at, max(cell, 0)) - 1])


def wrap(text: str, width: int) -> list[Passage]:
    """Return the rows of `text` at `width` cells; they tile it, and there is at least one.

    Spaces at a row's end belong to it and may reach beyond `width`: draw rows stripped on the
    right. Only a single grapheme wider than `width` makes any other row too wide.
    """
    if not text:
        return [Passage(0, 0)]
    return list(_Lines(text, width).rows())


class _Lines:
    """A text made ready to be cut into rows of `width` cells."""

    __slots__ = ("_at", "_ends", "_shape", "_starts", "_width")

    def __init__(self, text: str, width: int) -> None:
        self._at, self._shape = _measured(text)
        self._width = width
        wholes = [found.span() for found in _whole(_letter(text)).finditer(self._shape)]
        self._starts = [start for start, _ in wholes]
        self._ends = [end for _, end in wholes]

    def rows(self) -> Iterator[Passage]:
        start = 0
        while start < len(self._shape):
            end = self._row_end(start)
            yield Passage(start, end)
            start = end

    def _row_end(self, start: int) -> int:
        full = self._full(start)
        ink = _INK.search(self._shape, full)
        if ink is None:
            return len(self._shape)
        hung = ink.start()
        for end in chain((hung,), range(full, start, -1)):
            if self._fits_border(end) and self._is_between_words(end):
                return end
        # One word with its punctuation fills the row: cut the word, unless what follows it is
        # such a heap that it would have to be cut anyway.
        for end in chain((hung,), range(full, (start + full) // 2, -1)):
            if self._fits_border(end):
                return end
        return hung

    def _full(self, start: int) -> int:
        """Return where a row would end if nothing were forbidden; at least one grapheme on."""
        at = self._at
        last = bisect_right(at, at[start] + self._width, start + 1) - 1
        full = bisect_left(at, at[last], start, last)
        return full if full > start else min(bisect_right(at, at[start], start), len(self._shape))

    def _fits_border(self, end: int) -> bool:
        """Whether both neighbours of a border at `end` may stand there."""
        kind = _kind(self._shape[end])
        if kind in (_SPACE, _INNER) or (kind is _CLOSES and not _SIGNED.match(self._shape, end)):
            return False
        before = end - 1
        while before > 0 and _kind(self._shape[before]) in (_SPACE, _INNER):
            before -= 1
        return _kind(self._shape[before]) is not _OPENS

    def _is_between_words(self, end: int) -> bool:
        """Whether a border at `end` cuts no word or number, or a word too long for a row."""
        around = bisect_left(self._starts, end) - 1
        if around < 0 or self._ends[around] <= end:
            return True
        wide = self._at[self._ends[around]] - self._at[self._starts[around]] > self._width
        return wide and self._shape[end - 1] in _SEAMS


def _measured(text: str) -> tuple[list[int], str]:
    """Return the offsets of `text` in cells, and its shape: as long, each character its role."""
    widths, shape = list(map(_width, text)), text
    if not all(widths):
        widths, heads = [], []
        for start, end, width in _graphemes(text):
            inner = end - start - 1
            widths += [0] * inner + [width]
            head = _HAN if inner and text[start].isspace() else text[start]  # it carries a mark
            heads.append(head + _MARK * inner)
        shape = "".join(heads)
    return list(accumulate(widths, initial=0)), _with_told_quotes(shape)


def _graphemes(text: str) -> list[CellSpan]:
    """Return what Rich takes for graphemes, with flags, Hangul and the like put together."""
    spans: list[CellSpan] = []
    for start, end, width in split_graphemes(text)[0]:
        if spans and _joins(text, spans[-1], start):
            first, _, before = spans[-1]
            spans[-1] = (first, end, before + width)
        else:
            spans.append((start, end, width))
    return spans


def _joins(text: str, last: CellSpan, here: int) -> bool:
    before, char = text[here - 1], text[here]
    if "\U0001f1e6" <= char <= "\U0001f1ff":
        return last[1] - last[0] == 1 and "\U0001f1e6" <= before <= "\U0001f1ff"
    if "\u1100" <= before <= "\u115f" or "\ua960" <= before <= "\ua97c":
        return "\u1100" <= char <= "\u115f" or "\ua960" <= char <= "\ua97c" or "가" <= char <= "힣"
    if combining(before) == 9 and category(char) == "Lo":  # a virama ties Indic letters
        return True
    return last[2] == 0 or char in "\uff9e\uff9f\u0e33\u0eb3" or category(char)[0] == "M"


def _with_told_quotes(shape: str) -> str:
    """Return `shape` with straight quotation marks turned into opening and closing ones."""
    if '"' not in shape and "'" not in shape:
        return shape
    opened: set[str] = set()

    def told(found: re.Match[str]) -> str:
        before = shape[found.start() - 1 : found.start()]
        after = shape[found.end() : found.end() + 1]
        left = not before or _kind(before) in (_SPACE, _OPENS)
        right = not after or _kind(after) in (_SPACE, _CLOSES)
        opens = left if left != right else found[0] not in opened
        (opened.add if opens else opened.discard)(found[0])
        return "“" if opens else "”"

    return _quote(_letter(shape)).sub(told, shape)


def _letter(text: str) -> str:
    """Return what a letter of a spaced script is in `text`: most texts have none but ASCII's.

    The expressions made of all letters there are take longer to compile than a screen to draw.
    """
    return _LETTER if any(map(_is_foreign, set(text))) else _ASCII_LETTER


@lru_cache(1 << 16)
def _is_foreign(char: str) -> bool:
    return not char.isascii() and not "\u4e00" <= char <= "\u9fff" and char.isalnum()


@cache
def _whole(letter: str) -> re.Pattern[str]:
    """Return what finds the words and numbers, units included, that stay on one row."""
    run = f"{letter}+(?:{_MARK}+{letter}*)*"
    return re.compile(
        r"[A-Za-z]{2,12}://[!-~]+"
        rf"|[-+−±~≈]?{run}(?:{_LINK}{run})*\+*(?:(?<=\d)[ \u00a0]?(?:{_UNIT}))?"
    )


@cache
def _quote(letter: str) -> re.Pattern[str]:
    """Return what finds straight quotation marks; an apostrophe is none."""
    return re.compile(f"\"|(?<!{letter})'|'(?!{letter})")


@lru_cache(1 << 16)
def _width(char: str) -> int:
    """Return the cells of a character, 0 if it may belong to a neighbour's grapheme."""
    if _JOINING.match(char) or category(char)[0] == "M":
        return 0
    return get_character_cell_size(char)


@lru_cache(1 << 16)
def _kind(char: str) -> str:
    return _BY_CHARACTER.get(char) or _BY_CATEGORY.get(category(char), "")
