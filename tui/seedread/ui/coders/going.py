"""What the keys of an adjudication do that decide nothing: go on, look at it otherwise."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seedread.ui.coders.adjudication import Settle


class Going:
    """Going from case to case of one page, and looking at a case otherwise."""

    def __init__(self, page: "Settle") -> None:
        self.page = page

    def skip(self) -> None:
        """Leave the case as it is, and go to the next that is open."""
        self.on()
        self.page.tell()

    def step(self, by: float) -> None:
        """Go to another case."""
        page, at = self.page, self.page.state.at + int(by)
        if page.state.found and 0 <= at < len(page.state.found.cases):
            page.stand(at)
            page.tell()
        else:
            page.say("no case further on" if by > 0 else "no case before this")

    def open(self) -> None:
        """Go to the lit passage in the text."""
        if case := self.page.state.case:
            self.page.dismiss((case.doc, self.page.lit))

    def scroll(self, lines: float) -> None:
        """Scroll the text."""
        self.page.context.scroll(int(lines))

    def border(self) -> None:
        """Light another of the passages that were tagged here."""
        page, case = self.page, self.page.state.case
        if case:
            page.state.border = (page.state.border + 1) % len(case.passages)
            page.show()
            page.tell()

    def anonymous(self) -> None:
        """Hide names, or show them again."""
        state = self.page.state
        state.anonymous = not state.anonymous
        self.page.show()
        self.page.say("names are hidden" if state.anonymous else "names are shown")

    def everything(self) -> None:
        """Count who tagged anything in a document as having read all of it, or not."""
        self.page.state.everything = not self.page.state.everything
        self.page.gather()

    def name(self) -> None:
        """Settle under another name."""
        from seedread.ui.coders.adjudication import ask

        def then(name: str) -> None:
            self.page.state.by = name
            self.page.gather()

        if reader := self.page.seedread.reader:
            ask(reader, then)

    def gather(self) -> None:
        """Look again what everybody says."""
        self.page.gather()

    def on(self) -> None:
        """Go to the next open case, if there is one."""
        found, state = self.page.state.found, self.page.state
        at = found.next_open(state.at + 1) if found else None
        if at is None or at == state.at:
            self.page.show()
        else:
            self.page.stand(at)
