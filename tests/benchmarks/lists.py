"""How fast the lists are with 2,000 documents (100 MB, 10,000 tags of one topic), and with five.

usage: lists.py [RUNS]      (needs /proc; 5 runs by default; ends with 1 if a bar is missed)
"""

import random
import statistics
import sys
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

import corpus
from measure import Session
from programs import compiled, environment

MANY, FEW = 2000, 5
SIZE = 50_000  # bytes of a document
TOPIC = "compute-race"
PAGES = 40
SHOWN = "第0篇"  # how the first document begins
EXTRA, RATIO = 300, 1.5  # the bars: ms beyond a key of the reader's, and times the same with five


def main() -> int:
    """Measure; print what it came to."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    compiled()
    with TemporaryDirectory() as folder:
        few, many = Path(folder, "few"), Path(folder, "many")
        made(few, FEW, 25)
        made(many, MANY, corpus.TAGS)
        found: dict[str, dict[Path, list[float]]] = {}
        for turn in range(runs + 1):
            print(f"{turn} of {runs}", file=sys.stderr)
            for root in (few, many):
                for what, times in measured(root).items():
                    if turn:  # the first only warms the caches of the machine
                        found.setdefault(what, {}).setdefault(root, []).extend(times)
    return report(found, few, many)


def made(root: Path, count: int, tags: int) -> None:
    """Make a workspace of `count` documents, different beginnings, and tags spread over them."""
    lines = cycle(corpus.repeated(corpus.MB).split("\n"))
    chance = random.Random(0)
    ids = (f"{n:010}" for n in range(tags))
    topics = (corpus.topic(id) for id in corpus.TOPICS)
    corpus.written(root / "annotations" / "topics.jsonl", corpus.jsonl(topics))
    for n in range(count):
        parts, size = [f"第{n}篇 "], 0
        while size < SIZE:
            parts.append(next(lines) + "\n")
            size += len(parts[-1].encode())
        text = "".join(parts)
        corpus.written(root / "seeds" / f"{n:04}.txt", text)
        said = corpus.jsonl(_tags(text, tags // count, chance, ids))
        corpus.written(root / "annotations" / f"{n:04}.txt" / "example.jsonl", said)


def _tags(
    text: str, count: int, chance: random.Random, ids: Iterator[str]
) -> Iterator[dict[str, object]]:
    """Yield tags of TOPIC on sentences, in the order of a file."""
    places = sorted({found.span() for found in corpus.SENTENCE.finditer(text)})
    rev = corpus.revision(text)
    for start, end in sorted(chance.sample(places, count)):
        yield {
            "id": next(ids),
            "start": start,
            "end": end,
            "quote": text[start:end],
            "before": text[max(0, start - 8) : start],
            "after": text[end : end + 8],
            "topics": [TOPIC],
            "note": "",
            "by": "example",
            "at": "2026-11-22T08:15:00Z",
            "rev": rev,
        }


def measured(root: Path) -> dict[str, list[float]]:
    """Return what one run of the program in `root` took, in ms."""
    command = [str(Path(sys.executable).with_name("seedread")), str(root)]
    with TemporaryDirectory() as home, Session(command, environment(home), root) as session:
        times = {"start": [session.shown(SHOWN)]}
        session.rest(4)  # what is loaded ahead while nobody presses a key is loaded
        times["sentence key"] = keys(session, "jk" * 10)
        times["reader's page key"] = keys(session, [*["space"] * 10, *["pageup"] * 10])
        times["list opens"] = [until(session, "d", "Documents (")]
        times["start + list"] = [times["start"][0] + times["list opens"][0]]
        session.rest(0.5)
        times["list: page key"] = keys(session, ["pagedown"] * 10)
        keys(session, ["pageup"] * 10)
        times["open from list"] = [until(session, "\x1b[B\r", "0001.txt")]
        times["start + list + document"] = [times["start + list"][0] + times["open from list"][0]]
        session.rest(1)
        session.press("f")
        session.rest(1)
        session.press("compute")
        session.rest(0.5)
        times["concordance: rows"] = [until(session, "\r", " hits in ")]
        session.rest(2)
        times["concordance: page key"] = keys(session, ["space"] * PAGES)
        times["concordance: row key"] = keys(session, "jk" * 10)
    return times


def keys(session: Session, presses: list[str] | str) -> list[float]:
    """Return what each of some keys took that drew something."""
    found = []
    for key in presses:
        time = session.press(key)
        if time is not None:
            found.append(time)
    return found


def until(session: Session, key: str, text: str) -> float:
    """Return the time from a key to the arrival of what puts `text` on the screen."""
    sent = session.write(key)
    return session.shown(text) - sent


def report(found: dict[str, dict[Path, list[float]]], few: Path, many: Path) -> int:
    """Print the medians and the bars; return 1 if one is missed."""
    print(f"{'':26}{FEW:>8,}{MANY:>8,} documents, median ms")
    median: Callable[[list[float]], float] = statistics.median
    middle = {what: (median(of[few]), median(of[many])) for what, of in found.items()}
    for what, (a, b) in middle.items():
        print(f"{what:26}{a:8.1f}{b:8.1f}   {b / a:.2f} ×")
    beyond = middle["concordance: rows"][1] - middle["sentence key"][1]
    bars = {f"the concordance opens {beyond:.0f} ms beyond a key, bar {EXTRA}": beyond <= EXTRA}
    for what in ("start + list", "start + list + document"):
        ratio = middle[what][1] / middle[what][0]
        bars[f"{what}: {ratio:.2f} times that of {FEW}, bar {RATIO}"] = ratio <= RATIO
    ratio = middle["concordance: page key"][1] / middle["reader's page key"][1]
    bars[f"a page of the concordance costs {ratio:.2f} of the reader's, bar 1.5"] = ratio <= 1.5
    for said, holds in bars.items():
        print(f"{said}: {'holds' if holds else 'MISSED'}")
    return int(not all(bars.values()))


if __name__ == "__main__":
    sys.exit(main())
