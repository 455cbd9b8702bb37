"""The table of tags as a spreadsheet: one sheet, a row for each tag; it goes out only."""

import io

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from seedread.exchange import table
from seedread.exchange.account import Account
from seedread.exchange.markup import fit
from seedread.exchange.material import Material

LONGEST = 32_767  # UTF-16 units in a cell
_CUT = 16_383  # code points that always fit
_WIDE = {"quote": 60, "other_quote": 60, "note": 40, "title": 30, "topics": 24, "topic_names": 24}


def write(material: Material, account: Account) -> dict[str, bytes]:
    """Return the workbook; no cell is a formula, whatever it begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("tags")
    sheet.freeze_panes = "B2"
    for n, name in enumerate(table.COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(n)].width = _WIDE.get(name, 12)
    sheet.append([_cell(sheet, name, Font(bold=True)) for name in table.COLUMNS])
    count = 1
    for row in table.rows(material, account):
        count += 1
        sheet.append([_cell(sheet, _fitting(row, name, account)) for name in table.COLUMNS])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.COLUMNS))}{count}"
    found = io.BytesIO()
    book.save(found)
    return {"tags.xlsx": found.getvalue()}


def _cell(sheet: WriteOnlyWorksheet, value: str | int, font: Font | None = None) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if font:
        cell.font = font
    return cell


def _fitting(row: table.Row, name: str, account: Account) -> str | int:
    """Return what a cell can hold of a value; what it cannot is accounted for."""
    value = row[name]
    if isinstance(value, int):
        return value
    text = fit(value)
    if text != value:
        account.lose("characters that a spreadsheet cannot hold", f"{row['id']} {name}")
    if len(text) > _CUT and len(text.encode("utf-16-le")) // 2 > LONGEST:
        account.lose("the end of a text that is too long for a cell", f"{row['id']} {name}")
        text = text[:_CUT]
    return text
