"""Whose words a passage has, as far as it or what stands around it says so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from seedread.tags.names import Names
from seedread.text.find import fold
from seedread.text.label import label


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a passage: text before it, whose turn it is, the names one knows."""

    before: str = ""
    speaker: str = ""
    names: Names | None = None


NOTHING = Context()


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
