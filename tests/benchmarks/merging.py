"""Merging at large: `python tests/benchmarks/merging.py > tests/benchmarks/RESULTS-merging.md`."""

import os
import sys
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from time import monotonic

sys.path.insert(0, str(Path(__file__).parent.parent))

from simulation import Tally, carried, run, squashed

COLUMNS = (
    *("", "merges", "pairs judged", "two values", "carried", "not comparable"),
    *("squashes", "came back, all listed", "wrong", "ms a merge"),
)


def main() -> int:
    """Print the table; 1 if anything was wrong."""
    os.environ |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    print("# Merging at large\n")
    print("Random adds, edits, retags, note changes, moves, deletions and re-sorts on branches of")
    print("one repository, merged by git in random order, both orders of every pair.")
    print("`tests/simulation.py` says what each record must become.\n")
    print("| " + " | ".join(COLUMNS) + " |")
    print("|---|" + "---:|" * (len(COLUMNS) - 1))
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        roots = (Path(folder) / str(n) for n in count())

        def row(name: str, seeds: int, what: Callable[[Path, int], Tally]) -> None:
            began, total = monotonic(), Tally()
            for seed in range(seeds):
                total += what(next(roots), seed)
            each = (monotonic() - began) / max(1, total.merges) * 1000
            cells = [name, total.merges, total.judged, total.quarrels, total.carried, total.met]
            cells += [total.squashes, total.returned, len(total.wrong), round(each)]
            print("| " + " | ".join(map(str, cells)) + " |", flush=True)
            wrong.extend(total.wrong)

        row("3 people, 2 on one file", 6, lambda root, seed: run(root, seed, 3, 8, 10))
        row("4 people, 2 on one file", 5, lambda root, seed: run(root, seed, 4, 5, 10))
        row("5 people, 2 on one file", 6, lambda root, seed: run(root, seed, 5, 4, 10))
        row("rebase and cherry-pick", 8, lambda root, seed: carried(root, seed, 6))
        row("squash after squash", 12, lambda root, seed: squashed(root, seed, 8, 8))

        def alone(root: Path, seed: int) -> Tally:
            return run(root, seed, 3 + seed % 3, 5, 10, driver=False, alone=True)

        row("without the driver, everybody in their own files", 6, alone)
    print("\nWrong: " + ("nothing." if not wrong else "\n\n" + "\n".join(f"- {w}" for w in wrong)))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
