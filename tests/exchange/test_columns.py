"""The table of tags in spreadsheets and Parquet: read back by those who define them."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from laboratory import exported, put, tags, workspace

from seedread.exchange import table
from seedread.exchange.account import Account
from seedread.exchange.material import Wanted, gather

EXTRA = "is not installed: pip install 'seedread[exchange]'"
openpyxl = pytest.importorskip("openpyxl", reason=f"openpyxl {EXTRA}")
parquet = pytest.importorskip("pyarrow.parquet", reason=f"pyarrow {EXTRA}")
FEW = settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
NOTES = ("", "看法", "=1+1", "-2", "@x", "'quoted", "a\nb\t𠀀")


def wanted(corpus):
    """Return the rows as the table has them."""
    rows = table.rows(gather(corpus, Wanted(), Account()), Account())
    return [[row[name] for name in table.COLUMNS] for row in rows]


def sheet(corpus):
    data = exported(corpus, "xlsx")[0]["tags.xlsx"]
    return openpyxl.load_workbook(io.BytesIO(data))["tags"]


@FEW
@given(tags(notes=NOTES))
def test_both_hold_every_cell(tmp_path_factory, said):
    corpus = workspace(tmp_path_factory.mktemp("columns"))
    put(corpus, said)
    rows = wanted(corpus)
    first, *rest = sheet(corpus).iter_rows(values_only=True)
    assert list(first) == list(table.COLUMNS)
    assert [["" if value is None else value for value in row] for row in rest] == rows
    data = exported(corpus, "parquet")[0]["tags.parquet"]
    found = parquet.read_table(io.BytesIO(data))
    assert found.column_names == list(table.COLUMNS)
    assert [list(row.values()) for row in found.to_pylist()] == rows


def test_no_cell_is_a_formula(tmp_path):
    corpus = workspace(tmp_path)
    put(corpus, [("plain.txt", 0, 5, ("standards-war",), "=1+1", "mei")])
    cells = [cell for row in sheet(corpus).iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]


def test_what_a_cell_cannot_hold_is_accounted_for(tmp_path):
    corpus = workspace(tmp_path)
    notes = "\x1b\ud800" + "𠀀" * 20_000
    put(corpus, [("plain.txt", 0, 5, ("standards-war",), notes, "mei")])
    data, account = exported(corpus, "xlsx")
    lost = list(account.lines())
    assert any("spreadsheet cannot hold: 1 (t000000000 note)" in line for line in lost)
    assert any("too long for a cell: 1 (t000000000 note)" in line for line in lost)
    assert data
    _, account = exported(corpus, "parquet")
    assert any("half characters: 1 (t000000000 note)" in line for line in account.lines())
