"""Signs that stand beside words or for them: Markdown's, and the stars a censor left."""

import re
from collections.abc import Iterator
from functools import cache

from seedread.text.gaps import Found, is_han


@cache
def _inline() -> re.Pattern[str]:
    url = r"(?P<url>(?:[^\s()]|\([^\s()]*+\))*+)(?:[ \t]++\"[^\"\n]*+\")?"
    return re.compile(
        rf"[!\[*](?:(?:(?<=\[)|(?<=!)\[)[^\[\]\n]*+(?P<close>\]\({url}\))"
        r"|(?<=\*)(?<!\*\*)(?P<more>\*{1,2})(?![\s*])(?P<said>[^*\n]*+)(?<!\s)"
        r"\*(?P=more)(?!\*))"
    )


@cache
def _at_line_start() -> re.Pattern[str]:
    return re.compile(
        r"^[ \t]*+(?:(#{1,6}[ \t]++)(?=\S)|((?P<sign>[-*_])(?:[ \t]*+(?P=sign)){2,}+)[ \t]*+$)",
        re.MULTILINE,
    )


@cache
def _address() -> re.Pattern[str]:
    return re.compile(r"(?:[a-z][a-z0-9+.-]*:|[/.#]|www\.).*|[!-~]+\.[a-z]{2,6}(?:[/?#].*)?|", re.I)


def markdown(text: str) -> Iterator[Found]:
    """Yield the signs of pictures, links, bold type, headings and rules, not their text."""
    for found in _at_line_start().finditer(text):
        yield *found.span(1 if found[1] else 2), "markdown"
    for found in _inline().finditer(text):
        start, end = found.span()
        if found["more"]:
            size = len(found["more"]) + 1
            opens, closes = start + size, end - size
            signs = _is_bold(text, start, end, found["said"])
        else:
            opens, closes = start + (2 if found[0][0] == "!" else 1), found.start("close")
            signs = found[0][0] == "!" or _address().fullmatch(found["url"]) is not None
        if signs:
            yield start, opens, "markdown"
            yield closes, end, "markdown"


def _is_bold(text: str, start: int, end: int, said: str) -> bool:
    """Whether ** … ** in a line makes bold; within a text it may be two words taken out."""
    inside = text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()
    return not (inside and re.search("[，。！？；、,!?;]", said))


def stars(text: str) -> Iterator[Found]:
    """Yield the stars that stand for what was censored: 英伟达*进的; no list's, no note's."""
    for found in re.finditer(r"[*＊]+", text):
        start, end = found.span()
        left, right = text[start - 1 : start] if start else "", text[end : end + 1]
        follows = left and (left.isalnum() or left in "”》」）、，,")
        if is_han(left) or (follows and is_han(right)):
            yield start, end, "star"
