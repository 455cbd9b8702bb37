"""The bars: the floor and seedread in turns on every corpus, and one table of what holds."""

import argparse
import os
import platform
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from corpus import HOME, Corpus, corpora
from measure import COLUMNS, ROWS, StoppedError
from programs import FLOOR, PRESSES, SEEDREAD, Program, Run, compiled, rehearse, run
from table import compared, markdown

RESULTS = Path(__file__).with_name("RESULTS.md")


def in_turns(programs: Sequence[Program], corpus: Corpus, times: int) -> dict[Program, list[Run]]:
    """Run the programs A B A B …, after a rehearsal; one that fails says so and has no runs."""
    runs: dict[Program, list[Run]] = {program: [] for program in programs}
    for turn in range(times + 1):
        print(f"{corpus.name}: {turn} of {times}", file=sys.stderr)
        for program in list(runs):
            try:
                if turn == 0:
                    rehearse(program, corpus)
                else:
                    runs[program].append(run(program, corpus))
            except (StoppedError, OSError) as error:
                print(f"{corpus.name}: {program.name}: {error}", file=sys.stderr)
                del runs[program]
    return runs


def conditions(times: int) -> str:
    """Return how and on what kind of machine, in general words."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{date.today()}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, "
        f"Python {platform.python_version()}; {COLUMNS}×{ROWS} cells, {times} runs each, "
        f"{PRESSES} presses of each key."
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="how often each (7)")
    parser.add_argument("--only", metavar="CORPUS", nargs="+", help="by the names in the table")
    parser.add_argument("--floor", action="store_true", help="only the floor")
    parser.add_argument("--folder", type=Path, default=HOME, help="where the corpora are made")
    parser.add_argument("--write", action="store_true", help=f"also into {RESULTS.name}")
    return parser.parse_args()


def main() -> int:
    asked = arguments()
    programs = [FLOOR] if asked.floor else [FLOOR, SEEDREAD]
    compiled()
    rows = []
    for corpus in corpora(asked.folder):
        if asked.only and corpus.name not in asked.only:
            continue
        runs = in_turns(programs, corpus, asked.runs)
        rows += compared(corpus.name, runs.get(FLOOR, []), runs.get(SEEDREAD, []))
    table = f"{conditions(asked.runs)}\n\n{markdown(rows)}"
    print(table)
    if asked.write:
        RESULTS.write_text(f"# Timings against the floor\n\n{table}", encoding="utf-8")
    return int(any(row.bar and not row.holds() for row in rows) and not asked.floor)


if __name__ == "__main__":
    sys.exit(main())
