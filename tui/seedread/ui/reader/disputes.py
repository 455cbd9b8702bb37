"""What one does about another person's tag: retag it, hide it, answer it, in one's own file."""

from typing import TYPE_CHECKING

from seedread.tags import dispute
from seedread.tags.edit import Edit
from seedread.tags.margin import Placed
from seedread.tags.record import Record, new_id

if TYPE_CHECKING:
    from seedread.ui.picking.picker import Chosen
    from seedread.ui.reader.screen import Reader


class Disputes:
    """Disputing: the other's line stays as it is, and both voices are shown."""

    def __init__(self, reader: "Reader") -> None:
        self.reader = reader

    def dispute(self) -> None:
        """Dispute the tag of another person here; ask which, if there are several."""
        self.reader.tagging.when_ready(self._begin)

    def _begin(self) -> None:
        from seedread.ui.chooser import Choice, Chooser

        reader, here = self.reader, self.reader.cursor.passage
        others = [p for p in reader.reading.margin.meeting(here) if p.file != reader.reading.file]
        if not others:
            reader.say("no tag of anybody else here to dispute; x removes your own")
            return
        if len(others) == 1:
            self._ask(others[0])
            return
        choices = [
            Choice(n, f"{p.tag.by}: {self._named(p)}  “{p.tag.quote}”")
            for n, p in enumerate(others)
        ]

        def chosen(n: object) -> None:
            if isinstance(n, int):
                self._ask(others[n])

        reader.app.push_screen(Chooser("Dispute whose tag?", choices), chosen)

    def _ask(self, placed: Placed) -> None:
        from seedread.ui.chooser import Choice, Chooser

        mine = self._mine(placed)
        hidden = bool(mine and mine.fields["hide"])
        acts = {
            "retag": "retag: which topics it should have, as you see it",
            "hide": "show it again" if hidden else "hide it, for you",
            "answer": "answer it, in a line",
        }
        if mine:
            acts["withdraw"] = "withdraw everything you said about it"
        choices = [Choice(act, text, act) for act, text in acts.items()]

        def chosen(act: object) -> None:
            if isinstance(act, str):
                getattr(self, f"_{act}")(placed)

        title = f"{placed.tag.by}’s {self._named(placed)}: what about it?"
        self.reader.app.push_screen(Chooser(title, choices), chosen)

    def _retag(self, placed: Placed) -> None:
        has = placed.topics_for(self.reader.reading.file)

        def chosen(result: "Chosen | None") -> None:
            if result is not None:
                label = f"{placed.tag.by}’s tag disputed: {', '.join(result.topics) or 'no topic'}"
                after = dispute.retagged(self._line(placed), placed.tag, result.topics)
                self._do(label, placed, after)

        self.reader.tagging.choose(f"As you see it: “{placed.tag.quote}”", has, chosen)

    def _hide(self, placed: Placed) -> None:
        line = self._line(placed)
        label = "shown again" if line.fields["hide"] else f"{placed.tag.by}’s tag hidden"
        self._do(label, placed, dispute.changed(line, hide=not line.fields["hide"]))

    def _answer(self, placed: Placed) -> None:
        from seedread.ui.ask import Ask

        line = self._line(placed)

        def answered(text: str | None) -> None:
            if text is not None:
                label = f"answered {placed.tag.by}"
                self._do(label, placed, dispute.changed(line, note=text.strip()))

        question = f"Answer to {placed.tag.by} about “{placed.tag.quote}”"
        self.reader.app.push_screen(Ask(question, line.fields["note"]), answered)

    def _withdraw(self, placed: Placed) -> None:
        self._do("withdrawn", placed, None)

    def _named(self, placed: Placed) -> str:
        """Return what a tag says, by the names of its topics."""
        reading = self.reader.reading
        names = [reading.codebook.get(id).name(reading.script) for id in placed.tag.topics]
        return ", ".join(names) or "note"

    def _mine(self, placed: Placed) -> Record | None:
        """Return what one says about a tag already."""
        file = self.reader.reading.file
        return next((d.record for d in placed.disputes if d.file == file), None)

    def _line(self, placed: Placed) -> Record:
        reading = self.reader.reading
        made = dispute.make(
            reading.seed,
            placed.tag,
            placed.passage,
            new_id(reading.workspace.shelf.ids()),
            reading.by,
        )
        return self._mine(placed) or made

    def _do(self, label: str, placed: Placed, after: Record | None) -> None:
        reader, before = self.reader, self._mine(placed)
        known = before or after
        if known is None:
            reader.say("that is how it is already")
            return
        edit = Edit({(reader.reading.file, known.id): (before, after)})
        reader.tagging.told(reader.reading.act(label, edit))
