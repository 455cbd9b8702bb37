"""Annotators who work on branches of one repository, merged by git in any order."""

import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass, field
from pathlib import Path

from seedread.founding import prepare_git

Records = dict[str, dict]
KINDS = "add add add note retag move delete sort"
TOPICS = ["chips", "export-controls", "power", "standards-war", "talent"]
PICK = ("cherry-pick", "--allow-empty", "--keep-redundant-commits")
DOCS = ["000.txt", "001.txt"]


@dataclass
class Tally:
    """What came of a simulation; `merges` by git, both orders of a pair are two of them."""

    merges: int = 0
    judged: int = 0  # pairs of which every record was held to what it must be
    quarrels: int = 0  # pairs in which a field was set to two values
    carried: int = 0  # branches rebased and cherry-picked, with the result held to the merge
    met: int = 0  # … of which a deletion met an edit, or one field two: no bytes to hold them to
    squashes: int = 0
    returned: int = 0  # tags that squashes brought back, every one of them listed
    wrong: list[str] = field(default_factory=list)

    def __add__(self, other: "Tally") -> "Tally":
        pairs = zip(astuple(self), astuple(other), strict=True)
        return Tally(*(a + b for a, b in pairs))


class Simulation:
    """One repository; every branch is somebody's, and one person works on two unless `alone`."""

    def __init__(
        self, root: Path, seed: int, people: int = 3, driver: bool = True, alone: bool = False
    ) -> None:
        self.root, self.chance = root, random.Random(seed)
        several = people if alone else max(1, people - 1)
        self.branches = [f"p{n % several}-{n}" for n in range(people)]
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

    def work(self, branch: str, acts: int, kinds: str = KINDS) -> None:
        """Do some acts on a branch, and commit them."""
        self.git("checkout", "-q", branch)
        self._acts(branch, acts, kinds)

    def _acts(self, branch: str, acts: int, kinds: str = KINDS) -> None:
        for _ in range(acts):
            self._act(branch, kinds)
        self._commit(f"{acts} acts on {branch}")

    def _act(self, branch: str, kinds: str) -> None:
        file = self.chance.choice(self._files(branch.partition("-")[0]))
        records = self.records(
            Path(self.root / file).read_bytes() if (self.root / file).exists() else b""
        )
        kind = self.chance.choice(kinds.split())
        if kind == "add" or not records:
            record = self._tag(branch)
            records[record["id"]] = record
        else:
            record = records[self.chance.choice(sorted(records))]
            self._count += 1
            record["at"] = f"{2026 + self._count:06}-01-01T00:00:00Z"  # time only goes forward
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
        self.tally.merges += 2
        self.tally.quarrels += quarrel
        if trees[0] != trees[1]:
            self.tally.wrong.append(f"{into} {other}: another order, other bytes")
        self._judge(into, other, trees[0], quarrel)
        commit = self.git("commit-tree", trees[0], "-p", into, "-p", other, "-m", f"merge {other}")
        self.git("update-ref", f"refs/heads/{into}", commit)

    def carry(self, branch: str) -> None:
        """Let two work on from a branch; rebase and cherry-pick one onto the other; keep that.

        Both give the bytes of the merge wherever no deletion meets an edit.
        """
        kinds = KINDS.replace(" sort", "")
        tips = []
        for _ in range(2):
            self.git("checkout", "-q", "--detach", branch)
            for _ in range(3):
                self._acts(branch, 2, kinds)
            tips.append(self.git("rev-parse", "HEAD"))
        ours, theirs = tips
        tree = self.git("merge-tree", "--write-tree", ours, theirs, ok=(0, 1)).split("\n")[0]
        self.tally.merges += 1
        quarrel = self.code == 1
        met = quarrel or self._met(branch, ours, theirs)
        self.tally.carried += 2
        self.tally.met += 2 * met
        for words in (("rebase", "-q", ours), (*PICK, f"{branch}..{theirs}")):
            self.git("checkout", "-q", "--detach", theirs if words[0] == "rebase" else ours)
            self.git(*words, ok=(0, 1))
            self.tally.merges += 3
            if self.code:
                self.git(words[0], "--abort")
                if not met:
                    self.tally.wrong.append(f"{words[0]} {branch}: stopped")
                continue
            if not met and self.git("rev-parse", "HEAD^{tree}") != tree:
                self.tally.wrong.append(f"{words[0]} {branch}: other bytes than merged")
        commit = self.git("commit-tree", tree, "-p", ours, "-p", theirs, "-m", "carried")
        self.git("update-ref", f"refs/heads/{branch}", commit)

    def _met(self, base: str, ours: str, theirs: str) -> bool:
        """Whether both changed one record, and one deleted it or went to it in several steps."""
        sides = [self._steps(base, tip) for tip in (ours, theirs)]
        return any(max(side[key] for side in sides) > 1 for key in sides[0].keys() & sides[1])

    def _steps(self, base: str, tip: str) -> Counter[tuple[str, str]]:
        """Count the commits that changed each record; a deletion counts for several."""
        steps: Counter[tuple[str, str]] = Counter()
        before = None
        for ref in (base, f"{tip}~2", f"{tip}~1", tip):
            now = {(f, id): r for f in self._listed(ref) for id, r in self._at(ref, f).items()}
            for key in {*before, *now} if before is not None else ():
                if before.get(key) != now.get(key):
                    steps[key] += 1 if key in now else 2
            before = now
        return steps

    def squash(self, into: str, other: str) -> None:
        """Squash a branch into another one, and let both go on."""
        tree = self.git("merge-tree", "--write-tree", into, other, ok=(0, 1)).split("\n")[0]
        commit = self.git("commit-tree", tree, "-p", into, "-m", f"squash {other}")
        self.git("update-ref", f"refs/heads/{into}", commit)
        self.tally.merges += 1
        self.tally.squashes += 1

    def history(self, branch: str) -> None:
        """Hold what `check --history` lists to the ids that were in all parents of some commit."""
        self.git("checkout", "-q", branch)
        words = [sys.executable, "-m", "seedread", "check", "--history", "--json", "-C", self.root]
        done = subprocess.run(list(map(str, words)), capture_output=True, text=True)
        found = [json.loads(line) for line in done.stdout.splitlines()]
        listed = {f["reason"].split()[1] for f in found if f["rule"] == "returned"}
        deleted: set[str] = set()
        ids: dict[str, set[str]] = {}
        for line in self.git("rev-list", "--parents", "--topo-order", "--reverse", branch).split(
            "\n"
        ):
            commit, *parents = line.split()
            ids[commit] = {id for file in self._listed(commit) for id in self._at(commit, file)}
            if parents:
                deleted |= set.intersection(*(ids[p] for p in parents)) - ids[commit]
        back = deleted & ids[commit]
        self.tally.returned += len(back)
        if listed != back:
            self.tally.wrong.append(f"history of {branch}: {listed ^ back}")

    def _at(self, ref: str, file: str) -> Records:
        return self.records(self._show(ref, file))

    def _judge(self, into: str, other: str, tree: str, quarrel: bool) -> None:
        bases = self.git("merge-base", "--all", into, other).split()
        if len(bases) != 1:
            return  # what git merges from is then a merge itself
        self.tally.judged += 1
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


def run(root: Path, seed: int, people: int, rounds: int, acts: int, **how: bool) -> Tally:
    """Let people work and merge; in the end all branches must be the same."""
    simulation = Simulation(root, seed, people, **how)
    for _ in range(rounds):
        for branch in simulation.branches:
            simulation.work(branch, simulation.chance.randint(1, acts))
        simulation.git("checkout", "-q", "--detach")
        pairs = [(a, b) for a in simulation.branches for b in simulation.branches if a != b]
        for into, other in simulation.chance.sample(pairs, len(pairs)):
            simulation.merge(into, other)
    return simulation.tally


def carried(root: Path, seed: int, rounds: int) -> Tally:
    """Let two people rebase and cherry-pick."""
    simulation = Simulation(root, seed, 2)
    for _ in range(rounds):
        simulation.carry(simulation.branches[0])
    return simulation.tally


def squashed(root: Path, seed: int, rounds: int, acts: int) -> Tally:
    """Let one person squash the other branch again and again, and both go on."""
    simulation = Simulation(root, seed, 2)
    into, other = simulation.branches
    for _ in range(rounds):
        for branch in simulation.branches:
            simulation.work(branch, acts, KINDS + " delete delete")
        simulation.git("checkout", "-q", "--detach")
        simulation.squash(into, other)
    simulation.history(into)
    return simulation.tally
