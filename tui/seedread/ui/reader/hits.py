"""Tagging every hit of a search, or every sentence that has one, as one act."""

from typing import TYPE_CHECKING

from seedread.tags.bulk import Hand
from seedread.text.passage import Passage
from seedread.ui.chooser import Choice, Chooser

if TYPE_CHECKING:
    from seedread.text.units import Units
    from seedread.ui.picking.picker import Chosen
    from seedread.ui.reader.screen import Reader


class Hits:
    """The hits of the search that is on, from the question which topic to the tags."""

    def __init__(self, reader: "Reader") -> None:
        self.reader = reader

    def ask(self) -> None:
        """Ask for topics, then for the hits or their sentences, with how many there are."""
        hits: list[Passage] = list(self.reader.looks.hits)
        searched = self.reader.search.text if self.reader.search else ""

        def chosen(result: "Chosen | None") -> None:
            self.reader.learn_pins()
            if result and result.topics:
                self._count(hits, result.topics)
            else:
                self.reader.show()

        heading = f"Tag {counted(len(hits), 'hit')} of “{searched}” in this document with …"
        self.reader.tagging.choose(heading, (), chosen)

    def _count(self, hits: list[Passage], topics: tuple[str, ...]) -> None:
        """Find the sentences beside the screen: there may be very many."""
        units = self.reader.units
        self.reader.beside.wait_for(
            lambda: list(dict.fromkeys(around(units, hit) for hit in hits)),
            "counting…",
            lambda sentences: self._offer(hits, sentences, topics),
        )

    def _offer(
        self, hits: list[Passage], sentences: list[Passage], topics: tuple[str, ...]
    ) -> None:
        mine, choices = hand(self.reader), []
        for name, passages in (("hit", hits), ("sentence", sentences)):
            lacking = mine.lacking(passages, topics)
            have = len(set(passages)) - len(lacking)
            said = f"tag {counted(len(lacking), name)}"
            left = f"; {have} {'has' if have == 1 else 'have'} it already" if have else ""
            which = "the words found" if name == "hit" else "the whole sentences they stand in"
            choices.append(Choice(lacking, f"{said}: {which}{left}", able=bool(lacking)))

        def chosen(passages: list[Passage] | None) -> None:
            if passages:
                self._tag_all(passages, topics)
            else:
                self.reader.say("nothing tagged")

        title = f"{', '.join(topics)} on every hit, as one act (u takes it back)"
        self.reader.app.push_screen(Chooser(title, choices), chosen)

    def _tag_all(self, passages: list[Passage], topics: tuple[str, ...]) -> None:
        reading = self.reader.reading
        edit = hand(self.reader).tagged(passages, topics, reading.workspace.shelf.ids())
        reading.last = topics
        label = f"tagged {counted(len(edit.changes), 'passage')} {', '.join(topics)}"
        self.reader.tagging.told(reading.act(label, edit))


def hand(reader: "Reader") -> Hand:
    """Return the annotator's tags of the document."""
    reading = reader.reading
    return Hand.of(reading.seed, reading.file, reading.by, reading.margin.tags)


def around(units: "Units", hit: Passage) -> Passage:
    """Return the sentence a hit stands in, or all that it reaches into."""
    first, last = (units.around("sentence", at) for at in (hit.start, hit.end - 1))
    return first.hull(last).hull(hit)


def counted(n: int, what: str) -> str:
    """Return a number of things in words."""
    return f"{n} {what}{'' if n == 1 else 's'}"
