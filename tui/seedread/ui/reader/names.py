"""Going through the names: which there are, then every place that says one."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from seedread.tags.names import Names
from seedread.text.passage import Passage
from seedread.text.seed import Seed
from seedread.ui.chooser import Choice, Chooser
from seedread.ui.names import Counts, NameList, count

if TYPE_CHECKING:
    from seedread.ui.reader.screen import Reader

AROUND = 24  # code points shown on either side of a name
MOST = 5000  # places listed


def show(reader: "Reader") -> None:
    """Count the names beside the screen, then list them."""
    workspace = reader.reading.workspace
    reader.beside.wait_for(
        lambda: count(workspace), "counting the names…", lambda found: _list(reader, *found)
    )


def _list(reader: "Reader", names: Names, counts: Counts) -> None:
    def chosen(id: object) -> None:
        if isinstance(id, str):
            _places(reader, names, counts, id)

    reader.app.push_screen(NameList(reader.reading, names, counts), chosen)


def _places(reader: "Reader", names: Names, counts: Counts, id: str) -> None:
    docs = [doc for doc in counts if counts[doc][id]]

    def work() -> list[Choice]:
        found: list[Choice] = []
        for doc in docs:
            found += _places_in(reader.reading.workspace.read_id(doc), names, id)
        return found[:MOST]

    def show(found: list[Choice]) -> None:
        title = f"{id}: {len(found)} places in {len(docs)} documents"
        reader.app.push_screen(Chooser(title, found), chosen)

    def chosen(place: object) -> None:
        if isinstance(place, tuple):
            reader.seek(*place)

    reader.beside.wait_for(work, "looking…", show)


def _places_in(seed: Seed, names: Names, id: str) -> Iterator[Choice]:
    for one in names.throughout(seed):
        if one.name == id:
            yield Choice((seed.id, one.passage), _in_context(seed, one.passage))


def _in_context(seed: Seed, passage: Passage) -> str:
    start, end = passage
    before = seed[max(0, start - AROUND) : start].rpartition("\n")[2]
    after = seed[end : end + AROUND].partition("\n")[0]
    return f"{seed.id[:4]:<5}{before}【{seed[start:end]}】{after}"
