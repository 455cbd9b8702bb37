"""Going through the names: which there are, then every place that says one."""

from typing import TYPE_CHECKING

from seedread.tags.names import Names
from seedread.ui.lines.names import Counts, NameList, count

if TYPE_CHECKING:
    from seedread.ui.reader.screen import Reader


def show(reader: "Reader") -> None:
    """Count the names beside the screen, then list them."""
    workspace = reader.reading.workspace
    reader.beside.wait_for(
        lambda: count(workspace), "counting the names…", lambda found: _list(reader, *found)
    )


def _list(reader: "Reader", names: Names, counts: Counts) -> None:
    def chosen(id: object) -> None:
        if isinstance(id, str):
            from seedread.ui.lines import concordance

            concordance.show(reader, name=id)

    reader.say("")  # they are counted
    reader.app.push_screen(NameList(reader.reading, names, counts), chosen)
