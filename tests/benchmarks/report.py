"""A report of 500 documents: its time and its size, the more is tagged.

usage: report.py [--documents N] [--tags N …] [--runs N] [--keep FOLDER] [--write]

`python tests/benchmarks/report.py --write` puts the table into `RESULTS-report.md`; it ends with 1
if a bar is missed. The processor's time is that of the command and all it starts.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from corpus import CLAUSE, ID_LETTERS, SEEDS, SENTENCE, jsonl, revision, written

HERE = Path(__file__).parent
TOPICS = HERE.parents[1] / "annotations" / "topics.jsonl"
RESULTS = HERE / "RESULTS-report.md"
LENGTH = 14_400  # bytes: what the seeds have on the average
SECONDS, MEGABYTES = 10, 30  # the bars, for 500 documents
TWICE = 10  # every tenth document is tagged by a second annotator too
COLUMNS = ("tags", "seconds", "seconds of processor", "megabytes", "peak memory, MB")


class Timed(NamedTuple):
    """One run of the command: seconds, seconds of processor, bytes of the page, peak in bytes."""

    wall: float
    cpu: float
    size: int
    peak: int


def main() -> int:
    """Measure, and print or write the table."""
    options = arguments()
    rows = []
    for tags in options.tags:
        with tempfile.TemporaryDirectory() as scratch:
            root = (options.keep or Path(scratch)) / f"{options.documents}-{tags}"
            workspace(root, options.documents, tags)
            found = [timed(root) for _ in range(options.runs)]
        rows.append((tags, *(median(column) for column in zip(*found, strict=True))))
        print(line(*rows[-1]), flush=True)
    if options.write:
        RESULTS.write_text(table(options, rows, os.getloadavg()[2]), "utf-8")
    missed = [row for row in rows if row[2] > SECONDS or row[3] > MEGABYTES * 1_000_000]
    return 1 if missed and options.documents <= 500 else 0


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--tags", type=int, nargs="+", default=[0, 3_300, 11_000, 55_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="leave the workspaces in this folder")
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS.name}")
    return parser.parse_args()


def workspace(root: Path, documents: int, tags: int) -> None:
    """Make a workspace of documents of the seeds' paragraphs, shuffled, with tags in each."""
    if root.exists():
        return
    chance = random.Random(tags)
    paragraphs = [line for seed in sorted(SEEDS.iterdir()) for line in seed.open(encoding="utf-8")]
    topics = [json.loads(line) for line in TOPICS.open(encoding="utf-8")]
    given = [one["id"] for one in topics if one["parent"]]
    written(root / "annotations" / "topics.jsonl", jsonl(iter(topics)))
    for n in range(documents):
        text = document(chance, paragraphs)
        doc = f"{n:04}.txt"
        written(root / "seeds" / doc, text)
        count = tags * (n + 1) // documents - tags * n // documents
        said = [*lines(chance, text, given, count)]
        people = ("mei", "li") if n % TWICE == 0 else ("mei",)
        for m, by in enumerate(people):
            mine = [{**one, "by": by} for one in said[m :: len(people)]]
            if mine:
                written(root / "annotations" / doc / f"{by}.jsonl", jsonl(iter(mine)))


def document(chance: random.Random, paragraphs: list[str]) -> str:
    """Return a text of about LENGTH bytes."""
    found, size = [], 0
    while size < LENGTH:
        found.append(chance.choice(paragraphs))
        size += len(found[-1].encode())
    return "".join(found)


def lines(
    chance: random.Random, text: str, topics: list[str], count: int
) -> Iterator[dict[str, object]]:
    """Yield tags on sentences and on clauses, some with a note, in the order of a file."""
    places = {found.span() for unit in (CLAUSE, SENTENCE) for found in unit.finditer(text)}
    rev = revision(text)
    for start, end in sorted(chance.sample(sorted(places), min(count, len(places)))):
        yield {
            "id": "".join(chance.choices(ID_LETTERS, k=10)),
            "start": start,
            "end": end,
            "quote": text[start:end],
            "before": text[max(0, start - 8) : start],
            "after": text[end : end + 8],
            "topics": sorted(chance.sample(topics, chance.choice([1, 1, 1, 2]))),
            "note": "compare the other two" if chance.random() < 0.1 else "",
            "by": "",
            "at": "2026-11-22T08:15:00Z",
            "rev": rev,
        }


def timed(root: Path) -> Timed:
    """Make the report of a workspace once."""
    out = root / "report.html"
    command = [sys.executable, "-m", "seedread", "report", "-C", str(root), "-o", str(out)]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "LANG": "C"})
    took, after = perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    unit = 1 if sys.platform == "darwin" else 1024
    return Timed(took, cpu, out.stat().st_size, after.ru_maxrss * unit)


def line(tags: int, wall: float, cpu: float, size: float, peak: float) -> str:
    """Return a row of the table."""
    cells = (f"{tags:,}", f"{wall:.1f}", f"{cpu:.1f}", f"{size / 1e6:.1f}", f"{peak / 1e6:.0f}")
    return "| " + " | ".join(cells) + " |"


def table(options: argparse.Namespace, rows: list[tuple[float, ...]], load: float) -> str:
    """Return the whole of the results; `load` is how many programs wanted a processor."""
    told = (
        f"`seedread report` of {options.documents} documents of {LENGTH:,} bytes, "
        f"every tenth tagged by two: median of {options.runs} runs, by `report.py`.\n"
        f"The bars are {SECONDS} seconds and {MEGABYTES} megabytes. "
        f"{load:.1f} programs at a time wanted the {os.cpu_count()} processors; alone, it\n"
        "takes hardly more seconds than those of the processor, by which the bar is judged.\n"
    )
    head = "| " + " | ".join(COLUMNS) + " |\n|" + "---:|" * len(COLUMNS)
    return f"# A report at large\n\n{told}\n{head}\n" + "".join(f"{line(*r)}\n" for r in rows)


if __name__ == "__main__":
    sys.exit(main())
