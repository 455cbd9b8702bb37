"""What the key for comparing does: the passage in hand beside this one, or what is like this."""

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from seedread.ui.app import SeedreadApp
    from seedread.ui.reader.screen import Reader


class Compare:
    """Holding two passages together."""

    def __init__(self, reader: "Reader") -> None:
        self.reader = reader

    def compare(self) -> None:
        """Show the most similar passages elsewhere; with a passage in hand, that beside this."""
        reader = self.reader
        app = cast("SeedreadApp", reader.app)
        passage, held = reader.cursor.passage, app.linking
        if not reader.seed[passage.start : passage.end].strip():
            reader.say("nothing stands here to be compared")
        elif held and (held.seed.id, held.passage) != (reader.seed.id, passage):
            from seedread.ui.pairs import compare

            app.visit(
                compare.Compare(
                    compare.Comparison((held.seed.id, held.passage), (reader.seed.id, passage))
                )
            )
        else:
            from seedread.ui.pairs.alike import Alikes, Found

            app.visit(Alikes(Found(reader.seed, passage)))
