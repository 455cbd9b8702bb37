"""What the benchmarks read: the seeds, and larger texts made of them.

usage: corpus.py [FOLDER]      (by default one in the user's cache)
"""

import hashlib
import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import platformdirs

SEEDS = Path(__file__).parents[2] / "seeds"
HOME = platformdirs.user_cache_path("seedread") / "benchmarks"
MB = 1_000_000  # bytes

# Below the first line, which a title bar may show too.
OPENING = "黄仁勋与任正非的隔空对话"
# The one line has nothing below it; these are in its first forty-odd cells.
OPENING_OF_LINE = "任正非借人民日报亮剑"

TAGS = 10_000
TOPICS = ["compute-race", "export-controls", "homegrown-chips", "open-standards"]
ID_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
CLAUSE = re.compile(r"[^\s,，。！？!?][^\n,，。！？!?]+")
SENTENCE = re.compile(r"[^\s。！？!?][^\n。！？!?]+[。！？!?]?")


class Corpus(NamedTuple):
    """One document to read: what it is called in the table, where it is, how one knows it."""

    name: str
    path: Path
    lines: Path  # the same text in lines, which is what the floor can scroll
    opening: str  # a piece of its first screen
    short: bool = False  # one reaches its end


def corpora(folder: Path = HOME) -> list[Corpus]:
    """Make everything there is to read, in `folder`, anew."""
    seeds = copy_seeds(folder / "as-they-are")
    small = written(folder / "10-mb.txt", repeated(10 * MB))
    large = written(folder / "100-mb.txt", repeated(100 * MB))
    emoji = written(folder / "100-mb-emoji.txt", repeated(100 * MB) + "🙂\n")
    line = written(folder / "one-line.txt", repeated(MB).replace("\n", "") + "\n")
    tagged = workspace(folder / "tagged")
    return [
        Corpus("seeds", seeds, seeds, OPENING, short=True),
        Corpus("10 MB", small, small, OPENING),
        Corpus("100 MB", large, large, OPENING),
        Corpus("100 MB, one emoji", emoji, emoji, OPENING),
        Corpus("1 MB in one line", line, tagged, OPENING_OF_LINE),
        Corpus("1 MB, 10,000 tags", tagged, tagged, OPENING),
    ]


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def repeated(size: int) -> str:
    """Return the seeds again and again, whole, until there are `size` bytes or a few more."""
    once = "".join(seed.read_text("utf-8").rstrip("\n") + "\n" for seed in sorted(SEEDS.iterdir()))
    return once * -(-size // len(once.encode()))


def copy_seeds(folder: Path) -> Path:
    """Copy the seeds to `folder`; return the first, which has more lines than a screen."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed in SEEDS.iterdir():
        (folder / seed.name).write_bytes(seed.read_bytes())
    return min(folder.iterdir())


def workspace(folder: Path) -> Path:
    """Make a workspace of one document with TAGS tags; return the document."""
    text = repeated(MB)
    written(folder / "annotations" / "topics.jsonl", jsonl(topic(id) for id in TOPICS))
    written(folder / "annotations" / "doc.txt" / "example.jsonl", jsonl(tags(text)))
    return written(folder / "seeds" / "doc.txt", text)


def jsonl(records: Iterator[dict[str, object]]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def topic(id: str) -> dict[str, object]:
    words = id.replace("-", " ")
    return {
        "id": id,
        "parent": None,
        "en": words,
        "hans": words,
        "hant": words,
        "definition": "",
        "include": "",
        "exclude": "",
        "keywords": {"en": [], "hans": [], "hant": []},
        "colour": "blue",
        "mark": id[0].upper(),
        "pin": TOPICS.index(id) + 1,
        "retired": False,
    }


def tags(text: str) -> Iterator[dict[str, object]]:
    """Yield TAGS tags on clauses and on the sentences around them, in the order of a file."""
    chance = random.Random(0)  # the same tags every time
    places = {found.span() for unit in (CLAUSE, SENTENCE) for found in unit.finditer(text)}
    ids = iter(dict.fromkeys("".join(chance.choices(ID_LETTERS, k=10)) for _ in range(2 * TAGS)))
    rev = revision(text)
    for start, end in sorted(chance.sample(sorted(places), TAGS)):
        yield {
            "id": next(ids),
            "start": start,
            "end": end,
            "quote": text[start:end],
            "before": text[max(0, start - 8) : start],
            "after": text[end : end + 8],
            "topics": sorted(chance.sample(TOPICS, chance.choice([1, 1, 1, 2]))),
            "note": "",
            "by": "example",
            "at": "2026-11-22T08:15:00Z",
            "rev": rev,
        }


def revision(text: str) -> str:
    """Return what git calls this text, as far as tags do: twelve hex digits of the blob."""
    data = text.encode()
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()[:12]


if __name__ == "__main__":
    for corpus in corpora(*map(Path, sys.argv[1:2])):
        print(f"{corpus.path.stat().st_size:>11,}  {corpus.path}")
