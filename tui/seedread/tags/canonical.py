"""How we write an annotation file, where one is written otherwise, and putting that right."""

import json
from collections.abc import Iterator

from seedread.tags.names import FILE as NAMES
from seedread.tags.record import MalformedError, Record, canonical, parse
from seedread.tags.sheet import BOM, Sheet
from seedread.tags.term import FILE as GLOSSARY
from seedread.tags.topic import FILE as TOPICS

_KINDS = {
    TOPICS: ("topics",),
    "documents.jsonl": ("documents",),
    NAMES: ("names",),
    GLOSSARY: ("glossary",),
    "relations.jsonl": ("relations",),
}
_FOLDERS = {"_links": ("links",), "_memos": ("memos",), "_seen": ("seen",)}
_DONE = {
    "bom": "byte order mark removed",
    "ends": "line ends made LF",
    "empty": "empty lines removed",
    "final": "last line ended",
    "written": "{n} lines written our way",
    "order": "lines put in order",
}
RULES = tuple(_DONE)
Key = tuple[str, int, int, str]  # what a line is sorted by


def kinds(file: str) -> tuple[str, ...]:
    """Return which kinds of record a file below annotations/ holds, () if we do not know."""
    if file in _KINDS:
        return _KINDS[file]
    folder = file.rpartition("/")[0]
    if folder.startswith("_"):
        return _FOLDERS.get(folder, ())
    return ("tags", "disputes") if folder else ()


def line(file: str, record: Record) -> bytes:
    """Return a record's line as we write it into `file`; keys we do not know stay in their order.

    The line as it is if writing it anew would lose something (1e999 is no number to us).
    """
    if record.kind in kinds(file):
        written = record.canonical()
    else:
        text = json.dumps(dict(record.fields), ensure_ascii=False)
        written = text.encode("utf-8", "backslashreplace")
    if written != record.raw:
        try:
            return written if parse(written) == record else record.line()
        except MalformedError:
            return record.line()
    return written


def whole(file: str, sheet: Sheet) -> bytes:
    """Return a file as we write it: nothing lost, a line nobody can read behind the one before."""
    groups: list[tuple[Key, list[bytes]]] = [(("", -1, -1, ""), [])]
    for found in sheet.lines:
        if found.record:
            groups.append((found.record.key, [line(file, found.record)]))
        elif found.problem != "empty line":
            groups[-1][1].append(found.content)
    if kinds(file):
        groups[1:] = sorted(groups[1:], key=lambda group: group[0])
    return b"".join(text + b"\n" for _, lines in groups for text in lines) or sheet.data


def flaws(file: str, sheet: Sheet) -> Iterator[tuple[int, str, str]]:
    """Yield what `whole` would change: (line from 1, rule, reason)."""
    if sheet.data.startswith(BOM):
        yield 1, "bom", "begins with a byte order mark"
    lines = enumerate(sheet.lines if b"\r" in sheet.data else (), 1)
    crs = [n for n, found in lines if b"\r" in found.raw[-3:]]
    if crs:
        yield crs[0], "ends", f"line ends are not LF ({len(crs)} lines)"
    if sheet.lines and not sheet.data.endswith(b"\n") and sheet.lines[-1].record:
        yield len(sheet.lines), "final", "the last line does not end"
    before: Key | None = None
    known, ours = kinds(file), _ours(file, sheet)
    for n, found in enumerate(sheet.lines, 1):
        record = found.record
        if record is None:
            if found.problem == "empty line":
                yield n, "empty", "empty line"
            continue
        if not ours and record.raw != line(file, record):
            yield n, "written", "spacing, escapes or order of keys are not those we write"
        key = record.key
        if before and key < before and known:
            yield n, "order", "stands behind a line it should stand before"
        before = key


def _ours(file: str, sheet: Sheet) -> bool:
    """Whether every line is written our way, found for all at once; False if that is not so easy.

    Each line is one object, which ends where it ends: two rows of them are the same only if each
    is the same as its counterpart.
    """
    records, known = [found.record for found in sheet.lines if found.record], kinds(file)
    if not all(record.kind in known for record in records):
        return False
    return b", ".join(record.raw for record in records) == canonical(records)


def told(file: str, sheet: Sheet) -> str:
    """Return in words what `whole` changes."""
    rules = [rule for _, rule, _ in flaws(file, sheet)]
    done = [words.format(n=rules.count(rule)) for rule, words in _DONE.items() if rule in rules]
    return ", ".join(done) or "rewritten"
