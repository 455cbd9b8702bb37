"""Words of Chinese text (jieba), loaded when first asked: it takes most of a second."""

import contextlib
import importlib
import logging
import re
import warnings
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from threading import Lock
from typing import Any

from seedread.text import script
from seedread.text.passage import Passage

# Two letters of a script that writes spaces; jieba takes those it does not know one by one.
_INNER = re.compile(r"[^\W_\u2e80-\U0010ffff]{2}")
_CHINESE = re.compile(r"[\u3400-\u9fff]{2,}")
_loading = Lock()
_taught: set[str] = set()


def ready() -> bool:
    """Whether `words` will answer at once."""
    return _segmenter.cache_info().currsize > 0


def load() -> None:
    """Load the word list, for a thread that may wait."""
    with _loading:
        _segmenter()


def words(text: str) -> list[Passage]:
    """Return the words of `text` in order; white space and punctuation are no words.

    Traditional text is cut as its simplified conversion, which has the same length, because
    the word list is simplified.
    """
    if not text.strip():
        return []
    load()  # waits for a thread that has begun to
    simplified = script.convert(text, "t2s").text
    if len(simplified) != len(text):
        simplified = text
    # Cutting must cover every code point, or offsets would slip: jieba does, and so we check.
    pieces = list(_segmenter().cut(simplified))
    if "".join(pieces) != simplified:
        return [Passage(n, n + 1) for n, c in enumerate(text) if c.isalnum()]
    borders = [0]
    for piece in pieces:
        if borders[-1] and _INNER.match(text, borders[-1] - 1):
            borders[-1] += len(piece)
        else:
            borders.append(borders[-1] + len(piece))
    spans = (Passage(a, b) for a, b in pairwise(borders))
    return [span for span in spans if any(c.isalnum() for c in text[span.start : span.end])]


def teach(known: Iterable[str]) -> None:
    """Make whole words of names and terms the word list may lack: 英伟达, not 英 and 伟达.

    In either script; single characters and words of spaced scripts are left to the list. May take
    a moment, and counts for the words asked for from now on.
    """
    load()
    wanted = sorted({word for word in known if _CHINESE.fullmatch(word)} - _taught)
    _taught.update(wanted)
    simplified = script.convert("\n".join(wanted), "t2s").text.split("\n") if wanted else ()
    segmenter = _segmenter()
    for word in simplified:
        segmenter.add_word(word, segmenter.suggest_freq(word), "nz")


@cache
def _segmenter() -> Any:
    with contextlib.suppress(ImportError):
        # The same words thirty times faster, and nothing to load.
        return importlib.import_module("rjieba").Jieba()
    return _plain_segmenter()


def _plain_segmenter() -> Any:
    with warnings.catch_warnings():
        # Its source has escapes newer Pythons warn about, on the screen we draw on.
        warnings.simplefilter("ignore")
        jieba = importlib.import_module("jieba")
    jieba.setLogLevel(logging.CRITICAL)
    segmenter = jieba.Tokenizer()
    # `initialize` would keep a marshal file in the shared temporary folder, where anyone may put
    # one, and is no faster for it: so its own two steps without the file.
    segmenter.FREQ, segmenter.total = segmenter.gen_pfdict(segmenter.get_dict_file())
    segmenter.initialized = True
    return segmenter
