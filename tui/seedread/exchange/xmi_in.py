"""Reading UIMA CAS XMI: every annotation but those of grammar, with features that are texts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from xml.etree.ElementTree import Element

from seedread.exchange import layers
from seedread.exchange.account import Account
from seedread.exchange.incoming import Incoming
from seedread.exchange.layers import GRAMMAR, LAYER
from seedread.exchange.markup import fit, local, parsed
from seedread.exchange.spans import Span, Theirs, joined

_ID = "{http://www.omg.org/XMI}id"
_NOWHERE = "\ufffd"  # stands for what XML cannot write


def read(files: Mapping[str, bytes], account: Account) -> Incoming:
    """Read the files whose names end in .xmi, or the one that is no type system.

    Raises ValueError.
    """
    found = Incoming()
    spans: list[Span] = []
    if len(files) > 1 and not any(name.endswith((".xmi", "TypeSystem.xml")) for name in files):
        raise ValueError("no CAS: no file *.xmi")
    for name, data in files.items():
        if name.endswith(".xmi") or (len(files) == 1 and not name.endswith(".xml")):
            try:
                root = parsed(data)
            except ValueError as error:
                raise ValueError(f"{name}: {error}") from None
            spans.extend(_spans(name, root, found, account))
    found.tags = list(joined(spans))
    return found


def _spans(name: str, root: Element, found: Incoming, account: Account) -> Iterator[Span]:
    texts = {
        one.get(_ID): Theirs(one.get("sofaString", ""), "utf16")
        for one in root
        if local(one) == "Sofa"
    }
    if not texts:
        raise ValueError(f"{name}: no text (no Sofa): not a CAS")
    doc = _document(name, root)
    grammar = set()
    for n, one in enumerate(root, 1):
        layer = _layer(one)
        if one.get("begin") is None or one.get("end") is None or layer.startswith("uima."):
            continue
        where = f"{name} {local(one)} {one.get(_ID) or n}"
        if layer.startswith(GRAMMAR):
            if layer not in grammar:
                account.lose(f"a layer of grammar: {layer}", where)
            grammar.add(layer)
            continue
        theirs = texts.get(one.get("sofa")) or next(iter(texts.values()))
        span = _span(where, doc, layer, one, theirs, account)
        if span:
            whole = _NOWHERE not in theirs.text
            if whole:
                found.texts[doc] = theirs.text
            yield span if whole else _unsure(span)


def _span(
    where: str, doc: str, layer: str, one: Element, theirs: Theirs, account: Account
) -> Span | None:
    begin, end = (_number(one.get(key, ""), f"{where}: {key}") for key in ("begin", "end"))
    try:
        passage = theirs.passage(begin, end)
    except ValueError as error:
        account.lose(f"an annotation that has no place: {error}", where)
        return None
    values = {k: v for k, v in one.items() if k not in ("begin", "end", "sofa", _ID)}
    for child in one:
        values[local(child)] = "\n".join(filter(None, (values.get(local(child)), child.text)))
    shown = fit if layer == LAYER else str
    return layers.read(where, doc, layer, values, passage, theirs, shown, account)


def _unsure(span: Span) -> Span:
    """Return a span of a text that is not quite ours: only what stands there can be compared."""
    quote = span.text[slice(*span.passage)]
    return replace(span, text="", quote="" if _NOWHERE in quote else quote)


def _document(name: str, root: Element) -> str:
    """Return what document a file is of: as it says itself (DKPro), else by its name."""
    told = next((one for one in root if local(one) == "DocumentMetaData"), None)
    said = (told.get("documentId") or told.get("documentTitle")) if told is not None else None
    return said or layers.document(name, any(_layer(one) == LAYER for one in root))


def _layer(one: Element) -> str:
    """Return the name of an element's type: of {http:///webanno/custom.ecore}X webanno.custom.X."""
    space, _, name = one.tag.removeprefix("{").rpartition("}")
    space = space.removeprefix("http:///").removesuffix(".ecore").replace("/", ".")
    return f"{space}.{name}"


def _number(text: str, where: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise ValueError(f"{where} is not a number: {text[:40]!r}")
    return int(text)
