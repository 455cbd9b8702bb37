"""Numbers that count something, with their units, in Chinese text of either script; and dates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from seedread.tags.names import Names
from seedread.text.find import fold


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text: where it stands with its unit, and how likely it is what one means."""

    start: int
    end: int
    value: str
    unit: str
    rank: int


# All patterns see folded text: simplified, half-width, lower-case, code point for code point.
_YEAR = r"(?:19|20)\d\d|[一二][零〇九0][零〇一二三四五六七八九]{2}"
_DIGIT = "一二三四五六七八九两"
_COUNT = f"[{_DIGIT}十百千\\d]{{1,4}}"
_DATE = re.compile(
    rf"(?:{_YEAR})(?:\d{{1,2}}月(?:\d{{1,2}}[日号])?)|\d{{1,2}}:\d\d"
    rf"|(?:{_YEAR})\s?年(?:初|底|末|上半年|下半年)?(?:第?[一二三四\d]季度)?"
    r"(?:\s?\d{1,2}\s?月)?(?:\s?\d{1,2}\s?[日号])?(?:起|以来)?"
    r"|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|(?:今|去|前|明|后|同)年(?:初|底|末|早些时候|第[一二三四\d]季度|q[1-4]|[一二三四五六七八九十\d]+月)?"
    r"|年初|年底"
    r"|(?<!\d)(?:\d{1,2}|十[一二]?|[一二三四五六七八九])\s?月份?(?:\s?\d{1,2}\s?[日号])?(?!后|前)"
    r"(?:到\d{1,2}月(?:\d{1,2}[日号])?)?"
    r"|(?:上|本|下)(?:周|月|个月|季度)|昨[天日]|今[天日]|星期[一二三四五六日天]|春节前夕"
    rf"|(?:过去|最近|近|未来|接下来的?|此前)(?:几|{_COUNT})(?:到(?:几|{_COUNT}))?(?:个月|年|天|周)"
    rf"|(?:几|{_COUNT})(?:个月|年|天|周|小时)(?:前|之前|以前|后|之后|以后|来|以来)"
)
_LATIN = r"(?<![a-z\d.\-/])\d+(?:,\d{3})*(?:\.\d+)?"
_ROUGH = r"(?:成千上万|数以万计|成百上千|上万|上亿)"
_HAN = (
    rf"(?:{_ROUGH}|(?<![第{_DIGIT}十百千万亿])(?:[几数]|上(?=[百千万亿]))?(?:[{_DIGIT}十百千万亿零〇]"
    rf"|点[{_DIGIT}]|半(?=数))+)"
)
_SCALE = r"(?:\s?(?:多|余|几)?\s?(?:万亿|亿|[百千]?万|千亿|百亿|兆(?!瓦|赫)))?(?:多|余)?"
_MONEY = "美元|美金|人民币|欧元|日元|英镑|港元|台币|新台币|卢布|块钱|元"
_POWER = "吉瓦|兆瓦|千瓦时|千瓦|太瓦时|度电|gwh|twh|gw|mw|kwh|kw"
_SIZE = "纳米|奈米|nm|平方米|平方公里|公里|千米|吨|公斤|桶|伏|tb/s|gb/s|tb|gb|mhz|ghz"
_EACH = "颗|片|块|张|座|台|枚|辆|架|篇|万人|人|名|位|家|种|条|款|项|件|次|个百分点|百分点|个"
_EACH += "|倍|番|代|成(?!了)"
_SPAN = "小时|分钟|个月|秒|天|年"
_UNIT = rf"(?P<unit>[%‰]|{_MONEY}|{_POWER}|{_SIZE}|{_SPAN}|{_EACH})"
_TO = r"\s?(?:到|至|~|-|–|对|比|甚至是?|、)\s?"
_NUMBER = rf"(?:{_LATIN}|{_HAN}){_SCALE}"
_SHARE = re.compile(rf"(?P<sign>百分之|千分之)(?P<value>{_HAN}|\d+(?:\.\d+)?)")
_RANGE = re.compile(
    rf"(?P<low>{_NUMBER})\s?(?:{_UNIT.replace('?P<unit>', '?P<first>')})?(?P<to>{_TO})"
    rf"(?P<high>{_NUMBER})\s?{_UNIT}"
)
_PART = re.compile(
    r"(?<![\d/])\d{1,3}/\d{1,3}(?![\d/])|[一二三四五六七八九十]+分之[一二三四五六七八九十]+|一半|半数|过半"
)
_LONE = r"(?:(?<!\d)|(?!\s?[a-z:]))"  # digits that letters follow name a product
_FIGURE = re.compile(rf"(?P<value>{_NUMBER})(?:\s?{_UNIT}(?:(?<![a-z])|(?![a-z]))|{_LONE})")
_MADE = "昇腾|升腾|麒麟|鲲鹏|长江|运|歼|atlas|rtx|gb|h|a|b|r"  # what a number names a make of
_AFTER_MAKE = re.compile(rf"(?:[a-z]\s?|(?:{_MADE})\s?)$")
_COMMON = frozenset("个种家些项次位名条款件人")  # with 两 these count nothing
_EACH_ONE = frozenset("颗片块张座台枚辆架篇年天") | _COMMON  # with 一 neither these
_BEGINS = {"代": tuple("表替码"), "成": tuple("为果本员功就立长")}  # 一代表, 三成员: other words
_WHICH = tuple("上下每新同某哪这那另第是")  # 上一代, 每一代 …: which one, not how many
_ORDER = re.compile(r"^\s*\d{1,2}\s?[、.．](?!\d)|^\s*[（(]?\d{1,2}[)）]")
_NOT = re.compile(r"(?:不是|不只是?|不仅是?|并非|而非)[^,。，]{0,3}$")
_RANKS = {"%": 6, "‰": 6, **dict.fromkeys(_MONEY.split("|"), 6)}
_RANKS |= dict.fromkeys(
    (*_POWER.split("|"), *_SIZE.split("|"), "倍", "成", "百分点", "个百分点"), 5
)
_RANKS |= dict.fromkeys(("年", "天", "代", "次", "个", "种", "项", "条", "位", "名"), 2)


def figures(text: str, names: Names | None = None) -> Iterator[Figure]:
    """Yield the numbers of `text` that count something, in order of kind, not of place.

    Dates, ordinals, the numbers of a list and those that name a product are none.
    """
    folded = list(fold(text))
    # A name (H20, Atlas 950) and a date are blanked, so that offsets stay as they are.
    for made in names.occurrences(text) if names else ():
        if any(c.isdigit() for c in text[made.passage.start : made.passage.end]):
            _blank(folded, made.passage, "x")
    for date in _DATE.finditer("".join(folded)):
        _blank(folded, date.span())
    if order := _ORDER.match("".join(folded)):
        _blank(folded, order.span())
    for pattern in (_SHARE, _RANGE, _PART, _FIGURE):
        plain = "".join(folded)
        for found in pattern.finditer(plain):
            figure = _figure(text, plain, found, pattern)
            if figure:
                _blank(folded, (figure.start, figure.end))
                yield figure


def _blank(folded: list[str], span: tuple[int, int], sign: str = "。") -> None:
    start, end = span
    folded[start:end] = sign * (end - start)


def _figure(text: str, plain: str, found: re.Match[str], pattern: re.Pattern[str]) -> Figure | None:
    start, end = found.span()
    denied = 4 if _NOT.search(plain[:start]) else 0
    if pattern is _SHARE:
        sign = "%" if found["sign"] == "百分之" else "‰"
        return Figure(start, end, text[slice(*found.span("value"))], sign, 6 - denied)
    if pattern is _PART:
        return Figure(start, end, found[0], "", 4 - denied)
    unit = text[slice(*found.span("unit"))] if found["unit"] else ""
    plain_unit = "%" if found["unit"] == "%" else found["unit"] or ""
    if pattern is _RANGE:
        low, to, high = (text[slice(*found.span(part))].strip() for part in ("low", "to", "high"))
        if found["first"] and found["first"] != found["unit"]:
            return None
        return Figure(start, end, f"{low}{to}{high}", unit, _RANKS.get(plain_unit, 3) - denied)
    value = text[slice(*found.span("value"))].strip()
    if not _counts(plain, found, value, plain_unit):
        return None
    large = any(c in "万亿兆" for c in fold(value))
    rank = 5 if large and plain_unit not in _RANKS else _RANKS.get(plain_unit, 3 if unit else 1)
    return Figure(start, start + len(found[0].rstrip()), value, unit, rank - denied)


def _counts(plain: str, found: re.Match[str], value: str, unit: str) -> bool:
    """Whether a number counts something: it names no product, and is no part of a word."""
    start, end = found.span()
    latin = value[0].isdigit()
    scaled = any(c in "万亿兆" for c in fold(value))
    if latin:
        named = _AFTER_MAKE.search(plain[:start]) is not None
        if not unit and not scaled and len(value) > 6:  # a licence, a telephone
            return False
        return not named or unit in ("%", *_MONEY.split("|")) or scaled
    if not unit:
        return len(value) > 1 and scaled and not plain.startswith(("不要", "别", "一"), end)
    if fold(value) == "一" and (unit in _EACH_ONE or plain[start - 1 : start] in _WHICH):
        return False
    if fold(value) == "两" and (unit in _COMMON or plain[start - 1 : start] in _WHICH):
        return False
    return not (unit in _BEGINS and plain[end : end + 1] in _BEGINS[unit])


def date(text: str) -> str:
    """Return the first date of `text`, as it is written there."""
    found = _DATE.search(fold(text))
    return text[found.start() : found.end()] if found else ""
