"""What the looking keys do: scripts, panes, search, and the other screens."""

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, cast

from textual.keys import key_to_character

from seedread.text import cursor as go
from seedread.text import find
from seedread.text.passage import Passage
from seedread.text.rows import NOISE

if TYPE_CHECKING:
    from seedread.text.find import Hit, Query
    from seedread.ui.app import SeedreadApp
    from seedread.ui.reader.screen import Reader

MODES = ("two", "one", "mixed")
MOST = 100_000  # hits counted


class Looks:
    """Changing what is shown, never what is stored."""

    def __init__(self, reader: "Reader") -> None:
        self.reader = reader
        self._from = go.Cursor(Passage(0, 0))
        self._hits: list[Hit] = []

    @property
    def hits(self) -> "list[Hit]":
        """What the search has found."""
        return self._hits

    def script(self) -> None:
        """Show the next script in the other pane."""
        reader = self.reader
        configs = reader.reading.configs
        if not configs:
            reader.say("this document is not in Chinese: there is no other script")
            return
        reader.config = configs[(configs.index(reader.config) + 1) % len(configs)]
        reader.lay_out()

    def panes(self) -> None:
        """Go from two panes to one, to interleaved rows, and round again."""
        reader = self.reader
        reader.mode = MODES[(MODES.index(reader.rows.mode) + 1) % len(MODES)]
        reader.lay_out()

    def noise(self) -> None:
        """Show noise dimmed, hide it, show it like all else, and round again."""
        reader = self.reader
        reader.noise = NOISE[(NOISE.index(reader.noise) + 1) % len(NOISE)]
        reader.lay_out()
        reader.say(f"noise is {reader.noise}")

    def search(self) -> None:
        """Open the search line."""
        from seedread.ui.reader.search import SearchLine

        self._from = self.reader.cursor
        self.reader.typing = True
        line = SearchLine()
        self.reader.mount(line, before="#foot")
        self.reader.set_focus(line)  # at once: what is typed next belongs to it already

    def typed(self, query: str) -> None:
        """Show the hits of what has been typed so far."""
        reader = self.reader
        if not query.strip():
            self.give_up()
            return
        offset = self._from.passage.start

        def found(result: "tuple[Query, list[Hit]]") -> None:
            reader.search, self._hits = result
            self._go(offset, 1, inclusive=True)

        reader.beside.wait_for(lambda: self._find(query), "searching…", found)

    def sought(self, query: str) -> None:
        """Have the search for `query` on, from where one stands."""
        self._from = self.reader.cursor
        self.typed(query)

    def search_passage(self) -> None:
        """Search this document for the passage."""
        start, end = self.reader.cursor.passage
        self.sought(self.reader.seed[start:end])

    def search_all(self) -> None:
        """Search all documents."""
        from seedread.search import Search
        from seedread.ui.lines.found import Found

        reader = self.reader
        asked = reader.search.text if reader.search else ""

        def chosen(place: object) -> None:
            reader.beside.let_go()
            reader.stand(reader.cursor)
            if isinstance(place, tuple):
                reader.seek(*place)

        keeper = cast("SeedreadApp", reader.app).keeper
        search = Search(reader.reading.workspace, keeper)
        reader.app.push_screen(Found(reader, search, asked), chosen)

    def accept(self, query: str) -> None:
        """Keep the search; n and N go through its hits."""
        if not query.strip():
            self.give_up()
        elif self._from.passage != self.reader.cursor.passage:
            self.reader.depart(self._from.passage)

    def give_up(self) -> None:
        """Return to where the search began."""
        self.reader.beside.let_go()
        self.reader.search = None
        self.reader.stand(self._from)

    def step(self, by: int) -> None:
        """Go to the next or previous hit."""
        self._go(self.reader.cursor.passage.start, by)

    def _find(self, query: str) -> "tuple[Query, list[Hit]]":
        wanted = find.query(query, self.reader.reading.workspace.names)
        return wanted, list(islice(find.hits(self.reader.seed, wanted), MOST))

    def _go(self, offset: int, by: int, inclusive: bool = False) -> None:
        reader, hits = self.reader, self._hits
        ahead = [h for h in hits if (h.start >= offset if inclusive else h.start > offset)]
        behind = [h for h in hits if h.start < offset]
        target = (ahead or hits)[:1] if by > 0 else (behind or hits)[-1:]
        if not target:
            if inclusive:  # still typing: back to where one began; n and N stay where one is
                reader.stand(self._from)
            reader.say("no hit")
            return
        reader.stand(go.on(reader.cursor, target[0]))
        count = f"{len(hits)}{'+' if len(hits) == MOST else ''}"
        name = f" (by the name {target[0].through})" if target[0].through else ""
        number = hits.index(target[0]) + 1
        reader.say(f"hit {number} of {count}{name}: n next, N previous, esc ends")

    def documents(self) -> None:
        """Open the list of documents."""
        self.reader.post_message(self.reader.Leaving("documents"))

    def help(self) -> None:
        """Show what each key does in a word; asked again, in a sentence."""
        from seedread.ui.teaching.help import Help
        from seedread.ui.teaching.hints import Hints

        reader = self.reader
        ids = {name: key.id for key in reader.table for name in key.keys}

        def asked(key: str | None) -> None:
            id = ids.get(key_to_character(key) or key) if key else None
            if key == "help":
                reader.app.push_screen(Help(reader.table))
            elif id:
                reader.action_do(id)

        reader.app.push_screen(Hints(reader.table), asked)

    def palette(self) -> None:
        """Offer every act by name."""
        from seedread.ui.chooser import Choice, Chooser

        reader = self.reader
        choices = [
            Choice(k.id, f"{k.help}  ·  {' '.join(k.keys)}", f"{k.group} {k.label} {k.id}")
            for k in reader.table
        ]

        def chosen(id: object) -> None:
            if isinstance(id, str):
                reader.action_do(id)

        reader.app.push_screen(Chooser("Do what?", choices), chosen)

    def leave(self) -> None:
        """Leave the program."""
        self.reader.post_message(self.reader.Leaving("quit"))

    def escape(self) -> None:
        """Leave the innermost mode, never the program."""
        reader, passages = self.reader, self.reader.hands["passages"]
        if passages.reshaping:
            passages.give_up()
        elif reader.cursor.extending:
            reader.stand(replace(reader.cursor, mark=None))
        elif reader.search is not None:
            reader.search = None
            reader.stand(reader.cursor)
        elif passages.let_go():
            reader.show()
            reader.say("no topic at hand any more")
        elif reader.hands["links"].let_go():
            reader.show()
        else:
            reader.say("q leaves")

    def topics(self) -> None:
        """Show the topics: where they are, and every way to change them."""
        from seedread.ui.codebook.topics import show

        show(self.reader)
