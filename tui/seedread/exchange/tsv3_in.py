"""Reading WebAnno TSV 3.x: every span layer but those of grammar, found again in the text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from seedread.exchange import layers
from seedread.exchange.account import Account
from seedread.exchange.incoming import Incoming
from seedread.exchange.layers import GRAMMAR, LAYER
from seedread.exchange.spans import Span, Theirs, joined

_FORMAT = re.compile(r"#FORMAT=WebAnno TSV 3\.\d+\s*")
_UNIT = re.compile(r"(\d+-\d+)(\.\d+)?\t(\d+)-(\d+)\t[^\t]*\t?(.*)", re.ASCII | re.DOTALL)
_VALUE = re.compile(r"((?:[^\\\[]|\\.)*)\[(\d+)\]", re.ASCII | re.DOTALL)
_STACKED = re.compile(r"(?:[^\\|]|\\.)+", re.DOTALL)
_ESCAPE = re.compile(r"\\(->|.)", re.DOTALL)
_NAMED = {"t": "\t", "n": "\n", "f": "\f", "r": "\r", "b": "\b"}
_KINDS = {"#T_RL=": "a layer of relations", "#T_CH=": "a layer of chains"}
_FARTHEST = 10**9  # UTF-16 units of a text that is still believed


@dataclass
class _Found:
    """An annotation as it is put together: its features, its units' places by token."""

    where: str
    layer: str
    values: dict[str, str] = field(default_factory=dict)
    places: dict[str, list[tuple[int, int, bool]]] = field(default_factory=dict)

    def ends(self) -> tuple[int, int]:
        """Return where it begins and ends; parts of a token count before the whole of it."""
        kept = []
        for places in self.places.values():
            parts = [place for place in places if place[2]]
            kept += parts or places
        return min(place[0] for place in kept), max(place[1] for place in kept)


@dataclass
class _File:
    """A file as it is read, line by line."""

    name: str
    columns: list[tuple[str, str]] = field(default_factory=list)  # layer and feature
    text: list[str] = field(default_factory=list)
    length: int = 0  # of the text in UTF-16
    waiting: list[str] = field(default_factory=list)  # lines of a sentence not yet placed
    found: dict[tuple[str, ...], _Found] = field(default_factory=dict)


def read(files: Mapping[str, bytes], account: Account) -> Incoming:
    """Read the files whose names end in .tsv, or the one; raises ValueError with its line."""
    found = Incoming()
    spans: list[Span] = []
    if len(files) > 1 and not any(name.endswith(".tsv") for name in files):
        raise ValueError("no WebAnno TSV: no file *.tsv")
    for name, data in files.items():
        if len(files) == 1 or name.endswith(".tsv"):
            try:
                lines = data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
            except UnicodeDecodeError as error:
                line = data[: error.start].count(b"\n") + 1
                raise ValueError(f"{name} line {line}: not UTF-8") from None
            spans.extend(_spans(_parsed(name, lines, account), found, account))
    found.tags = list(joined(spans))
    return found


def _spans(file: _File, found: Incoming, account: Account) -> Iterator[Span]:
    theirs = Theirs("".join(file.text), "utf16")
    ours = any(layer == LAYER for layer, _ in file.columns)
    doc = layers.document(file.name, ours)
    found.texts[doc] = theirs.text
    for one in file.found.values():
        try:
            passage = theirs.passage(*one.ends())
        except ValueError as error:
            account.lose(f"an annotation that has no place: {error}", one.where)
            continue
        shown = _shown if one.layer == LAYER else str
        yield layers.read(one.where, doc, one.layer, one.values, passage, theirs, shown, account)


def _shown(note: str) -> str:
    from seedread.exchange.tsv3 import shown

    return shown(note)


def _parsed(name: str, lines: list[str], account: Account) -> _File:
    file = _File(name)
    if not _FORMAT.fullmatch(lines[0]):
        raise ValueError(f"{name} line 1: not WebAnno TSV 3: it does not begin with #FORMAT")
    for n, line in enumerate(lines[1:], 2):
        where = f"{name} line {n}"
        if line.startswith("#T_") and not file.text:
            _columns(file, line, where, account)
        elif line.startswith("#Text="):
            file.waiting.append(_unescaped(line[6:]))
        elif line and not line.startswith("#"):
            _unit(file, line, where)
    return file


def _columns(file: _File, line: str, where: str, account: Account) -> None:
    """Take in the header of a layer: a column for each feature, one if it has none."""
    layer, *features = line[6:].split("|")
    wanted = line.startswith("#T_SP=") and not layer.startswith(GRAMMAR)
    if not wanted:
        account.lose(f"{_KINDS.get(line[:6], 'a layer of grammar')}: {layer}", where)
    file.columns += [(layer if wanted else "", one) for one in features or [""]]


def _unit(file: _File, line: str, where: str) -> None:
    """Take in a token or a part of one."""
    unit = _UNIT.fullmatch(line)
    if not unit:
        raise ValueError(f"{where}: neither a token nor a text")
    token, part, begin, end = unit[1], unit[2], int(unit[3][:16]), int(unit[4][:16])
    if not begin < end <= _FARTHEST or begin - file.length > len(line) + 10_000:
        raise ValueError(f"{where}: a token from {begin} to {end}")
    if file.waiting:
        _place(file, begin)
    for (layer, feature), cell in zip(file.columns, unit[5].split("\t"), strict=False):
        if not layer or cell == "_":
            continue
        for n, given in enumerate(_STACKED.findall(cell)):
            numbered = _VALUE.fullmatch(given)
            value = numbered[1] if numbered else given
            key = (layer, "", numbered[2]) if numbered else (layer, token, part or "", str(n))
            one = file.found.setdefault(key, _Found(where, layer))
            if value not in ("*", "_"):
                one.values[feature] = _unescaped(value)
            place = (begin, end, bool(part))
            if place not in (places := one.places.setdefault(token, [])):
                places.append(place)


def _place(file: _File, begin: int) -> None:
    """Put a sentence where its first token begins; what stood between are line ends."""
    text = "\n".join(file.waiting)
    file.waiting = []
    gap = max(0, begin - file.length)
    file.text += ["\n" * gap, text]
    file.length += gap + len(text.encode("utf-16-le", "surrogatepass")) // 2


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: _NAMED.get(found[1], found[1]), text)
