"""What a passage itself shows of a claim: its number, unit, thing counted, speaker and date.

A proposal that a person edits: nothing here is kept unless they say so.
"""

import re

from seedread.tags.claim import Claim
from seedread.tags.figures import Figure, date, figures
from seedread.tags.speaker import NOTHING, Context, speaker
from seedread.text.find import fold

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


def propose(text: str, context: Context = NOTHING) -> Claim:
    """Return what `text`, the passage without its noise, seems to claim; empty where it does not.

    Values stand as they are written: 3000亿 stays 3000亿, in whatever script.
    """
    who = speaker(text, context)
    when = date(text)
    best = max(figures(text, context.names), key=lambda f: (f.rank, -f.start), default=None)
    if best is None:
        return Claim(speaker=who, date=when)
    doubtful = not best.unit and best.value.isdigit()  # a unit that got lost, as in 600 for 600亿
    return Claim(who, best.value, best.unit, _counted(text, best), when, doubtful)


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
    return unit in ("元", "美元", "人民币", *"颗片块张座台枚辆架篇家名位个款项") or (
        large and not unit
    )


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
