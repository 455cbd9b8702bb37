"""Choosing what one passage is to another: a kind there is, or a new one."""

from collections.abc import Callable, Mapping
from typing import Any

from seedread import annotator
from seedread.tags.edit import Edit
from seedread.tags.link import RELATIONS, Kind
from seedread.tags.topic import slug
from seedread.text import script
from seedread.text.find import fold
from seedread.ui.chooser import Choice, Chooser

Chosen = Callable[[str, Edit | None], Any]  # a kind's id, and the edit that makes it if it is new


class Kinds(Chooser):
    """Every kind of link in three languages; what is typed and is none of them makes one."""

    HINT = "type to filter, or a kind of your own · ↑ ↓ · enter · esc"

    def __init__(self, title: str, kinds: Mapping[str, Kind]) -> None:
        super().__init__(title, [Choice(kind, told(kind), kind.id) for kind in kinds.values()])

    def ordered(self, matching: list[Choice]) -> list[Choice]:
        """Offer to make a kind of what was typed, below those that match."""
        text = self.query_text
        if not text or any(fold(text) in map(fold, _names(c.value)) for c in matching):
            return matching
        return [*matching, Choice(text, f"+ a new kind: {text}")]

    @classmethod
    def ask(cls, app: Any, title: str, kinds: Mapping[str, Kind], then: Chosen) -> None:
        """Ask for a kind, and call `then` with it unless one leaves."""

        def chosen(value: object) -> None:
            if isinstance(value, Kind):
                then(value.id, None)
            elif isinstance(value, str):
                made = invent(value, kinds)
                then(made.id, Edit({(RELATIONS, made.id): (None, made.record())}))

        app.push_screen(cls(title, kinds), chosen)


def told(kind: Kind) -> str:
    """Return a kind in all its languages: agrees 一致; one name of two scripts once."""
    return " ".join(dict.fromkeys(name for name in _names(kind) if name)) or kind.id


def invent(name: str, taken: Mapping[str, Kind]) -> Kind:
    """Return a new kind called `name`, in the script it is written in and in the other."""
    stem = id = slug(name) or slug(annotator.derive(name)) or "kind"
    n = 1
    while id in taken:
        n += 1
        id = f"{stem}-{n}"
    written = script.detect(name)
    if written == "none":
        return Kind(id, en=name)
    if written == "hant":
        return Kind(id, hans=script.convert(name, "tw2s").text, hant=name)
    return Kind(id, hans=name, hant=script.convert(name, "s2tw").text)


def _names(kind: Kind) -> tuple[str, str, str]:
    return kind.en, kind.hans, kind.hant
