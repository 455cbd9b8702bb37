"""How the program bears 20 annotators and 200,000 tags in 200 documents, and what the reader owes.

usage: crowd.py [RUNS] [--write]      (needs /proc; 3 runs by default; 1 if a bar is missed)
"""

import json
import os
import platform
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import corpus
from measure import Session
from programs import compiled, environment

DOCUMENTS, PEOPLE, EACH = 200, 20, 50  # tags of each person in each document
RESULTS = Path(__file__).with_name("RESULTS-crowd.md")
CODEBOOK = Path(__file__).parents[2] / "annotations" / "topics.jsonl"
SHOWN = "第0篇"  # how the first document begins
TOPIC = "export-controls"
PAIR = ["--by", "p00", "--by", "p01"]
COMMANDS = {  # what is asked, and its bar in seconds
    "check": (["check"], 5.0),
    "agree: one topic, all 20 and their 190 pairs": (["agree", "--topic", TOPIC], 10.0),
    "agree: one topic, by character": (["agree", "--topic", TOPIC, "--unit", "character"], 10.0),
    "agree: one topic, a pair": (["agree", "--topic", TOPIC, *PAIR], 10.0),
    "agree: every topic, a pair": (["agree", *PAIR], None),
    "agree: every topic, all 20 and their 190 pairs": (["agree"], None),
}
SAME = 1.1  # a document opens beside 199 others in so many times what it takes alone


def main() -> int:
    """Measure; print what it came to."""
    given = [word for word in sys.argv[1:] if word.isdigit()]
    runs = int(given[0]) if given else 3
    compiled()
    with TemporaryDirectory() as folder:
        alone, crowd = Path(folder, "alone"), Path(folder, "crowd")
        made(alone, 1)
        tags = made(crowd, DOCUMENTS)
        times = {name: asked(words, crowd, runs) for name, (words, _) in COMMANDS.items()}
        starts = opened(alone, crowd, runs + 2)
    table, held = report(times, starts)
    said = (
        f"{tags:,} tags of {PEOPLE} people in {DOCUMENTS} documents; medians of {runs} runs. "
        f"{date.today()}, {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}; load {os.getloadavg()[2]:.1f}: above the number of "
        "cores the clock tells what others did, too."
    )
    print(f"{said}\n\n{table}")
    if "--write" in sys.argv:
        RESULTS.write_text(f"# A crowd\n\n{said}\n\n{table}\n", encoding="utf-8")
    return int(not held)


def made(root: Path, documents: int) -> int:
    """Make a workspace of the seeds again and again, tagged by all; return how many tags."""
    chance, ids = random.Random(0), count()
    codebook = CODEBOOK.read_text("utf-8")
    topics = sorted(one["id"] for one in map(json.loads, codebook.splitlines()) if one["parent"])
    corpus.written(root / "annotations" / "topics.jsonl", codebook)
    names = [f"p{n:02}" for n in range(PEOPLE)]
    seeds = [path.read_text("utf-8") for path in sorted(corpus.SEEDS.iterdir())]
    seen: dict[str, list[dict[str, object]]] = {name: [] for name in names}
    for n in range(documents):
        doc, text = f"{n:03}.txt", f"第{n}篇\n" + seeds[n % len(seeds)]
        corpus.written(root / "seeds" / doc, text)
        places = sorted({found.span() for found in corpus.SENTENCE.finditer(text)})
        truth = {place: chance.sample(topics, chance.choice([1, 1, 1, 2])) for place in places}
        for name in names:
            said = corpus.jsonl(_tags(text, truth, topics, name, chance, ids))
            corpus.written(root / "annotations" / doc / f"{name}.jsonl", said)
            seen[name].append(_seen(doc, text, name, chance))
    for name, lines in seen.items():
        corpus.written(root / "annotations" / "_seen" / f"{name}.jsonl", corpus.jsonl(iter(lines)))
    return next(ids)


def _tags(
    text: str,
    truth: dict[tuple[int, int], list[str]],
    topics: list[str],
    name: str,
    chance: random.Random,
    ids: Iterator[int],
) -> Iterator[dict[str, object]]:
    """Yield the tags of one person, in the order of a file: two of three say what is so."""
    rev = corpus.revision(text)
    for start, end in sorted(chance.choices(sorted(truth), k=EACH)):
        right = truth[start, end] if chance.random() < 2 / 3 else [chance.choice(topics)]
        yield {
            "id": f"{next(ids):010}",
            "start": start,
            "end": end,
            "quote": text[start:end],
            "before": text[max(0, start - 8) : start],
            "after": text[end : end + 8],
            "topics": sorted(right),
            "note": "",
            "by": name,
            "at": "2026-11-22T08:15:00Z",
            "rev": rev,
        }


def _seen(doc: str, text: str, name: str, chance: random.Random) -> dict[str, object]:
    """Return the line of what one person has read: the beginning, often all of it."""
    spans = [[0, min(len(text), round(len(text) * chance.uniform(0.5, 1.5)))]]
    about = {"id": doc, "rev": corpus.revision(text), "seen": spans}
    return {**about, "by": name, "at": "2026-11-22T08:15:00Z"}


def asked(words: list[str], root: Path, runs: int) -> list[tuple[float, float]]:
    """Return what runs of a command took, (seconds on the clock, seconds of processor)."""
    command = [str(Path(sys.executable).with_name("seedread")), *words, "-C", str(root)]
    found = []
    for _ in range(runs):
        before, began = os.times(), time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        took, after = time.perf_counter() - began, os.times()
        if done.returncode:
            raise SystemExit(f"{' '.join(command)}: {done.stdout[-2000:]}{done.stderr}")
        spent = after.children_user + after.children_system
        found.append((took, spent - before.children_user - before.children_system))
    return found


def opened(alone: Path, crowd: Path, runs: int) -> dict[Path, list[float]]:
    """Return what starting into the same document took, in turns, in ms."""
    found: dict[Path, list[float]] = {alone: [], crowd: []}
    for turn in range(runs + 1):
        for root, times in found.items():
            command = [str(Path(sys.executable).with_name("seedread")), str(root)]
            with TemporaryDirectory() as home, Session(command, environment(home), root) as one:
                took = one.shown(SHOWN)
            if turn:  # the first only warms the caches of the machine
                times.append(took)
    return found


def report(
    times: dict[str, list[tuple[float, float]]], starts: dict[Path, list[float]]
) -> tuple[str, bool]:
    """Return the table of medians, and whether every bar is held."""
    lines = ["| | clock, s | processor, s | bar, s | |", "|---|---:|---:|---:|---|"]
    held = True
    for name, runs in times.items():
        clock, spent = (statistics.median(side) for side in zip(*runs, strict=True))
        bar = COMMANDS[name][1]
        held &= bar is None or clock <= bar
        verdict = "" if bar is None else "holds" if clock <= bar else "MISSED"
        lines.append(f"| {name} | {clock:.1f} | {spent:.1f} | {bar or ''} | {verdict} |")
    alone, crowd = (statistics.median(side) / 1000 for side in starts.values())
    held &= crowd <= alone * SAME
    verdict = "holds" if crowd <= alone * SAME else "MISSED"
    lines.append(f"| a document opens, alone | {alone:.2f} | | | |")
    bar = f"{alone * SAME:.2f}"
    lines.append(f"| the same document opens, one of 200 | {crowd:.2f} | | {bar} | {verdict} |")
    return "\n".join(lines), held


if __name__ == "__main__":
    sys.exit(main())
