"""What a passage itself shows of a claim: its number, unit, thing counted, speaker and date.

A proposal that a person edits: nothing here is kept unless they say so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from seedread.tags.claim import Claim
from seedread.tags.names import Names
from seedread.text.find import fold
from seedread.text.sentences import label


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a passage: text before it, whose turn it is, the names one knows."""

    before: str = ""
    speaker: str = ""
    names: Names | None = None


NOTHING = Context()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text: where it stands with its unit, and how likely it is what one means."""

    start: int
    end: int
    value: str
    unit: str
    rank: int


def propose(text: str, context: Context = NOTHING) -> Claim:
    """Return what `text`, the passage without its noise, seems to claim; empty where it does not.

    Values stand as they are written: 3000亿 stays 3000亿, in whatever script.
    """
    who = speaker(text, context)
    when = _date(text)
    best = max(figures(text, context.names), key=lambda f: (f.rank, -f.start), default=None)
    if best is None:
        return Claim(speaker=who, date=when)
    doubtful = not best.unit and best.value.isdigit()  # a unit that got lost, as in 600 for 600亿
    return Claim(who, best.value, best.unit, _counted(text, best), when, doubtful)


# ------------------------------------------------------------------------------------- figures
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
_EACH = "颗|张|座|台|枚|辆|架|篇|万人|人|名|位|家|种|条|款|项|件|次|个百分点|百分点|个"
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
_EACH_ONE = frozenset("颗张座台枚辆架篇年天") | _COMMON  # with 一 neither these
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


# --------------------------------------------------------------------------- what is counted
_STOP = (
    r"[\s,，。.、;；:：!！?？“”\"()（）]|将|(?<![机社协大])会|是|在|都|就|也|才|来自|用于|给|到|去|了|已"
    r"|中(?!国)|里|并|而|被|让|卖|使得|进行|出|吧|呢|啊|一[吨年个次台]|之巨|左右|以上|以下|上下|之多"
)
_NOUN = re.compile(rf"((?:(?!{_STOP}).){{1,14}})")
_HEDGES = re.compile(
    r"(?:大概|大约|约|近|超过|超|不到|至少|仅仅?|只有?|已经|已|基本上|就|也|才|可能|一度|甚至|直接|最终"
    r"|全球|全世界|的|目前|现在|一年|每年|达到?|高达|为|是|有|到|至|含|占|占到|占了|攀升|飙升|上升|增长"
    r"|下跌|下降|上涨|蒸发|损失|消耗|实现|完成|等于|反而|落后|领先|中国|确实|仍然?|还是|还|差|相比|美国|迅速|快速"
    r"|不断|进一步|又|再|比较|差不多|接近|剩下?|得|到了|会|需要|要|大|咱们的|我们|他们的?|它们|她|他|其"
    r"|那个|这个|了|\s)+$"
)
_CLAUSE = re.compile(r"[^,，。;；:：!！?？“”\"]+")
_FILLED = re.compile(r"[呢啊嘛里中吧]$|(?:最为|非常|十分|很)\w{2}$")
_LEAD = re.compile("的|(?<!潜)在|使得?|把|对|和|与|跟|致|实现|放弃|拥有|具有")
_POINTING = re.compile(
    r"(?:其中|那个|这个|这些|那些|那|这|其|而|但是?|因为|所以|虽然|也|就|却|每年|目前)+"
)
_PRONOUN = re.compile("[我你他她它咱]|一定")


def _counted(text: str, figure: Figure) -> str:
    """Return the words for what a figure counts: behind it, else what it is said of."""
    after, plain = text[figure.end :], fold(text[figure.end :])
    skipped = re.match(r"\s?[”」]?的?\s?", plain)
    behind = _NOUN.match(plain, skipped.end() if skipped else 0)
    direct = _directly(figure)
    if behind and ((skipped and "的" in skipped[0]) or direct):
        said = after[slice(*behind.span(1))].strip()
        said = said.partition("的")[0] if direct else said
        if len(said) > 1:
            return said
    return _said_of(text[: figure.start])


def _directly(figure: Figure) -> bool:
    """Whether what is counted follows at once: 384颗芯片, 数百万开发者, 1800亿元研发投入."""
    unit = fold(figure.unit)
    large = any(c in "万亿" for c in fold(figure.value))
    return unit in ("元", "美元", "人民币", *"颗张座台枚辆架篇家名位个款项") or (large and not unit)


def _said_of(before: str) -> str:
    """Return the noun at the end of what leads up to a figure; if none does, of the clause before.

    Verb and hedges are put aside: 英偉達的股價在星期三下跌 → 股價.
    """
    clauses = [(found.start(), found[0]) for found in _CLAUSE.finditer(fold(before))]
    for at, clause in reversed(clauses[-2:]):
        kept = _FILLED.sub("", _bare(clause))
        if kept:
            lead = max((m.end() for m in _LEAD.finditer(kept)), default=0)
            pointing = _POINTING.match(kept, lead)
            lead = pointing.end() if pointing else lead
            noun = before[at + lead : at + len(kept)].strip()
            return "" if len(noun) > 12 or _PRONOUN.match(fold(noun)) else noun
    return ""


def _bare(clause: str) -> str:
    """Return what leads up to a figure without its verb, its hedges and where or when it is."""
    kept = clause
    while cut := _HEDGES.search(kept):
        kept = kept[: cut.start()]
    inner = re.search(r"(?<!潜)在[^的]{1,8}$", kept)
    return kept[: inner.start()] if inner and inner.start() > 1 else kept


# ----------------------------------------------------------------------------- who and when
_SAYS = (
    r"(?:说|說|讲|表示|认为|指出|强调|声称|宣称|称(?![为之赞霸])|坦言|直言|警告|宣布|透露|预测|预计|写道|喊|承认|补充|回应"
    r"|相信|估算|回复|表达|提出)"
)
_OPINION = r"的(?:说法|判断|观点|看法|话|数据|统计|预测|估算|报告)"
_TITLE = r"(?:ceo|创始人|創始人|总裁|总统|董事长|先生|博士|部长|主席)?"
_AFTER_NAME = re.compile(rf"{_TITLE}(?:{_OPINION}|[^,，。;；:：!！?？“”]{{0,16}}?{_SAYS})")
_OF_DATA = re.compile(r"(?:根?据)?([\w]{2,12}?)的(?:数据|统计|报告|预测)(?:是|显示|称|,|，)")
_HIM = re.compile(r"(?:他|她)(?!们)")


def speaker(text: str, context: Context = NOTHING) -> str:
    """Return whose words a passage has, as they are called there; "" if that is not said.

    He and she are looked for in what stands before; in a turn of a talk it is the one who speaks.
    """
    plain = fold(text)
    for found, name in _people(text, context.names):
        if _AFTER_NAME.match(plain, found + len(name)):
            return name
    if data := _OF_DATA.search(plain):
        return text[slice(*data.span(1))]
    him = _HIM.search(plain)
    if him and re.match(rf"[^,。;:!?“”]{{0,10}}?{_SAYS}", plain[him.end() :]):
        earlier = [name for _, name in _people(context.before, context.names)]
        return earlier[-1] if earlier else ""
    led = _led(context)
    return led or context.speaker


def _led(context: Context) -> str:
    """Return who is said to speak right before the passage: 任正非表示:“…"""
    opened = re.search(
        rf"([^。!?！？\n]*{_SAYS}[^。!?！？\n”」]{{0,6}}[:：,，]?[“「\"]?)$", fold(context.before)
    )
    if not opened:
        return ""
    lead = context.before[opened.start() :]
    for at, name in reversed(list(_people(lead, context.names))):
        if _AFTER_NAME.match(fold(lead), at + len(name)):
            return name
    return ""


def _people(text: str, names: Names | None) -> Iterator[tuple[int, str]]:
    """Yield (offset, name) of the people a text names: the known ones, and what looks like one."""
    found: dict[int, str] = {}
    for known in names.occurrences(text) if names else ():
        if known.kind == "person":
            found[known.passage.start] = text[known.passage.start : known.passage.end]
    starts = [
        0,
        *(
            m.end()
            for m in re.finditer(
                r"[,，。;；:：!！?？“”\"\s、]|[而但就是所以对按]|ceo|创始人|創始人", fold(text)
            )
        ),
    ]
    for at in starts:
        for length in (3, 2):
            name = text[at : at + length]
            behind = fold(text[at + length : at + length + 2])
            shaped = len(name) == length and label(name + ":") is not None
            if shaped and at not in found and not _inside(at, found) and behind:
                whole = _AFTER_NAME.match(fold(text), at + length)
                if whole:
                    found[at] = name
                    break
    yield from sorted(found.items())


def _inside(at: int, found: dict[int, str]) -> bool:
    return any(start <= at < start + len(name) for start, name in found.items())


def _date(text: str) -> str:
    """Return the first date of `text`, as it is written there."""
    found = _DATE.search(fold(text))
    return text[found.start() : found.end()] if found else ""
