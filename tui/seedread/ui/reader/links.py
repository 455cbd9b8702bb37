"""What the keys for links do: take one passage, go to the other, join them; follow a link."""

from typing import TYPE_CHECKING, NamedTuple, cast

from seedread.tags.edit import Edit
from seedread.tags.history import Outcome
from seedread.tags.link import file_of, make
from seedread.tags.links import Tied, where
from seedread.tags.record import new_id
from seedread.text.passage import Passage
from seedread.text.seed import Seed
from seedread.ui.bar import Part, fit

if TYPE_CHECKING:
    from seedread.reading import Reading
    from seedread.ui.app import SeedreadApp
    from seedread.ui.reader.screen import Reader

QUOTED = 24  # cells of a quote on the status line
TOLD = 3  # links named there


class Taken(NamedTuple):
    """A passage taken in hand to be linked, in the version of its document it was seen in."""

    seed: Seed
    passage: Passage

    @property
    def quote(self) -> str:
        """What stands there, in one line."""
        return line(self.seed[self.passage.start : self.passage.end])


class Links:
    """Linking passages, and going from one to the other."""

    def __init__(self, reader: "Reader") -> None:
        self.reader = reader

    def link(self) -> None:
        """Take this passage in hand; with one in hand already, link the two."""
        self.reader.tagging.when_ready(self._link)

    def follow(self) -> None:
        """Go to the other end of a link here; choose among several."""
        reader = self.reader
        found = reader.reading.links.meeting(reader.cursor.passage)
        if not found:
            reader.say("no link here: L on two passages makes one, ^l lists all")
        elif len(found) == 1:
            self._go(found[0])
        else:
            self._ask_which(found)

    def let_go(self) -> bool:
        """Put down the passage in hand; returns whether there was one."""
        held, self._app.linking = self._app.linking, None
        return held is not None

    def _link(self) -> None:
        reader, held = self.reader, self._app.linking
        here = Taken(reader.seed, reader.cursor.passage)
        if here.passage.start == here.passage.end:
            reader.say("nothing stands here to be linked")
        elif held is None:
            self._app.linking = here
            reader.show()
        elif (held.seed.id, held.passage) == (here.seed.id, here.passage):
            reader.say("this is the passage in hand: go to the other one, then L; Esc lets go")
        else:
            self._ask_kind(held, here)

    def _ask_kind(self, held: Taken, here: Taken) -> None:
        from seedread.ui.pairs.kinds import Kinds

        reading = self.reader.reading

        def chosen(kind: str, more: Edit | None) -> None:
            self._app.linking = None
            self.reader.tagging.told(join(reading, held, here, kind, "", more))

        title = f"“{fit(held.quote, QUOTED)}” … this one:"
        Kinds.ask(self.reader.app, title, reading.linking.kinds(), chosen)

    def _ask_which(self, found: list[Tied]) -> None:
        from seedread.ui.chooser import Choice, Chooser

        def chosen(n: object) -> None:
            if isinstance(n, int):
                self._go(found[n])

        rows = [Choice(n, _told(self.reader, tied)) for n, tied in enumerate(found)]
        self.reader.app.push_screen(Chooser("Follow which link?", rows), chosen)

    def _go(self, tied: Tied) -> None:
        """Read the other document beside the screen, find the passage, and go there."""
        reader, end, corpus = self.reader, tied.other, self._app.corpus

        def there(at: Passage | None = None) -> None:
            if at is None:
                reader.say(f"not found in {end.doc} as it is today: “{line(end.quote)}”", True)
            else:
                reader.seek(end.doc, at)

        reader.beside.wait_for(lambda: where(end, corpus.anchorer(end.doc)).now, "looking…", there)

    @property
    def _app(self) -> "SeedreadApp":
        return cast("SeedreadApp", self.reader.app)


def join(
    reading: "Reading", held: Taken, here: Taken, kind: str, note: str, more: Edit | None
) -> Outcome:
    """Link two passages, in one act with the kind if that is new."""
    id = new_id(reading.workspace.shelf.ids())
    record = make(*held, *here, kind, id, reading.by, note)
    label = f"linked, {kind}: “{fit(held.quote, QUOTED)}” → “{fit(here.quote, QUOTED)}”"
    return reading.act(label, Edit({(file_of(reading.by), id): (None, record)}), more)


def held(reader: "Reader") -> list[Part]:
    """Return what the status line says of the passage in hand."""
    taken = cast("SeedreadApp", reader.app).linking
    if taken is None:
        return []
    quote = fit(taken.quote, QUOTED)
    return [(f" ⇄ from “{quote}”: L on the other passage, Esc lets go ", "bar--strong")]


def here(reader: "Reader") -> list[Part]:
    """Return what the status line says of where links lead from here."""
    parts: list[Part] = []
    found = reader.reading.links.meeting(reader.cursor.passage)
    for tied in found[:TOLD]:
        parts.append((f"  ⇄ {_told(reader, tied)}", ""))
    if len(found) > TOLD:
        parts.append((f"  and {len(found) - TOLD} more links", "bar--dim"))
    return parts


def _told(reader: "Reader", tied: Tied) -> str:
    """Return a link as seen from here: what it is, where it leads, whose it is if not one's own."""
    kind = reader.reading.linking.kinds().get(tied.link.kind)
    name = kind.name() if kind else tied.link.kind
    arrow = "→" if tied.side == 0 else "←"
    own = tied.link.file == file_of(reader.reading.by)
    note = f" ({line(tied.link.note)})" if tied.link.note else ""
    whose = "" if own else f" · {tied.link.by}"
    doubt = "" if tied.status == "exact" else f" ({tied.status})"
    quote = fit(line(tied.other.quote), QUOTED)
    return f"{name}{doubt} {arrow} “{quote}” {fit(tied.other.doc, 12)}{note}{whose}"


def line(text: str) -> str:
    """Return a quote in one line."""
    return " ".join(text.split())
