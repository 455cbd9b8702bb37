"""How fast all documents are searched, against grep -c over the same files for the same literal.

usage: search.py [MB] [LITERAL...]      (100 MB in one file and in files of 1 MB, by default)
"""

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from os import environ
from pathlib import Path
from time import perf_counter

from corpus import MB, repeated, written

RUNS = 9
LITERALS = ("标准", "的", "英伟达", "NVLink", "开放标准", "没有这句话")


def main() -> int:
    """Measure; 1 if counting takes more than three times as long as grep."""
    given = sys.argv[1:]
    size = int(given.pop(0)) if given and given[0].isdigit() else 100
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        environ["XDG_CACHE_HOME"] = f"{folder}/cache"
        one, many = Path(folder, "one"), Path(folder, "many")
        written(one / "seeds" / "text.txt", repeated(size * MB))
        part = repeated(MB)
        for n in range(size):
            written(many / "seeds" / f"{n:03}.txt", part)
        for root in (one, many):
            worst = max(worst, compared(root, given or LITERALS))
    print(f"worst: {worst:.1f} times grep; the bar is 3")
    return 1 if worst > 3 else 0


def compared(root: Path, literals: list[str] | tuple[str, ...]) -> float:
    """Print what one workspace takes; return the worst ratio."""
    from seedread import search, workspace
    from seedread.text.find import query

    space = workspace.find(root)
    begun = perf_counter()
    found = search.Search(space)
    found.prepare()
    first = perf_counter() - begun
    files = sorted(map(str, (root / "seeds").iterdir()))
    size = sum(Path(file).stat().st_size for file in files) / MB
    print(f"{root.name}: first search {first:.1f} s, {size / first:.1f} MB/s")
    begun = perf_counter()
    search.Search(space).prepare()
    print(f"{root.name}: the next program finds it kept in {perf_counter() - begun:.2f} s")
    worst = 0.0
    for literal in literals:
        wanted = query(literal)
        ours, theirs = [], []
        for _ in range(RUNS):  # in turn, so that a busy moment slows both
            theirs.append(timed(partial(grep, literal, files)))
            ours.append(timed(partial(found.counts, wanted)))
        ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
        hits = sum(found.counts(wanted).values())
        a, b = (1000 * statistics.median(times) for times in (ours, theirs))
        print(f"  {literal}: {hits} hits in {a:.0f} ms, grep {b:.0f} ms, ratio {ratio:.2f}")
        worst = max(worst, ratio)
    return worst


def grep(literal: str, files: list[str]) -> None:
    # Not to /dev/null: grep would stop at the first hit.
    subprocess.run(["grep", "-c", literal, *files], capture_output=True, check=False)


def timed(what: Callable[[], object]) -> float:
    begun = perf_counter()
    what()
    return perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
