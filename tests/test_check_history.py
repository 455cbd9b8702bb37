"""`seedread check` and git: what was deleted once and is back, and whether the driver is there."""

import json
import subprocess

import pytest

from seedread.cli import main
from seedread.founding import prepare_git

TAG = {"start": 1, "end": 2, "topics": ["chips"], "note": "", "at": "1"}
FILE = "annotations/a.txt/mei.jsonl"


class Repository:
    """A workspace in git; people write lines into it and commit them."""

    def __init__(self, root):
        self.root = root
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.email", "mei@example.org")
        self.git("config", "user.name", "mei")
        (root / "seeds").mkdir()
        self.put("seedread.toml", b"")

    def git(self, *words):
        done = subprocess.run(["git", "-C", str(self.root), *words], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def put(self, path, data):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(data)

    def commit(self, *ids, file=FILE, **fields):
        """Commit a file with these tags; returns the commit's short hash."""
        records = (json.dumps({"id": id, **TAG, **fields}) for id in ids)
        self.put(file, "".join(f"{line}\n" for line in records).encode())
        return self.kept()

    def kept(self):
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "as it is")
        return self.git("rev-parse", "HEAD")[:8]

    def on(self, branch, at=None):
        self.git("checkout", "-q", *(["-b", branch, at] if at else [branch]))


@pytest.fixture
def repo(tmp_path):
    return Repository(tmp_path)


@pytest.fixture
def returned(repo, capsys):
    def returned():
        main(["check", "--history", "--json", "-C", str(repo.root)])
        found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        found = [f for f in found if f["rule"] == "returned"]
        assert {f["severity"] for f in found} <= {"notice"}
        return [(f["path"], f["line"], f["reason"]) for f in found]

    return returned


def test_a_squash_brings_back_what_was_deleted(repo, returned):
    repo.commit("a")
    repo.on("li", "main")
    repo.commit("a", "b", "c")
    repo.on("main")
    repo.git("merge", "-q", "--squash", "li")
    repo.kept()
    gone = repo.commit("a", "c")
    repo.on("li")
    repo.commit("a", "b", "c", "d", "e")
    repo.on("main")
    assert returned() == []
    repo.git("checkout", "li", "--", FILE)  # what a squash makes of it: both are new to li
    [(path, line, reason)] = returned()
    assert (path, line) == (FILE, 2)
    assert reason.startswith(f"id b was deleted in {gone} (mei, 20")
    assert reason.endswith("is back in a change not committed")
    back = repo.kept()
    assert f") and is back since {back} (mei, 20" in returned()[0][2]


def test_moved_rewritten_and_renamed_lines_were_never_deleted(repo, returned):
    repo.commit("a", "b", "c")
    repo.commit("c", "a", "b")
    repo.commit("c", "a", "b", note="other")
    repo.git("mv", FILE, "annotations/a.txt/li.jsonl")
    repo.kept()
    (repo.root / "annotations/a.txt/li.jsonl").write_bytes(b"")
    repo.commit("a", "b", "c", file="annotations/b.txt/li.jsonl")
    assert returned() == []


def test_what_its_author_brought_back_as_it_was_is_told_so(repo, returned):
    repo.commit("a", "b")
    gone = repo.commit("a")
    back = repo.commit("a", "b")
    [(_, _, reason)] = returned()
    assert gone in reason
    assert back in reason
    assert reason.endswith(", by the same person, as it was")
    repo.commit("a")
    repo.commit("a", "b", note="other")
    assert not returned()[0][2].endswith("as it was")


def test_a_merge_that_kept_an_edit_is_named(repo, returned):
    repo.commit("a", "b")
    repo.on("li", "main")
    gone = repo.commit("a")
    repo.on("main")
    repo.commit("a", "b", note="edited")
    repo.git("merge", "-q", "-s", "ours", "li", "-m", "merge")
    merge = repo.git("rev-parse", "HEAD")[:8]
    assert returned()[0][2].startswith(f"id b was deleted in {gone}")
    assert f"is back since the merge {merge}" in returned()[0][2]


def test_what_went_in_a_merge_counts_as_deleted(repo, returned):
    repo.commit("a", "b", "c")
    repo.on("li", "main")
    repo.commit("a", "b", "c", note="li")
    repo.on("main")
    repo.commit("a", "b", "c", note="mei")
    repo.git("merge", "-q", "-s", "ours", "--no-commit", "li")
    repo.put(FILE, json.dumps({"id": "a", **TAG, "note": "both"}).encode() + b"\n")
    gone = repo.kept()
    back = repo.commit("a", "b", note="both")
    [(_, _, reason)] = returned()
    assert reason.startswith(f"id b was deleted in {gone}")
    assert back in reason


def test_ids_of_shared_files_are_only_their_own(repo, returned):
    repo.put("annotations/documents.jsonl", b'{"id": "x", "title": "t", "encoding": ""}\n')
    repo.kept()
    repo.put("annotations/documents.jsonl", b"")
    repo.kept()
    repo.commit("x")
    assert returned() == []


def test_a_workspace_below_the_top_of_the_repository(tmp_path, capsys):
    (tmp_path / "deep").mkdir()
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    deep = Repository(tmp_path / "deep")
    subprocess.run(["rm", "-rf", str(tmp_path / "deep" / ".git")], check=True)
    for key, value in (("name", "mei"), ("email", "m@example.org")):
        deep.git("config", f"user.{key}", value)
    for ids in ("ab", "a", "ab"):
        deep.commit(*ids)
    main(["check", "--history", "--json", "-C", str(deep.root)])
    rules = [json.loads(line)["rule"] for line in capsys.readouterr().out.splitlines()]
    assert rules.count("returned") == 1


def test_without_a_history_it_says_so(tmp_path, capsys):
    (tmp_path / "seeds").mkdir()
    assert main(["check", "--history", "-C", str(tmp_path)]) == 2
    assert "no git repository" in capsys.readouterr().err


# ------------------------------------------------------------------------ the driver


def rules(root, capsys, *more):
    main(["check", "--json", "-C", str(root), *more])
    return [json.loads(line)["rule"] for line in capsys.readouterr().out.splitlines()]


def test_check_says_where_git_merges_line_by_line(repo, capsys):
    repo.put("annotations/topics.jsonl", b"")
    assert rules(repo.root, capsys) == ["driver"]
    prepare_git(repo.root)
    assert rules(repo.root, capsys) == []
    attributes = repo.root / ".gitattributes"
    attributes.write_text(attributes.read_text().replace("merge=seedread", "-merge"))
    assert rules(repo.root, capsys) == ["driver"]


def test_outside_a_repository_there_is_no_driver_to_miss(tmp_path, capsys):
    for folder in ("seeds", "annotations"):
        (tmp_path / folder).mkdir()
    assert rules(tmp_path, capsys) == []


# ---------------------------------------------------------------- settling in a merge


@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
def test_fix_after_a_merge_without_the_driver_gives_what_the_driver_gives(repo, capsys, style):
    repo.git("config", "merge.conflictStyle", style)
    repo.commit(*"abcdef")
    repo.on("li", "main")
    repo.commit(*"acdefg", note="li")
    repo.on("main")
    repo.commit(*"abcdf", topics=["power"])
    merged = subprocess.run(["git", "-C", str(repo.root), "merge", "li"], capture_output=True)
    assert merged.returncode == 1
    assert b"<<<<<<<" in (repo.root / FILE).read_bytes()
    assert "settled" in rules(repo.root, capsys, "--fix")
    records = [json.loads(line) for line in (repo.root / FILE).read_text().splitlines()]
    # b was deleted there and edited here, e the other way round: an edit outlives a deletion.
    assert [r["id"] for r in records] == list("abcdefg")
    both = [r for r in records if r["id"] in "acdf"]
    assert {(*r["topics"], r["note"]) for r in both} == {("power", "li")}
