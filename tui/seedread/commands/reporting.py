"""`seedread report`: what was read and tagged, as one page for those who asked for it."""

import sys
from argparse import Namespace
from pathlib import Path

from seedread.commands.here import here, known
from seedread.commands.output import complain, reason, say
from seedread.corpus import Corpus
from seedread.exchange.material import Wanted
from seedread.stats import annotators
from seedread.tags.tag import now
from seedread.workspace import UnusableError, Workspace

FILE = "report.html"


def report(options: Namespace) -> int:
    """Write the report."""
    from seedread.exchange.report.contents import Contents
    from seedread.exchange.report.page import page

    space = here(options)
    corpus = Corpus(space)
    wanted = _wanted(corpus, options)
    contents = Contents(corpus, wanted, text=not options.no_text)
    if not contents.documents:
        raise UnusableError(f"no documents in {space.seeds}")
    html = page(contents, now(), _told(options), not options.no_text).encode()
    if options.output == "-":
        sys.stdout.buffer.write(html)
    else:
        path = Path(options.output or FILE)
        try:
            path.write_bytes(html)
        except OSError as error:
            raise UnusableError(f"the report could not be written: {reason(error)}") from None
        say(f"{path} ({len(contents.documents):,} documents, {contents.tags:,} tags)")
    if contents.lost:
        complain(f"{len(contents.lost):,} tags have no passage in today's text: see the summary")
    if contents.crowded:
        complain(
            f"no room for the text of {len(contents.crowded):,} documents: report a few, --doc"
        )
    return 0


def _wanted(corpus: Corpus, options: Namespace) -> Wanted:
    space: Workspace = corpus.workspace
    topics: set[str] = set()
    for topic in options.topic or ():
        known(space.codebook, topic)
        topics |= {topic, *(t.id for t in space.codebook.all.values() if t.parent == topic)}
    people = annotators(corpus) if options.by else []
    for name in options.by or ():
        if name not in people:
            raise UnusableError(f"nobody called {name} has tagged: {', '.join(people) or 'nobody'}")
    docs = sorted({space.find(name).id for name in options.doc or ()})
    return Wanted(docs, frozenset(topics), options.by or ())


def _told(options: Namespace) -> str:
    """Return in words what a report is restricted to."""
    named = (("topic", options.topic), ("document", options.doc), ("annotator", options.by))
    return ", ".join(f"{what} {' and '.join(names)}" for what, names in named if names)
