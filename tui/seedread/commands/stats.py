"""`seedread stats`: the numbers of the matrix, for people and for programs."""

from argparse import Namespace
from typing import Any

from seedread.commands.here import here
from seedread.commands.output import complain, emit, say, table
from seedread.corpus import Corpus
from seedread.stats import Measured, Survey, annotators
from seedread.workspace import UnusableError, Workspace

DOCUMENT = ("characters", "sentences", "tagged", "boilerplate", "seen", "unseen", "lost")
NUMBERS = ("tags", "characters", "sentences")


def stats(options: Namespace) -> int:
    """Print the numbers of every document, of each topic in it, and of topics together."""
    space = here(options)
    corpus = Corpus(space)
    by = options.by or ""
    known = annotators(corpus)
    if by and by not in known:
        raise UnusableError(f"nobody called {by} has tagged here: {', '.join(known) or 'nobody'}")
    survey = Survey(corpus, by)
    for doc in _documents(space, survey, options.doc):
        found = survey.measure(doc)
        survey.add(found)
        if options.json:
            emit(_document(found))
            for topic in sorted(found.cells):
                emit(_cell(found, topic))
    pairs = [_pair(survey, *pair) for pair, _ in survey.pairs.most_common()]
    if options.json:
        for pair in pairs:
            emit(pair)
    else:
        _print(survey, pairs)
    return 0


def _documents(space: Workspace, survey: Survey, name: str | None) -> list[str]:
    """Return the documents to measure: all, or the one called `name`."""
    begun = survey.begun()
    if name is None:
        return sorted({*begun, *survey.rest()})
    return [name] if name in begun else [space.find(name).id]


def _document(found: Measured) -> dict[str, Any]:
    numbers = {name: getattr(found, name) for name in DOCUMENT}
    return {"kind": "document", "doc": found.doc, **numbers, "stale": found.stale}


def _cell(found: Measured, topic: str) -> dict[str, Any]:
    numbers = {name: getattr(found.cells[topic], name) for name in NUMBERS}
    rate = _rounded(found.per(topic))
    return {"kind": "cell", "topic": topic, "doc": found.doc, **numbers, "per_10000": rate}


def _pair(survey: Survey, a: str, b: str) -> dict[str, Any]:
    both, jaccard = survey.together(a, b), _rounded(survey.jaccard(a, b))
    return {"kind": "pair", "topics": [a, b], "sentences": both, "jaccard": jaccard}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _print(survey: Survey, pairs: list[dict[str, Any]]) -> None:
    found = list(survey.documents.values())
    if not found:
        complain(f"no documents in {survey.corpus.workspace.seeds}")
        return
    numbers = range(1, 1 + len(DOCUMENT))
    table([("document", *DOCUMENT), *map(_row, found)], right=numbers)
    for one in found:
        if one.stale:
            say(
                f"{one.doc}: nothing is left or known of a text marked as seen; it counts as unseen"
            )
    cells = [_cell(one, topic) for one in found for topic in sorted(one.cells)]
    if cells:
        names = (*NUMBERS, "per_10000")
        say("")
        rows = [(c["topic"], c["doc"], *(_shown(c[name]) for name in names)) for c in cells]
        table([("topic", "document", *names), *rows], right=range(2, 2 + len(names)))
    else:
        complain("nothing is tagged yet: seedread tag does it, or t in the program")
    if pairs:
        say("")
        shared = [(*p["topics"], str(p["sentences"]), _shown(p["jaccard"])) for p in pairs]
        table([("topic", "topic", "sentences", "jaccard"), *shared], right=(2, 3))


def _row(found: Measured) -> tuple[str, ...]:
    return (found.doc, *(str(getattr(found, name)) for name in DOCUMENT))


def _shown(value: float | None) -> str:
    return "undefined" if value is None else str(value)
