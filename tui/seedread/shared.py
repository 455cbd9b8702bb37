"""What everybody in a workspace shares beside the codebook: words, conversions, facts of documents.

Each act is an edit, to be done by a reading.
"""

from collections.abc import Iterator

from seedread.tags import term
from seedread.tags.edit import Edit
from seedread.tags.names import FILE as NAMES
from seedread.tags.names import Name
from seedread.tags.record import KEYS, Record
from seedread.text import script
from seedread.text.noise import metadata
from seedread.text.seed import Seed
from seedread.workspace import DOCUMENTS, Workspace

BEGINNING = 20_000  # code points in which a document may say what it is


def vocabulary(workspace: Workspace) -> Iterator[str]:
    """Yield the words that people here use and a word list may lack: names and keywords."""
    for record in workspace.shelf.records(NAMES).values():
        yield from Name.of(record).forms
    for topic in workspace.codebook.all.values():
        for words in (topic.keywords or {}).values():
            yield from (word for word in words if isinstance(word, str))


def settled(workspace: Workspace, config: str, source: str, target: str) -> Edit:
    """Return the edit by which the term `source` always becomes `target`, in every document."""
    direction = "hans" if config in script.CONFIGS["hans"] else "hant"
    records = workspace.shelf.records(term.FILE)
    return term.settle(records, direction, source, config, target)


def unnoted(workspace: Workspace, seed: Seed) -> dict[str, str]:
    """Return what a text says of itself (date, author, source) and nobody has noted yet."""
    known = workspace.documents.get(seed.id)
    said = metadata(seed[:BEGINNING])
    return {k: v for k, v in said.items() if not (known and known.fields.get(k))}


def noted(workspace: Workspace, id: str, facts: dict[str, str]) -> Edit:
    """Return the edit that notes facts about the document `id`."""
    before = workspace.documents.get(id)
    empty = {"id": id, **dict.fromkeys(KEYS["documents"][1:], "")}
    after = before.but(**facts) if before else Record({**empty, **facts})
    return Edit({(DOCUMENTS, id): (before, after)})
