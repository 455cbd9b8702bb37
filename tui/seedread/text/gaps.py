"""Spaces that say nothing: inside a word, before a comma, at the ends of a line, one too many."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby

from seedread.text.passage import Passage

_PLAIN = " \t"
_ODD = "\xa0\u3000\u2000-\u200a\u202f\u205f"  # spaces a keyboard does not make
_SPACES = _PLAIN + _ODD
_OPENERS = "（《〈「『【〔“‘"
_CLOSERS = "，。、；：？！）》〉」』】〕”"
_HAN = r"(?:(?![\x00-\xff])\w)"  # a letter beyond Latin-1: cheap, and looked at again

Found = tuple[int, int, str]  # start, end, kind


def is_han(char: str) -> bool:
    """Whether `char`, one character or none, is a Chinese character."""
    return (
        "\u3400" <= char <= "\u9fff"
        or "\U00020000" <= char <= "\U0003fffd"
        or "\uf900" <= char <= "\ufaff"
        or (char != "" and char in "々〇")
    )


def strays(text: str) -> Iterator[Found]:
    """Yield the spaces of `text` that may go, as (start, end, kind); kinds split, space and nbsp.

    Words never grow together by it, except those of Chinese that were one: between two Latin
    words, and between the phrases of a Chinese list, one space stays.
    """
    for found in _invisible().finditer(text):
        # A joiner is of use in emoji and in other scripts.
        if found[0][0] not in "\u200c\u200d" or is_han(text[max(0, found.start() - 1)]):
            yield *found.span(), "nbsp"
    between: list[Passage] = []
    for found in _gap().finditer(text):
        gap = Passage(*found.span())
        left, right = (
            text[gap.start - 1 : gap.start] if gap.start else "",
            text[gap.end : gap.end + 1],
        )
        if is_han(left) and is_han(right):
            between.append(gap)
        else:
            yield from _beside(text, gap, left.strip(), right.strip())
    broken = _broken(text, between)
    for gap in between:
        yield from _kinds(text, gap, gap in broken, "split")


@cache
def _invisible() -> re.Pattern[str]:
    return re.compile(
        "[\u200b-\u200d\u2060\ufeff\u00ad](?:(?<![\u200c\u200d])[\u200b\u2060\ufeff\u00ad]*|[\u200c\u200d]*)"
    )


@cache
def _gap() -> re.Pattern[str]:
    """Return what finds the gaps worth a look: of a text's single spaces only few."""
    return re.compile(
        rf"[{_SPACES}](?:[{_SPACES}]++|(?<=[{_ODD}])|(?<![^\n][{_SPACES}])|(?=\n|\Z)"
        rf"|(?<={_HAN}.)(?={_HAN}|[,;?!](?![!-~]))|(?=[{_CLOSERS}])|(?<=[{_OPENERS}].))"
    )


def _beside(text: str, gap: Passage, left: str, right: str) -> Iterator[Found]:
    """Yield what may go of a gap with something other than Chinese on one side at least."""
    if not left or not right:
        yield *gap, "space"
    elif right in _CLOSERS or left in _OPENERS or (is_han(left) and right in ",;?!"):
        yield from _kinds(text, gap, True)
    else:
        yield from _kinds(text, gap, False, odd=_is_cjk(left) or _is_cjk(right))


def _kinds(
    text: str, gap: Passage, whole: bool, single: str = "space", odd: bool = False
) -> Iterator[Found]:
    """Yield what may go of a gap: the whole, or what is more than one space; `odd` ones anyway."""
    start, end = gap
    if end - start == 1:
        plain = text[start] in _PLAIN
        if whole or (odd and not plain):
            yield start, end, single if plain else "nbsp"
        return
    kinds = ["space" if c in _PLAIN else "nbsp" for c in text[start:end]]
    if not whole:
        if "space" in kinds:
            kinds[kinds.index("space")] = ""
        elif not odd:
            kinds[0] = ""
    for kind, group in groupby(kinds):
        end = start + len(list(group))
        if kind:
            yield start, end, kind
        start = end


def _is_cjk(char: str) -> bool:
    return is_han(char) or "\u3001" <= char <= "\u303f" or "\uff01" <= char <= "\uffef"


def _broken(text: str, between: list[Passage]) -> set[Passage]:
    """Return those of the gaps between two Chinese characters that stand inside a word.

    Those that leave a character alone do (台 湾 之间). Of the others, the only one of its phrase
    does if the line is running text (台 北市), for phrases and headings are parted by spaces too.
    """
    broken: set[Passage] = set()
    line_end, running = -1, False
    for phrase in _phrases(text, between):
        first = phrase[0].start
        if first >= line_end:
            start = text.rfind("\n", 0, first) + 1
            line_end = found if (found := text.find("\n", first)) >= 0 else len(text)
            running = re.compile("[，。；！？、,;!?]").search(text, start, line_end) is not None
        alone = {gap for n, gap in enumerate(phrase) if _leaves_one(text, phrase, n)}
        broken |= alone
        if running and len(phrase) - len(alone) == 1:
            broken.update(phrase)
    return {gap for gap in broken if "\t" not in text[gap.start : gap.end]}


def _phrases(text: str, gaps: list[Passage]) -> Iterator[list[Passage]]:
    """Yield the gaps by phrase: between them are only letters, digits and spaces."""
    inside = re.compile(r"(?:\w|[^\S\n])*+")
    phrase: list[Passage] = []
    for gap in gaps:
        if phrase and not inside.fullmatch(text, phrase[-1].end, gap.start):
            yield phrase
            phrase = []
        phrase.append(gap)
    if phrase:
        yield phrase


def _leaves_one(text: str, phrase: list[Passage], n: int) -> bool:
    """Whether the `n`th gap of a phrase has a single character on one of its sides."""
    before, after = phrase[n].start - 1, phrase[n].end + 1
    if n and phrase[n - 1].end == before:
        return True
    if n + 1 < len(phrase) and phrase[n + 1].start == after:
        return True
    while _is_blank(text[before - 1 : before]):
        before -= 1
    while _is_blank(text[after : after + 1]):
        after += 1
    return not text[before - 1 : before].isalnum() or not text[after : after + 1].isalnum()


def _is_blank(char: str) -> bool:
    return char.isspace() and char != "\n"
