"""Bytes to text: which encoding a file is in, and its text as UTF-8 with LF line ends."""

import codecs
import re
from collections import Counter

SAMPLE = 1 << 20  # bytes looked at to judge an encoding

_BOMS = (  # that of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
)
# Every codec of the East decodes most of the others' bytes without an error, but into rare
# characters: what tells them apart is how often the commonest characters of running text appear.
_COMMON = frozenset(
    "的一是不了在人有我他这這中大来來上个個国國和也子时時道说說就那要下以可会會出年着著看"
    "发發后後过過家能对對小多然于於心学學么麼之都好起开開没沒成只用作地里裡为為生还還事"
    "本所民经經部全体體使动動同现現分公定行方天下高理長长前问問使业業进進因此与與美"
    "，。、：；？！「」“”（）《》,"
)
_KANA = frozenset(map(chr, (*range(0x3041, 0x3094), *range(0x30A1, 0x30FD))))
_ASCII = frozenset(map(chr, (9, 10, 13, *range(0x20, 0x7F))))
# The first of equals wins: Windows' Big5 has the ～ and ／ that are meant, and Hong Kong's more
# characters. ASCII is no sign of any but UTF-16, where it takes two bytes.
_LEGACY = {
    "gb18030": _COMMON - _ASCII,
    "cp950": _COMMON - _ASCII,
    "big5hkscs": _COMMON - _ASCII,
    "euc-jp": _COMMON - _ASCII | _KANA,
    "cp932": _COMMON - _ASCII | _KANA,
    "utf-16-le": _COMMON | _ASCII | _KANA,
    "utf-16-be": _COMMON | _ASCII | _KANA,
}
_OTHERS = ["cp1251", "koi8_r", "cp949"]  # looked for if it is none of those
_NEVER_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_NEVER_SAID = "[\x00-\x08\x0e-\x1a\x1c-\x1f\ue000-\uf8ff\ufffd]"  # compiled when needed


class UnreadableError(ValueError):
    """A file that is no text we can show; the message is the reason, for people."""


def decode(raw: bytes, encoding: str = "") -> tuple[bytes, str]:
    """Return the text of `raw` as UTF-8 with LF line ends and no BOM, and the encoding's name.

    `encoding` is a person's word and is obeyed; "" means to find out. UTF-8 that is broken
    in places keeps its place: each broken stretch becomes U+FFFD when the text is read.
    Raises UnreadableError for an empty or a binary file and an encoding Python does not know.
    """
    if not raw:
        raise UnreadableError("empty")
    name = encoding or detect(raw)
    for bom, *names in _BOMS:
        if raw.startswith(bom) and name.lower() in names:
            raw, name = raw[len(bom) :], names[0]
            break
    if name != "utf-8":
        raw = _to_utf8(raw, name)
    if b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if not raw:
        raise UnreadableError("empty")
    return raw, name


def detect(raw: bytes) -> str:
    """Return the encoding of `raw`: by its BOM, by being UTF-8, or the likeliest of the others.

    Raises UnreadableError for a binary file.
    """
    for bom, name, _ in _BOMS:
        if raw.startswith(bom):
            return name
    sample = _sample(raw)
    controls = len(_NEVER_TEXT.findall(sample)) / len(sample)
    if controls < 0.1 and _is_utf8(sample):  # in UTF-16 every other byte of ASCII is one
        return "utf-8"
    scores = {name: _likeness(sample, name) for name in _LEGACY}
    best = max(scores, key=scores.__getitem__)
    if scores[best] >= 0.1:
        return best
    if controls > 0.01:
        raise UnreadableError("binary")
    if _mostly_utf8(sample):
        return "utf-8"
    if _is_western(sample):
        return "cp1252"
    other = _other(sample) or (best if scores[best] >= 0 else "")
    if not other:
        raise UnreadableError("binary")
    return other


def _sample(raw: bytes) -> bytes:
    """Return up to SAMPLE bytes from where the file stops being plain ASCII."""
    if len(raw) <= SAMPLE:
        return raw
    first = re.search(rb"[\x80-\xff]", raw)
    # An even start keeps the halves of UTF-16 together.
    start = max(0, first.start() - 64) & ~1 if first else 0
    return raw[start : start + SAMPLE]


def _is_utf8(sample: bytes) -> bool:
    """Whether `sample` is UTF-8, a character cut off at its end not counted against it."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(sample: bytes) -> bool:
    text = sample.decode("utf-8", "replace")
    return text.count("\ufffd") * 10 < sum(c > "\x7f" for c in text)


def _is_western(sample: bytes) -> bool:
    """Whether most bytes that are no ASCII stand alone, as é and “ do among Latin letters."""
    runs = re.findall(rb"[\x80-\xff]+", sample)
    return sum(len(run) == 1 for run in runs) * 5 > len(runs) * 4


def _likeness(sample: bytes, name: str) -> float:
    """Return which share of `sample`, read as `name`, is what such a text is full of (up to 1)."""
    text = sample.decode(name, "replace")
    if not name.startswith("utf-16"):
        text = re.sub(r"[\t\n\r -~]+", "", text)
    count = Counter(text)
    common = sum(count[c] for c in _LEGACY[name])
    strange = sum(n for c, n in count.items() if re.match(_NEVER_SAID, c))
    return (common - 5 * strange) / max(1, len(text))


def _other(sample: bytes) -> str:
    """Ask a library that knows other languages; "" if it finds none, or has too little to see."""
    if len(sample) < 60:
        return ""
    from charset_normalizer import from_bytes

    best = from_bytes(sample[: 1 << 16], cp_isolation=_OTHERS).best()
    return best.encoding.replace("_", "-") if best else ""


def _to_utf8(raw: bytes, name: str) -> bytes:
    try:
        text = raw.decode(name, "replace")
    except (LookupError, ValueError):  # of idna and punycode even the codec's errors are its own
        raise UnreadableError(f"unknown encoding {name!r}") from None
    return text.removeprefix("\ufeff").encode("utf-8", "replace")
