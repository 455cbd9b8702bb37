"""The list of documents: titles, script, size, tags; what cannot be read, with the reason."""

from collections.abc import Iterator

from seedread.tags.sheet import Sheet
from seedread.text import script
from seedread.text.wrap import cells
from seedread.ui.bar import fit
from seedread.ui.chooser import Choice, Chooser
from seedread.workspace import Entry, Workspace

SCRIPTS = {"hans": "简", "hant": "繁", "mixed": "简繁", "none": "–"}


class Library(Chooser):
    """Every document of the workspace; returns the entry to open."""

    def __init__(self, workspace: Workspace, current: str = "") -> None:
        choices = list(_choices(workspace, current))
        count = sum(c.able for c in choices)
        super().__init__(f"Documents ({count}) in {workspace.root}", choices)
        if not choices:
            self.heading = f"No documents yet: put .txt or .md files into {workspace.seeds}"


def _choices(workspace: Workspace, current: str) -> Iterator[Choice]:
    for entry in workspace.entries():
        problem = entry.problem or ""
        if not problem:
            try:
                yield Choice(entry, _row(workspace, entry, entry.id == current), entry.id)
                continue
            except (OSError, ValueError) as error:
                problem = str(getattr(error, "strerror", "") or error)
        yield Choice(None, f"   {entry.id}: {problem}", able=False)


def _row(workspace: Workspace, entry: Entry, current: bool) -> str:
    """Describe a document by its beginning; long ones are never read whole for the list."""
    seed = workspace.glance(entry)
    size = entry.path.stat().st_size
    tags = sum(_count(workspace.shelf.sheet(f)) for f in workspace.tag_files(entry.id))
    kind = SCRIPTS[script.detect(seed[:20000])]
    mark = "▸" if current else " "
    label = fit(workspace.title(seed), 50)
    gap = " " * (52 - cells(label))
    return f"{mark} {label}{gap}{kind:<3}{_size(size):>8}{tags:>6} tags"


def _count(sheet: Sheet) -> int:
    return sum(record.kind == "tags" for record in sheet.records.values())


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"
