"""Which keys a line must have and what may stand in them, kind by kind."""

from collections.abc import Callable, Mapping
from typing import Any

from seedread.tags import claim, tag
from seedread.tags.names import KINDS
from seedread.tags.record import KEYS, Record
from seedread.text.wrap import cells

ABOUT = ("tag", "link", "topic", "document", "passage", "workspace")  # what a memo can be on
_TEXT, _NUMBER, _LIST, _TRUTH = "a text", "a whole number", "a list of texts", "true or false"
_NAME, _DIGIT, _LISTS = (
    "an id or null",
    "a digit from 1 to 9 or null",
    "an object of lists of texts",
)
_TEXTS = "an object of texts"
_END = "an object with doc, start, end, quote, before, after and rev"
_SPANS = "a list of [start, end]"
_ABOUT = "an object that names a kind: " + ", ".join(ABOUT)
_MARK, _KIND = "a text of at most two cells", f"one of {', '.join(KINDS)}"
_IS: Mapping[str, Callable[[Any], bool]] = {
    _TEXT: lambda v: isinstance(v, str),
    _NUMBER: lambda v: type(v) is int and v >= 0,
    _LIST: lambda v: isinstance(v, list) and all(isinstance(x, str) for x in v),
    _TRUTH: lambda v: isinstance(v, bool),
    _NAME: lambda v: v is None or (isinstance(v, str) and v != ""),
    _DIGIT: lambda v: v is None or (type(v) is int and 1 <= v <= 9),
    _LISTS: lambda v: isinstance(v, dict) and all(_IS[_LIST](x) for x in v.values()),
    _TEXTS: lambda v: isinstance(v, dict) and all(isinstance(x, str) for x in v.values()),
    _MARK: lambda v: isinstance(v, str) and cells(v) <= 2,
    _KIND: lambda v: v in KINDS,
    _END: lambda v: isinstance(v, dict) and all(key in v and is_(v[key]) for key, is_ in _ENDS),
    _SPANS: lambda v: isinstance(v, list) and all(_span(x) for x in v),
    _ABOUT: lambda v: isinstance(v, dict) and v.get("kind") in ABOUT,
}
_ENDS: tuple[tuple[str, Callable[[Any], bool]], ...] = (
    *((key, _IS[_TEXT]) for key in ("doc", "quote", "before", "after", "rev")),
    *((key, _IS[_NUMBER]) for key in ("start", "end")),
)
_SHAPES: Mapping[str, Mapping[str, str]] = {
    "disputes": {
        **dict.fromkeys(KEYS["disputes"], _TEXT),
        **dict.fromkeys(("start", "end"), _NUMBER),
        **dict.fromkeys(("add", "remove"), _LIST),
        "hide": _TRUTH,
    },
    "topics": {
        **dict.fromkeys(KEYS["topics"], _TEXT),
        "parent": _NAME,
        "keywords": _LISTS,
        "mark": _MARK,
        "pin": _DIGIT,
        "retired": _TRUTH,
    },
    "documents": dict.fromkeys(KEYS["documents"], _TEXT),
    "glossary": {**dict.fromkeys(KEYS["glossary"], _TEXT), "to": _TEXTS},
    "names": {
        **dict.fromkeys(KEYS["names"], _TEXT),
        "kind": _KIND,
        **dict.fromkeys(("forms", "not"), _LIST),
    },
    "links": {**dict.fromkeys(KEYS["links"], _TEXT), "from": _END, "to": _END},
    "relations": dict.fromkeys(KEYS["relations"], _TEXT),
    "memos": {**dict.fromkeys(KEYS["memos"], _TEXT), "about": _ABOUT, "text": _LIST},
    "seen": {**dict.fromkeys(KEYS["seen"], _TEXT), "seen": _SPANS},
}


def problem(record: Record, kind: str) -> str:
    """Return what keeps a record from being one of `kind` (a name in KEYS); "" if it is one."""
    if kind == "tags":
        said = claim.problem(record.fields["claim"]) if "claim" in record.fields else ""
        return tag.problem(record) or said
    shape = _SHAPES[kind]
    missing = [key for key in shape if key not in record.fields]
    if missing:
        return "no " + ", ".join(missing)
    wrong = (key for key, meant in shape.items() if not _IS[meant](record.fields[key]))
    return next((f"{key} is not {shape[key]}" for key in wrong), "")


def _span(value: Any) -> bool:
    """Whether a value is [start, end] in code points, with something between."""
    whole = isinstance(value, list) and len(value) == 2 and all(_IS[_NUMBER](x) for x in value)
    return whole and value[0] < value[1]
