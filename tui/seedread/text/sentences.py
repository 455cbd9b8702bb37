"""Where sentences, clauses and quotations of Chinese text begin and end.

Every function here is pure, knows only the text it is given, and takes time linear in its length.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from .label import HAN, label
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
_HAS_HAN = re.compile(HAN)
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
