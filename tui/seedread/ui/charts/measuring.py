"""Measuring documents beside the matrix page, in a thread, and what they are called."""

from collections.abc import Callable
from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from seedread.folder import Entry
from seedread.stats import SMALL, Measured, Survey
from seedread.workspace import Workspace

if TYPE_CHECKING:
    from seedread.ui.charts.matrix import Matrix

BEAT = 0.2  # seconds between two looks at what has been measured meanwhile


def measure(page: "Matrix") -> None:
    """Measure document by document, in a thread, until nobody waits for it any more."""
    worker, app, state = get_current_worker(), page.app, page.state
    survey = Survey(page.seedread.corpus, state.by, state.survey)
    todo = survey.begun()
    todo += survey.rest(SMALL)
    documents = sorted({*survey.corpus.documents(), *todo})

    def back(found: list[Measured], left: int) -> None:
        if not worker.is_cancelled and page.is_mounted:
            page.take(survey, documents, found, left)

    batch: list[Measured] = []
    told = monotonic() - BEAT / 2  # the first ones soon
    for n, doc in enumerate(todo, 1):
        batch.append(survey.measure(doc))
        if worker.is_cancelled or not app.is_running:
            return
        if monotonic() - told > BEAT:
            app.call_from_thread(back, batch, len(todo) - n)
            batch, told = [], monotonic()
    app.call_from_thread(back, batch, 0)


def titles(space: Workspace) -> Callable[[str], str]:
    """Return what tells a document's title from its beginning, and remembers it."""

    @lru_cache(maxsize=4096)
    def title(doc: str) -> str:
        try:
            return space.title(space.glance(Entry(doc, space.path_of(doc))))
        except (OSError, ValueError):
            return "cannot be read"

    return title
