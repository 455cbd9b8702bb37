"""What git shows of one act in the reader: its own line and no other; blame names who set it."""

import json
import re
import subprocess
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from desk import Desk, read

from conftest import ROOT
from seedread.tags import dispute, link, memo, seen
from seedread.tags.edit import Edit
from seedread.tags.tag import Tag, file_of, make, noted
from seedread.text.passage import Passage
from seedread.workspace import find

WIDTH = 16  # code points of a sentence
TEXT = "".join(f"第{n:02}句说，谁能用上标准之争。\n" for n in range(30))
WAR, POWER, CHIP = "standards-war", "power-infrastructure", "chip-gap"
MINE, LIS = "a.txt/mei.jsonl", "a.txt/li.jsonl"
LINKS, MEMOS, SEEN = "_links/mei.jsonl", "_memos/mei.jsonl", "_seen/mei.jsonl"
NEW, CHANGED, GONE = (1, 0), (1, 1), (0, 1)
TAGS = [  # sentence, topics, note, who
    (2, [WAR], "", "mei"),
    (4, [POWER, WAR], "", "mei"),
    (8, [CHIP], "注", "mei"),
    (12, [WAR], "", "mei"),
    (20, [CHIP], "", "mei"),
    (4, [WAR], "", "li"),
    (6, [CHIP], "", "li"),
    (10, [POWER], "", "li"),
    (20, [WAR], "", "li"),
]


def passage(n: int) -> Passage:
    """Return the n-th sentence, from 0, without its line end."""
    return Passage(n * WIDTH, n * WIDTH + WIDTH - 1)


class Repository:
    """A workspace in git, each file's lines committed by whose they are."""

    def __init__(self, root):
        self.root, self.annotations = root, root / "annotations"
        (root / "seeds").mkdir()
        self.annotations.mkdir()
        for name in ("a.txt", "b.txt", "c.txt"):
            (root / "seeds" / name).write_text(TEXT, "utf-8", newline="\n")
        for name in ("topics.jsonl", "names.jsonl"):
            (self.annotations / name).write_bytes((ROOT / "annotations" / name).read_bytes())
        terms = {"id": "t", "from": "hans", "term": "老范", "to": {"*": "老范"}, "note": ""}
        for name, line in (("glossary", terms), ("documents", {"id": "b.txt", "title": "乙"})):
            (self.annotations / f"{name}.jsonl").write_text(json.dumps(line) + "\n")
        self.git("init", "-q", "-b", "main")
        self.commit("founder", "texts")
        for who in ("li", "mei"):
            self._say(who)
            self.commit(who, "begun")

    def _say(self, who: str) -> None:
        space = find(self.root)
        a, b = space.read_id("a.txt"), space.read_id("b.txt")
        records: list[tuple[str, Any]] = []
        for n, (at, topics, note, by) in enumerate(TAGS):
            tag = make(a, passage(at), topics, f"tag{n}", by)
            records += [(file_of("a.txt", by), noted(tag, note))] if by == who else []
        records.append((file_of("b.txt", who), make(b, passage(0), [WAR], f"b-{who}", who)))
        tied = link.make(a, passage(1), b, passage(0), "agrees", f"link-{who}", who)
        records.append((link.file_of(who), tied))
        said = memo.make(
            memo.on_passage(a, passage({"mei": 3, "li": 9}[who])), "甲\n乙", f"memo-{who}", who
        )
        records.append((memo.file_of(who), said))
        records += [(seen.file_of(who), seen.marked(s, [passage(0)], who)) for s in (a, b)]
        if who == "mei":
            of = Tag.of(make(a, passage(10), [POWER], "tag7", "li"))
            line = dispute.make(a, of, passage(10), "dispute", who)
            records.append((MINE, dispute.changed(line, hide=True)))
        changes = {(file, record.id): (None, record) for file, record in records}
        assert not space.shelf.write(Edit(changes)).waiting
        if who == "mei":  # what another program, or a person, left in the way they write
            file = self.annotations / MINE
            first, rest = file.read_text("utf-8").split("\n", 1)
            odd = json.dumps({**json.loads(first), "mood": "?"}, separators=(",", ":"))
            file.write_text(f"{odd}\n{rest}", "utf-8", newline="\n")

    def git(self, *words: str) -> str:
        command = ["git", "-C", str(self.root), *words]
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout

    def commit(self, who: str, why: str) -> None:
        self.be(who)
        self.git("add", "-A")
        self.git("commit", "-qm", why)

    def be(self, who: str) -> None:
        self.git("config", "user.name", who)
        self.git("config", "user.email", f"{who}@example.org")

    def diff(self) -> dict[str, tuple[int, int]]:
        """Return how many lines `git diff` adds to and removes from each file."""
        self.git("reset", "-q")
        self.git("add", "-N", "--ignore-removal", ".")
        rows = self.git("-c", "core.quotepath=off", "diff", "--numstat", "--no-renames")
        found = (row.split("\t") for row in rows.splitlines())
        return {file.removeprefix("annotations/"): (int(a), int(b)) for a, b, file in found}

    def changed(self) -> list[set[str]]:
        """Return which fields differ in each changed line, all of one that is new or gone."""
        lines = self.git("diff", "-U0", "--no-renames").splitlines()
        sides: dict[str, dict[str, Any]] = {}
        for line in lines:
            if line.startswith(("+{", "-{")):
                fields = json.loads(line[1:])
                sides.setdefault(fields["id"], {})[line[0]] = fields
        return [_differing(one.get("-", {}), one.get("+", {})) for one in sides.values()]

    def lines(self) -> dict[tuple[str, str], str]:
        """Return each line of people's files, by file and id."""
        files = sorted(self.annotations.glob("*/*.jsonl"))
        lines = ((file, line) for file in files for line in file.read_text("utf-8").splitlines())
        return {
            (str(file.relative_to(self.annotations)), json.loads(line)["id"]): line
            for file, line in lines
        }

    def blamed(self) -> dict[tuple[str, str], tuple[str, str]]:
        """Return for each line of people's files, by file and id, who set it and why."""
        found = {}
        for path in self.git("ls-files", "annotations/*/*.jsonl").splitlines():
            blame = self.git("blame", "--line-porcelain", path)
            authors = re.findall(r"^author (.*)$", blame, re.MULTILINE)
            reasons = re.findall(r"^summary (.*)$", blame, re.MULTILINE)
            ids = [json.loads(x)["id"] for x in re.findall(r"^\t(.*)$", blame, re.MULTILINE)]
            for id, *why in zip(ids, authors, reasons, strict=True):
                found[path.removeprefix("annotations/"), id] = tuple(why)
        return found


def _differing(old: dict[str, Any], new: dict[str, Any]) -> set[str]:
    return {key for key in {*old, *new} if old.get(key) != new.get(key)}


@pytest.fixture
def repo(tmp_path) -> Repository:
    return Repository(tmp_path)


class Act(NamedTuple):
    """One act: the sentence one stands on, the keys, what git shows, the fields that differ."""

    at: int
    keys: str
    diff: dict[str, tuple[int, int]]
    fields: str = ""


ACTS = {
    "tag": Act(14, "1", {MINE: NEW}),
    "tag before all others": Act(0, "1", {MINE: NEW}),
    "tag behind all others": Act(29, "1", {MINE: NEW}),
    "tag on another's tag": Act(6, "1", {MINE: NEW}),
    "tag in a file of its own": Act(29, "d c enter 1", {"c.txt/mei.jsonl": NEW}),
    "the last line of a file": Act(29, "d b enter 1", {"b.txt/mei.jsonl": GONE}),
    "tag from the picker": Act(15, "t d l j c enter", {MINE: NEW}),
    "the last topics again": Act(16, ".", {MINE: NEW}),
    "one more topic": Act(8, "1", {MINE: CHANGED}, "topics"),
    "one more on a line of another's spelling": Act(2, "2", {MINE: CHANGED}, "topics"),
    "one topic less": Act(4, "1", {MINE: CHANGED}, "topics"),
    "no topic left, but a note": Act(8, "7", {MINE: CHANGED}, "topics"),
    "no topic left": Act(12, "1", {MINE: GONE}),
    "delete": Act(20, "x", {MINE: GONE}),
    "note on a tag": Act(4, "e 好 enter", {MINE: CHANGED}, "note"),
    "note without a tag": Act(17, "e 好 enter", {MINE: NEW}),
    "reshape": Act(4, "r h enter", {MINE: CHANGED}, "end quote after"),
    "reshape past the next": Act(2, "r o j j j enter", {MINE: CHANGED}, "start end quote"),
    "claim": Act(4, "# 5 enter", {MINE: CHANGED}, "claim"),
    "link": Act(1, "L j L enter", {LINKS: NEW}),
    "memo": Act(14, "M enter 丙 escape", {MEMOS: NEW}),
    "more of a memo": Act(3, "M enter 丙 escape", {MEMOS: CHANGED}, "text"),
    "hide another's tag": Act(6, "! down enter", {MINE: NEW}),
    "answer another's tag": Act(6, "! down down enter 不 enter", {MINE: NEW}),
    "more of a dispute": Act(10, "! down down enter 不 enter", {MINE: CHANGED}, "note"),
    "withdraw a dispute": Act(10, "! down down down enter", {MINE: GONE}),
    "seen": Act(5, "Z", {SEEN: CHANGED}, "seen"),
    "convert as": Act(5, "l l C 甲 enter", {"glossary.jsonl": NEW}),
}


async def do(desk: Desk, act: Act) -> None:
    """Go to the sentence of an act and press its keys, none waiting for what the last began."""
    desk.reader.seek("a.txt", passage(act.at))
    await desk.settle()
    for key in act.keys.split():
        await desk.strike(key)
    await desk.settle()


def story(repo: Repository, names: list[str]) -> Callable[[Desk], Any]:
    async def goes(desk: Desk) -> None:
        for name in names:
            act = ACTS[name]
            await do(desk, act)
            assert (name, repo.diff()) == (name, act.diff)
            [fields] = repo.changed()
            assert fields >= set(act.fields.split()), name
            if act.fields:
                assert fields <= {*act.fields.split(), "at"} | _context(act), name
            await desk.press("u")
            assert (name, desk.said, repo.diff()) == (name, desk.said, {})

    return goes


def _context(act: Act) -> set[str]:
    return {"before", "after"} if "quote" in act.fields else set()


@pytest.mark.parametrize("third", range(3))
def test_git_shows_of_an_act_its_line_and_no_other_and_nothing_once_it_is_undone(repo, third):
    read(repo.root, story(repo, list(ACTS)[third::3]), (80, 24))


BLAMED = ("tag", "one more topic", "reshape past the next", "link", "more of a dispute", "seen")


def test_blame_names_who_set_each_line_and_the_act_that_did(repo):
    before = repo.blamed()
    assert {why for _, why in before.values()} == {"begun"}
    last = dict(before)

    def acts(who: str, names: tuple[str, ...]) -> Callable[[Desk], Any]:
        async def goes(desk: Desk) -> None:
            for name in names:
                was = repo.lines()
                await do(desk, ACTS[name])
                [(key, _)] = {*repo.lines().items()} - {*was.items()}
                last[key] = who, name
                repo.commit(who, name)

        return goes

    read(repo.root, acts("mei", BLAMED), (80, 24))
    repo.be("li")
    read(
        repo.root, acts("li", ("tag", "seen", "one more on a line of another's spelling")), by="li"
    )
    assert repo.blamed() == last
    said = [(json.loads(line)["by"], last[key][0]) for key, line in repo.lines().items()]
    assert len(said) > 20
    assert all(by == author for by, author in said)
