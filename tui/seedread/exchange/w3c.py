"""W3C Web Annotation (Recommendation of 2017) as JSON-LD: an AnnotationPage of quotes and places.

The model counts code points; Recogito and Hypothesis count UTF-16, for which there is an option.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, unquote

from seedread.exchange.account import Account
from seedread.exchange.incoming import Foreign, Incoming
from seedread.exchange.material import Marked, Material, Written
from seedread.exchange.offsets import Ruler
from seedread.tags.record import KEYS
from seedread.tags.tag import CONTEXT
from seedread.tags.topic import Topic
from seedread.text.passage import Passage

CONTEXT_OF_MODEL = "http://www.w3.org/ns/anno.jsonld"
ID = "urn:seedread:tag:"
DOC = "urn:seedread:document:"
TOPIC = "urn:seedread:topic:"
PERSON = "urn:seedread:annotator:"
OURS = "seedread:"  # our own words, which other readers pass over
# What stands in no IRI as it is; a processor would pass over all that is said of one that has it.
_UNFIT = re.compile(r'[\x00-\x20\x7f-\xa0\ud800-\udfff\ufffe\uffff<>"{}|\\^`%#?]')
_OURS_IN_FULL = {"seedread": "urn:seedread:", "skos": "http://www.w3.org/2004/02/skos/core#"}


def write(material: Material, account: Account, utf16: bool = False) -> dict[str, bytes]:
    """Return the one file there is; places count code points, or UTF-16 units."""
    page = {
        "@context": [CONTEXT_OF_MODEL, _OURS_IN_FULL],
        "id": "urn:seedread:export",
        "type": "AnnotationPage",
        "items": [item for doc in material.documents for item in _items(doc, material, utf16)],
    }
    if utf16:
        page[f"{OURS}unit"] = "utf16"
    for link in material.links:
        account.lose("a link between passages", link.record.id)
    text = json.dumps(page, ensure_ascii=False, indent=1)
    return {"annotations.jsonld": text.encode("utf-8", "backslashreplace") + b"\n"}


def _items(doc: Written, material: Material, utf16: bool) -> Iterator[dict[str, Any]]:
    ruler = Ruler(doc.text, "utf16" if utf16 else "codepoints")
    for marked in doc.tags:
        yield _annotation(doc, marked, material, ruler)


def _annotation(doc: Written, marked: Marked, material: Material, ruler: Ruler) -> dict[str, Any]:
    tag, (start, end) = marked.tag, marked.passage
    found = {
        "id": f"{ID}{tag.id}",
        "type": "Annotation",
        "motivation": "tagging" if tag.topics else "commenting",
        "creator": {"id": f"{PERSON}{tag.by}", "type": "Person", "nickname": tag.by},
        "modified": marked.at,
        "body": list(_bodies(marked, material, doc.script)),
        "target": {
            "source": _iri(DOC, doc.id),
            f"{OURS}rev": doc.rev,
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": doc.quote(marked),
                    "prefix": doc.text[max(0, start - CONTEXT) : start],
                    "suffix": doc.text[end : end + CONTEXT],
                },
                {"type": "TextPositionSelector", "start": ruler.to(start), "end": ruler.to(end)},
            ],
        },
    }
    more = {k: v for k, v in tag.record.fields.items() if k == "claim" or k not in KEYS["tags"]}
    return found | ({f"{OURS}more": {"@type": "@json", "@value": more}} if more else {})


def _bodies(marked: Marked, material: Material, script: str) -> Iterator[dict[str, Any]]:
    for id in marked.tag.topics:
        topic = material.codebook.get(id)
        labels = {"en": topic.en, "zh-Hans": topic.hans, "zh-Hant": topic.hant}
        yield {
            "type": "SpecificResource",
            "purpose": "tagging",
            "source": {
                "id": _iri(TOPIC, id),
                "type": "skos:Concept",
                "skos:prefLabel": [
                    {"@value": name, "@language": lang} for lang, name in labels.items() if name
                ],
            },
        }
    if marked.tag.note:
        yield {
            "type": "TextualBody",
            "purpose": "commenting",
            "format": "text/plain",
            "value": marked.tag.note,
        }


def _iri(kind: str, name: str) -> str:
    """Return a name as an address: Chinese stays, what may not stand in one is escaped."""
    return kind + _UNFIT.sub(lambda found: quote(found[0], safe="", errors="surrogatepass"), name)


def _name(kind: str, iri: str) -> str:
    """Return the name in an address of ours; another's address as it is."""
    name = iri.removeprefix(kind)
    return unquote(name, errors="surrogatepass") if name != iri else iri


def read(files: Mapping[str, bytes], account: Account) -> Incoming:
    """Read pages, collections of pages, lists of annotations, or one; raises ValueError."""
    found = Incoming()
    for name, data in files.items():
        try:
            given = json.loads(data.decode("utf-8-sig"))
        except (UnicodeDecodeError, ValueError) as error:
            raise ValueError(f"{name}: not JSON: {error}") from None
        utf16 = isinstance(given, dict) and given.get(f"{OURS}unit") == "utf16"
        for n, item in enumerate(_annotations(given), 1):
            _take(found, item, f"{name} annotation {n}", utf16, account)
    return found


def _annotations(given: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(given, list):
        for one in given:
            yield from _annotations(one)
    elif isinstance(given, dict):
        inside = [
            given[key] for key in ("items", "first") if isinstance(given.get(key), dict | list)
        ]
        if inside:
            for one in inside:
                yield from _annotations(one)
        elif "target" in given:
            yield given


def _take(
    found: Incoming, item: Mapping[str, Any], where: str, utf16: bool, account: Account
) -> None:
    target = _first(item.get("target"))
    source = target.get("source", "") if isinstance(target, dict) else target
    source = source.get("id", "") if isinstance(source, dict) else source
    doc = _name(DOC, str(source or ""))
    quote, place = _selectors(target if isinstance(target, dict) else {})
    topics, note = _said(found, item)
    id, more = str(item.get("id", "")), item.get(f"{OURS}more")
    value = more.get("@value") if isinstance(more, dict) else None
    # Places in another unit than the quote's are of no use: the quote finds itself.
    found.tags.append(
        Foreign(
            where,
            doc,
            None if utf16 or place is None else Passage(*place),
            quote=str(quote.get("exact", "")),
            prefix=str(quote.get("prefix", "")),
            suffix=str(quote.get("suffix", "")),
            topics=topics,
            note=note,
            by=_person(item.get("creator")),
            id=id.removeprefix(ID) if id.startswith(ID) else "",
            at=str(item.get("modified") or item.get("created") or ""),
            more=value if isinstance(value, dict) else {},
        )
    )


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _selectors(target: Mapping[str, Any]) -> tuple[Mapping[str, Any], tuple[int, int] | None]:
    given = target.get("selector")
    selectors = given if isinstance(given, list) else [given]
    quote: Mapping[str, Any] = {}
    place = None
    for one in (one for one in selectors if isinstance(one, dict)):
        if one.get("type") == "TextQuoteSelector":
            quote = one
        start, end = one.get("start"), one.get("end")
        if one.get("type") == "TextPositionSelector" and type(start) is type(end) is int:
            place = start, end
    return quote, place


def _said(found: Incoming, item: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
    """Return the topics and the note of an annotation; new topics go to what is found."""
    given = item.get("body", item.get("bodyValue"))
    bodies = given if isinstance(given, list) else [given]
    topics, notes = [], []
    for body in bodies:
        if isinstance(body, str):
            notes.append(body)
        elif isinstance(body, dict):
            value = str(body.get("value") or "")
            purpose = body.get("purpose") or item.get("motivation")
            if isinstance(body.get("source"), dict):
                topics.append(_topic(found, body["source"]))
            elif purpose == "tagging" and value:
                topics.append(value)
            elif value:
                notes.append(value)
    return tuple(dict.fromkeys(filter(None, topics))), "\n".join(notes)


def _topic(found: Incoming, source: Mapping[str, Any]) -> str:
    id = _name(TOPIC, str(source.get("id", "")))
    labels = source.get("skos:prefLabel") or []
    names = {
        str(one.get("@language")).lower(): str(one.get("@value"))
        for one in (labels if isinstance(labels, list) else [labels])
        if isinstance(one, dict)
    }
    en, hans, hant = (names.get(lang, "") for lang in ("en", "zh-hans", "zh-hant"))
    found.topics.setdefault(id, Topic(id, en=en, hans=hans, hant=hant))
    return id


def _person(creator: Any) -> str:
    creator = _first(creator)
    if isinstance(creator, dict):
        creator = creator.get("nickname") or creator.get("name") or creator.get("id")
    return str(creator or "").removeprefix(PERSON)
