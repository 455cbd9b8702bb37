"""The workspace's own conversions: terms that people here settled, above the shipped ones."""

from collections.abc import Iterable, Mapping

from seedread.tags.edit import Edit
from seedread.tags.record import Record, new_id
from seedread.text.glossary import Glossary, shipped

FILE = "glossary.jsonl"


def glossary(records: Iterable[Record]) -> Glossary:
    """Return the terms of the workspace over those shipped with the program."""
    return Glossary(record.fields for record in records).over(shipped())


def settle(records: Mapping[str, Record], script: str, term: str, config: str, value: str) -> Edit:
    """Return the edit that settles what `term` becomes; "" takes the workspace's word back."""
    same = (
        r
        for r in records.values()
        if (r.fields.get("from"), r.fields.get("term")) == (script, term)
    )
    before = next(same, None)
    to = {**(before.fields["to"] if before else {}), config: value}
    to = {key: text for key, text in to.items() if text}
    if before is None:
        id = new_id(records)
        made = Record({"id": id, "from": script, "term": term, "to": to, "note": ""})
        return Edit({(FILE, id): (None, made)} if to else {})
    return Edit({(FILE, before.id): (before, before.but(to=to) if to else None)})
