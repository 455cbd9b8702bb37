"""git changes the files while the program is open: what a reader sees, and what u takes back."""

import json
import subprocess

import pytest
from desk import Desk, read

from conftest import ROOT
from seedread.settings import Places

TEXT = "".join(f"第{n}句说的是标准之争。" for n in range(40)) + "\n"


class Repository:
    def __init__(self, root):
        self.root = root
        (root / "seeds").mkdir()
        (root / "annotations").mkdir()
        self.put("seeds/a.txt", TEXT)
        self.put("seeds/b.txt", "別的一份。\n")
        topics = ROOT / "annotations" / "topics.jsonl"
        self.put("annotations/topics.jsonl", topics.read_text("utf-8"))
        self.git("init", "-q", "-b", "main")
        self.commit()

    def git(self, *words):
        who = ["-c", "user.name=Mei", "-c", "user.email=mei@example.org"]
        command = ["git", "-C", str(self.root), *who, *words]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    def put(self, path, text):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, "utf-8", newline="\n")

    def commit(self):
        self.git("add", "-A")
        self.git("commit", "-qm", "as it is")

    def tags(self, by="mei"):
        file = self.root / "annotations" / "a.txt" / f"{by}.jsonl"
        return [json.loads(x)["topics"] for x in file.read_text().splitlines()] * file.exists()


@pytest.fixture
def repo(tmp_path):
    return Repository(tmp_path)


async def looked(desk: Desk) -> None:
    """Let the program look at the files, as it does twice a second."""
    desk.reader._look()
    await desk.settle()


def test_stash_pull_and_rebase_leave_one_where_one_was_and_u_right(repo, tmp_path_factory):
    origin = tmp_path_factory.mktemp("origin")
    repo.git("clone", "-q", "--bare", str(repo.root), str(origin))
    repo.git("remote", "add", "origin", str(origin))
    repo.git("checkout", "-qb", "li")
    place = {"start": 0, "end": 3, "quote": TEXT[:3], "before": "", "after": "", "rev": "x"}
    tag = {"id": "l", **place, "topics": ["chip-gap"], "note": "", "by": "li", "at": "1"}
    repo.put("annotations/a.txt/li.jsonl", json.dumps(tag) + "\n")
    repo.put("annotations/documents.jsonl", '{"id": "a.txt", "title": "別名"}\n')
    repo.commit()
    repo.git("push", "-q", "origin", "li:main")
    repo.git("checkout", "-q", "main")

    async def story(desk: Desk) -> None:
        await desk.press("j", "j", "1")
        stood = desk.lit
        assert "1 tag, 1 yours" in desk.screen()
        repo.git("stash", "-qu")
        await looked(desk)
        assert "0 tags, 0 yours" in desk.screen()
        assert "taken in" in desk.said
        assert desk.lit == stood
        await desk.press("u")
        assert "not in this version" in desk.said
        repo.git("stash", "pop", "-q")
        await looked(desk)
        assert "1 tag, 1 yours" in desk.screen()
        repo.commit()
        repo.git("pull", "-q", "--rebase", "origin", "main")
        await looked(desk)
        assert "2 tags, 1 yours" in desk.screen()
        assert "別名" in desk.screen().splitlines()[0]
        assert desk.lit == stood
        await desk.press("u")
        assert "1 tag, 0 yours" in desk.screen()
        assert desk.said.startswith("undone: tagged")
        repo.git("checkout", "-q", ".")
        await looked(desk)
        assert "2 tags, 1 yours" in desk.screen()

    read(repo.root, story)


def test_a_checkout_with_another_text_or_none_is_said(repo):
    repo.git("checkout", "-qb", "other")
    repo.put("seeds/a.txt", "新的开头。" + TEXT)
    repo.commit()
    repo.git("rm", "-q", "seeds/a.txt")
    repo.commit()
    repo.git("checkout", "-q", "main")

    async def story(desk: Desk) -> None:
        await desk.press("j", "j")
        stood = desk.lit
        repo.git("checkout", "-q", "other~1")
        await looked(desk)
        assert "the document has changed on disk: read again" in desk.said
        assert "新的开头" in desk.screen()
        assert desk.lit == stood
        repo.git("checkout", "-q", "other")
        await looked(desk)
        assert desk.said == "a.txt has vanished: the text shown is the one read before"
        await desk.press("j")
        repo.git("checkout", "-q", "main")
        await looked(desk)
        assert "the document has changed on disk: read again" in desk.said
        assert "新的开头" not in desk.screen()

    read(repo.root, story)


def test_what_a_list_noticed_first_is_taken_in_too(repo):
    place = {"start": 0, "end": 3, "quote": TEXT[:3], "before": "", "after": "", "rev": "x"}
    tag = {"id": "l", **place, "topics": ["chip-gap"], "note": "", "by": "li", "at": "1"}

    async def story(desk: Desk) -> None:
        repo.put("annotations/a.txt/li.jsonl", json.dumps(tag) + "\n")
        assert desk.app.workspace.shelf.notice(["a.txt/li.jsonl"])
        await looked(desk)
        assert "1 tag, 0 yours" in desk.screen()

    read(repo.root, story)


@pytest.mark.parametrize("page", ["ctrl+l", "ctrl+e", "m", "T"])
def test_a_checkout_while_a_list_is_open_breaks_nothing(repo, page):
    repo.git("checkout", "-qb", "full")
    ends = {"doc": "a.txt", "start": 0, "end": 3, "quote": TEXT[:3]}
    ends |= {"before": "", "after": "", "rev": "x"}
    said = {"note": "", "by": "mei", "at": "1"}
    link = {"id": "k", "kind": "agrees", "from": ends, "to": {**ends, "doc": "b.txt"}, **said}
    repo.put("annotations/_links/mei.jsonl", json.dumps(link) + "\n")
    memo = {"id": "m", "about": {"kind": "document", "doc": "a.txt"}, "text": ["T"]}
    repo.put("annotations/_memos/mei.jsonl", json.dumps({**memo, "by": "mei", "at": "1"}) + "\n")
    repo.commit()

    async def story(desk: Desk) -> None:
        await desk.press(page)
        repo.git("rm", "-rq", "annotations", "seeds/b.txt")
        desk.reader._look()
        await desk.press("j", "enter")
        await desk.press("escape", "escape", "j")
        assert desk.app.is_running

    read(repo.root, story)


def test_who_is_cut_off_comes_back_to_where_one_rested(workspace):
    async def story(desk: Desk) -> None:
        await desk.press("j", "j")
        desk.reader.beside.rest()  # as it does when no key has been pressed for a while
        kept = Places(workspace)
        assert kept.last == desk.reader.seed.id
        assert kept.offsets[kept.last] == desk.reader.cursor.passage.start > 0

    read(workspace, story)
