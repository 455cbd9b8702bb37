"""The memos on passages and tags of one document, looked up again only when the files change."""

from collections.abc import Sequence

from seedread.tags import memo
from seedread.tags.anchor import Anchorer
from seedread.tags.memo import Memo
from seedread.tags.shelf import Shelf
from seedread.text.passage import Passage


class Notebook:
    """Everybody's memos on passages of a document and on tags, as the files have them now."""

    def __init__(self, shelf: Shelf, doc: str) -> None:
        self._shelf, self._doc = shelf, doc
        self._known: list[object] = []
        self._placed: list[tuple[Passage, Memo]] = []
        self._tagged: dict[str, list[Memo]] = {}

    def here(self, passage: Passage, tags: Sequence[str], anchorer: Anchorer) -> list[Memo]:
        """Return the memos on a passage that meets this one, or on one of the tags."""
        self._look(anchorer)
        found = [one for place, one in self._placed if place.meets(passage)]
        return found + [one for id in tags for one in self._tagged.get(id, ())]

    def _look(self, anchorer: Anchorer) -> None:
        shelf = self._shelf
        with shelf.lock:
            files = shelf.files(memo.FOLDER)
            sheets: list[object] = [anchorer, shelf.pending, *map(shelf.sheet, files)]
            if len(sheets) == len(self._known) and all(map(_is, sheets, self._known)):
                return
            self._known, self._placed, self._tagged = sheets, [], {}
            for one in (m for file in files for m in memo.read(shelf.shown(file), file)):
                kind = one.about["kind"]
                if kind == "tag":
                    self._tagged.setdefault(one.about["id"], []).append(one)
                elif kind == "passage" and one.about["doc"] == self._doc:
                    where = memo.anchored(one.about, anchorer).now
                    if where:
                        self._placed.append((where, one))


def _is(a: object, b: object) -> bool:
    return a is b
