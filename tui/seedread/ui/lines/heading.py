"""What the title of a concordance says: the question, how much answers to it, how it is shown."""

from seedread.concordance.gather import Gathering
from seedread.concordance.order import ORDERS
from seedread.tags.topic import Codebook
from seedread.ui.bar import Part
from seedread.ui.lines.state import State
from seedread.ui.lines.turn import SCRIPTS


def heading(state: State, book: Codebook, running: Gathering | None) -> list[Part]:
    """Return the title; `running` is what is still being gathered."""
    shown = state.shown
    parts: list[Part] = [(f" {state.question.told(book)}", "bar--strong")]
    if shown:
        hits, docs = len(shown.lines), shown.documents
        parts.append((f"  {_many(hits, 'hit')} in {_many(docs, 'document')}", ""))
    told = [f"{len(state.marked):,} marked"] if state.marked else []
    told += [ORDERS[state.order]] if state.order != "place" else []
    told += [SCRIPTS[state.script]] if state.script else []
    if running and running.total:
        told.append(f"looking: {running.done / running.total:.0%}")
    return [*parts, ("  " + " · ".join(told), "bar--dim")]


def _many(n: int, word: str) -> str:
    return f"{n:,} {word}" + ("" if n == 1 else "s")
