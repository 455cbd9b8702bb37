"""What OpenCC makes of a text, stretch by stretch: which part of it answers to which of the source.

Four configurations have phrases that change length (信息 and 互联网 become 資訊 and 網際網路); all
else answers code point for code point. Where the phrases are is asked of OpenCC itself: in a copy
of the configuration each of them yields one private-use character, and the stages after them are
left out, so that what stands between these marks is as long as in the source.
"""

import re
from collections.abc import Iterator
from itertools import accumulate

from seedread.text import engines
from seedread.text.engines import PHRASED, Phrases, Step

BLOCK = 1 << 15  # code points converted at a time
_SAFE = re.compile("[\n。！？]")  # no entry of any dictionary goes on behind these
_NEVER = re.compile("([\0\ud800-\udfff]+)")  # NUL ends what OpenCC reads, no surrogate has bytes
_MARK = re.compile(f"([{chr(engines.MARKS[0])}-{chr(engines.MARKS[-1])}])")
_NO_MARK = "\U000ffffd"  # a private-use character that is none of them


def converted(text: str, config: str) -> str:
    """Return what the official configuration makes of `text`, however odd the text is.

    OpenCC stops at a NUL and refuses half a surrogate pair; here these stay as they are, and
    what stands between them is converted.
    """
    if "\0" not in text:
        try:
            return str(engines.official(config).convert(text))
        except UnicodeEncodeError:
            pass
    convert = engines.official(config).convert
    return "".join(bit if n % 2 else convert(bit) for n, bit in enumerate(_NEVER.split(text)))


def steps(text: str, config: str) -> Iterator[Step]:
    """Yield the stretches of `text` in order.

    Kind "=" is a stretch in which every code point answers to one, "p" a phrase, "?" a sentence of
    which no more is known, because OpenCC and the list of its phrases disagree.
    """
    for n, bit in enumerate(_NEVER.split(text)):
        if n % 2:
            yield len(bit), bit, "="
            continue
        for block in blocks(bit):
            yield from _block(block, config)


def blocks(text: str, size: int = BLOCK) -> Iterator[str]:
    """Cut `text` into blocks of `size` code points or somewhat more, only where that is safe."""
    start = 0
    while len(text) - start > size and (found := _SAFE.search(text, start + size)):
        yield text[start : found.end()]
        start = found.end()
    if start < len(text):
        yield text[start:]


def _block(source: str, config: str) -> Iterator[Step]:
    target = engines.official(config).convert(source)
    if config not in PHRASED:
        yield len(source), target, "=" if len(source) == len(target) else "?"
        return
    phrases = engines.phrases(config)
    found = phrases and _found(source, target, phrases)
    if found:
        yield from found
    elif len(sentences := list(blocks(source, 0))) > 1:
        for sentence in sentences:
            yield from _block(sentence, config)
    else:
        yield len(source), target, "?"


def _found(source: str, target: str, phrases: Phrases) -> list[Step] | None:
    """Return the steps from `source` to `target`; None if they cannot be proved.

    The proof is that the text with its marks, each read as its phrase, is what OpenCC wrote.
    Equal length would be none: of 英伟达 and 互联网 one loses a character and one gains one.
    """
    parts = _MARK.split(phrases.marking.convert(_MARK.sub(_NO_MARK, source)))
    found = [
        phrases.steps[part] if n % 2 else (len(part), part, "=")
        for n, part in enumerate(parts)
        if part
    ]
    written = phrases.writing.convert(source) if phrases.writing else target
    said = "".join(part for _, part, _ in found)
    if said != _MARK.sub(_NO_MARK, written) or len(target) != len(written):
        return None
    if sum(length for length, _, _ in found) != len(source):
        return None
    ends = accumulate(len(part) for _, part, _ in found)
    return [
        (length, target[end - len(part) : end], kind)
        for (length, part, kind), end in zip(found, ends, strict=True)
    ]
