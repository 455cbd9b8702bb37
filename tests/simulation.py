"""Annotators who work on branches of one repository, merged by git in any order."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from seedread.founding import prepare_git

Records = dict[str, dict]
TOPICS = ["chips", "export-controls", "power", "standards-war", "talent"]
DOCS = ["000.txt", "001.txt"]


@dataclass
class Tally:
    """What came of a simulation."""

    merges: int = 0
    quarrels: int = 0
    wrong: list[str] = field(default_factory=list)


class Simulation:
    """One repository; every branch is somebody's, and some people work on two."""

    def __init__(self, root: Path, seed: int, people: int = 3, driver: bool = True) -> None:
        self.root, self.chance = root, random.Random(seed)
        self.branches = [f"p{n % max(1, people - 1)}-{n}" for n in range(people)]
        self.driver = driver
        self.tally = Tally()
        self._count = 0
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")
        for key, value in (("user.name", "n"), ("user.email", "n@example.org")):
            self.git("config", key, value)
        self.git("config", "rerere.enabled", "false")
        self.git("config", "gc.auto", "0")
        if driver:
            prepare_git(root)
            bin = Path(sys.executable).parent
            os.environ["PATH"] = f"{bin}{os.pathsep}{os.environ['PATH']}"
        for file in self._files("p0"):
            self._write(file, {})
        self._commit("begin")
        for branch in self.branches:
            self.git("branch", branch)

    def git(self, *words: str, ok: Iterable[int] = (0,)) -> str:
        done = subprocess.run(["git", "-C", str(self.root), *words], capture_output=True, text=True)
        assert done.returncode in ok, (words, done.stdout, done.stderr)
        self.code = done.returncode
        return done.stdout.strip()

    # ------------------------------------------------------------------- working

    def work(self, branch: str, acts: int) -> None:
        """Do some acts on a branch, and commit them."""
        self.git("checkout", "-q", branch)
        for _ in range(acts):
            self._act(branch)
        self._commit(f"{acts} acts on {branch}")

    def _act(self, branch: str) -> None:
        file = self.chance.choice(self._files(branch.partition("-")[0]))
        records = self.records(
            Path(self.root / file).read_bytes() if (self.root / file).exists() else b""
        )
        kind = self.chance.choice(["add", "add", "add", "note", "retag", "move", "delete", "sort"])
        if kind == "add" or not records:
            record = self._tag(branch)
            records[record["id"]] = record
        else:
            record = records[self.chance.choice(sorted(records))]
            record["at"] = f"2026-01-01T00:00:{self._count % 60:02}Z"
            if kind == "note":
                record["note"] = f"note {self._count}"
            elif kind == "retag":
                record["topics"] = sorted(self.chance.sample(TOPICS, self.chance.randint(1, 3)))
            elif kind == "move":
                record["start"] += self.chance.randint(-5, 5) + 10
                record["end"] = record["start"] + 9
            elif kind == "delete":
                del records[record["id"]]
        self._write(file, records, shuffled=kind == "sort")

    def _tag(self, branch: str) -> dict:
        self._count += 1
        start = self.chance.randint(0, 5000)
        return {
            "id": f"{branch.replace('-', '')}x{self._count:05}",
            "start": start,
            "end": start + 9,
            "quote": "九個字的一段引文呀",
            "before": "",
            "after": "",
            "topics": sorted(self.chance.sample(TOPICS, self.chance.randint(1, 2))),
            "note": "",
            "by": branch.partition("-")[0],
            "at": "2026-01-01T00:00:00Z",
            "rev": "3b18e512dbca",
        }

    def _files(self, person: str) -> list[str]:
        return [f"annotations/{doc}/{person}.jsonl" for doc in DOCS]

    def _write(self, file: str, records: Records, shuffled: bool = False) -> None:
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        order = sorted(records.values(), key=lambda r: (r["start"], r["end"], r["id"]))
        if shuffled:
            self.chance.shuffle(order)
        data = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in order)
        path.write_text(data, "utf-8", newline="\n")

    def _commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)

    # ------------------------------------------------------------------- merging

    def merge(self, into: str, other: str) -> None:
        """Merge two branches in both orders; hold the result to what it must be; keep one."""
        trees = [
            self.git("merge-tree", "--write-tree", a, b, ok=(0, 1)).split("\n")[0]
            for a, b in ((into, other), (other, into))
        ]
        quarrel = self.code == 1
        self.tally.merges += 1
        self.tally.quarrels += quarrel
        if trees[0] != trees[1]:
            self.tally.wrong.append(f"{into} {other}: another order, other bytes")
        self._judge(into, other, trees[0], quarrel)
        commit = self.git("commit-tree", trees[0], "-p", into, "-p", other, "-m", f"merge {other}")
        self.git("update-ref", f"refs/heads/{into}", commit)

    def _judge(self, into: str, other: str, tree: str, quarrel: bool) -> None:
        bases = self.git("merge-base", "--all", into, other).split()
        if len(bases) != 1:
            return  # what git merges from is then a merge itself
        files = {f for ref in (into, other, tree) for f in self._listed(ref)}
        unsettled = False
        for file in files:
            if b"<<<<<<<" in self._show(tree, file):
                self.tally.wrong.append(f"{file}: conflict markers")
                continue
            base, ours, theirs, merged = (
                self.records(self._show(ref, file)) for ref in (bases[0], into, other, tree)
            )
            for id in {*base, *ours, *theirs, *merged}:
                wanted = expected(base.get(id), ours.get(id), theirs.get(id))
                found = merged.get(id)
                unsettled |= "conflict" in (found or {})
                if plain(found) != plain(wanted):
                    self.tally.wrong.append(f"{file} {id}: {found} and not {wanted}")
        if quarrel and not unsettled:
            self.tally.wrong.append(f"{into} {other}: a conflict where there is none")

    def _listed(self, ref: str) -> list[str]:
        return self.git("ls-tree", "-r", "--name-only", ref, "annotations").split("\n")

    def _show(self, ref: str, file: str) -> bytes:
        done = subprocess.run(
            ["git", "-C", str(self.root), "show", f"{ref}:{file}"], capture_output=True
        )
        return done.stdout if done.returncode == 0 else b""

    @staticmethod
    def records(data: bytes) -> Records:
        found: Records = {}
        for line in data.splitlines():
            record = json.loads(line)
            assert record["id"] not in found, f"{record['id']} twice"
            found[record["id"]] = record
        return found


def expected(base: dict | None, ours: dict | None, theirs: dict | None) -> dict | None:
    """Return what a record must become; None for a field means that both values may be."""
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    if ours is None or theirs is None:
        return ours or theirs
    if base is None:
        return None
    merged: dict = {}
    for name in (name for name in base if name not in ("at", "conflict")):
        b, o, t = base[name], ours[name], theirs[name]
        if name == "topics":
            gone = (set(b) - set(o)) | (set(b) - set(t))
            merged[name] = sorted(({*o} | {*t}) - gone)
        else:
            merged[name] = o if t in (b, o) else t if o == b else min(o, t)
    place = ("start", "end")
    if len({tuple(r[k] for k in place) for r in (base, ours, theirs)}) == 3:
        merged |= dict(
            zip(place, min(tuple(r[k] for k in place) for r in (ours, theirs)), strict=True)
        )
    return merged if merged["topics"] or merged["note"] else None


def plain(record: dict | None) -> dict | None:
    """Return a record without what only says when, or that there are two readings."""
    return record and {k: v for k, v in record.items() if k not in ("at", "conflict")}


def run(root: Path, seed: int, people: int, rounds: int, acts: int) -> Tally:
    """Let people work and merge; in the end all branches must be the same."""
    simulation = Simulation(root, seed, people)
    for _ in range(rounds):
        for branch in simulation.branches:
            simulation.work(branch, simulation.chance.randint(1, acts))
        simulation.git("checkout", "-q", "--detach")
        pairs = [(a, b) for a in simulation.branches for b in simulation.branches if a != b]
        for into, other in simulation.chance.sample(pairs, len(pairs)):
            simulation.merge(into, other)
    return simulation.tally
