"""Bytes to text: which encoding a file is in, and its text as UTF-8 with LF line ends."""

import codecs
import re

SAMPLE = 1 << 20  # bytes looked at to judge an encoding

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Every legacy Chinese codec decodes most of the others' bytes without an error, but into rare
# characters: what tells them apart is how often the commonest characters of running text appear.
_COMMON = frozenset(
    "的一是不了在人有我他这這中大来來上个個国國和也子时時道说說就那要下以可会會出年着著看"
    "发發后後过過家能对對小多然于於心学學么麼之都好起开開没沒成只用作地里裡为為生还還事"
    "本所民经經部全体體使动動同现現分公定行方天下高理長长前问問使业業进進因此与與美"
    "，。、：；？！「」“”（）《》,"
)
_LEGACY = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_NEVER_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HAN = re.compile("[\u3400-\u9fff]")


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
    for bom, marked in _BOMS:
        if raw.startswith(bom) and name.lower() in (marked, "utf-16", "utf-8-sig"):
            raw, name = raw[len(bom) :], marked
    if name != "utf-8":
        raw = _to_utf8(raw, name)
    if b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if not raw:
        raise UnreadableError("empty")
    return raw, name


def detect(raw: bytes) -> str:
    """Return the encoding of `raw`: by its BOM, by being UTF-8, or by the likeliest Chinese."""
    for bom, name in _BOMS:
        if raw.startswith(bom):
            return name
    sample = _sample(raw)
    if _is_utf8(sample):
        if len(_NEVER_TEXT.findall(sample)) * 10 > len(sample):
            raise UnreadableError("binary")
        if b"\0" not in sample:
            return "utf-8"
    score, name = max((_likeness(sample, name), name) for name in _LEGACY)
    if score >= 0.1:
        return name
    if _mostly_utf8(sample):
        return "utf-8"
    return _last_guess(sample)


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
    return b"\0" not in sample and text.count("\ufffd") * 20 < len(text)


def _likeness(sample: bytes, name: str) -> float:
    """Return which share of `sample`, read as `name`, is what Chinese text is full of (0 to 1)."""
    text = sample.decode(name, "replace")
    if not _HAN.search(text):
        return 0.0
    strange = text.count("\ufffd") + sum(1 for c in text if "\ue000" <= c <= "\uf8ff")
    foreign = [c for c in text if c > "\x7f"]
    common = sum(1 for c in foreign if c in _COMMON)
    return (common - 5 * strange) / max(1, len(foreign))


def _last_guess(sample: bytes) -> str:
    """Ask a library that knows the encodings of other languages."""
    if b"\0" in sample:
        raise UnreadableError("binary")
    from charset_normalizer import from_bytes

    best = from_bytes(sample[: 1 << 16]).best()
    if best is None:
        raise UnreadableError("binary")
    return str(best.encoding).replace("_", "-")


def _to_utf8(raw: bytes, name: str) -> bytes:
    try:
        text = raw.decode(name, "replace")
    except LookupError:
        raise UnreadableError(f"unknown encoding {name!r}") from None
    return text.removeprefix("\ufeff").encode("utf-8", "replace")
