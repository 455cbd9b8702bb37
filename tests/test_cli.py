"""The commands, as a person or a script meets them: what is printed, what is written, the code."""

import json
import os
import re
import subprocess
import sys
import types
from pathlib import Path
from unicodedata import east_asian_width

import pytest

from seedread.cli import main
from seedread.commands.table import COMMANDS

SHIPPED = Path(__file__).parent.parent
FIRST, SECOND = "000_7ce4e99437b5047b.txt", "001_6cbf5dd94d21163e.txt"
COMMAND = [sys.executable, "-m", "seedread"]


@pytest.fixture
def say(workspace, capsys):
    """Give a command to the workspace: returns code, lines, complaint."""

    def say(*words):
        code = main(["-C", str(workspace), *map(str, words)])
        printed = capsys.readouterr()
        return code, printed.out.splitlines(), printed.err

    return say


@pytest.fixture
def bare(tmp_path):
    root = tmp_path / "bare"
    root.mkdir()
    (root / "甲.txt").write_text("第一句。第二句。\n第三句。\n", "utf-8")
    (root / "notes.pdf").write_bytes(b"%PDF\0")
    return root


def records(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def text(document):
    return (SHIPPED / "seeds" / document).read_text("utf-8")


# What a first word means


def test_help_lists_the_commands_there_are_and_no_others(capsys):
    assert main(["--help"]) == 0
    _, _, commands = capsys.readouterr().out.partition("commands ")
    listed = re.findall(r"^  ([\w-]+(?: \w+)?)  +[a-z]", commands, re.MULTILINE)
    assert listed == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name, capsys):
    assert main([*name.split(), "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"usage: seedread {name}")


def test_version(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == "seedread 0.1.0\n"


@pytest.mark.parametrize(
    "words",
    [
        ["nothing-here"],
        ["list", "--nothing"],
        ["list", "more"],
        ["list", "--js"],
        ["tag", "x", "0"],
        ["tag", "x", "a", "b", "t"],
        ["untag"],
        ["topics"],
        ["topics", "burn"],
        ["-C", "nowhere", "list"],
        ["-C"],
        ["--as", "Mei Li", "tag", FIRST, "0", "1", "chip-gap"],
        ["\x1b[31mx"],
        ["list", "\x1b]0;x\x07\u202e"],
    ],
)
def test_bad_usage_is_one_plain_line_and_code_2(workspace, capsys, monkeypatch, words):
    monkeypatch.chdir(workspace)
    assert main(words) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("seedread: ")
    assert printed.err.count("\n") == 1
    assert printed.err[:-1].isprintable()


def test_options_of_all_commands_stand_before_or_behind(workspace, capsys):
    for words in (["-C", workspace, "list"], ["list", "-C", workspace, "--as", "mei"]):
        assert main([str(w) for w in words]) == 0
        assert FIRST in capsys.readouterr().out


# Opening


@pytest.fixture
def screen(monkeypatch):
    """Stand in for the screens, on something that says it is a terminal."""
    shown = []
    app = types.ModuleType("seedread.ui.app")
    app.run = lambda space, name: shown.append((space, name)) or 0
    monkeypatch.setitem(sys.modules, "seedread.ui.app", app)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    return shown


def test_without_a_command_it_opens(workspace, screen, monkeypatch):
    monkeypatch.chdir(workspace / "seeds")
    assert main([]) == 0
    [(space, name)] = screen
    assert (space.root, name) == (workspace, None)


def test_a_path_opens_with_the_name_that_was_said(workspace, screen):
    assert main([str(workspace / "seeds" / SECOND), "--as", "mei"]) == 0
    [(space, name)] = screen
    assert (space.start, name) == (SECOND, "mei")


def test_a_folder_may_be_called_like_a_command(tmp_path, screen, monkeypatch):
    (tmp_path / "tags").mkdir()
    monkeypatch.chdir(tmp_path)
    assert main(["./tags"]) == main(["--", "tags"]) == 0
    assert [space.root for space, _ in screen] == [tmp_path / "tags"] * 2


def test_two_dots_are_the_folder_above(workspace, screen, monkeypatch):
    inside = workspace / "a"
    (inside / "seeds").mkdir(parents=True)
    monkeypatch.chdir(inside)
    assert main([".."]) == 0
    assert screen[0][0].root == workspace


def test_no_terminal_no_screen(workspace, capsys):
    assert main([str(workspace)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "terminal" in printed.err
    assert "seedread list" in printed.err


def test_a_dumb_terminal_is_none(workspace, screen, monkeypatch, capsys):
    monkeypatch.setenv("TERM", "dumb")
    assert main([str(workspace)]) == 2
    assert screen == []


# list


def test_list_as_json(say):
    code, lines, _ = say("list", "--json")
    listed = [json.loads(line) for line in lines]
    assert code == 0
    assert [d["id"] for d in listed] == sorted(p.name for p in (SHIPPED / "seeds").iterdir())
    keys = ["id", "title", "script", "characters", "tags", "tagged"]
    assert all(list(d) == keys for d in listed)
    assert [d["script"] for d in listed] == ["hans", "hans", "hans", "hans", "hant"]
    assert [d["characters"] for d in listed] == [len(text(d["id"])) for d in listed]
    assert {d["tags"] for d in listed} == {0}
    assert {d["tagged"] for d in listed} == {0}


def test_list_counts_the_sentences_that_meet_a_tag(bare, capsys):
    topics = (SHIPPED / "annotations" / "topics.jsonl").read_bytes()
    (bare / "annotations").mkdir()
    (bare / "annotations" / "topics.jsonl").write_bytes(topics)
    at = ["-C", str(bare)]
    assert main([*at, "tag", "甲.txt", "3", "6", "chip-gap", "--as", "mei"]) == 0
    assert main([*at, "tag", "甲.txt", "0", "1", "chip-gap", "--as", "li"]) == 0
    capsys.readouterr()
    main([*at, "list", "--json"])
    [listed] = map(json.loads, capsys.readouterr().out.splitlines())
    assert (listed["tags"], listed["tagged"]) == (2, 0.667)


def test_list_for_people_is_aligned_by_cells(say):
    _, lines, _ = say("list")
    assert len(lines) == 6
    begins = {width(line[: re.search("hans|hant|script", line).start()]) for line in lines}
    assert len(begins) == 1
    assert len({width(line) for line in lines}) == 1


def width(line):
    return sum(1 + (east_asian_width(c) in "WF") for c in line)


def test_list_names_what_cannot_be_read_and_why(say, workspace):
    (workspace / "seeds" / "void.txt").touch()
    (workspace / "seeds" / "code.txt").write_bytes(bytes(range(256)))
    os.mkfifo(workspace / "seeds" / "pipe")
    code, lines, _ = say("list", "--json")
    problems = {d["id"]: d["problem"] for d in map(json.loads, lines) if "problem" in d}
    assert code == 0
    assert problems["void.txt"] == "empty"
    assert set(problems) == {"void.txt", "code.txt", "pipe"}
    code, lines, _ = say("list")
    assert code == 0
    assert sum("empty" in line for line in lines) == 1


def test_list_of_nothing_says_so(tmp_path, capsys):
    assert main(["list", "-C", str(tmp_path)]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "no documents" in printed.err


# tag, untag, tags


def test_a_tag_is_written_as_the_format_has_it(say, workspace):
    code, [id], _ = say("tag", FIRST, 772, 831, "chip-gap", "--note", "二〇二五", "--as", "mei")
    assert code == 0
    assert re.fullmatch("[0-9a-hjkmnp-tv-z]{10}", id)
    [line] = records(workspace / "annotations" / FIRST / "mei.jsonl")
    whole = text(FIRST)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", line.pop("at"))
    assert line == {
        "id": id,
        "start": 772,
        "end": 831,
        "quote": whole[772:831],
        "before": whole[764:772],
        "after": whole[831:839],
        "topics": ["chip-gap"],
        "note": "二〇二五",
        "by": "mei",
        "rev": "e7838cbb08d6",
    }


def test_tagging_a_passage_again_adds_the_topic(say, workspace):
    _, [id], _ = say("tag", FIRST, 10, 20, "trade-talks", "--as", "mei")
    code, [again], _ = say("tag", FIRST, 10, 20, "chip-gap", "--note", "why", "--as", "mei")
    assert (code, again) == (0, id)
    _, [other], _ = say("tag", FIRST, 10, 20, "chip-gap", "--as", "li")
    assert other != id
    [line] = records(workspace / "annotations" / FIRST / "mei.jsonl")
    assert (line["topics"], line["note"]) == (["chip-gap", "trade-talks"], "why")


def test_a_note_is_added_to_a_note(say, workspace):
    for note in ("one", "two", "one"):
        say("tag", FIRST, 10, 20, "chip-gap", "--note", note, "--as", "mei")
    [line] = records(workspace / "annotations" / FIRST / "mei.jsonl")
    assert line["note"] == "one\ntwo"


def test_what_is_there_already_is_not_written_again(say, workspace):
    say("tag", FIRST, 10, 20, "chip-gap", "--as", "mei")
    file = workspace / "annotations" / FIRST / "mei.jsonl"
    before = file.stat().st_ino
    assert say("tag", FIRST, 10, 20, "chip-gap", "--as", "mei")[0] == 0
    assert file.stat().st_ino == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((FIRST, 5, 5, "chip-gap"), "5 5"),
        ((FIRST, -1, 5, "chip-gap"), "-1 5"),
        ((FIRST, 0, 10**9, "chip-gap"), "8429"),
        ((FIRST, 9, 3, "chip-gap"), "9 3"),
        (("00", 0, 1, "chip-gap"), "which of"),
        (("nothing", 0, 1, "chip-gap"), "no document nothing"),
        ((FIRST, 0, 1, "chip-gape"), "did you mean chip-gap"),
        ((FIRST, 0, 1, "chip-gap", "芯片代"), "did you mean chip-gap"),
        ((FIRST, 0, 1, "zzzzzz"), "no topic zzzzzz"),
    ],
)
def test_what_cannot_be_tagged(say, workspace, words, told):
    code, lines, complaint = say("tag", *words, "--as", "mei")
    assert (code, lines) == (2, [])
    assert told in complaint
    assert not (workspace / "annotations" / FIRST).exists()


def test_nobody_tags(say):
    code, _, complaint = say("tag", FIRST, 0, 5, "chip-gap")
    assert code == 2
    assert "--as" in complaint


def test_the_environment_and_the_settings_say_who_tags(say, workspace, monkeypatch):
    from seedread import settings

    settings.keep("", "annotator", "mei")
    say("tag", FIRST, 0, 5, "chip-gap")
    monkeypatch.setenv("SEEDREAD_AS", "li")
    say("tag", FIRST, 0, 5, "chip-gap")
    names = sorted(p.name for p in (workspace / "annotations" / FIRST).iterdir())
    assert names == ["li.jsonl", "mei.jsonl"]


def test_a_document_goes_by_its_beginning_or_path(say, workspace, monkeypatch):
    monkeypatch.chdir(workspace / "seeds")
    assert say("tag", "001", 0, 5, "chip-gap", "--as", "mei")[0] == 0
    assert say("tag", SECOND, 0, 6, "chip-gap", "--as", "mei")[0] == 0
    assert say("tag", workspace / "seeds" / SECOND, 0, 7, "chip-gap", "--as", "mei")[0] == 0
    assert len(records(workspace / "annotations" / SECOND / "mei.jsonl")) == 3


def test_tagging_in_a_bare_folder_makes_a_place(bare, capsys):
    assert main(["-C", str(bare), "tag", "甲.txt", "0", "4", "chip-gap", "--as", "mei"]) == 0
    assert len(records(bare / "annotations" / "甲.txt" / "mei.jsonl")) == 1
    shipped = (SHIPPED / "annotations" / "topics.jsonl").read_bytes()
    assert (bare / "annotations" / "topics.jsonl").read_bytes() == shipped
    assert sorted(p.name for p in bare.iterdir()) == ["annotations", "notes.pdf", "甲.txt"]


def test_a_mistake_in_a_bare_folder_makes_nothing(bare, capsys):
    assert main(["-C", str(bare), "tag", "甲.txt", "0", "4", "nothing", "--as", "mei"]) == 2
    assert not (bare / "annotations").exists()


def test_the_shipped_documents_cannot_be_tagged(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["tag", FIRST, "0", "5", "chip-gap", "--as", "mei"]) == 2
    assert main(["topics", "add", "x"]) == 2
    assert capsys.readouterr().err.count("seedread init") == 2


def test_what_cannot_be_saved_is_said(say, workspace):
    file = workspace / "annotations" / FIRST / "mei.jsonl"
    file.parent.mkdir()
    file.write_bytes(b"<<<<<<< a\n=======\n>>>>>>> b\n")
    code, lines, complaint = say("tag", FIRST, 0, 5, "chip-gap", "--as", "mei")
    assert (code, lines) == (2, [])
    assert "conflict markers" in complaint
    assert file.read_bytes() == b"<<<<<<< a\n=======\n>>>>>>> b\n"


def test_untag(say, workspace):
    _, [id], _ = say("tag", FIRST, 0, 5, "chip-gap", "--as", "mei")
    _, [kept], _ = say("tag", FIRST, 5, 9, "chip-gap", "--as", "mei")
    assert say("untag", id, "--as", "mei")[0] == 0
    [line] = records(workspace / "annotations" / FIRST / "mei.jsonl")
    assert line["id"] == kept


def test_untag_is_only_for_ones_own(say, workspace):
    _, [id], _ = say("tag", FIRST, 0, 5, "chip-gap", "--as", "li")
    code, _, complaint = say("untag", id, "--as", "mei")
    assert code == 2
    assert "li" in complaint
    assert len(records(workspace / "annotations" / FIRST / "li.jsonl")) == 1
    code, _, complaint = say("untag", "zzzzzzzzzz", "--as", "mei")
    assert code == 2
    assert "no tag" in complaint


def test_tags_as_json_are_the_lines_and_where_they_stand(say, workspace):
    say("tag", SECOND, 20, 30, "chip-gap", "--as", "mei")
    say("tag", FIRST, 20, 30, "chip-gap", "--as", "li")
    say("tag", FIRST, 10, 20, "trade-talks", "--as", "mei")
    code, lines, _ = say("tags", "--json")
    found = [json.loads(line) for line in lines]
    assert code == 0
    assert [(f["doc"], f["start"], f["by"]) for f in found] == [
        (FIRST, 10, "mei"),
        (FIRST, 20, "li"),
        (SECOND, 20, "mei"),
    ]
    [line] = records(workspace / "annotations" / SECOND / "mei.jsonl")
    assert found[2] == {"doc": SECOND, **line, "status": "exact", "now": [20, 30]}
    assert list(found[2]) == ["doc", *line, "status", "now"]


def ids(lines):
    return {json.loads(line)["id"] for line in lines}


def test_tags_are_chosen_by_topic_document_and_person(say):
    _, [a], _ = say("tag", FIRST, 0, 5, "chip-gap", "trade-talks", "--as", "mei")
    _, [b], _ = say("tag", FIRST, 0, 5, "chip-gap", "--as", "li")
    _, [c], _ = say("tag", SECOND, 0, 5, "decoupling", "--as", "mei")
    assert ids(say("tags", "--json", "--topic", "chip-gap")[1]) == {a, b}
    assert ids(say("tags", "--json", "--topic", "order-ecosystem")[1]) == {c}
    assert ids(say("tags", "--json", "--doc", "001")[1]) == {c}
    assert ids(say("tags", "--json", "--by", "mei")[1]) == {a, c}
    assert ids(say("tags", "--json", "--by", "mei", "--doc", FIRST)[1]) == {a}
    assert say("tags", "--json", "--topic", "markets") == (0, [], "")


def test_tags_of_a_topic_nobody_knows(say):
    code, _, complaint = say("tags", "--topic", "chip-gp")
    assert code == 2
    assert "chip-gap" in complaint


def test_tags_of_a_document_that_changed_or_went(say, workspace):
    say("tag", FIRST, 772, 831, "chip-gap", "--as", "mei")
    say("tag", SECOND, 20, 30, "chip-gap", "--as", "mei")
    first = workspace / "seeds" / FIRST
    first.write_bytes("新\n".encode() + first.read_bytes())
    (workspace / "seeds" / SECOND).unlink()
    _, lines, _ = say("tags", "--json")
    moved, gone = map(json.loads, lines)
    assert (moved["status"], moved["now"], moved["start"]) == ("moved", [774, 833], 772)
    assert (gone["doc"], gone["status"], gone["now"]) == (SECOND, "orphan", None)
    assert ids(say("tags", "--json", "--doc", SECOND)[1]) == {gone["id"]}
    assert "orphan" in "".join(say("tags")[1])


HOSTILE = "a\x1b]0;t\x07\x9b31m\u202eb\u200b\U000e0041\x7f"


def test_foreign_text_obeys_nobody(say, workspace, capsys):
    say("tag", FIRST, 0, 5, "chip-gap", "--note", HOSTILE, "--as", "mei")
    for words in (["tags"], ["tags", "--json"]):
        _, lines, _ = say(*words)
        assert lines
        assert all(line.isprintable() for line in lines)
    assert json.loads(lines[0])["note"] == HOSTILE


def test_names_that_are_no_text_can_be_listed(say, workspace):
    name = os.fsdecode(b"\xff\x1b[2J.txt")
    (workspace / "seeds" / name).write_text("字")
    assert say("list")[0] == 0
    _, lines, _ = say("list", "--json")
    assert json.loads(lines[-1])["id"] == name


# topics


def test_topics_as_json_are_the_lines_of_the_file(say, workspace):
    _, lines, _ = say("topics", "list", "--json")
    assert [json.loads(line) for line in lines] == records(
        workspace / "annotations" / "topics.jsonl"
    )


def test_topics_for_people_name_all_in_both_scripts(say):
    _, lines, _ = say("topics", "list")
    assert len(lines) == 35
    assert any("chip-gap" in x and "芯片代差" in x and "晶片代差" in x for x in lines)


def test_add_a_topic(say, workspace):
    words = ("--en", "Green AI", "--hans", "绿色软件", "--parent", "technology")
    code, lines, _ = say("topics", "add", "green-ai", *words, "--definition", "x")
    assert (code, lines) == (0, ["green-ai"])
    book = {r["id"]: r for r in records(workspace / "annotations" / "topics.jsonl")}
    assert len(book) == 36
    assert list(book) == sorted(book)
    made = book.pop("green-ai")
    assert list(made) == list(book["chip-gap"])
    assert (made["en"], made["hans"], made["hant"]) == ("Green AI", "绿色软件", "綠色軟件")
    assert (made["parent"], made["definition"], made["pin"]) == ("technology", "x", None)
    assert 1 <= len(made["mark"]) <= 2
    assert made["mark"] not in {r["mark"] for r in book.values()}
    assert say("check")[0] == 0


def test_a_traditional_name_gives_the_simplified_one(say, workspace):
    say("topics", "add", "law", "--hant", "法律與規範")
    [made] = [r for r in records(workspace / "annotations" / "topics.jsonl") if r["id"] == "law"]
    assert (made["hans"], made["hant"], made["parent"]) == ("法律与规范", "法律與規範", None)


@pytest.mark.parametrize(
    "words",
    [
        ["Chip Gap"],
        ["芯片"],
        ["a--b"],
        ["x" * 49],
        ["chip-gap"],
        ["new", "--parent", "nothing"],
        ["new", "--parent", "chip-gap"],
    ],
)
def test_topics_that_cannot_be_added(say, workspace, words):
    before = (workspace / "annotations" / "topics.jsonl").read_bytes()
    assert say("topics", "add", *words)[0] == 2
    assert (workspace / "annotations" / "topics.jsonl").read_bytes() == before


def test_a_codebook_of_ones_own_begins_with_one_topic(bare, capsys):
    assert main(["-C", str(bare), "topics", "add", "mine"]) == 0
    assert [r["id"] for r in records(bare / "annotations" / "topics.jsonl")] == ["mine"]
    assert main(["-C", str(bare), "tag", "甲.txt", "0", "2", "mine", "--as", "mei"]) == 0


# init, and what git makes of it


def git(root, *words, **more):
    person = ("-c", "user.name=X", "-c", "user.email=x@x.example")
    command = ["git", "-C", root, *person, *words]
    return subprocess.run(command, check=False, capture_output=True, text=True, **more)


def tree(root):
    files = (p for p in root.rglob("*") if p.is_file())
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in files}


ATTRIBUTES = b"annotations/** text eol=lf merge=seedread diff=seedread\n"


def test_init_makes_a_workspace(tmp_path, capsys):
    root = tmp_path / "new" / "place"
    assert main(["init", str(root)]) == 0
    assert "git init" in capsys.readouterr().out
    assert (root / "seeds").is_dir()
    made = tree(root)
    assert made.pop("seedread.toml").startswith(b"#")
    assert made == {
        ".gitattributes": b"seeds/** -text\n" + ATTRIBUTES,
        "annotations/topics.jsonl": (SHIPPED / "annotations" / "topics.jsonl").read_bytes(),
    }


def test_init_twice_changes_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "-q")
    main(["init"])
    before = tree(tmp_path)
    capsys.readouterr()
    assert main(["init"]) == 0
    assert "already" in capsys.readouterr().out
    assert tree(tmp_path) == before


def test_init_overwrites_nothing(tmp_path, capsys):
    (tmp_path / "annotations").mkdir()
    git(tmp_path, "init", "-q")
    git(tmp_path, "config", "core.quotepath", "true")
    mine = {
        "annotations/topics.jsonl": b'{"id": "mine"}\n',
        "seedread.toml": b"# mine\n",
        ".gitattributes": b"*.png binary\nseeds/**   -text",
    }
    for name, data in mine.items():
        (tmp_path / name).write_bytes(data)
    main(["init", str(tmp_path)])
    after = tree(tmp_path)
    assert "left as it is" in capsys.readouterr().out
    mine[".gitattributes"] += b"\n" + ATTRIBUTES
    assert {name: after[name] for name in mine} == mine
    assert git(tmp_path, "config", "core.quotepath").stdout == "true\n"


def test_init_stays_out_of_what_belongs_to_a_workspace(workspace, capsys):
    main(["init", str(workspace)])
    assert main(["init", str(workspace / "seeds" / "more")]) == 2
    assert not (workspace / "seeds" / "more").exists()


def test_init_counts_texts_that_lie_beside(bare, capsys):
    main(["init", str(bare)])
    assert "texts beside it: 1" in capsys.readouterr().out


@pytest.fixture
def shared(workspace, capsys):
    """A workspace in git with one tag of mei's in it."""
    git(workspace, "init", "-q", "-b", "main")
    main(["init", str(workspace)])
    words = ["-C", str(workspace), "--as", "mei", "tag", "000", "100", "120", "chip-gap"]
    main([*words, "--note", "他说的是规范吗"])
    git(workspace, "add", "-A")
    git(workspace, "commit", "-qm", "first")
    capsys.readouterr()
    return workspace


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_git_shows_a_changed_field_word_by_word(shared, locale):
    file = shared / "annotations" / FIRST / "mei.jsonl"
    file.write_text(
        file.read_text("utf-8").replace("规范吗", "标准").replace("120", "121"), "utf-8"
    )
    diff = git(
        *(shared, "diff", "--word-diff", "--no-color", "--no-textconv"),
        encoding="utf-8",
        env={**os.environ, "LC_ALL": locale},
    ).stdout
    assert '"end": [-120-]{+121+}, "quote": "' in diff
    assert ("[-规范吗-]{+标准+}" in diff) or ("[-他说的是规范吗-]{+他说的是标准+}" in diff)


def test_git_shows_chinese_names_as_they_are(shared):
    (shared / "seeds" / "甲.txt").write_text("x")
    assert "?? seeds/甲.txt" in git(shared, "status", "--short").stdout


def test_git_merges_without_our_driver_as_it_always_does(shared):
    git(shared, "config", "--remove-section", "merge.seedread")

    def branch(name, start):
        git(shared, "checkout", "-qb", name, "main")
        words = f"-C {shared} tag 000 {start} {start + 5} chip-gap --as mei"
        assert main(words.split()) == 0
        assert git(shared, "commit", "-qam", name).returncode == 0

    branch("before", 10)
    branch("behind", 500)
    branch("also-behind", 600)
    git(shared, "checkout", "-q", "before")
    clean = git(shared, "merge", "-q", "behind")
    assert (clean.returncode, clean.stderr) == (0, "")
    starts = [r["start"] for r in records(shared / "annotations" / FIRST / "mei.jsonl")]
    assert starts == [10, 100, 500]
    unclear = git(shared, "merge", "-q", "also-behind")
    assert unclear.returncode == 1
    assert b"<<<<<<<" in (shared / "annotations" / FIRST / "mei.jsonl").read_bytes()


# How it ends, in a process of its own


def run(*words, **more):
    return subprocess.run([*COMMAND, *map(str, words)], check=False, capture_output=True, **more)


def loaded(workspace, *words):
    """Give a command in a new process; returns which top packages it loaded."""
    code = (
        "import sys, os; from seedread.cli import main; code = main(sys.argv[1:]);"
        "sys.stdout.flush(); os.write(2, chr(10).join(sys.modules).encode()); sys.exit(code)"
    )
    command = [sys.executable, "-c", code, *map(str, words)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=workspace)
    assert done.returncode == 0, done.stderr
    return {name.partition(".")[0] for name in done.stderr.splitlines()}


SCREEN, CHINESE = {"textual"}, {"opencc", "jieba", "pypinyin"}


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["tag", "--help"]])
def test_a_word_about_itself_loads_almost_nothing(tmp_path, words):
    assert not loaded(tmp_path, *words) & (SCREEN | CHINESE | {"rich", "tomlkit", "platformdirs"})


@pytest.mark.parametrize(
    "words",
    [
        ["init"],
        ["list"],
        ["tags"],
        ["tag", "000", "0", "5", "chip-gap", "--as", "mei"],
        ["topics", "list"],
        ["check"],
    ],
)
def test_no_command_loads_the_screens_nor_what_only_they_need(workspace, words):
    assert not loaded(workspace, *words) & (SCREEN | CHINESE)


def test_adding_a_topic_loads_the_conversion_but_no_screen(workspace):
    found = loaded(workspace, "topics", "add", "law", "--hans", "法律")
    assert "opencc" in found
    assert not found & {"textual", "jieba"}


def test_python_m_seedread_is_seedread(workspace):
    done = run("list", "--json", "-C", workspace)
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(done.stdout.splitlines()) == 5


def test_a_reader_that_leaves_is_no_error(workspace):
    command = [*COMMAND, "topics", "list", "--json", "-C", workspace]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_is_said(workspace):
    with Path("/dev/full").open("w") as full:
        command = [*COMMAND, "list", "-C", workspace]
        done = subprocess.run(command, check=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert done.stderr.startswith(b"seedread: No space left")


@pytest.mark.parametrize("words", [["list"], ["list", "--json"], ["topics", "list", "--json"]])
def test_a_terminal_without_chinese_gets_escapes(workspace, words):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = run(*words, "-C", workspace, env=environment)
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode("ascii").splitlines()
    if "--json" in words:
        assert any("\u4e00" <= c <= "\u9fff" for line in lines for c in str(json.loads(line)))


def test_ctrl_c_is_quiet(workspace, monkeypatch, capsys):
    def interrupted(options):
        raise KeyboardInterrupt

    monkeypatch.setattr("seedread.commands.listing.documents", interrupted)
    assert main(["list", "-C", str(workspace)]) == 130
    assert capsys.readouterr() == ("", "")
