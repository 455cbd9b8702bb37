"""What one does with passages: reshape a tag, copy with the source, tag one after another."""

from typing import TYPE_CHECKING, cast

from seedread.memos import brief
from seedread.tags.margin import Placed
from seedread.text import cursor as go
from seedread.text import script
from seedread.text.passage import Passage
from seedread.text.script import CONFIG_NAMES
from seedread.ui.ask import Confirm
from seedread.ui.reader.hits import Hits, hand

if TYPE_CHECKING:
    from seedread.ui.app import SeedreadApp
    from seedread.ui.picking.picker import Chosen
    from seedread.ui.reader.screen import Reader

STEPS = "o takes the other edge · enter or r keeps · esc gives up"


class Passages:
    """Reshaping, copying, the topics at hand, and tagging every hit."""

    def __init__(self, reader: "Reader") -> None:
        self.reader = reader
        self._reshaped: Placed | None = None
        self._at_end = True  # whether the end of the passage is what moves
        self._fresh = False  # whether topics were put at hand and none was used yet
        self._copied: Passage | None = None  # as it is written; again: in the other script

    # ----------------------------------------------------------------- reshaping

    @property
    def reshaping(self) -> bool:
        """Whether motions move an edge of a tag."""
        return self._reshaped is not None and self.reader.cursor.extending

    def reshape(self) -> None:
        """Let motions move an edge of a tag of one's own; again: keep its new passage."""
        if self.reshaping:
            self.keep()
        else:
            tagging = self.reader.tagging
            tagging.when_ready(lambda: tagging.with_own("Reshape", self._begin))

    def keep(self) -> None:
        """Give the tag the passage that is lit."""
        placed, reader = self._reshaped, self.reader
        passage = reader.cursor.passage
        if placed is None:
            return
        if passage == placed.passage:
            self.give_up()
            reader.say("the tag is where it was")
        elif passage.start == passage.end:
            reader.say("an empty passage cannot be tagged")
        elif (other := reader.reading.own(passage)) and other.tag.id != placed.tag.id:
            self._ask_to_join(placed, other, passage)
        else:
            self._move(placed, passage)

    def give_up(self) -> None:
        """Leave the tag as it is."""
        placed, self._reshaped = self._reshaped, None
        if placed:
            self.reader.stand(go.on(self.reader.cursor, placed.passage))
            self.reader.say("not reshaped")

    def forget(self) -> None:
        """Reshape no more, wherever one stands."""
        self._reshaped = None

    def swap(self) -> None:
        """Take the other edge."""
        self._at_end = not self._at_end
        self._take_edge(self.reader.cursor.passage)

    def _begin(self, placed: Placed) -> None:
        self._reshaped, self._at_end = placed, True
        self._take_edge(placed.passage)

    def _take_edge(self, passage: Passage) -> None:
        self.reader.stand(edge(passage, self._at_end))
        which = "end" if self._at_end else "start"
        self.reader.say(f"reshaping: motions move the {which} · {STEPS}")

    def _move(self, placed: Placed, passage: Passage) -> None:
        reader = self.reader
        self._reshaped = None
        edit = hand(reader).reshaped(placed, passage)
        reader.stand(go.on(reader.cursor, passage))
        names = ", ".join(placed.tag.topics) or "note"
        reader.tagging.told(reader.reading.act(f"reshaped {names}", edit))

    def _ask_to_join(self, placed: Placed, other: Placed, passage: Passage) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                self._move(placed, passage)
            else:
                self._take_edge(passage)

        topics = ", ".join(other.tag.topics) or "a note"
        question = f"Another tag of yours is on just this passage ({topics}). Join the two?"
        self.reader.app.push_screen(Confirm(question), answered)

    # ------------------------------------------------------------------- copying

    def copy(self) -> None:
        """Copy the passage with its source; again: as it is in the other script."""
        reader = self.reader
        passage = reader.cursor.passage
        again = self._copied == passage
        quote = reader.seed[passage.start : passage.end]
        if again and not reader.config:
            reader.say("copied already; there is no other script")
            return
        text = self._other(passage) if again else quote
        title = brief(" ".join(reader.reading.title.split()))
        source = f"— {title}, {reader.seed.id}:{passage.start}–{passage.end}"
        # Half a surrogate pair is no text that could be passed on.
        whole = f"{text}\n{source}".encode("utf-8", "replace").decode()
        reader.app.copy_to_clipboard(whole)
        self._copied = None if again else passage
        other = CONFIG_NAMES.get(reader.config, reader.config)
        what = f"copied with its source ({len(text)} characters"
        if again:
            reader.say(f"{what}, {other})")
        else:
            reader.say(f"{what})" + (f"; y again: {other}" if reader.config else ""))

    def _other(self, passage: Passage) -> str:
        """Return a passage in the other script, block by block as the other pane shows it."""
        reader, found = self.reader, []
        block: Passage | None = reader.seed.block(passage.start)
        while block and block.start < passage.end:
            inside = Passage(max(block.start, passage.start), min(block.end, passage.end))
            facing = reader.rows.facing(block)
            text = reader.seed[inside.start : inside.end]
            if facing.twin:
                there = facing.to_twin(inside)
                said = facing.twin.text[there.start : there.end]
                broken = text.endswith("\n") and not said.endswith("\n")
                found.append(said + "\n" * broken)
            else:
                found.append(script.convert(text, reader.config, reader.reading.glossary).text)
            block = reader.seed.after(block)
        return "".join(found)

    # --------------------------------------------------------- the topics at hand

    def sticky(self) -> None:
        """Keep the last topics at hand; at once again: choose others; later: keep them no more."""
        tagging, last = self.reader.tagging, self.reader.tagging.last
        if self._app.sticky and not self._fresh:
            self.let_go()
            self.reader.show()
            self.reader.say("no topic at hand any more")
        elif last and not self._app.sticky:
            tagging.when_ready(lambda: self._stick_to(last))
        else:
            tagging.when_ready(self._choose_sticky)

    def stick(self) -> None:
        """Tag with the topics at hand and go on; while reshaping: keep the new passage."""
        reader = self.reader
        if self.reshaping:
            self.keep()
        elif not self._app.sticky:
            last = ", ".join(reader.tagging.last) or "a topic you choose"
            reader.say(f"nothing at hand: S keeps {last} at hand, then enter tags and goes on")
        else:
            reader.tagging.when_ready(self._stick)

    def let_go(self) -> bool:
        """Have no topics at hand any more; returns whether there were any."""
        had, self._app.sticky = self._app.sticky, ()
        return bool(had)

    def _stick(self) -> None:
        reader = self.reader
        self._fresh = False
        outcome = reader.reading.put(reader.cursor.passage, self._app.sticky)
        reader.tagging.told(outcome)
        if outcome.saved and not outcome.saved.error:
            said = reader.message, reader.alert
            reader.motions.move("sentence", 1)
            reader.say(*said)

    def _stick_to(self, topics: tuple[str, ...], fresh: bool = True) -> None:
        self._app.sticky, self._fresh = topics, fresh
        self.reader.show()
        self.reader.say("S again: other topics · esc: none" if fresh else "S or esc ends it")

    def _choose_sticky(self) -> None:
        def chosen(result: "Chosen | None") -> None:
            self.reader.learn_pins()
            if result and result.topics:
                self._stick_to(result.topics, fresh=False)
            else:
                self.let_go()
                self.reader.show()

        self.reader.tagging.choose("Keep which topics at hand?", (), chosen)

    # ------------------------------------------------------------------ every hit

    def tag_hits(self) -> None:
        """Tag every hit of the search, or the sentences they stand in, in one act."""
        reader = self.reader
        if reader.search is None or not reader.looks.hits:
            reader.say("no hits to tag: / searches first")
            return
        reader.tagging.when_ready(Hits(reader).ask)

    @property
    def _app(self) -> "SeedreadApp":
        return cast("SeedreadApp", self.reader.app)


def edge(passage: Passage, at_end: bool) -> go.Cursor:
    """Stand on an edge of a passage, so that motions move it; the other edge stays."""
    start, end = passage
    if at_end:
        return go.Cursor(Passage(end - 1, end), "word", end - 1, Passage(start, start))
    return go.Cursor(Passage(start, start + 1), "word", start, Passage(end, end))
