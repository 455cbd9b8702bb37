"""Which folder we are in, what documents it has, and what of it cannot be read."""

import json
import os
import socket
from pathlib import Path

import pytest

from seedread.text.decode import UnreadableError
from seedread.workspace import UnusableError, Workspace, find

posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX files")
TEXT = "很短的一篇文章。\n"


def text(path, said=TEXT):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(said, encoding="utf-8")
    return path


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder in which we are."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def kind(space):
    return {name for name in ("bare", "only", "sample", "start") if getattr(space, name)}


# ---------------------------------------------------------------- which folder


@pytest.mark.parametrize("mark", ["seeds/a.txt", "seedread.toml"])
@pytest.mark.parametrize("inside", ["", "seeds", "annotations/a.txt", "deep/er"])
def test_the_nearest_folder_above_with_a_mark_is_the_workspace(here, monkeypatch, mark, inside):
    text(here / mark)
    folder = here / inside
    folder.mkdir(parents=True, exist_ok=True)
    space = find(folder)
    assert (space.root, space.seeds, kind(space)) == (here, here / "seeds", set())
    monkeypatch.chdir(folder)
    assert find().root == here


def test_the_nearer_of_two_workspaces_is_meant(here):
    text(here / "seeds/a.txt")
    text(here / "inner/seeds/b.txt")
    assert find(here / "inner").root == here / "inner"
    assert find(here / "inner/seeds/b.txt").root == here / "inner"
    assert find(here).root == here


def test_a_document_of_a_workspace_opens_the_workspace_at_it(here):
    text(here / "seeds/deep/a.txt")
    text(here / "seeds/0.txt")
    space = find(Path("seeds/deep/a.txt"))
    assert (space.root, space.start) == (here, "deep/a.txt")
    assert space.first().id == "deep/a.txt"


def test_a_file_beside_the_documents_opens_alone(here):
    text(here / "seeds/a.txt")
    readme = text(here / "README.md")
    space = find(readme)
    assert (space.root, space.only, kind(space)) == (here, "README.md", {"bare", "only"})
    assert [entry.id for entry in space.entries()] == ["README.md"]


def test_a_folder_of_texts_is_a_workspace_whose_documents_lie_in_it(here):
    text(here / "a.txt")
    text(here / "b/c.MD")
    text(here / "picture.png")
    text(here / "annotations/a.txt/notes.txt")
    space = find()
    assert (space.root, space.seeds, kind(space)) == (here, here, {"bare"})
    assert [entry.id for entry in space.entries()] == ["a.txt", "b/c.MD"]


def test_a_single_file_is_read_alone_whatever_its_name(here):
    alone = text(here / "letter.from-mei")
    text(here / "other.txt")
    space = find(alone)
    assert (space.root, space.only) == (here, "letter.from-mei")
    [entry] = space.entries()
    assert space.read(entry)[:2] == "很短"
    assert space.path_of(entry.id) == alone
    assert space.first() == entry


def test_where_there_is_nothing_the_sample_is_read_and_not_written_to(here):
    space = find()
    assert kind(space) == {"sample"}
    assert not space.writable
    assert len(space.entries()) == 5
    assert all(entry.problem == "" for entry in space.entries())
    text(here / "program.py")
    text(here / "deep/a.txt")
    assert find().sample


def test_a_folder_that_was_named_is_meant_even_if_it_is_empty(here):
    space = find(here)
    assert (space.root, kind(space), space.entries()) == (here, {"bare"}, [])
    assert space.first() is None


def test_no_such_path_is_said(here):
    for path in (here / "nothing", here / "no/thing", text(here / "file") / "below"):
        with pytest.raises(UnusableError) as error:
            find(path)
        assert str(path) in str(error.value)


@posix
def test_a_folder_that_is_gone_while_we_are_in_it_is_said(here):
    here.rmdir()
    with pytest.raises(UnusableError):
        find()


def test_dots_in_a_path_are_taken_out(here):
    text(here / "seeds/a.txt")
    (here / "deep").mkdir()
    assert find(Path("deep/../seeds/../deep")).root == here


def test_there_is_a_place_for_tags_or_it_is_asked_about_first(here):
    text(here / "a.txt")
    assert not find().founded
    (here / "annotations").mkdir()
    assert find().founded
    text(here / "w/seeds/a.txt")
    assert find(here / "w").founded


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to(here):
    text(here / "seeds/a.txt")
    here.chmod(0o500)
    assert not find(here).writable
    here.chmod(0o700)
    assert find(here).writable


# ---------------------------------------------------------------- the documents


def problems(space):
    return {entry.id: entry.problem for entry in space.entries() if entry.problem}


def ids(space):
    return [entry.id for entry in space.entries() if not entry.problem]


@pytest.fixture
def space(here):
    """A workspace with one good document, the last in order."""
    text(here / "seeds/z.txt")
    return find(here)


def test_documents_in_folders_are_named_by_their_path_in_order(space):
    for name in ("b/2.txt", "b/1.txt", "a.txt", "B.txt", "b.txt", "c/d/e"):
        text(space.seeds / name)
    wanted = sorted(["b/2.txt", "b/1.txt", "a.txt", "B.txt", "b.txt", "c/d/e", "z.txt"])
    assert [entry.id for entry in space.entries()] == wanted
    assert {entry.path for entry in space.entries()} == {space.seeds / id for id in wanted}


def test_hidden_files_and_folders_are_no_documents(space):
    text(space.seeds / ".hidden.txt")
    text(space.seeds / ".git/a.txt")
    assert ids(space) == ["z.txt"]


def test_an_empty_file_is_listed_with_the_reason(space):
    text(space.seeds / "a.txt", "")
    assert problems(space) == {"a.txt": "empty"}


def test_a_binary_file_is_read_by_nobody_and_passed_over(space):
    (space.seeds / "a.bin").write_bytes(bytes(range(256)) * 20)
    assert space.first().id == "z.txt"
    with pytest.raises(UnreadableError, match="binary"):
        space.read(space.find("a.bin"))


def test_names_that_are_kept_for_our_own_files(space):
    for name in ("_links/a.txt", "_x.txt", "topics.jsonl", "documents.jsonl"):
        text(space.seeds / name)
    text(space.seeds / "deep/_x.txt")
    text(space.seeds / "other.jsonl")
    assert set(problems(space)) == {"_links/a.txt", "_x.txt", "topics.jsonl", "documents.jsonl"}
    assert ids(space) == ["deep/_x.txt", "other.jsonl", "z.txt"]


@posix
def test_a_link_to_nothing(space):
    (space.seeds / "a.txt").symlink_to("nothing.txt")
    (space.seeds / "b.txt").symlink_to("b.txt")
    assert problems(space) == {"a.txt": "a link to nothing", "b.txt": "a link to nothing"}


@posix
def test_a_folder_that_contains_itself_is_listed_once(space):
    deep = space.seeds / "deep/er"
    text(deep / "a.txt")
    (deep / "loop").symlink_to(space.seeds)
    (deep / "self").symlink_to(deep)
    assert ids(space) == ["deep/er/a.txt", "z.txt"]
    assert set(problems(space)) == {"deep/er/loop", "deep/er/self"}
    assert "contains itself" in problems(space)["deep/er/loop"]


@posix
def test_a_linked_folder_and_file_are_read(space, tmp_path):
    text(tmp_path / "elsewhere/a.txt")
    (space.seeds / "b").symlink_to(tmp_path / "elsewhere")
    (space.seeds / "c.txt").symlink_to(tmp_path / "elsewhere/a.txt")
    assert ids(space) == ["b/a.txt", "c.txt", "z.txt"]


@posix
def test_what_is_no_file_does_not_hang_anything(space, monkeypatch):
    os.mkfifo(space.seeds / "a.txt")
    monkeypatch.chdir(space.seeds)  # the name of a socket may not be long
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("b.txt")
        assert problems(space) == dict.fromkeys(("a.txt", "b.txt"), "not a regular file")
    assert space.first().id == "z.txt"
    asked = find(space.seeds / "a.txt")
    assert (asked.root, asked.first().problem) == (space.root, "not a regular file")


@posix
def test_a_fifo_alone_is_refused(here):
    os.mkfifo(here / "pipe.txt")
    alone = find(here / "pipe.txt")
    assert problems(alone) == {"pipe.txt": "not a regular file"}
    assert alone.first() is None
    with pytest.raises(UnreadableError):
        alone.read(alone.entries()[0])


@posix
def test_a_name_that_is_no_utf8(space):
    try:
        Path(os.fsdecode(os.fsencode(space.seeds) + b"/\xff.txt")).write_text(TEXT, "utf-8")
    except OSError:
        pytest.skip("this disk has none")
    assert list(problems(space).values()) == ["its name is not UTF-8"]
    assert ids(space) == ["z.txt"]


@pytest.fixture
def locked(request):
    """Take permissions away for a test; as root they are only played to be gone."""
    paths = []

    def lock(path, mode):
        paths.append((path, path.stat().st_mode))
        path.chmod(mode)

    yield lock
    for path, mode in reversed(paths):
        path.chmod(mode)


no_root = pytest.mark.skipif(
    os.name == "nt" or os.geteuid() == 0, reason="root may read everything"
)


@no_root
@pytest.mark.parametrize("mode", [0o000, 0o400, 0o100])
def test_what_may_not_be_read_is_listed_with_the_reason(space, locked, mode):
    text(space.seeds / "a/1.txt")
    locked(text(space.seeds / "b.txt"), 0o000)
    locked(space.seeds / "a", mode)
    assert ids(space) == ["z.txt"]
    assert all(
        problem.lower().startswith(("permission", "no perm"))
        for problem in problems(space).values()
    )
    assert len(problems(space)) == 2


def denied(monkeypatch, *names):
    """Play that looking at or into some paths is not allowed, as it is to who is not root."""
    stat, listdir, scandir, may = os.stat, os.listdir, os.scandir, os.access

    def refuse(path):
        if isinstance(path, str | os.PathLike) and Path(path).name in names:
            raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "stat", lambda p, **k: (refuse(p), stat(p, **k))[1])
    monkeypatch.setattr(os, "listdir", lambda p: (refuse(p), listdir(p))[1])
    monkeypatch.setattr(os, "scandir", lambda p: (refuse(p), scandir(p))[1])
    monkeypatch.setattr(os, "access", lambda p, mode: Path(p).name not in names and may(p, mode))


def test_what_may_not_be_looked_at_is_listed_with_the_reason(space, monkeypatch):
    text(space.seeds / "a/1.txt")
    text(space.seeds / "b.txt")
    denied(monkeypatch, "a", "b.txt")
    assert ids(space) == ["z.txt"]
    assert problems(space) == dict.fromkeys(("a", "b.txt"), "Permission denied")
    assert space.first().id == "z.txt"


def test_a_path_that_may_not_be_looked_at_is_said(here, monkeypatch):
    denied(monkeypatch, "secret.txt")
    with pytest.raises(UnusableError, match="Permission denied"):
        find(text(here / "secret.txt"))


def test_a_document_that_vanished_since_it_was_listed(space):
    [entry] = space.entries()
    entry.path.unlink()
    with pytest.raises(UnreadableError, match="vanished"):
        space.read(entry)
    assert space.entries() == []


def test_documents_that_are_no_folder(here):
    text(here / "seedread.toml")
    assert find(here).entries() == []
    text(here / "seeds")
    assert find(here).entries() == []
    assert find(here).first() is None


# ---------------------------------------------------------------- finding one


@pytest.fixture
def several(space):
    for name in ("001_a.txt", "001_b.txt", "002_c.txt", "deep/a.txt"):
        text(space.seeds / name)
    text(space.seeds / "bad.txt", "")
    return space


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("001_a.txt", "001_a.txt"),
        ("002", "002_c.txt"),
        ("deep/a.txt", "deep/a.txt"),
        ("seeds/002_c.txt", "002_c.txt"),
        ("./seeds/../seeds/002_c.txt", "002_c.txt"),
        ("z.txt", "z.txt"),
    ],
)
def test_a_document_is_found_by_id_beginning_or_path(several, name, id):
    assert several.find(name).id == id
    assert several.find(str(several.path_of(id))).id == id


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("001", "001_a.txt, 001_b.txt"),
        ("3", "no document 3"),
        ("bad.txt", "empty"),
        ("bad", "empty"),
    ],
)
def test_a_document_that_is_not_found_is_said(several, name, said):
    with pytest.raises(UnusableError) as error:
        several.find(name)
    assert said in str(error.value)


# ---------------------------------------------------------------- what is said of documents


def about(space, *lines):
    text(space.root / "annotations/documents.jsonl", "".join(json.dumps(x) + "\n" for x in lines))


def test_a_title_that_was_given_counts_before_the_first_line(space):
    seed = space.read(space.find("z.txt"))
    assert space.title(seed) == "很短的一篇文章。"
    about(space, {"id": "other.txt", "title": "别的"}, {"id": "z.txt", "title": "题目"})
    assert find(space.root).title(seed) == "题目"


@pytest.mark.parametrize("given", ["", None, 7, ["x"]])
def test_a_title_that_is_none_does_not_count(space, given):
    about(space, {"id": "z.txt", "title": given, "encoding": given})
    seed = space.read(space.find("z.txt"))
    assert space.title(seed) == "很短的一篇文章。"


def test_an_encoding_that_was_given_is_obeyed(space):
    said = "圖書館裡的舊書很多，但是沒有人讀。\n"
    (space.seeds / "a.txt").write_bytes(said.encode("big5"))
    about(space, {"id": "a.txt", "encoding": "big5"})
    seed = space.read(space.find("a.txt"))
    assert (seed[0 : len(said)], seed.encoding) == (said, "big5")
    about(space, {"id": "a.txt", "encoding": "latin-1"})
    space.shelf.notice(["documents.jsonl"])
    assert space.read(space.find("a.txt")).encoding == "latin-1"


@pytest.mark.parametrize("name", ["no-such-encoding", "hex", "中文"])
def test_an_encoding_that_is_none_is_said(space, name):
    about(space, {"id": "z.txt", "encoding": name})
    with pytest.raises(UnreadableError, match="unknown encoding"):
        space.read(space.find("z.txt"))
    assert space.first() is None


def test_documents_that_have_tags(space):
    for doc in ("z.txt", "gone.txt", "deep/a.txt"):
        text(space.root / "annotations" / doc / "mei.jsonl")
    text(space.root / "annotations/_links/mei.jsonl")
    text(space.root / "annotations/other.txt/notes.md")
    text(space.root / "annotations/third.txt/.mei.jsonl.x.tmp")
    assert sorted(space.annotated()) == ["deep/a.txt", "gone.txt", "z.txt"]
    assert space.tag_files("z.txt") == ["z.txt/mei.jsonl"]


def test_a_workspace_with_no_annotations_at_all(space):
    assert list(space.annotated()) == []
    assert space.codebook.topics == []
    assert space.documents == {}
    assert isinstance(space, Workspace)
