"""Measuring agreement beside its page, in a thread: first the documents, then topic by topic."""

from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from seedread.agreement import Agreement
from seedread.coded import UNITS
from seedread.ui.charts.level import Measured, Names

if TYPE_CHECKING:
    from seedread.ui.coders.agreement import Agreeing

OFTEN = 50  # documents between two reports


def gather(page: "Agreeing") -> None:
    """Read the documents and measure, in a thread, as long as somebody waits for it."""
    worker, state, app = get_current_worker(), page.state, page.app
    agreement = Agreement(
        page.seedread.corpus, UNITS[state.unit], state.everything, without=state.without
    )
    for n, _ in enumerate(agreement.gather(), 1):
        if worker.is_cancelled or not app.is_running:
            return
        if n % OFTEN == 0:
            app.call_from_thread(page.say, f"{n} documents that two have read …")
    measure(page, agreement)


def measure(page: "Agreeing", agreement: Agreement) -> None:
    """Measure the topics of what has been read, in a thread, for the group the page is about."""
    worker, state, app = get_current_worker(), page.state, page.app
    groups = agreement.groups()
    if state.group not in groups:
        pairs = state.places[0].kind == "table"
        state.group = next((g for g in groups if not pairs or len(g) == 2), ())
    measured = Measured(agreement, state.group)
    if worker.is_cancelled or not app.is_running:
        return
    app.call_from_thread(page.take, measured)
    total = (0, 0, 0)
    for value in agreement.values([state.group]) if state.group else ():
        if worker.is_cancelled or not app.is_running:
            return
        if value.topic is not None and value.topic not in measured.numbers:
            found = _counted(agreement, value.topic, state.group)
            measured.counts[value.topic] = found
            total = total[0] + found[0], total[1] + found[1], total[2] + found[2]
            app.call_from_thread(page.draw)
        measured.numbers.setdefault(value.topic, {})[value.measure] = value
    measured.counts[None] = total
    app.call_from_thread(page.draw)


def _counted(agreement: Agreement, topic: str, group: Names) -> tuple[int, int, int]:
    """Return how many units all who have read them gave the topic, some did, none did."""
    both = some = none = 0
    for codes, n in agreement.items(topic, group).items():
        given = [code for code in codes if code is not None]
        if len(given) > 1:
            both += n if all(given) else 0
            none += n if not any(given) else 0
            some += n if any(given) and not all(given) else 0
    return both, some, none
