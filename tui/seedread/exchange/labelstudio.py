"""Label Studio: tasks as JSON, and the labelling configuration that shows them.

Places count code points, as it has done since 2021; older files count UTF-16, which is found out
by what they say to stand there.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

from seedread.exchange.account import Account
from seedread.exchange.incoming import Incoming
from seedread.exchange.markup import fit
from seedread.exchange.material import Marked, Material, Written
from seedread.exchange.spans import (
    NO_TOPIC,
    Span,
    Theirs,
    coded,
    document,
    joined,
    own,
    unlinked,
    whole,
)

OURS = "seedread"
_NAMES = {"from_name": "label", "to_name": "text", "type": "labels"}


def write(material: Material, account: Account) -> dict[str, bytes]:
    """Return the tasks and the configuration: import the one, paste the other."""
    unlinked(material, account)
    tasks = [_task(doc) for doc in material.documents]
    body = b",\n".join(coded(task) for task in tasks)
    return {"tasks.json": b"[\n" + body + b"\n]\n", "config.xml": _config(material)}


def _task(doc: Written) -> dict[str, Any]:
    annotators = sorted({one.tag.by for one in doc.tags})
    data = {"text": doc.text, "document": doc.id, "title": doc.title, **doc.about}
    return {
        "data": data,
        "annotations": [
            {"result": [_region(one, doc) for one in doc.tags if one.tag.by == by]}
            for by in annotators
        ],
    }


def _region(marked: Marked, doc: Written) -> dict[str, Any]:
    start, end = marked.passage
    value = {"start": start, "end": end, "text": doc.quote(marked)}
    note = {"text": [marked.tag.note]} if marked.tag.note else {}
    return {
        "id": marked.tag.id,
        **_NAMES,
        "value": value | {"labels": list(marked.tag.topics) or [NO_TOPIC]},
        "meta": note | {OURS: own(marked)},
    }


def _config(material: Material) -> bytes:
    used = {topic for _, one in material.marked() for topic in one.tag.topics}
    ids = dict.fromkeys([topic.id for topic in material.codebook.topics] + sorted(used))
    rows = [
        f"    <Label value={quoteattr(fit(id))} background={quoteattr(topic.colour)}"
        f" hint={quoteattr(fit(' '.join(filter(None, (topic.en, topic.hans, topic.hant)))))}/>"
        for id in ids
        for topic in [material.codebook.get(id)]
    ]
    lines = [
        "<View>",
        '  <Labels name="label" toName="text" choice="multiple">',
        *rows,
        f'    <Label value="{NO_TOPIC}"/>',
        "  </Labels>",
        '  <Text name="text" value="$text" granularity="symbol"/>',
        "</View>",
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def read(files: Mapping[str, bytes], account: Account) -> Incoming:
    """Read tasks as Label Studio exports them, JSON or JSON_MIN; raises ValueError."""
    found = Incoming()
    spans: list[Span] = []
    for name, data in files.items():
        if name.endswith(".xml"):
            continue  # the configuration says nothing the tasks do not
        given = document(data, name)
        for n, task in enumerate(given if isinstance(given, list) else [given], 1):
            where = f"{name} task {n}"
            if not isinstance(task, dict):
                raise ValueError(f"{where}: not an object")
            spans.extend(_task_spans(task, where, found, account))
    found.tags = list(joined(spans))
    return found


def _task_spans(
    task: Mapping[str, Any], where: str, found: Incoming, account: Account
) -> Iterator[Span]:
    data = task["data"] if isinstance(task.get("data"), dict) else task
    text = data.get("text")
    if not isinstance(text, str):
        texts = [value for value in data.values() if isinstance(value, str)]
        text = max(texts, key=len, default=None)
    if text is None:
        raise ValueError(f"{where}: no text")
    doc = str(data.get("document") or task.get("file_upload") or where)
    found.texts[doc] = Theirs(text).text
    if task.get("predictions") and not task.get("annotations"):
        account.lose("predictions, which nobody has confirmed", where)
    for n, (result, by) in enumerate(_results(task, where), 1):
        yield from _regions(result, f"{where} annotation {n}", (doc, text, by), account)


def _results(task: Mapping[str, Any], where: str) -> Iterator[tuple[list[Any], str]]:
    """Yield what each annotator of a task did, and who that was, if it is said by name."""
    given = task.get("annotations", task.get("completions"))
    if given is None:  # JSON_MIN
        regions = [v for v in task.values() if isinstance(v, list) and v and _is_min(v[0])]
        yield [{"type": "labels", "value": one} for rows in regions for one in rows], ""
        return
    for one in given if isinstance(given, list) else [None]:
        if not isinstance(one, dict) or not isinstance(one.get("result"), list):
            raise ValueError(f"{where}: an annotation without a list of results")
        if not one.get("was_cancelled"):
            who = one.get("completed_by")
            mail = who.get("email") if isinstance(who, dict) else who
            yield one["result"], mail.partition("@")[0] if isinstance(mail, str) else ""


def _is_min(value: Any) -> bool:
    return isinstance(value, dict) and {"start", "end"} <= set(value)


def _regions(
    result: list[Any], where: str, of: tuple[str, str, str], account: Account
) -> Iterator[Span]:
    doc, text, by = of
    if not all(isinstance(one, dict) for one in result):
        raise ValueError(f"{where}: a result that is not an object")
    notes = {
        str(one.get("id")): _written(_value(one)) for one in result if one.get("type") == "textarea"
    }
    regions = [(n, one) for n, one in enumerate(result, 1) if _value(one).get("labels") is not None]
    theirs = _measured(text, [_value(one) for _, one in regions])
    for n, one in enumerate(result, 1):
        if one.get("type") != "textarea" and "labels" not in _value(one):
            account.lose(f"a result of the type {one.get('type')}", f"{where} result {n}")
    for n, one in regions:
        place, value = f"{where} result {n}", _value(one)
        start, end = whole(value, "start", "end", where=place)
        try:
            passage = theirs.passage(start, end)
        except ValueError as error:
            account.lose(f"a region that has no place: {error}", place)
            continue
        if not _says(value, theirs.text[slice(*passage)]):
            account.lose("a region whose text is not what stands there", place)
            continue
        meta = one["meta"] if isinstance(one.get("meta"), dict) else {}
        mine = meta[OURS] if isinstance(meta.get(OURS), dict) else {}
        said = (_written(meta), notes.get(str(one.get("id")), ""))
        note = "\n".join(filter(None, said))
        for label in value["labels"] if isinstance(value["labels"], list) else ():
            yield Span(place, doc, passage, str(label), theirs.text, note=note, by=by, own=mine)


def _value(one: Mapping[str, Any]) -> dict[str, Any]:
    value = one.get("value")
    return value if isinstance(value, dict) else {}


def _written(one: Mapping[str, Any]) -> str:
    given = one.get("text")
    return "\n".join(map(str, given)) if isinstance(given, list) else str(given or "")


def _measured(text: str, values: list[dict[str, Any]]) -> Theirs:
    """Return the text in the unit in which most regions have what they say to have."""
    if text.isascii() or all(char <= "\uffff" for char in text):
        return Theirs(text)
    return max(
        (Theirs(text, unit) for unit in ("codepoints", "utf16")),
        key=lambda one: sum(_fits(one, v) for v in values),
    )


def _fits(theirs: Theirs, value: Mapping[str, Any]) -> bool:
    try:
        passage = theirs.passage(value["start"], value["end"])
    except (KeyError, TypeError, ValueError):
        return False
    return _says(value, theirs.text[slice(*passage)])


def _says(value: Mapping[str, Any], quote: str) -> bool:
    """Whether a region's own text, if it has one, is that quote but for how it writes line ends."""
    said = value.get("text")
    if not isinstance(said, str):
        return True
    return said.replace("\\n", "\n").split() == quote.replace("\\n", "\n").split()
