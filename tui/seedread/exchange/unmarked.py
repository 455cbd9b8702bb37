"""Foreign text in Markdown: it says what it says, and marks nothing up."""

import re

from seedread.text.safe import shown

_MARKS = re.compile(r"[\\`*_\[\]<>#|~$]|&(?=#?\w+;)")
# What begins a list, a rule or an underlined heading does so at the beginning of a line only.
_FIRST = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$))|(?=[-+](?:[-\s]|$)|=(?:[=\s]|$)|:-))")
_EDGES = re.compile(r"^[ \t]+|[ \t]+$")  # blanks that Markdown would drop, or make code of


def line(text: str) -> str:
    """Return a text on one line, for a heading, a list or a table."""
    return _line(" ".join(shown(text, keep_newlines=True).text.split()))


def quoted(text: str) -> str:
    """Return a text as a block quotation, its line breaks kept; "" for none.

    Empty lines at its end are left out.
    """
    lines = shown(text, keep_newlines=True).text.rstrip("\n").split("\n")
    return "\n".join(f"> {part}" for part in _broken(lines)) if any(lines) else ""


def lines(text: str) -> str:
    """Return a text as a paragraph, its line breaks kept."""
    return "\n".join(_broken(shown(text, keep_newlines=True).text.strip("\n").split("\n")))


def _broken(given: list[str]) -> list[str]:
    last = len(given) - 1
    return [_line(part) + ("\\" if n < last else "") for n, part in enumerate(given)]


def _line(text: str) -> str:
    said = _MARKS.sub(r"\\\g<0>", text)
    said = _FIRST.sub(r"\1\\", said)
    return _EDGES.sub(lambda m: "".join(f"&#{ord(char)};" for char in m[0]), said)
