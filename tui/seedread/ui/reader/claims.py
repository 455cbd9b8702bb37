"""What the key for claims does: it proposes one for the passage, and puts it on one's tag."""

from typing import TYPE_CHECKING

from seedread.tags.claim import Claim
from seedread.tags.edit import Edit
from seedread.tags.propose import propose
from seedread.tags.speaker import Context
from seedread.tags.tag import claimed
from seedread.text.label import label
from seedread.text.noise import clean

if TYPE_CHECKING:
    from seedread.ui.picking.picker import Chosen
    from seedread.ui.reader.screen import Reader

BEFORE = 300  # code points before a passage in which the one may be named who is speaking


class Claims:
    """Saying whose words a passage has, and which number of what."""

    def __init__(self, reader: "Reader") -> None:
        self.reader = reader

    def claim(self) -> None:
        """Ask for the claim of the passage; it needs a tag of one's own to stand on."""
        self.reader.tagging.when_ready(self._claim)

    def _claim(self) -> None:
        from seedread.ui.writing.claim import Form

        reader = self.reader
        reading, passage = reader.reading, reader.cursor.passage
        mine = reading.own(passage)
        if mine is None:
            self._tag_first()
            return
        kept = Claim.read(mine.tag.claim)
        quote = reader.seed[passage.start : passage.end]

        def answered(claim: Claim | None) -> None:
            if claim is not None:
                before = mine.tag.record
                edit = Edit({(mine.file, before.id): (before, claimed(before, claim))})
                label = f"claim {claim.short}" if claim else "removed the claim"
                reader.tagging.told(reading.act(label, edit))

        form = Form(quote, kept or propose(clean(quote).text, self._context()), not kept)
        reader.app.push_screen(form, answered)

    def _tag_first(self) -> None:
        """Let the passage be tagged, because a claim stands on a tag, and go on."""
        reader = self.reader
        reading, passage = reader.reading, reader.cursor.passage

        def chosen(result: "Chosen | None") -> None:
            if result and result.topics and not result.invented:
                reader.tagging.told(reading.put(passage, result.topics))
                if reading.own(passage):
                    self._claim()
            else:
                reader.say("a claim stands on a tag: tag the passage with t, then # again")

        reader.tagging.choose("A claim stands on a tag: first its topics", (), chosen)

    def _context(self) -> Context:
        reader = self.reader
        start = reader.cursor.passage.start
        before = clean(reader.seed[max(0, start - BEFORE) : start]).text
        return Context(before, self._turn(start), reader.reading.workspace.names)

    def _turn(self, offset: int) -> str:
        """Return the speaker by whose label the turn at `offset` begins."""
        turn = self.reader.units.turn(offset)
        if turn is None:
            return ""
        ahead = clean(self.reader.seed[max(0, turn.start - 60) : turn.start]).text
        line = ahead.rstrip().rpartition("\n")[2]
        found = label(line)
        return line[found.start : found.end].rstrip(":： ") if found else ""
