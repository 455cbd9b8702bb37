"""The folded text of a document, kept outside the workspace so that only the first search is slow.

A kept file is the folded text in UTF-8, then where its pieces begin (in bytes of it, and in code
points of the document), then a line that says what of. It may be lost or broken at any time.
"""

import contextlib
import io
import json
import mmap
import os
import re
import tempfile
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from platformdirs import user_cache_dir

from seedread import __version__
from seedread.tags.disk import Stamp, stamp, young
from seedread.text.find import Hit, Query, Span, encoded, located
from seedread.text.fold import Folded
from seedread.text.seed import Seed, blob_rev

VERSION = f"1 {__version__}"  # what was kept by another version is folded anew
SLICE = 1 << 20  # bytes looked through at a time, in which one cannot be stopped
SMALL = 1 << 20  # bytes up to which a file is read: a mapped one stays open
_FOREIGN = re.compile(rb"[\x80-\xff]+")
_LAST = 8  # bytes of the length of the last line

Stop = Callable[[], bool]


class StoppedError(Exception):
    """Nobody waits for it any more."""


class StaleError(Exception):
    """What was kept is not the folded text of this document."""


@dataclass(frozen=True, slots=True)
class About:
    """What a kept file is of: the document's file as it was, and how it was read.

    `sure` says that a file with that stamp holds what it then held.
    """

    version: str
    path: str
    stamp: Stamp
    sure: bool
    encoding: str
    rev: str
    body: int
    sum: int


class Kept:
    """The folded text of one document as bytes, and the way back into the document."""

    def __init__(self, data: "bytes | mmap.mmap", end: int, about: About) -> None:
        self._data, self._end, self.about = data, end, about
        self._runs: list[bytes] | None = None
        pieces = array("Q")
        pieces.frombytes(data[about.body : end])
        self._bytes, self._points = pieces[::2], pieces[1::2]

    def count(self, wanted: Query, stop: Stop = lambda: False) -> int:
        """Count the hits; raises StoppedError."""
        runs = self._latin(stop) if wanted.letters else []
        total = sum(run.count(one) for run in runs for one in wanted.letters)
        if not wanted.only_letters:
            total += sum(wanted.count_rest(part) for _, part in self._parts(stop))
        return total

    def tally(self, needles: Sequence[Sequence[bytes]], stop: Stop = lambda: False) -> list[int]:
        """Return how often any of each group of needles is there; raises StoppedError."""
        found = [0] * len(needles)
        for _, part in self._parts(stop):
            for n, group in enumerate(needles):
                found[n] += sum(map(part.count, group))
        return found

    def hits(self, wanted: Query, seed: Seed) -> Iterator[Hit]:
        """Yield the hits in order; `seed` is the document. Raises StaleError."""
        for at, part in self._parts(lambda: False):
            group: list[Span] = []
            last = -1
            for found in wanted.spans(part):
                span = found._replace(start=at + found.start, end=at + found.end)
                first = self._piece(span.start)
                if group and first > last:
                    yield from self._home(group, seed)
                    group = []
                group.append(span)
                last = max(last, self._piece(span.end - 1))
            if group:
                yield from self._home(group, seed)

    def copy(self, out: BinaryIO) -> None:
        """Write all that was kept but what it is of."""
        for start in range(0, self._end, SLICE):
            out.write(self._data[start : min(start + SLICE, self._end)])

    def _home(self, spans: list[Span], seed: Seed) -> Iterator[Hit]:
        """Yield where neighbouring spans stand in the document: their pieces are folded again."""
        first, last = self._piece(spans[0].start), self._piece(spans[-1].end - 1)
        ends = [*self._points[first + 1 : last + 2], len(seed)][: last - first + 1]
        starts = self._points[first : last + 1]
        window = [Folded.of(seed[a:b], a) for a, b in zip(starts, ends, strict=True)]
        data, base = encoded(window), self._bytes[first]
        if data != self._data[base : base + len(data)]:
            raise StaleError
        shifted = (s._replace(start=s.start - base, end=s.end - base) for s in spans)
        yield from located(window, data, shifted)

    def _latin(self, stop: Stop) -> list[bytes]:
        """Return what is ASCII, its runs parted by line ends: in Chinese text that is little."""
        if self._runs is None:
            self._runs = [_FOREIGN.sub(b"\n", part) for _, part in self._parts(stop)]
        return self._runs

    def _piece(self, byte: int) -> int:
        return bisect_right(self._bytes, byte) - 1

    def _parts(self, stop: Stop) -> Iterator[tuple[int, bytes]]:
        """Yield runs of whole lines, each with the byte it begins at."""
        start, body = 0, self.about.body
        while start < body:
            if stop():
                raise StoppedError
            line = self._data.find(b"\n", min(start + SLICE, body), body)
            end = line + 1 if line >= 0 else body
            yield start, self._data[start:end]
            start = end


class Keeper:
    """Keeps folded texts in a folder of the user's cache, or only as long as it lives."""

    def __init__(self) -> None:
        self.folder = Path(user_cache_dir("seedread")) / "folded"
        self._open: dict[Path, Kept] = {}

    def fresh(self, path: Path, encoding: str = "") -> Kept | None:
        """Return what is kept of the document at `path` if that is how it is now, else None.

        A look at the file tells whether it may have changed; if so, its contents decide.
        """
        kept = self._open.get(path) or self._load(path)
        now = stamp(path)
        if kept is None or now is None or kept.about.encoding != encoding:
            return None
        if kept.about.stamp != now or not kept.about.sure:
            about = replace(kept.about, stamp=now, sure=not young(now))
            if blob_rev(path.read_bytes()) != about.rev:
                return None
            if about != kept.about:
                self._again(path, kept, about)
        self._open[path] = kept
        return kept

    def keep(
        self, path: Path, encoding: str, read: Callable[[], Seed], told: Callable[[int], None]
    ) -> Kept:
        """Fold the document at `path` and keep it; `told` hears of each piece's bytes.

        Raises what `read` and `told` raise; that it cannot be written is no trouble.
        """
        before = stamp(path) or (0, 0, 0, 0)
        seed = read()
        about = About(VERSION, str(path), before, not young(before), encoding, seed.rev, 0, 0)
        self._open.pop(path, None)
        try:
            with self._written(path) as out:
                _write(out, about, seed, told)
            kept = self._load(path)
        except OSError:
            kept = None
        if kept is None:
            memory = io.BytesIO()
            _write(memory, about, seed, told)
            kept = _read(memory.getvalue(), str(path))
        if kept is None:
            raise StaleError
        self._open[path] = kept
        return kept

    def forget(self, path: Path) -> None:
        """Let go what is kept of a document."""
        self._open.pop(path, None)
        with contextlib.suppress(OSError):
            self._file(path).unlink()

    def _again(self, path: Path, kept: Kept, about: About) -> None:
        """Say of a kept text that it is of the file as it is now."""
        with contextlib.suppress(OSError), self._written(path) as out:
            kept.copy(out)
            _end(out, about)
        kept.about = about

    def _load(self, path: Path) -> Kept | None:
        try:
            with self._file(path).open("rb") as file:
                if os.fstat(file.fileno()).st_size <= SMALL:
                    return _read(file.read(), str(path))
                return _read(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), str(path))
        except (OSError, ValueError):
            return None

    def _file(self, path: Path) -> Path:
        return self.folder / f"{sha256(os.fsencode(path)).hexdigest()[:32]}.folded"

    @contextlib.contextmanager
    def _written(self, path: Path) -> Iterator[BinaryIO]:
        """Yield a file that takes the place of the kept one when all of it has been written."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(suffix=".tmp", dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as out:
                yield out
            Path(temporary).replace(self._file(path))
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise


def _write(out: BinaryIO, about: About, seed: Seed, told: Callable[[int], None]) -> None:
    """Write the folded text of a document, its pieces, and what it is of."""
    pieces, body, total = array("Q"), 0, 0
    for at, text in seed.pieces():
        data = encoded([Folded.of(text, at)])
        pieces.extend((body, at))
        out.write(data)
        body, total = body + len(data), zlib.crc32(data, total)
        told(len(text.encode("utf-8", "replace")))
    out.write(pieces.tobytes())
    _end(out, replace(about, body=body, sum=zlib.crc32(pieces.tobytes(), total)))


def _end(out: BinaryIO, about: About) -> None:
    line = json.dumps(asdict(about)).encode() + b"\n"
    out.write(line + len(line).to_bytes(_LAST, "big"))


def _read(data: "bytes | mmap.mmap", path: str) -> Kept | None:
    """Return what a kept file holds, None if it is broken, of another version or document."""
    line = int.from_bytes(data[-_LAST:], "big")
    end = len(data) - _LAST - line
    try:
        given = json.loads(data[max(0, end) : -_LAST])
        about = About(**{**given, "stamp": tuple(given["stamp"])})
    except (ValueError, TypeError, KeyError):
        return None
    if (about.version, about.path) != (VERSION, path) or not 0 <= about.body <= end:
        return None
    with memoryview(data) as view:
        if zlib.crc32(view[:end]) != about.sum or (end - about.body) % 16:
            return None
    return Kept(data, end, about)
