"""A terminal without a window: it keeps the screen a program draws and answers what it asks."""

import codecs
import re
from collections.abc import Callable

import pyte

# What pyte takes for something else: private and intermediate CSI, window operations, DCS to APC.
FOREIGN = re.compile(
    rb"\x1b\[[<=>][0-9;:]*[ -/]*[@-~]"
    rb"|\x1b\[\?[0-9;:]*[ -/]+[@-~]"
    rb"|\x1b\[\?[0-9;:]*[@-IL-gi-km-~]"
    rb"|\x1b\[[0-9;:]*[ !\"'*]+[@-~]"
    rb"|\x1b\[[0-9;]*t"
    rb"|\x1b[PX^_\]][^\x1b\x07]*(?:\x1b\\|\x07)"
)
COLON_COLOUR = re.compile(rb"\x1b\[[0-9;]*:[0-9;:]*m")
# After one of these pyte drops the rest of a run of text.
ZERO_WIDTH = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
# A sequence whose end has not arrived yet.
UNFINISHED = re.compile(rb"\x1b(?:\[[0-9;:<=>?]*[ -/]*|[P\]X^_][^\x1b\x07]*\x1b?)?$")


def whole(data: bytes) -> tuple[bytes, bytes]:
    """Cut `data` before a sequence that has begun and not ended: (what is whole, the rest)."""
    found = UNFINISHED.search(data)
    if found is None or len(data) - found.start() > 65536:
        return data, b""
    return data[: found.start()], data[found.start() :]


class Screen:
    """The cells a program has drawn, from bytes cut anywhere."""

    def __init__(self, columns: int, rows: int) -> None:
        self._cells = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._cells)
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._rest = b""

    def draw(self, data: bytes) -> None:
        """Show what `data` says; slow (pyte), so never while something is being timed."""
        data, self._rest = whole(self._rest + data)
        data = FOREIGN.sub(b"", data)
        data = COLON_COLOUR.sub(lambda colour: colour[0].replace(b":", b";"), data)
        self._stream.feed(ZERO_WIDTH.sub("", self._decoder.decode(data)))

    def text(self) -> str:
        """Return the screen, one line a row, down to the last that is not empty.

        Not pyte's own `display`, which fails on the half that is left of an overwritten wide cell.
        """
        return "\n".join(
            "".join(cell.data for cell in row).rstrip() for row in self._rows()
        ).rstrip()

    def _rows(self) -> list[list[pyte.screens.Char]]:
        cells = self._cells
        return [[cells.buffer[y][x] for x in range(cells.columns)] for y in range(cells.lines)]

    def look(self) -> int:
        """Return a number that changes when a character or its colour does."""
        return hash(tuple(map(tuple, self._rows())))

    def cursor(self) -> tuple[int, int]:
        """Return (row, column), both from 1."""
        return self._cells.cursor.y + 1, self._cells.cursor.x + 1


QUERY = re.compile(
    rb"\x1b\[(?P<device>0?c)"
    rb"|\x1b\[>(?P<version>0?c)"
    rb"|\x1b\[=(?P<unit>0?c)"
    rb"|\x1b\[(?P<status>5n)"
    rb"|\x1b\[(?P<cursor>\??6n)"
    rb"|\x1b\[\?(?P<mode>[0-9]+)\$p"
    rb"|\x1b\[>(?P<name>0?q)"
    rb"|\x1b\[(?P<size>1[468])t"
    rb"|\x1b\](?P<colour>1[0-2]);\?(?:\x1b\\|\x07)"
    rb"|\x1bP\+q(?P<capability>[0-9A-Fa-f;]*)\x1b\\"
    rb"|\x1bP\$q(?P<setting>[^\x1b]*)\x1b\\"
)
# No answer to the kitty keyboard query is the answer "not here".
ALWAYS = {
    "device": b"\x1b[?62;22c",
    "version": b"\x1b[>1;4000;0c",
    "unit": b"\x1bP!|00000000\x1b\\",
    "status": b"\x1b[0n",
    "name": b"\x1bP>|bench(1)\x1b\\",
    "capability": b"\x1bP0+r\x1b\\",
    "setting": b"\x1bP0$r\x1b\\",
}
SET_MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
SYNCHRONISED_OUTPUT = 2026
CELL_HEIGHT, CELL_WIDTH = 20, 10  # pixels


class Terminal:
    """What an xterm with a dark background says of itself."""

    def __init__(self, columns: int, rows: int) -> None:
        self._columns, self._rows = columns, rows
        self._modes: dict[int, bool] = {SYNCHRONISED_OUTPUT: False}
        self._rest = b""

    def replies(self, data: bytes, cursor: Callable[[], tuple[int, int]]) -> bytes:
        """Return what is owed for the queries in `data`; `cursor` gives (row, column) from 1."""
        data, self._rest = whole(self._rest + data)
        for change in SET_MODE.finditer(data):
            for mode in filter(None, change[1].split(b";")):
                self._modes[int(mode)] = change[2] == b"h"
        return b"".join(self._reply(query, cursor) for query in QUERY.finditer(data))

    def _reply(self, query: re.Match[bytes], cursor: Callable[[], tuple[int, int]]) -> bytes:
        kind = query.lastgroup or ""
        value = query[kind]
        if kind == "cursor":
            private = b"?" if value.startswith(b"?") else b""
            return b"\x1b[%s%d;%dR" % (private, *cursor())
        if kind == "mode":
            known = self._modes.get(int(value))
            state = 0 if known is None else 1 if known else 2
            return b"\x1b[?%s;%d$y" % (value, state)
        if kind == "size":
            return self._size(value)
        if kind == "colour":
            level = b"0000" if value == b"11" else b"ffff"
            return b"\x1b]%s;rgb:%s\x1b\\" % (value, b"/".join([level] * 3))
        return ALWAYS[kind]

    def _size(self, asked: bytes) -> bytes:
        if asked == b"18":
            return b"\x1b[8;%d;%dt" % (self._rows, self._columns)
        if asked == b"14":
            return b"\x1b[4;%d;%dt" % (self._rows * CELL_HEIGHT, self._columns * CELL_WIDTH)
        return b"\x1b[6;%d;%dt" % (CELL_HEIGHT, CELL_WIDTH)
