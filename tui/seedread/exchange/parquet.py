"""The table of tags in columns, as Parquet: places are numbers, the rest texts; only outward."""

import pyarrow
from pyarrow import parquet

from seedread.exchange import table
from seedread.exchange.account import Account
from seedread.exchange.material import Material


def write(material: Material, account: Account) -> dict[str, bytes]:
    """Return the one file there is, with every column even if there is no tag."""
    kinds = {True: pyarrow.int64(), False: pyarrow.string()}
    schema = pyarrow.schema([(name, kinds[name in table.NUMBERS]) for name in table.COLUMNS])
    rows = [
        {name: _whole(value, f"{row['id']} {name}", account) for name, value in row.items()}
        for row in table.rows(material, account)
    ]
    found = pyarrow.BufferOutputStream()
    parquet.write_table(pyarrow.Table.from_pylist(rows, schema=schema), found)
    return {"tags.parquet": found.getvalue().to_pybytes()}


def _whole(value: str | int, where: str, account: Account) -> str | int:
    """Return a text with "?" for half characters, which no UTF-8 can have."""
    if isinstance(value, int):
        return value
    text = value.encode("utf-8", "replace").decode()
    if text != value:
        account.lose("half characters", where)
    return text
