"""Characters that came over wrong: pinyin that fell behind its character, text read amiss.

Both are leaks of the page the text was taken from, and one can end in the other.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module

from seedread.text.gaps import Found, is_han

# An accented letter is its letter and its tone; ü is v, as on keyboards; ɑ, ɡ are a, g.
_TONED = dict(zip("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ", "aaaaeeeeiiiioooouuuuvvvvnnnm", strict=True))
_PLAIN = str.maketrans(
    {**_TONED, "ü": "v", "ɑ": "a", "ɡ": "g", **dict.fromkeys("\u0300\u0301\u0304\u030c\u0308 '’")}
)
_TONES = frozenset(_TONED) | frozenset("\u0300\u0301\u0304\u030c")


@cache
def _leak() -> re.Pattern[str]:
    letters = "a-zü'’ ɑɡ\u0300\u0301\u0304\u0308\u030c" + "".join(_TONED)
    return re.compile(rf"([(（?？\ufffd])([{letters}]{{1,28}})[)）]")


@cache
def _syllable() -> re.Pattern[str]:
    finals = (
        "a(?:i|o|ng?)?|e(?:i|r|ng?)?|o(?:u|ng)?|i(?:a(?:o|ng?)?|e|u|ng?|ong)?"
        "|u(?:a(?:i|ng?)?|e|i|n|o)?|v(?:e|an|n)?"
    )
    return re.compile(f"(?:[zcs]h?|[bpmfdtnlgkhjqxryw])?(?:{finals})")


def pinyin(text: str) -> Iterator[Found]:
    """Yield leaked pinyin; where its opening parenthesis is gone (變?yōu)), mojibake.

    What is lost there is a character, and often the next few are wrong too, up to a €:
    轉變?yōu)榱艘粋€主動 was 轉變為了一個主動, read by bytes that were one off.
    """
    behind = last = -1  # where the character of a row of leaks, as in 行(háng)(xíng), ends
    for found in _leak().finditer(text):
        start, end = found.span()
        behind = behind if start == last else start
        if not is_han(text[behind - 1 : behind]):
            continue
        if found[1] in "(（":
            if _is_reading(found[2], text[max(0, behind - 8) : behind]):
                last = end
                yield start, end, "pinyin"
        elif _is_toned_syllable(found[2]):
            more = _one_byte_off().match(text, end)
            yield start, more.end() if more else end, "mojibake"


def _is_reading(letters: str, before: str) -> bool:
    """Whether `letters` say how `before` ends, and are no word: 人工智能(ai), 华为(huawei).

    A syllable with its tone is believed: nobody else writes macrons and carons in a parenthesis.
    All else is looked up, tones aside, and of more than one syllable they or the gaps must show.
    """
    if _is_toned_syllable(letters):
        return True
    plain = letters.translate(_PLAIN)
    if len(plain) < 2:  # a list: (a)
        return False
    written_so = bool(_TONES.intersection(letters)) or " " in letters.strip()
    known = _readings()
    pattern = ""
    for n, char in enumerate(reversed(before)):
        if not is_han(char) or ord(char) not in known or (n and not written_so):
            break
        said = known[ord(char)].translate(_PLAIN).split(",")
        pattern = f"(?:{'|'.join(map(re.escape, said))}){pattern}"
        if re.fullmatch(pattern, plain):
            return True
    return False


def _is_toned_syllable(letters: str) -> bool:
    return (
        sum(c in _TONES for c in letters) == 1
        and " " not in letters.strip()
        and _syllable().fullmatch(letters.translate(_PLAIN)) is not None
    )


@cache
def _readings() -> dict[int, str]:
    """Return how each character is read; takes a fifth of a second, so for doubtful cases only."""
    readings: dict[int, str] = import_module("pypinyin.pinyin_dict").pinyin_dict
    return readings


# What the bytes 80 to BF become in Latin-1 and in Windows' code page 1252.
_REST = "\ufffd\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"


@cache
def _one_byte_off() -> re.Pattern[str]:
    return re.compile(r"(?:(?![\x00-\xff])\w){1,8}€")


@cache
def _garbled() -> re.Pattern[str]:
    """Return what finds text read as Latin-1, and what stands where nothing could be read.

    One set of first characters for all: it makes the search ten times faster.
    """
    as_latin = (
        rf"(?<=[â-éï])[{_REST}]{{2}}(?:[â-éï][{_REST}]{{2}})+"
        rf"|(?:(?<=â)€|(?<=ï)¼|(?<=ã)€)[{_REST}]|(?<=[ÃÂ])[¡-ª¬-º¼-¿]"
    )
    unread = "(?<=\ufffd)\ufffd*|(?<=锟)斤拷(?:锟斤拷)*锟?"
    return re.compile(f"[\ufffd锟ÃÂâ-éï](?:{unread}|{as_latin})")


@cache
def _as_gbk() -> re.Pattern[str]:
    """Return what finds the characters that UTF-8's first two bytes become when read as GBK."""
    firsts = [*range(0xE2, 0xEA), 0xEF]
    chars = b"".join(bytes((a, b)) for a in firsts for b in range(0x80, 0xC0)).decode("gb18030")
    return re.compile(f"[{chars}](?=[^\x00-\x7f]{{2}})")


def mojibake(text: str) -> Iterator[Found]:
    """Yield what was surely read with the wrong table, and what could not be read."""
    for found in _garbled().finditer(text):
        yield *found.span(), "mojibake"
    end = 0
    for found in _as_gbk().finditer(text):
        start = found.start()
        if start >= end and (length := _misread(text[start : start + 63])):
            end = start + length
            yield start, end, "mojibake"


def _misread(text: str) -> int:
    """Return how many characters from the beginning of `text` on are UTF-8 read as GBK, or 0.

    Two characters become three. Three may be so by chance (寰风华 would be 德绪), so they must give
    words in use and be none themselves; of more it is enough that they give words.
    """
    raw = text.encode("gb18030", "replace")
    found = re.match(rb"(?:[\xe2-\xe9\xef][\x80-\xbf]{2}){2,}", raw)
    length = (found.end() + 1) // 2 if found else 0
    if found and all(_is_in_use(c) for c in found[0].decode()):
        sure = found.end() > 6 or not all(_is_in_use(c) for c in text[:length])
        return length if sure else 0
    return 0


def _is_in_use(char: str) -> bool:
    """Whether a character is among those that one of the old Chinese standards has first."""
    simplified = char.encode("gb2312", "ignore")
    traditional = char.encode("big5", "ignore")
    return bool(simplified) or b"\xa1" <= traditional < b"\xc6\xa1"
