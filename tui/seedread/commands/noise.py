"""`seedread noise`: what the eye may skip in a document, and of what kind it is."""

from argparse import Namespace

from seedread.commands.here import here
from seedread.commands.output import emit, say, short
from seedread.text.noise import Noise, of
from seedread.text.seed import Seed

AROUND = 12  # code points shown before and behind
LONGEST = 60  # cells of the noise itself


def noise(options: Namespace) -> int:
    """Tell every noisy passage of a document."""
    space = here(options)
    seed = space.read(space.find(options.doc))
    for found in of(seed):
        start, end = found.passage
        if options.json:
            emit({"start": start, "end": end, "kind": found.kind, "text": found.text})
        else:
            say(f"{start}–{end}  {found.kind}  {_in_context(seed, found)}")
    return 0


def _in_context(seed: Seed, found: Noise) -> str:
    """Return the noise in brackets between what stands beside it in its line."""
    start, end = found.passage
    before = seed[max(0, start - AROUND) : start].rpartition("\n")[2]
    after = seed[end : end + AROUND].partition("\n")[0]
    return f"{before}[{short(found.text, LONGEST)}]{after}"
