"""Where sentences, clauses and quotations of Chinese text begin and end, and who is speaking.

Every function here is pure, knows only the text it is given, and takes time linear in its length.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from .passage import Passage

# Each family: openers at even places, closers at odd ones. Widths mix freely in real texts:
# “(好）” is one pair. A straight quote opens and closes itself.
_FAMILIES = ["()（）", "[]［］", "{}｛｝", "【】", "〔〕", "《》", "〈〉"]
_FAMILIES += ["「」｢｣", "『』", "“”", "‘’", '""', "＂＂"]
_OPENS = {mark: family[0] for family in _FAMILIES for mark in family[::2]}
_CLOSES = {mark: family[0] for family in _FAMILIES for mark in family[1::2]}
_SPOKEN = frozenset('“‘「『"＂')  # the families that can hold speech
_TITLES = frozenset("《〈")

_URL = r"(?P<url>(?:https?://|www\.)[\w\-.~:/?#@!$&'*+,;=%]*[\w/#&=%+-])"
_OPENER = f"(?P<opener>[{re.escape(''.join(_OPENS))}])"
# An ASCII ? or ! is Chinese punctuation (呢?NVL72), except inside a query or a Latin word
# (a.cn/b?x=1), in front of a Markdown image, and where it stands for the character and the opener
# that leaked pinyin has lost (转变?yōu)了).
_ASCII_END = r"(?:!(?!\[)|\?(?![a-zà-ǜ]{1,6}[)）]))(?:(?<![A-Za-z0-9][?!])|(?![a-z=&]))"
_END = rf"(?P<end>(?:[。！？｡]|{_ASCII_END})[。！？!?｡…]*)"
# A comma between digits belongs to a number, a colon between digits to a time or a score.
_COMMA = r"(?:[，、；;]|(?<!\d)[,:：]|[,:：](?!\d))(?:\s*+[，、；：,;:])*"
_DASH = "(?:——|――|──|⸺)[—―─⸺]*"

_BRACKETS = re.compile(f"{_URL}|[{re.escape(''.join({**_OPENS, **_CLOSES}))}]", re.ASCII)
_SENTENCE_MARKS = re.compile(rf"{_URL}|{_END}|(?P<dot>\.)|{_OPENER}", re.ASCII)
_CLAUSE_MARKS = re.compile(f"{_URL}|{_END}|(?P<comma>{_COMMA}|{_DASH})|{_OPENER}", re.ASCII)
_ENDS = re.compile(_END)
# A letter beyond Latin-1, in practice Han: compiles in a tenth of the time [㐀-鿿] takes.
_HAN = r"(?:(?![\x00-\xff])\w)"
_HAS_HAN = re.compile(_HAN)
_WORD = re.compile(rf"[^\s。！？｡?!…，、；：,;:—―─⸺{re.escape(''.join({**_OPENS, **_CLOSES}))}]")

# After the end mark, an aside such as (笑) or a footnote is of the sentence; a list number is not.
_ASIDE = re.compile(
    r"[（(](?![\dA-Za-z一二三四五六七八九十]{1,3}[)）])[^()（）。！？!?]{1,20}[)）](?![。！？!?])"
    r"|[\[［]\d{1,3}[\]］]"
)
# What cannot begin a sentence, so the one before goes on.
_LINK = re.compile(r"[，、；：,;:。—…]")
# What goes on after a quotation: “好。”的意思, “好。”然后走了, “好。”他说。
_PARTICLES = "的等之"
_SAID = r"(?:[说說问問喊]|[说說问問答喊写寫笑叹嘆]道|表示|指出|补充|補充|强调|強調)"
_CARRIED = re.compile(
    rf"[{_PARTICLES}并並]|然[后後]|[^\s，、；：。！？,;:?!“”「」()（）]{{0,8}}{_SAID}(?:[，,。]|$)"
)
_LATIN_END = re.compile(
    r"[A-Za-z]\S*\s+\(?(?!(?:mr|mrs|ms|dr|prof|st|inc|ltd|corp|co|jr|sr|vs|etc|al|no|vol|fig)\b)"
    r"[a-z]{2,}[”’\"')\]]*$",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"[”’\"')\]]*\s+[“‘\"'(\[]*[A-Z]")
_NUMBERED = re.compile(r"\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})、")  # part of its clause
_LONG_QUOTE = 50  # code points; a longer quotation is read clause by clause


def sentences(text: str) -> list[Passage]:
    """Return the sentences of `text` in order, as passages of it without white space at the ends.

    They do not overlap and hold every code point that is not white space. A line end always ends a
    sentence, and a speaker label at the beginning of a line stands by itself.

    。！？ and ASCII ? ! end a sentence, with the closing marks behind them, outside brackets,
    titles and quotations; an opener that nothing closes in its line is ordinary text. A quotation
    or parenthesis that holds its own end mark ends the sentence if it stands free: at the
    beginning of a sentence or after a colon, comma or dash (说:“好。”|他走了). Grown into its
    clause (他说“好。”然后走了), or followed by what carries it on (“好。”他说。), it does not.
    """
    found: list[Passage] = []
    offset = 0
    for line in text.split("\n"):
        if line:
            start = 0
            if speaker := label(line):
                found.append(speaker.shift(offset))
                start = speaker.end
            found += (p.shift(offset) for p in _tile(line, start, _sentence_ends(line, start)))
        offset += len(line) + 1
    return found


def clauses(sentence: str) -> list[Passage]:
    """Return the clauses of one sentence, as passages of it, tiling all but white space.

    ，、；： in either width and —— end a clause and belong to it. Nothing is cut in parentheses,
    titles and short quotations; a quotation that holds a sentence end mark, or is longer than 50
    code points, is read clause by clause.
    """
    return list(_tile(sentence, 0, _clause_ends(sentence)))


def quotation(text: str, offset: int) -> Passage | None:
    """Return the innermost quotation or title around `offset`, quote marks included, if any.

    `offset` may be that of a quote mark itself. Quotations end with their line.
    """
    if not 0 <= offset < len(text):
        return None
    start = text.rfind("\n", 0, offset) + 1
    line = text[start : end if (end := text.find("\n", offset)) >= 0 else None]
    for opener, closer in _pairs(line).items():  # inner pairs close, and so come, first
        found = Passage(opener, closer + 1).shift(start)
        if offset in found and _OPENS[line[opener]] in _SPOKEN | _TITLES:
            return found
    return None


def _pairs(line: str) -> dict[int, int]:
    """Return where each bracket or quote that is closed in `line` opens and closes.

    Pairs never cross: a closer drops the openers inside it that were still waiting.
    """
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    count: Counter[str] = Counter()
    for found in _BRACKETS.finditer(line):
        at, mark = found.start(), found[0]
        if found.lastgroup == "url" or (mark == "’" and _is_apostrophe(line, at)):
            continue
        if count[family := _CLOSES.get(mark, "")]:
            opener = -1
            while opener < 0 or _OPENS[line[opener]] != family:
                opener = waiting.pop()
                count[_OPENS[line[opener]]] -= 1
            pairs[opener] = at
        elif mark in _OPENS:
            waiting.append(at)
            count[_OPENS[mark]] += 1
    return pairs


def _is_apostrophe(line: str, at: int) -> bool:
    around = line[at - 1 : at] + line[at + 1 : at + 2]
    return len(around) == 2 and around.isascii() and around.isalpha()


def _tile(line: str, start: int, ends: Iterable[int]) -> Iterator[Passage]:
    """Yield what lies between `ends`, trimmed; a piece without a word joins its neighbour."""
    word = _WORD.search(line, start)
    for end in ends:
        if word and word.start() < end:
            word = _WORD.search(line, end)
            if not word:
                break
            yield _trimmed(line, start, end)
            start = end
    rest = _trimmed(line, start, len(line))
    if rest.start < rest.end:
        yield rest


def _trimmed(line: str, start: int, end: int) -> Passage:
    piece = line[start:end].rstrip()
    return Passage(start + len(piece) - len(piece.lstrip()), start + len(piece))


def _sentence_ends(line: str, start: int) -> Iterator[int]:
    """Yield each place in `line` where a sentence that began at or after `start` has ended."""
    pairs = _pairs(line)
    at, han = start, -1
    while found := _SENTENCE_MARKS.search(line, at):
        opener, at = found.start(), found.end()
        ends = found.lastgroup == "end"
        if opener in pairs:
            at = pairs[opener] + 1
            ends = _stands_free(line, start, opener) and _holds_end(line, opener, at)
        elif found.lastgroup == "dot" and _ends_latin(line, start, opener):
            if han < start:  # looked up once, not at every dot
                han = match.start() if (match := _HAS_HAN.search(line, start)) else len(line)
            ends = opener < han
        if ends:
            at = _past_closers(line, at, pairs)
            if not _LINK.match(line, at) and not (opener in pairs and _CARRIED.match(line, at)):
                if aside := _ASIDE.match(line, at):
                    at = aside.end()
                yield at
                start = at


def _past_closers(line: str, at: int, pairs: dict[int, int]) -> int:
    while at < len(line) and line[at] in _CLOSES and at not in pairs:
        at += 1
    return at


def _stands_free(line: str, start: int, opener: int) -> bool:
    """Whether what opens here is no part of a clause that began before it."""
    if _OPENS[line[opener]] in _TITLES:
        return False
    before = opener - 1
    while before >= start and line[before].isspace():
        before -= 1
    return before < start or line[before] in "：:，,—"


def _holds_end(line: str, opener: int, end: int) -> bool:
    """Whether the last thing said in this pair is an end mark, perhaps in an inner quotation."""
    last = end - 1
    while last > opener and line[last] in _CLOSES and _CLOSES[line[last]] not in _TITLES:
        last -= 1
    return line[last] in "。！？!?｡"


def _ends_latin(line: str, start: int, dot: int) -> bool:
    """Whether the full stop at `dot` follows two Latin words and precedes a capital.

    Only a sentence that is Latin from its beginning ends there: a Chinese one may quote a title,
    as in 原文叫 I Just Saw the Future. It Was Not in America.
    """
    if not _CAPITAL.match(line, dot + 1):
        return False
    return _LATIN_END.search(line[max(start, dot - 40) : dot]) is not None


def _clause_ends(line: str) -> Iterator[int]:
    """Yield each place in `line` where a clause has ended."""
    pairs = _pairs(line)
    at = number.end() if (number := _NUMBERED.match(line)) else 0
    while found := _CLAUSE_MARKS.search(line, at):
        at = found.end()
        if found.lastgroup == "opener":
            opener = found.start()
            if opener in pairs and not _is_speech(line, opener, pairs[opener]):
                at = pairs[opener] + 1
        elif found.lastgroup != "url":
            at = _past_closers(line, at, pairs)
            after = line[at : at + 1]
            if found.lastgroup == "comma" or not (_LINK.match(after) or after in _PARTICLES):
                yield at


def _is_speech(line: str, opener: int, closer: int) -> bool:
    if _OPENS[line[opener]] not in _SPOKEN:
        return False
    return closer - opener > _LONG_QUOTE or _ENDS.search(line, opener, closer) is not None


# A line can begin with a speaker (老黄:), but more often a colon there ends a heading (发布时间:),
# a remark (原因很简单:) or a report (黄仁勋表示:). Those are open sets, names are nearly closed, so
# we ask for the shape of a name and let the rest be text: a label that is missed costs a motion,
# one that is invented puts words into somebody's mouth. A name is
#   - a nickname: 老, 小 or 阿 with one or two characters (老黄, 阿笨);
#   - a surname with one or two characters (黄仁勋, 任总), unless they spell a common word (方案) or
#     end in a verb of saying (老黄说, 黄认为);
#   - parts joined by a dot (本·汤普森); a role (主持人, 外交部发言人); 问, 答, Q, A;
#   - two to four capitalised Latin words (Ben Thompson), none of them the head of metadata (Full
#     Text) or an acronym, unless all are in capitals; one word (Nvidia:) is as often a company.
# It may carry a bracketed remark (英伟达CEO) and stands alone before the colon.
_SURNAMES = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭"
    "曾肖萧蕭田董袁潘蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范石廖贾賈夏韦韋傅方白"
    "邹鄒孟熊秦邱江尹薛闫閻段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴戴莫孔汤湯倪庄莊聂聶鲁魯岳"
    "俞柳祝阮柯纪紀梅童凌裴霍翁骆駱蓝藍游辛鲍鮑喻祁蒲屈饶饒牟尤芦麦麥褚娄婁窦竇戚岑"
)
# Common words that begin like a name: a first character and the second ones it must not have.
_FALSE_NAMES = (
    "方案法向面式便针針 高度端级級层層管校考速盛通 白天皮色宫宮 江苏蘇西南 万一元科达"
    " 石油墨头 夏天季 史料 毛利病 程序度式 余额下量 许多可 許多可"
    " 周一二三四五六日期末边邊围圍年 任务務何期意职 马上来力 馬上來力 何时時地为為谓謂以"
    " 严重格 嚴重格 龙头 雷达達 莫非 田野园 陆续地 陸續地 曾经經用 段落 谢谢幕 謝謝幕 顾客问"
    " 顧客問 郑州 鄭州 徐州 沈阳 韩国 韓國 黄金河色 黃金河色 罗马 羅馬 陈述列 陳述列 陶瓷"
    " 祝福贺 纪念要录 紀念要錄 梅花 游戏客 麦克 蓝图色 藍圖色"
    " 小时時结結贴貼计計标標组組说說型麦 老家年 阿拉"
)
_COMMON_WORDS = frozenset(group[0] + end for group in _FALSE_NAMES.split() for end in group[1:])
_ROLES = (
    "记者|記者|主持人|主持|嘉宾|嘉賓|发言人|發言人|提问者?|提問者?|观众|觀眾|听众|聽眾|网友|網友|主播|旁白"
    "|[采採]访者|[采採]訪者|受访者|受訪者|教授|先生|女士"
)
_LATIN_NAME = r"[A-Z](?:[a-zÀ-ɏ]|[.’'-]|(?<=Mc|O'|O’)[A-Z]|(?<=[.-])[A-Z]){0,15}"
_LABEL = re.compile(
    r"\s*+(?P<name>[问問答QA]\d{0,2}"
    rf"|(?:[老小阿{_SURNAMES}]|欧阳|歐陽|司马|司馬|诸葛|諸葛|上官){_HAN}{{1,2}}"
    rf"|{_HAN}{{1,6}}(?:[·•・‧]{_HAN}{{1,6}}){{1,3}}"
    rf"|(?:{_HAN}|[A-Za-z ]){{0,8}}?(?:{_ROLES})"
    rf"|{_LATIN_NAME}(?: {_LATIN_NAME}){{1,3}}|[A-Z]{{3,15}}(?: [A-Z]{{3,15}}){{1,2}})"
    r"(?:\s?[（(][^（()）:：]{1,20}[)）])?\s?[:：](?!//)"
)
_NO_NAME = re.compile(
    r".*[的了是在很就都也不没沒把被让讓从從对對这這那哪么麼与與及或]"
    r"|.+(?:[说說道问問答曰称稱讲講写寫喊叫笑叹嘆]|认为|認為|表示|坦言|指出|强调|強調|直言)$"
    r"|(?i:.*\b(?:abstract|address|author|background|chapter|conclusion|contact|contents?|copyright"
    r"|credit|date|editor|e-?mail|example|fax|figure|full|image|introduction|keywords?|key|links?"
    r"|notes?|notice|part|phone|photo|published|section|sources?|step|summary|table|tel|text|time"
    r"|tip|title|update|url|warning|web|website)\b)"
)


def label(line: str) -> Passage | None:
    """Return the speaker label at the beginning of `line`, colon included (阿笨:), or None."""
    found = _LABEL.match(line)
    if not found or found["name"][:2] in _COMMON_WORDS or _NO_NAME.match(found["name"]):
        return None
    return Passage(found.start("name"), found.end())
