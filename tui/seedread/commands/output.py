"""What commands print: lines for people, objects for programs, nothing a terminal would obey."""

import json
import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from seedread.text.safe import safe
from seedread.text.wrap import at_cell, cells

_PLAIN = "[^ -~\u00a1-\u00ac\u2010-\u2027\u3000-\u9fff\uff01-\uff5e]"
_OBEYED = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})


def say(text: str) -> None:
    """Print a line for people."""
    print(safe(text))


def complain(text: str) -> None:
    """Print a line for people beside what was asked for."""
    print(f"seedread: {safe(text)}", file=sys.stderr)


def emit(value: Mapping[str, Any]) -> None:
    """Print an object for programs on one line.

    Chinese stays readable; what a terminal would obey or hide is escaped, as JSON allows.
    """
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    text = json.dumps(value, ensure_ascii=encoding != "utf8")
    print(re.sub(_PLAIN, _escaped, text))


def table(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> None:
    """Print rows in columns aligned by cells; the columns numbered in `right` end together."""
    shown = [[safe(text) for text in row] for row in rows]
    widths = [max(map(cells, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        padded = []
        for n, text in enumerate(row):
            space = " " * (widths[n] - cells(text))
            padded.append(space + text if n in right else text + space)
        print("  ".join(padded).rstrip())


def short(text: str, width: int) -> str:
    """Return `text` cut to `width` cells."""
    shown = safe(text)
    return shown if cells(shown) <= width else shown[: at_cell(shown, width - 1)] + "…"


def reason(error: Exception) -> str:
    """Return what went wrong, for people."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)


def _escaped(found: re.Match[str]) -> str:
    char = found[0]
    return json.dumps(char)[1:-1] if unicodedata.category(char) in _OBEYED else char
