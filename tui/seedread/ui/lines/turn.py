"""What turns a concordance into another one: its question, filters, order and script."""

from dataclasses import replace
from typing import TYPE_CHECKING

from seedread.concordance.order import ORDERS
from seedread.concordance.question import Question, parse
from seedread.ui.ask import Ask
from seedread.ui.chooser import Choice, Chooser

if TYPE_CHECKING:
    from seedread.ui.lines.concordance import Concordance

SCRIPTS = {"": "as written", "hans": "简体", "hant": "繁體"}
HELP = "Topics (a & b, a | b, a - c) or any text; by:NAME doc:003 claim:value speaker:NAME untagged"


class Turn:
    """The keys that ask something else."""

    def __init__(self, page: "Concordance") -> None:
        self.page = page

    def ask(self) -> None:
        """Ask another question."""
        page = self.page

        def answered(text: str | None) -> None:
            if text is not None and text.strip():
                self.to(parse(text, page.book))

        page.app.push_screen(Ask(HELP, page.state.question.typed, over=True), answered)

    def to(self, question: Question) -> None:
        """Answer a question; say what of it was not understood."""
        page = self.page
        if not question.kind:
            page.say("nothing to look for: type a topic, a text, or * for every tag", alert=True)
            return
        page.state.question = question
        page.state.here, page.state.at, page.state.shown = None, 0, None
        page.state.marked.clear()
        page.gather()

    def order(self) -> None:
        """Choose by what the rows are sorted."""
        page = self.page

        def chosen(order: object) -> None:
            if isinstance(order, str):
                page.state.order = order
                page.fill(arrange=True)
                page.say(f"sorted {ORDERS[order]}")

        choices = [Choice(id, what) for id, what in ORDERS.items()]
        page.app.push_screen(Chooser("Sort how?", choices), chosen)

    def script(self) -> None:
        """Show the rows in the next script."""
        page, ids = self.page, list(SCRIPTS)
        state = page.state
        state.script = ids[(ids.index(state.script) + 1) % len(ids)]
        page.kwic.script = state.script
        page.fill()
        page.say(f"shown {SCRIPTS[state.script]}")

    def who(self) -> None:
        """Show only what one annotator tagged, or everybody's again."""
        page, question = self.page, self.page.state.question
        counts: dict[str, int] = {}
        for line in page.state.lines:
            if line.tag:
                counts[line.by] = counts.get(line.by, 0) + 1
        if not counts:
            page.say("these are not tags: they are nobody's")
            return
        choices = [Choice("", "everybody")]
        choices += [Choice(by, f"{by}: {n:,} tags") for by, n in sorted(counts.items())]

        def chosen(by: object) -> None:
            if isinstance(by, str):
                self.to(question.only(by=by))

        page.app.push_screen(Chooser("Whose tags?", choices), chosen)

    def claims(self) -> None:
        """Show what the tags claim as a table, or the passages again."""
        page, state = self.page, self.page.state
        state.claims = not state.claims
        page.fill(arrange=True)
        found = len(state.lines)
        if state.claims and not found:
            page.say("none of these tags has a claim: # in the reader gives one · # goes back")
        else:
            page.say(f"{found:,} with a claim · # shows the passages again" if state.claims else "")

    def untagged(self) -> None:
        """Show only hits nobody has tagged, or all again."""
        question = self.page.state.question
        if question.kind == "tags":
            self.page.say("these are tags: untagged is for a text or a name")
        else:
            self.to(replace(question, untagged=not question.untagged))
