"""Keys per tag: fifty sentences tagged in the real program with as few keys as can be.

The annotator that is played knows the codebook's marks and pins and which topics each sentence
shall have (sentences_003.jsonl, fixed before anything was measured), and else sees the screen:
accepts a suggestion if it is shown and right, presses the digit of a pinned topic, and otherwise
opens the picker, where a recent topic is one digit, any other its mark, as far as it must be
typed, and Enter. Every key counts, those that move included.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from measure import Session
from programs import environment

from seedread.tags.edit import Edit
from seedread.tags.tag import file_of, make
from seedread.tags.topic import Codebook
from seedread.text import cursor as go
from seedread.text.passage import Passage
from seedread.text.units import Units
from seedread.workspace import Workspace, find

HERE = Path(__file__).parent
SEEDS = HERE.parent.parent / "seeds"
DOC, WANTED = "003", HERE / "sentences_003.jsonl"
CODED = HERE.parent / "suggestions"  # the other documents, coded by hand
BY = "reader"  # as `environment` says
QUIET = 0.15  # seconds without output in which what was tagged is learnt
MOVES = {"j": 1, "k": -1}
RUNS = {
    "with suggestions": (True, False),
    "without suggestions": (False, False),
    "with suggestions, the other four documents tagged": (True, True),
}


class Desk(Session):
    """A session of which one sees the screen; it counts the keys."""

    keys = 0

    def screen(self) -> list[str]:
        """Return the lines of the screen."""
        self.rest(QUIET)
        list(self._draw())
        return self._screen.text().split("\n")

    def type(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            self.keys += 1
            self.press("\r" if key == "enter" else key)


class Annotator:
    """One who tags what is wanted, sentence by sentence."""

    def __init__(self, desk: Desk, units: Units, book: Codebook, suggestions: bool) -> None:
        self.desk, self.units, self.book, self.suggestions = desk, units, book, suggestions
        self.digits = {topic: str(digit) for digit, topic in book.pinned().items()}
        self.names = {topic.hans: topic.id for topic in book.topics}
        self.place = go.at(units, 0)
        self.spent: Counter[str] = Counter()  # keys, by topic; those that move shared out
        self.ways: Counter[str] = Counter()

    def tag(self, sentence: Passage, topics: list[str]) -> None:
        """Go to a sentence and give it its topics."""
        before = self.desk.keys
        self.desk.type(*self._way(sentence))
        for topic in topics:
            self.spent[topic] += (self.desk.keys - before) / len(topics)  # type: ignore[assignment]
        missing = set(topics)
        while missing:
            before = self.desk.keys
            topic = self._next(missing)
            self.spent[topic] += self.desk.keys - before
            missing.remove(topic)

    def _next(self, missing: set[str]) -> str:
        """Give the sentence one of the topics it misses, the one that costs least."""
        for key, topic in self._shown() if self.suggestions else ():
            if topic in missing and key in "pP":
                self.ways["suggested"] += 1
                self.desk.type(key)
                return topic
        pinned = sorted(missing & self.digits.keys())
        if pinned:
            self.ways["pinned"] += 1
            self.desk.type(self.digits[pinned[0]])
            return pinned[0]
        return self._pick(sorted(missing)[0])

    def _pick(self, topic: str) -> str:
        """Choose a topic in the picker."""
        mark = self.book.get(topic).mark
        self.desk.type("t")
        recent = next((n for n, shown in self._rows() if n and shown == mark), "")
        if recent:
            self.ways["picked, recent"] += 1
            self.desk.type(recent)
            return topic
        self.ways["picked, typed"] += 1
        for letter in mark.lower():
            self.desk.type(letter)
            if next(iter(self._rows()), ("", ""))[1] == mark:
                break
        self.desk.type("enter")
        return topic

    def _rows(self) -> Iterator[tuple[str, str]]:
        """Yield the rows of the picker: the digit of a recent topic or "", and the mark."""
        marks = {topic.mark for topic in self.book.topics}
        for line in self.desk.screen():
            row = re.match(r"[ │]+([1-9])?[ ✓]+(\S{1,2}) ", line)
            if row and row[2] in marks and "  " in line[row.end() :].strip():
                yield row[1] or "", row[2]

    def _shown(self) -> list[tuple[str, str]]:
        """Return the suggestions on the screen: key and topic."""
        line = self.desk.screen()[-3]
        found = re.findall(r"(?:  |· )(p|P) (\S+)", line)
        return [(key, self.names[name]) for key, name in found if name in self.names]

    def _way(self, sentence: Passage) -> str:
        """Return the fewest of j, k, J and K that lead to a sentence, and stand there."""
        ways, known = deque([(self.place, "")]), {self.place.here}
        while ways:
            place, keys = ways.popleft()
            if place.here == sentence:
                self.place = place
                return keys
            steps = [(key, go.move(self.units, place, "sentence", by)) for key, by in MOVES.items()]
            steps += [(k.upper(), go.paragraph(self.units, place, by)) for k, by in MOVES.items()]
            for key, step in steps:
                if step.here not in known:
                    known.add(step.here)
                    ways.append((step, keys + key))
        raise LookupError(f"no way to {sentence}")


def coded(lines: Path) -> list[tuple[Passage, list[str]]]:
    """Read sentences and their topics."""
    rows = map(json.loads, lines.read_text(encoding="utf-8").splitlines())
    return [(Passage(row["start"], row["end"]), row["topics"]) for row in rows]


def prepared(root: Path, others: bool) -> Workspace:
    """Make a workspace as `seedread init` does, with all documents; `others` tags four of them."""
    seedread = Path(sys.executable).with_name("seedread")
    subprocess.run([seedread, "init", root], check=True, capture_output=True)
    for seed in SEEDS.iterdir():
        shutil.copy(seed, root / "seeds")
    space = find(root)
    changes = {}
    for entry in space.entries() if others else ():
        if not entry.id.startswith(DOC):
            seed = space.read(entry)
            for passage, topics in coded(CODED / f"{entry.id[:3]}.jsonl"):
                record = make(seed, passage, topics, f"{len(changes):010}", BY)
                changes[file_of(entry.id, BY), record.id] = (None, record)
    space.shelf.write(Edit(changes))
    return find(root)


def run(suggestions: bool, others: bool) -> tuple[Annotator, bool]:
    """Tag everything; returns who did, and whether just that is on disk."""
    wanted = coded(WANTED)
    with TemporaryDirectory() as folder:
        root = Path(folder) / "workspace"
        space = prepared(root, others)
        entry = space.find(DOC)
        seed = space.read(entry)
        command = [str(Path(sys.executable).with_name("seedread")), str(entry.path)]
        with Desk(command, environment(folder), root) as desk:
            desk.shown("no tag here")
            annotator = Annotator(desk, Units(seed), space.codebook, suggestions)
            desk.rest(1)
            for sentence, topics in wanted:
                annotator.tag(sentence, topics)
            desk.rest(0.5)
        lines = (root / "annotations" / file_of(entry.id, BY)).read_text(encoding="utf-8")
        tags = [json.loads(line) for line in lines.splitlines()]
        found = {Passage(tag["start"], tag["end"]): tag["topics"] for tag in tags}
        return annotator, found == dict(wanted)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--topics", action="store_true", help="also by topic")
    asked = parser.parse_args()
    pairs = Counter(topic for _, topics in coded(WANTED) for topic in topics)
    print(f"{len(coded(WANTED))} sentences of {DOC}, {pairs.total()} tags, {len(pairs)} topics")
    by_topic, ok = {}, True
    for name, (suggestions, others) in RUNS.items():
        annotator, same = run(suggestions, others)
        ok &= same
        keys = annotator.desk.keys
        ways = ", ".join(f"{way} {n}" for way, n in annotator.ways.most_common())
        by_topic[name] = annotator.spent
        start = "four documents tagged" if others else "a new workspace, nothing tagged"
        print(f"{name}: {keys / pairs.total():.2f} keys a tag ({keys} keys; {ways}); from {start}")
        print(
            "  the tags on disk are " + ("those of the list" if same else "NOT THOSE OF THE LIST")
        )
    if asked.topics:
        print(
            f"\n{'topic':24}{'tags':>5}" + "".join(f"{n:>8}" for n in ("with", "without", "four"))
        )
        for topic, n in pairs.most_common():
            rates = "".join(f"{spent[topic] / n:8.2f}" for spent in by_topic.values())
            print(f"{topic:24}{n:5}{rates}")
    return int(not ok)


if __name__ == "__main__":
    sys.exit(main())
