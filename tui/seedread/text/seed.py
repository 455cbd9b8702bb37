"""A document: its text by pieces, its paragraphs, its version, its title."""

import hashlib
import re
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from seedread.text.decode import UnreadableError, decode
from seedread.text.passage import Passage

PIECE = 1 << 16  # bytes of UTF-8 decoded at a time
KEPT = 24  # decoded pieces kept
LONG = 4000  # code points from which on a line is laid out in several blocks
BLOCK = 1500  # code points such a block aims at

# After these a cut changes neither the conversion nor the layout of what stands on both sides.
_STOPS = tuple(c.encode() for c in "。！？")
_LATE_STOPS = tuple(c.encode() for c in "!?;；,， ")
_BELONGS = b"(?:" + b"|".join(c.encode() for c in "。！？”’」』）》") + b"){0,9}\n?"
_CUT = re.compile("[。！？][。！？”’」』）》]*")
_LATE_CUT = re.compile(r"[!?;；,，\s]+|[\x20-\x7e](?=[^\x20-\x7e])")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some 20,000 code points of the document and the blocks they are laid out in."""

    start: int
    text: str
    blocks: tuple[Passage, ...]


@dataclass(eq=False)
class Seed:
    """A document; text comes out in code points (DESIGN: the only stored coordinate).

    The whole text is never held as one str: one emoji would make that four bytes a character.
    `data` is UTF-8 with LF line ends and no BOM.
    """

    id: str
    data: bytes
    encoding: str = "utf-8"
    _rev: str = ""
    _bytes: list[int] = field(default_factory=lambda: [0])
    _points: list[int] = field(default_factory=lambda: [0])
    _cache: OrderedDict[int, _Piece] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    @classmethod
    def read(cls, path: Path, id: str, encoding: str = "") -> "Seed":
        """Read the file at `path`; raises OSError and UnreadableError."""
        if not path.is_file():
            raise UnreadableError("not a regular file" if path.exists() else "vanished")
        return cls.of(path.read_bytes(), id, encoding)

    @classmethod
    def of(cls, raw: bytes, id: str = "", encoding: str = "") -> "Seed":
        """Make a document of a file's bytes; raises UnreadableError."""
        data, name = decode(raw, encoding)
        # Once the bytes are not those of the file any more, its version cannot be had later.
        rev = "" if data is raw else blob_rev(raw)
        return cls(id, data, name, rev)

    @property
    def rev(self) -> str:
        """The first 12 hex digits of the file's git blob hash: the version offsets belong to."""
        if not self._rev:
            self._rev = blob_rev(self.data)
        return self._rev

    def __len__(self) -> int:
        """Return the length in code points; counts the whole document when first asked."""
        while not self.counted:
            self._count_next()
        return self._points[-1]

    @property
    def counted(self) -> bool:
        """Whether the whole document has been counted, so that no offset is dear any more."""
        return self._bytes[len(self._points) - 1] >= len(self.data)

    def __getitem__(self, where: slice) -> str:
        start, end = where.start or 0, len(self) if where.stop is None else where.stop
        found = []
        while start < end and (piece := self._piece_at(start)).text:
            part = piece.text[start - piece.start : end - piece.start]
            if not part:
                break
            found.append(part)
            start += len(part)
        return "".join(found)

    def block(self, offset: int) -> Passage:
        """Return the block around `offset`: a line, or a part of a very long one, without its LF.

        The end of a line belongs to its block.
        """
        piece = self._piece_at(offset)
        return piece.blocks[self._block_index(piece, offset)]

    def after(self, block: Passage) -> Passage | None:
        """Return the block that follows, None at the end of the document."""
        start = block.end + (self[block.end : block.end + 1] == "\n")
        if start > block.start and self[start : start + 1]:
            return self.block(start)
        return None

    def before(self, block: Passage) -> Passage | None:
        """Return the block that precedes, None at the beginning of the document."""
        return self.block(block.start - 1) if block.start > 0 else None

    def blocks(self, start: int = 0) -> Iterator[Passage]:
        """Yield the blocks from the one around `start` on."""
        block: Passage | None = self.block(start)
        while block is not None:
            yield block
            block = self.after(block)

    def paragraph(self, offset: int) -> Passage:
        """Return the whole line around `offset`, however many blocks it is laid out in."""
        first = last = self.block(offset)
        while (earlier := self.before(first)) and earlier.end == first.start:
            first = earlier
        while (later := self.after(last)) and later.start == last.end:
            last = later
        return first.hull(last)

    def last_block(self) -> Passage:
        """Return the last block; counts the whole document when first asked."""
        return self.block(max(0, len(self) - 1))

    def share(self, offset: int) -> float:
        """Return how far into the document `offset` is, 0 to 1, by bytes: needs no count."""
        piece = self._piece_at(offset)
        n = bisect_right(self._points, piece.start) - 1
        inside = min(1.0, (offset - piece.start) / len(piece.text))
        return (self._bytes[n] + inside * (self._bytes[n + 1] - self._bytes[n])) / len(self.data)

    def offset_of_byte(self, at: int) -> int:
        """Return the code point that begins at byte `at` of `data`."""
        while self._bytes[-1] <= at and not self.counted:
            self._count_next()
        n = bisect_right(self._bytes, at, hi=len(self._points)) - 1
        inside = self.data[self._bytes[n] : at].decode("utf-8", "replace")
        return self._points[n] + len(inside)

    def pieces(self) -> Iterator[tuple[int, str]]:
        """Yield (offset, text) of every piece in order; together they are the whole text."""
        start = 0
        while (piece := self._piece_at(start)).text and piece.start == start:
            yield piece.start, piece.text
            start += len(piece.text)

    def _piece_at(self, offset: int) -> _Piece:
        while offset >= self._points[-1] and not self.counted:
            self._count_next()
        n = min(bisect_right(self._points, offset), len(self._points) - 1) - 1
        return self._load(max(0, n))

    def _count_next(self) -> None:
        with self._lock:
            if self.counted:
                return
            start = self._bytes[-1]
            end = _piece_end(self.data, start)
            points = len(self.data[start:end].decode("utf-8", "replace"))
            # Readers look at _points first: the byte border must be there before it.
            self._bytes.append(end)
            self._points.append(self._points[-1] + points)

    def _load(self, n: int) -> _Piece:
        with self._lock:
            piece = self._cache.get(n)
            if piece is None:
                text = self.data[self._bytes[n] : self._bytes[n + 1]].decode("utf-8", "replace")
                start = self._points[n]
                piece = self._cache[n] = _Piece(start, text, tuple(_blocks(text, start)))
                if len(self._cache) > KEPT:
                    self._cache.popitem(last=False)
            else:
                self._cache.move_to_end(n)
            return piece

    @staticmethod
    def _block_index(piece: _Piece, offset: int) -> int:
        return max(0, bisect_right(piece.blocks, (offset, 1 << 62)) - 1)


def blob_rev(raw: bytes) -> str:
    """Return the first 12 hex digits of git's blob hash (`git hash-object`) of `raw`."""
    digest = hashlib.sha1(b"blob %d\0" % len(raw), usedforsecurity=False)
    digest.update(raw)
    return digest.hexdigest()[:12]


def title(seed: Seed) -> str:
    """Return the first line that says something, without Markdown's marks."""
    for n, block in enumerate(seed.blocks()):
        text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", seed[block.start : block.end])
        text = text.strip(" \t#>*=-_\u3000\xa0")
        if any(c.isalnum() for c in text):
            return text[:200]
        if n > 50:
            break
    return seed.id


def _piece_end(data: bytes, start: int) -> int:
    """Return where the piece that begins at byte `start` ends: after a line if there is one."""
    end = start + PIECE
    if end >= len(data):
        return len(data)
    line = data.rfind(b"\n", start, end) + 1
    if line:
        return line
    cut = _last(_STOPS, data, start, end) or _last(_LATE_STOPS, data, start, end)
    for at in range(end, end - 4, -1):
        cut = cut or (at if data[at] & 0xC0 != 0x80 else 0)
    # The line's LF must not be left to the next piece: it would be a block of nothing there.
    belongs = re.compile(_BELONGS).match(data, cut or end)
    return belongs.end() if belongs else end


def _last(marks: tuple[bytes, ...], data: bytes, start: int, end: int) -> int:
    """Return the byte after the last of `marks` between `start` and `end`, 0 if there is none."""
    found = ((data.rfind(mark, start, end), len(mark)) for mark in marks)
    return max((at + length for at, length in found if at >= 0), default=0)


def _blocks(text: str, start: int) -> Iterator[Passage]:
    """Yield the blocks of a piece that begins at code point `start`."""
    at = 0
    while at < len(text):
        line = text.find("\n", at)
        end = len(text) if line < 0 else line
        for a, b in _cut_line(text, at, end):
            yield Passage(start + a, start + b)
        at = end + 1


def _cut_line(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONG:
        cut = _CUT.search(text, start + BLOCK, min(end, start + 2 * LONG))
        cut = cut or _LATE_CUT.search(text, start + LONG, min(end, start + 2 * LONG))
        stop = cut.end() if cut else start + 2 * LONG
        if stop >= end:
            break
        yield start, stop
        start = stop
    yield start, end
