"""The table of tags as CSV (RFC 4180): UTF-8 with the mark spreadsheets need to see that it is.

A cell a spreadsheet could take for a formula begins with an apostrophe, and so does one that
began with an apostrophe: taking one away from each gives back exactly what was written.
"""

import csv
import io
import sys
from collections.abc import Iterator, Mapping

from seedread.exchange import table
from seedread.exchange.account import Account
from seedread.exchange.incoming import Incoming
from seedread.exchange.material import Material
from seedread.text.decode import decode

BOM = "\ufeff"
_GUARD = "'"
# Those of Chinese and Japanese keyboards too: their spreadsheets take them for the same.
_FORMULA = (*"=+-@\t\r\n＝＋－＠", _GUARD)
_BETWEEN = (",", ";", "\t")  # a comma, or what a spreadsheet of another country writes


def write(material: Material, account: Account) -> dict[str, bytes]:
    """Return the one file."""
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(table.COLUMNS)
    for row in table.rows(material, account):
        lines.writerow(_whole(str(row[key]), row, account) for key in table.COLUMNS)
    return {"tags.csv": (BOM + out.getvalue()).encode()}


def _whole(cell: str, row: table.Row, account: Account) -> str:
    """Return a cell as it is written; half a surrogate pair cannot be, which is a loss."""
    said = cell.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if said != cell:
        account.lose("half a surrogate pair", str(row["id"]))
    return guarded(said)


def guarded(cell: str) -> str:
    """Return a cell so that no spreadsheet takes it for a formula."""
    return _GUARD + cell if cell.startswith(_FORMULA) else cell


def unguarded(cell: str) -> str:
    """Return what a guarded cell was."""
    return cell[1:] if cell.startswith(_GUARD) and cell[1:].startswith(_FORMULA) else cell


def read(files: Mapping[str, bytes], account: Account) -> Incoming:
    """Read tables; raises ValueError for one that has no columns we know."""
    found = Incoming()
    for name, data in files.items():
        found.tags += table.incoming(_rows(name, data, account), account).tags
    return found


def _rows(name: str, data: bytes, account: Account) -> Iterator[tuple[str, dict[str, str]]]:
    text = _text(data)
    between = max(_BETWEEN, key=text.partition("\n")[0].count)
    csv.field_size_limit(sys.maxsize)  # a quote may be as long as its document
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=between)
    try:
        header = next(lines, [])
        columns = table.named(header, name, account)
        # Only we guard our cells; what others write is as it stands.
        ours = {*table.COLUMNS} <= {*columns}
        for n, cells in enumerate(lines, 2):
            said = map(unguarded, cells) if ours else cells
            yield f"{name} row {n}", dict(zip(columns, said, strict=False))
    except csv.Error as error:
        raise ValueError(f"{name}: no CSV: {error}") from None


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode(data)[0].decode("utf-8", "replace")  # as an older spreadsheet saved it
