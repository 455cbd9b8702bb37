"""The names of the workspace: how often each document says them, and where this one does."""

from collections import Counter

from seedread.reading import Reading
from seedread.tags.names import FILE, Name, Names
from seedread.text.wrap import cells
from seedread.ui.bar import fit
from seedread.ui.chooser import Choice, Chooser
from seedread.workspace import Workspace

Counts = dict[str, Counter[str]]  # document id → name id → occurrences


def count(workspace: Workspace) -> tuple[Names, Counts]:
    """Find every name in every document that can be read; slow, so beside the screen."""
    names = Names(workspace.shelf.records(FILE).values())
    counts: Counts = {}
    for entry in workspace.entries():
        try:
            seed = workspace.read(entry)
        except (OSError, ValueError):
            continue
        counts[seed.id] = Counter(one.name for one in names.throughout(seed))
    return names, counts


class NameList(Chooser):
    """Every name that is said somewhere; returns the id of one to go through."""

    HINT = "type to filter · enter shows every place · esc"

    def __init__(self, reading: Reading, names: Names, counts: Counts) -> None:
        total = sum(counts.values(), Counter[str]())
        here = counts.get(reading.seed.id, Counter[str]())
        found = sorted(total, key=lambda id: (-here[id], -total[id], id))
        choices = [
            Choice(id, _row(names.all[id], reading.script, here[id], counts), _words(names.all[id]))
            for id in found
        ]
        super().__init__(f"Names ({len(choices)}): here, and in each document", choices)
        if not choices:
            self.heading = f"No names: annotations/{FILE} lists them with their spellings"


def _row(name: Name, script: str, here: int, counts: Counts) -> str:
    called = (name.hant if script == "hant" else name.hans) or name.en or name.id
    label = fit(called if called == name.en or not name.en else f"{called}  {name.en}", 44)
    kind = fit(name.kind, 12)
    gap = " " * (46 - cells(label)) + kind + " " * (13 - len(kind))
    each = [found[name.id] for found in counts.values()]
    if len(each) > 9:
        each = [sum(map(bool, each)), sum(each)]
    return f"{here or '·':>4}  {label}{gap}" + "".join(f"{n or '·':>5}" for n in each)


def _words(name: Name) -> str:
    return " ".join([name.id, name.hans, name.hant, *name.forms])
