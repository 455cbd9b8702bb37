"""What is done to the marked rows of a concordance: one act over all documents, asked about."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from seedread.concordance import acts, export
from seedread.concordance.acts import Plan
from seedread.ui.ask import Ask, Confirm
from seedread.ui.chooser import Choice, Chooser
from seedread.ui.codebook.topics import row, words
from seedread.ui.page import when_ready
from seedread.ui.picking.picker import Chosen

if TYPE_CHECKING:
    from seedread.tags.history import Outcome
    from seedread.ui.lines.concordance import Concordance

NAME = "concordance.md"


class Bulk:
    """The keys that change or write what is marked."""

    def __init__(self, page: "Concordance") -> None:
        self.page = page

    def tag(self) -> None:
        """Tag the marked passages with topics."""
        page, reader = self.page, self.page.reader
        lines = page.state.chosen
        if not lines:
            page.say("no row to tag")
            return

        def chosen(result: Chosen | None) -> None:
            reader.learn_pins()
            if result and result.invented:
                page.say("that is no topic yet: esc, then t on a passage makes it", alert=True)
            elif result and result.topics:
                self._plan(result.topics)

        heading = f"Topics for {_many(len(lines), 'passage')}"
        when_ready(page, lambda: reader.tagging.choose(heading, (), chosen))

    def untag(self) -> None:
        """Take the topics asked for off the marked tags; where none is asked for, the tags."""
        page = self.page
        topics = page.state.question.topics
        plan = acts.untag(page.state.chosen, topics, page.reader.reading.by)
        what = _these(sorted(topics)) if topics else "every topic and note"
        when_ready(page, lambda: self._agreed(plan, f"Take {what} off {{}}?", f"untagged {what}"))

    def retag(self) -> None:
        """Give the marked tags another topic in the place of one they have."""
        page, book = self.page, self.page.book
        counts: dict[str, int] = {}
        for line in page.state.chosen:
            for topic in line.topics:
                counts[topic] = counts.get(topic, 0) + 1
        if not counts:
            page.say("no tag here: v marks rows, V all of them")
            return
        asked = page.state.question.topics & counts.keys()
        by_need = sorted(counts, key=lambda id: (id not in asked, -counts[id], id))
        script = page.reader.reading.script

        def instead(old: str) -> None:
            others = [t for t in book.topics if not t.retired and t.id != old]
            choices = [Choice(t.id, row(t, script), words(t)) for t in others]

            def chosen(new: object) -> None:
                if isinstance(new, str):
                    plan = acts.retag(page.state.chosen, old, new, page.reader.reading.by)
                    self._agreed(plan, f"{old} → {new} on {{}}?", f"retagged {old} as {new}")

            page.app.push_screen(Chooser(f"Which topic instead of {old}?", choices), chosen)

        def begin() -> None:
            if len(counts) == 1 or len(asked) == 1:
                instead(by_need[0])
                return
            choices = [Choice(id, row(book.get(id), script, None, counts[id])) for id in by_need]
            page.app.push_screen(
                Chooser("Which topic shall go?", choices),
                lambda old: instead(old) if isinstance(old, str) else None,
            )

        when_ready(page, begin)

    def undo(self) -> None:
        """Take back the latest act, whichever document it is about."""
        reader = self.page.reader
        reader.beside.turn("undo", self._told, self.page.say, ("", reader.reading.by))

    def write(self) -> None:
        """Write what is shown as Markdown, or as CSV where the name ends so."""
        page = self.page
        if not page.state.lines:
            page.say("there is nothing to write")
            return

        def answered(name: str | None) -> None:
            if name and name.strip():
                self._write(name.strip())

        count = _many(len(page.state.lines), "row")
        question = f"Write {count} to which file (.md or .csv) in {page.seedread.workspace.root}?"
        page.app.push_screen(Ask(question, NAME), answered)

    def _plan(self, topics: tuple[str, ...]) -> None:
        """Work out, beside the screen, what tagging comes to."""
        page, reading = self.page, self.page.reader.reading
        lines, corpus = page.state.chosen, page.seedread.corpus
        taken = reading.workspace.shelf.ids()
        said = _these(topics)
        page.beside(
            lambda: acts.tag(corpus, lines, topics, reading.by, taken),
            lambda plan: self._agreed(plan, f"Tag {{}} with {said}?", f"tagged {said}", "passage"),
        )

    def _agreed(self, plan: Plan, question: str, label: str, noun: str = "tag of yours") -> None:
        """Ask whether to do it, with the count, and do it."""
        page = self.page
        if not plan.count:
            page.say(f"nothing to do: {plan.rest}" if plan.rest else "nothing to do")
            return
        where = _many(plan.documents, "document")
        count = f"{plan.count:,} {noun}" if plan.count == 1 else _plural(plan.count, noun)
        text = question.format(f"{count} in {where}") + (f" ({plan.rest})" if plan.rest else "")

        def answered(yes: bool | None) -> None:
            if yes:
                number = f" ({plan.count:,})" if plan.count > 1 else ""
                page.reader.beside.act(label + number, plan.edit, self._told, page.say)

        page.app.push_screen(Confirm(text), answered)

    def _told(self, outcome: "Outcome") -> None:
        page = self.page
        page.reader.tagging.told(outcome)
        page.state.marked.clear()
        page.gather()
        saved = outcome.saved
        page.say(outcome.message, alert=bool(saved and (saved.error or saved.left)))

    def _write(self, name: str, over: bool = False) -> None:
        page = self.page
        path = page.seedread.workspace.root / Path(name).expanduser()
        if path.exists() and not over:
            page.app.push_screen(
                Confirm(f"{path} is there already. Write over it?", dangerous=True),
                lambda yes: self._write(name, over=True) if yes else None,
            )
            return
        corpus, lines = page.seedread.corpus, page.state.lines
        said, book = page.state.question.told(page.book), page.book

        def work() -> str:
            kept = 0
            if path.suffix.lower() == ".csv":
                text, kept = export.table(corpus, lines)
                data = text.encode("utf-8-sig", "replace")  # spreadsheets guess wrong without
            else:
                data = export.markdown(corpus, lines, book, said).encode("utf-8", "replace")
            try:
                path.write_bytes(data)
            except OSError as error:
                return f"NOT written: {path}: {error.strerror}"
            told = f"{_many(len(lines), 'row')} written to {path}"
            safe = f" · an apostrophe put before {_many(kept, 'cell')} like formulas"
            return told + (safe if kept else "")

        tell: Callable[[str], None] = lambda told: page.say(told, told.startswith("NOT"))  # noqa: E731
        page.beside(work, tell)


def _these(topics: tuple[str, ...] | list[str]) -> str:
    return ", ".join(topics) if len(topics) < 4 else f"{len(topics)} topics"


def _many(n: int, word: str) -> str:
    return f"{n:,} {word}" + ("" if n == 1 else "s")


def _plural(n: int, noun: str) -> str:
    first, _, rest = noun.partition(" ")
    return f"{n:,} {first}s" + (f" {rest}" if rest else "")
