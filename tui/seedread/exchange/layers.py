"""Layers of annotations whose features are texts, as WebAnno, INCEpTION and UIMA have them.

Ours has a feature for all a tag says; of other layers one feature is taken for the label.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from seedread.exchange.account import Account
from seedread.exchange.material import Marked
from seedread.exchange.spans import Span, Theirs, labels, noted, own, thing
from seedread.text.passage import Passage

LAYER = "webanno.custom.SeedreadTag"
FEATURES = ("topic", "note", "by", "at", "id", "rest")
GRAMMAR = (
    "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.",
    "de.tudarmstadt.ukp.dkpro.core.api.metadata.",
    "de.tudarmstadt.ukp.dkpro.core.api.segmentation.",
    "de.tudarmstadt.ukp.dkpro.core.api.syntax.",
    "uima.",
)
_LABELS = ("topic", "value", "label", "category", "class", "type", "name")
_NOTES = ("note", "comment", "comments", "description", "remark")


def features(
    marked: Marked, fit: Callable[[str], str], lead: str = "", trail: str = ""
) -> Iterator[dict[str, str]]:
    """Yield the features of each annotation a tag becomes, one for every topic.

    `fit` is what the format makes of a note; `lead` and `trail` are the blanks at the ends of
    the passage, if the annotation stands without them.
    """
    given = own(marked)
    note = given.pop("note")
    rest = {key: given[key] for key in ("more",) if key in given}
    rest |= {key: text for key, text in (("lead", lead), ("trail", trail)) if text}
    rest |= {"note": note} if fit(note) != note else {}
    for label in labels(marked):
        yield {
            "topic": label,
            "note": fit(note),
            **{key: given[key] for key in ("by", "at", "id")},
            "rest": json.dumps(rest) if rest else "",
        }


def document(name: str, ours: bool) -> str:
    """Return what document a file is of: by its folder's name (INCEpTION, ours), or its own."""
    folder, _, file = name.rpartition("/")
    return folder if folder and (ours or "." in folder) else file.rpartition(".")[0]


def read(
    where: str,
    doc: str,
    layer: str,
    values: Mapping[str, str],
    passage: Passage,
    theirs: Theirs,
    fit: Callable[[str], str],
    account: Account,
) -> Span:
    """Return an annotation as a span; raises ValueError if what we once sent is no longer JSON."""
    if layer == LAYER:
        return _ours(where, doc, values, passage, theirs, fit)
    label = next((key for key in (*_LABELS, *values) if values.get(key)), "")
    note = next((key for key in _NOTES if values.get(key) and key != label), "")
    for key, value in values.items():
        if value and key not in (label, note):
            account.lose(f"the feature {key} of {_short(layer)}", where)
    name = values.get(label) or _short(layer)
    return Span(where, doc, passage, name, theirs.text, note=values.get(note, ""))


def _ours(
    where: str,
    doc: str,
    values: Mapping[str, str],
    passage: Passage,
    theirs: Theirs,
    fit: Callable[[str], str],
) -> Span:
    rest = _object(values.get("rest", ""), where)
    lead, trail = (_blank(rest.get(key)) for key in ("lead", "trail"))
    start, end = passage.start - len(lead), passage.end + len(trail)
    around = theirs.text[max(0, start) : passage.start] + theirs.text[passage.end : end]
    if start >= 0 and not around.strip():
        passage = Passage(start, end)
    else:
        lead = trail = ""
    sent = {key: values.get(key, "") for key in ("by", "at", "id")}
    return Span(
        where,
        doc,
        passage,
        values.get("topic", ""),
        # The blanks are ours: the file may have others, or none at the end of the text.
        theirs.text[: passage.start]
        + lead
        + _inner(theirs, passage, lead, trail)
        + trail
        + theirs.text[passage.end :],
        note=noted(rest, values.get("note", ""), fit),
        own=sent | {"more": rest.get("more")},
    )


def _inner(theirs: Theirs, passage: Passage, lead: str, trail: str) -> str:
    return theirs.text[passage.start + len(lead) : passage.end - len(trail)]


def _object(text: str, where: str) -> dict[str, Any]:
    return thing(text, f"{where} (the feature rest)") if text else {}


def _blank(value: object) -> str:
    return value if isinstance(value, str) and not value.strip() else ""


def _short(layer: str) -> str:
    return layer.rpartition(".")[2]
