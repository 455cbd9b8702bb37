"""What the page a text came from says around it: whose it is, from when, and who may copy it."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from seedread.text.gaps import Found

SHORTEST_TITLE = 6  # code points; a shorter line may come again for reasons of its own
LONGEST_LINE = 200  # code points; what is longer says more than whose it is

# Each of these is a whole line. What a sentence could begin with is not among them.
_NOTICES = (
    r"comments (?:are )?(?:closed|off)\.?",
    "(?:已?关闭评论|已?關閉評論|评论(?:功能)?已关闭|評論(?:功能)?已關閉|暂无评论|暫無評論)。?",
    r"(?:copyright[ \t]*(?:©|\(c\)|c\b|\d{4}|all rights)|©).{0,180}",
    "(?:版权所有|版權所有)(?![者人权權]).{0,100}",
    r"powered by[ \t]+[^\s,，。]+(?:[ \t][^\s,，。]+)?",
    "地址[:：].{0,80}(?:e-?mail|邮箱|郵箱|邮编|電話|电话|传真|傳真)[:：].{0,80}",
    "(?:(?:特别|特別|郑重|鄭重|免责|免責|版权|版權)(?:声明|聲明)[:：]|(?:声明|聲明)[:：](?:以上|本文|[转轉])).{0,200}"
    "(?:平台|平臺|转载|轉載|侵权|侵權|版权|版權|不代表|不构成|不構成).{0,200}",
    "(?:本文|文章|以上(?:内容|內容|观点|觀點)).{0,30}(?:仅代表|僅代表|不代表本|不[构構]成投[资資]).{0,80}",
    "(?:未经|未經).{0,12}(?:禁止|不得|严禁|嚴禁|请勿|請勿|谢绝|謝絕).{0,4}(?:转载|轉載).{0,12}",
    "(?:转载|轉載)(?:请|請|须|須).{0,20}(?:注明|註明|联系|聯繫|授权|授權).{0,60}",
    r"notice:[ \t].{0,100}\b(?:is|are) (?:uploaded|posted|provided) .{0,200}",
    "(?:欢迎|歡迎|敬请|敬請)(?:关注|關注).{0,16}",
    "(?:请|請|长按|長按|扫码|掃碼|微信搜索|点击|點擊).{0,16}(?:关注|關注).{0,6}(?:公众号|公眾號|微信|微博).{0,12}",
    "(?:长按|長按|扫描|掃描|识别|識別|扫码|掃碼).{0,8}(?:二维码|二維碼)(?:关注|關注|加入|下载|下載|添加|入群).{0,12}",
    "(?:点击|點擊)?(?:阅读|閱讀|查看|展开|展開)(?:原文|全文|更多)|返回(?:顶部|頂部|首页|首頁)",
    "[上下]一篇[:：].{0,80}",
    "(?:相关|相關|推荐|推薦|延伸)(?:阅读|閱讀|文章|新闻|新聞|推荐|推薦)[:：]?",
    r"leave a (?:comment|reply)|share this:?|read more\.*|related (?:posts|articles):?",
)
# A line is a notice wherever in it one of these stands, if it is not too long for one.
_MARKS = (
    r"[AI公如若](?:ll [Rr]ights [Rr]eserved|LL RIGHTS RESERVED"
    r"|CP[备備证證] ?\d+[号號]|网安备 ?\d+号"
    "|(?:有|涉及)侵[权權犯].{0,20}(?:删除|刪除|联系|聯繫|删稿|刪稿))"
)
_GLUED = r"[已评評C](?:关闭评论|關閉評論|论已关闭|論已關閉|omments are closed\.?)"

_DATE = r"(?:19|20)\d\d[-/.年]\d\d?[-/.月]\d\d?[日号號]?"
_TIME = r"[T \t]*\d\d?:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?"
# What is said of a document, and what each can be, after a colon. A date by itself may be a
# heading; with its time, or all in figures, it is not.
_KEYS = {
    "date": "(?:文章)?(?:发布|發布|發佈|发表|發表|更新|刊登|刊发|刊發)(?:时间|時間|日期|于|於)|日期"
    "|时间|時間|(?:date|published|posted|updated)(?: on| at)?",
    "author": "(?:本文|文章|原文)?(?:作者|撰文)|author",
    "source": "(?:本文|文章|信息|新闻|新聞|稿件|原文)?(?:来源|來源|出处|出處)|稿源"
    "|转载自|轉載自|source",
    "staff": "(?:责任|責任|本文|执行|執行|值班)?(?:编辑|編輯)|责编|責編|审校|審校|校对|校對|审核"
    "|審核|出品|监制|監製|编译|編譯|译者|譯者|排版|美编|美編|editors?",
    "count": "(?:浏览|瀏覽|阅读|閱讀|点击|點擊|评论|評論|查看|访问|訪問)(?:量|次数|次數|数|數)?"
    "|字数|字數|views?|hits",
}
_VALUES = {
    "date": rf"{_DATE}(?:{_TIME})?",
    "author": r"[^:：,，。;；!！?？]{1,24}",
    "source": r"[^。！？!?,，]{1,60}",
    "staff": r"[^:：,，。;；!！?？]{1,24}",
    "count": r"\d[\d,.]*[万萬kKwW]?\+?次?",
}
_BETWEEN = " \t|｜/·,，"
# Before a bar these may be joined (编辑/出品 | …): nobody who speaks is followed by a bar.
_CREDITED = (
    f"{_KEYS['author']}|{_KEYS['staff']}|{_KEYS['source']}|配图|配圖|封面|[题題头頭]图|[题題头頭]圖"
    "|图片|圖片|图|圖|策划|策劃|文|记者|記者|撰稿"
)
_WRITES = f"{_KEYS['author']}|文|记者|記者|撰稿"


def lines(text: str, head: str = "") -> Iterator[Found]:
    """Yield what is no part of the text in `text`, whole lines: (start, end, kind), not in order.

    Kinds are title (`head` once more), boilerplate and metadata.
    """
    head = head.strip()
    if len(head) >= SHORTEST_TITLE and head in text:
        for found in _again(head).finditer(text):
            yield *found.span(1), "title"
            if found[2]:
                yield *found.span(2), "boilerplate"
    for found in _notice().finditer(text):
        yield *found.span(1), "boilerplate"
    for found in _glued().finditer(text):
        if text[max(0, found.start() - 1)] in "。！？!?.”》…":
            yield *found.span(), "boilerplate"
    for found in _mark().finditer(text):
        start, end = _line(text, *found.span())
        if start < end:
            yield start, end, "boilerplate"
    for start, end, _ in _told(text):
        yield start, end, "metadata"


def said(text: str) -> dict[str, str]:
    """Return the first "date" (ISO), "author" and "source" that a line of `text` gives."""
    known: dict[str, str] = {}
    for _, _, fields in _told(text):
        for key, value in fields:
            value = _iso(value) if key == "date" else value
            if key in ("date", "author", "source") and value:
                known.setdefault(key, value)
    return known


def _told(text: str) -> Iterator[tuple[int, int, list[tuple[str, str]]]]:
    """Yield start, end and what is said by each line that says nothing but what is in _KEYS."""
    for found in _opening().finditer(text):
        _, end = _line(text, *found.span(1))
        line = text[found.start(1) : end].rstrip()
        if fields := _fields(line):
            yield found.start(1), found.start(1) + len(line), fields


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the line around a passage; one that is too long to be a notice is empty."""
    before = text.rfind("\n", max(0, start - LONGEST_LINE), start) + 1
    after = text.find("\n", end, before + LONGEST_LINE)
    after = after if after >= 0 else len(text)
    short = (before or start < LONGEST_LINE) and after - before <= LONGEST_LINE
    return (before, after) if short else (start, start)


def _fields(line: str) -> list[tuple[str, str]]:
    """Return what a line says, as (key, value); nothing if it says anything else besides."""
    if credit := _credit().fullmatch(line):
        return [(_role(credit[1]), credit[2])]
    stamp = _stamp().match(line)
    fields = [("date", stamp[0])] if stamp else []
    rest = line[stamp.end() :].lstrip(_BETWEEN) if stamp else line
    while rest:
        if not (sign := _sign().match(rest)):
            return []
        further = _sign().search(rest, sign.end())
        end = further.start() if further else len(rest)
        key, value = sign.lastgroup or "", rest[sign.end() : end].strip(_BETWEEN)
        if not re.fullmatch(_VALUES[key], value):
            return []
        fields.append((key, value))
        rest = rest[end:]
    return fields


def _role(word: str) -> str:
    if re.fullmatch(_WRITES, word, re.IGNORECASE):
        return "author"
    return "source" if re.fullmatch(_KEYS["source"], word, re.IGNORECASE) else "staff"


def _iso(date: str) -> str:
    """Return a date as 2025-05-20, "" if there is no such day."""
    year, month, day = map(int, re.findall(r"\d+", date)[:3])
    return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


@lru_cache(maxsize=4)
def _again(head: str) -> re.Pattern[str]:
    return re.compile(rf"^[ \t]*+({re.escape(head)})[ \t]*+({_GLUED})?[ \t]*+$", re.M)


@cache
def _notice() -> re.Pattern[str]:
    return re.compile(rf"^[ \t]*+({'|'.join(_NOTICES)})[ \t]*$", re.M | re.I)


@cache
def _glued() -> re.Pattern[str]:
    return re.compile(rf"{_GLUED}(?=[ \t]*$)", re.M)


@cache
def _mark() -> re.Pattern[str]:
    return re.compile(_MARKS)


@cache
def _opening() -> re.Pattern[str]:
    """Return what finds the beginnings of lines that may be metadata."""
    keys = f"{_CREDITED}|{_KEYS['date']}|{_KEYS['count']}"
    return re.compile(rf"^[ \t]*+((?:19|20)\d\d[-/.年]\d|(?:{keys}))", re.M | re.I)


@cache
def _credit() -> re.Pattern[str]:
    role = f"(?:{_CREDITED})"
    return re.compile(rf"({role}(?:[/、&]?{role}){{0,3}})[ \t]*[|｜][ \t]*([^\s|｜][^|｜]*)", re.I)


@cache
def _stamp() -> re.Pattern[str]:
    figures = r"(?:19|20)\d\d([-/.])\d\d?\1\d\d?(?![^ \t|｜])"
    return re.compile(rf"{_DATE}(?:{_TIME}|(?=\D))|{figures}")


@cache
def _sign() -> re.Pattern[str]:
    behind = {"date": rf"(?={_DATE})", "count": r"(?=\d)"}  # these need no colon
    keys = "|".join(
        rf"(?P<{name}>{words})[ \t]*(?:[:：|｜][ \t]*|{behind.get(name, '(?!)')})"
        for name, words in _KEYS.items()
    )
    return re.compile(rf"(?<![^\W\d])(?:{keys})", re.I)
