"""A claim: whose words a passage has, which number of what, and when; what a tag may carry."""

import re
from dataclasses import dataclass, fields

_DIGITS = {"半": 0.5, **{c: n for n, c in enumerate("零一二三四五六七八九")}, "两": 2, "〇": 0}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10**4, "亿": 10**8, "兆": 10**12}


@dataclass(frozen=True, slots=True)
class Claim:
    """Texts as the document writes them, "" for what it does not say.

    `of` is what the number counts; `doubtful` says that it stands so, and is hardly right.
    """

    speaker: str = ""
    value: str = ""
    unit: str = ""
    of: str = ""
    date: str = ""
    doubtful: bool = False

    @classmethod
    def read(cls, given: object) -> "Claim":
        """Read what a tag's line has; a value of the wrong type counts as not given."""
        values = given if isinstance(given, dict) else {}
        found = {key: values.get(key) for key in KEYS}
        texts = {key: found[key] if isinstance(found[key], str) else "" for key in TEXTS}
        return cls(**texts, doubtful=found["doubtful"] is True)  # type: ignore[arg-type]

    def __bool__(self) -> bool:
        return self != Claim()

    @property
    def amount(self) -> float | None:
        """The number as one can sort by it: 1.5万亿 is 1.5e12; of a range the first; else None."""
        from seedread.text.fold import fold

        return _amount(fold(self.value).replace(",", "").replace(" ", ""))

    @property
    def short(self) -> str:
        """It in few words: 任正非: 50 % AI研究员 (2025年)?"""
        said = " ".join(part for part in (f"{self.value}{self.unit}", self.of) if part)
        said = ": ".join(part for part in (self.speaker, said) if part)
        return said + (f" ({self.date})" if self.date else "") + ("?" if self.doubtful else "")


KEYS = tuple(field.name for field in fields(Claim))
TEXTS = KEYS[:-1]


def problem(given: object) -> str:
    """Return what keeps a value from being a claim, "" if it is one."""
    if not isinstance(given, dict):
        return "claim is not an object"
    missing = [key for key in KEYS if key not in given]
    if missing:
        return "claim has no " + ", ".join(missing)
    wrong = next((key for key in TEXTS if not isinstance(given[key], str)), "")
    if wrong:
        return f"{wrong} of the claim is not a text"
    return "" if isinstance(given["doubtful"], bool) else "doubtful of the claim is no truth value"


def _amount(text: str) -> float | None:
    """Read a folded number, Arabic or Chinese, with its 万 and 亿."""
    if part := re.fullmatch(r"(\d+)/(\d+)", text):
        return int(part[1]) / int(part[2]) if int(part[2]) else None
    if text in ("一半", "半数", "过半"):
        return 0.5
    total = small = 0.0  # what 万 and 亿 have multiplied, and what stands before the next of them
    digit: float | None = None
    known = False
    for piece in re.findall(r"\d+(?:\.\d+)?|.", text):
        if piece[0].isascii() and piece[0].isdigit():
            digit = float(piece)
        elif piece in _DIGITS:
            digit = _DIGITS[piece]
        elif piece in _TENS:
            small, digit = small + (digit or 1) * _TENS[piece], None
        elif piece in _SCALES:
            # 1.5万亿: what comes before 亿 is multiplied whole.
            below = total if _SCALES[piece] == 10**8 else 0
            group = small + (digit or 0) or (0 if below else 1)
            total = (total - below) + (below + group) * _SCALES[piece]
            small, digit = 0.0, None
        elif piece in "几数上":
            continue
        else:
            break
        known = True
    return total + small + (digit or 0) if known else None
