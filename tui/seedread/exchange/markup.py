"""XML: written the same way every time, and read without what a hostile file could do with it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

DEEPEST = 200  # elements inside one another that are still believed
_NONE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # not in XML 1.0
_TEXT: Mapping[str, str] = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
# A line break or tab that is not written as a number would be read as a space.
_VALUE: Mapping[str, str] = {**_TEXT, '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


def fit(text: str) -> str:
    """Return `text` with U+FFFD for each character XML has no way to write."""
    return _NONE.sub("\ufffd", text)


def written(root: Element) -> bytes:
    """Return a document as UTF-8: indented, no text changed, attributes as they were given."""
    lines = ('<?xml version="1.0" encoding="utf-8"?>', *_lines(root, 0))
    return "".join(f"{line}\n" for line in lines).encode()


def _lines(element: Element, depth: int) -> Iterator[str]:
    indent = " " * depth
    values = "".join(f' {name}="{_escaped(v, _VALUE)}"' for name, v in element.attrib.items())
    head = f"{indent}<{element.tag}{values}"
    if len(element):
        yield f"{head}>"
        for child in element:
            yield from _lines(child, depth + 1)
        yield f"{indent}</{element.tag}>"
    elif element.text:
        yield f"{head}>{_escaped(element.text, _TEXT)}</{element.tag}>"
    else:
        yield f"{head}/>"


def _escaped(text: str, table: Mapping[str, str]) -> str:
    return fit(text).translate({ord(char): said for char, said in table.items()})


def parsed(data: bytes) -> Element:
    """Read a document; raises ValueError for one that is none, has a DTD or is too deep.

    Without a DTD there are no entities that could swell, or fetch a file from elsewhere.
    """
    parser = ElementTree.XMLParser(target=_Careful())
    try:
        parser.feed(data)
        found: Element = parser.close()
    except ElementTree.ParseError as error:
        raise ValueError(f"not XML: {error}") from None
    return found


class _Careful(ElementTree.TreeBuilder):
    def __init__(self) -> None:
        super().__init__()
        self.depth = 0

    def doctype(self, *_: Any) -> None:
        raise ValueError("a document type declaration (DTD): refused, it can do harm")

    def start(self, tag: Any, attrs: Any, /) -> Element:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError(f"more than {DEEPEST} elements inside one another: refused")
        return super().start(tag, attrs)

    def end(self, tag: Any, /) -> Element:
        self.depth -= 1
        return super().end(tag)


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element | None, *names: str) -> list[Element]:
    """Return the children that have one of these names, whatever their namespace."""
    return [one for one in element if local(one) in names] if element is not None else []


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child of a name."""
    return next(iter(children(element, name)), None)


def text(element: Element | None, name: str) -> str:
    """Return the text of the first child of a name, "" if there is none."""
    found = child(element, name)
    return "".join(found.itertext()) if found is not None else ""
