"""`seedread topics`: the codebook changed without a screen, and the tags that follow."""

import json

import pytest

from seedread.cli import main
from seedread.tags.acts import Log
from seedread.tags.history import History
from seedread.workspace import find

FIRST, SECOND = "000_7ce4e99437b5047b.txt", "001_6cbf5dd94d21163e.txt"


@pytest.fixture
def say(workspace, capsys):
    """Give a command to the workspace: returns code, lines, complaint."""

    def say(*words):
        code = main(["-C", str(workspace), *map(str, words)])
        printed = capsys.readouterr()
        return code, printed.out.splitlines(), printed.err

    return say


@pytest.fixture
def tagged(say):
    """Tags of mei and li with chip-gap in two documents; returns mei's ids."""
    ids = []
    for by, doc, start in (("mei", FIRST, 0), ("mei", SECOND, 9), ("li", FIRST, 0)):
        ids += say("tag", doc, start, start + 5, "chip-gap", "--as", by)[1]
    return ids[:2]


def book(workspace):
    lines = (workspace / "annotations" / "topics.jsonl").read_text("utf-8").splitlines()
    return {topic["id"]: topic for topic in map(json.loads, lines)}


def topics(workspace, by, *docs):
    """Return the topics of every tag of a person."""
    files = (workspace / "annotations" / doc / f"{by}.jsonl" for doc in docs or (FIRST, SECOND))
    return [json.loads(x)["topics"] for f in files for x in f.read_text("utf-8").splitlines()]


def tree(workspace):
    files = (p for p in (workspace / "annotations").rglob("*.jsonl"))
    return {p.relative_to(workspace).as_posix(): p.read_bytes() for p in files}


@pytest.mark.parametrize(
    ("words", "fields", "told"),
    [
        (
            ("rename", "chip-gap", "--hans", "芯片差距"),
            {"hans": "芯片差距", "hant": "芯片差距"},
            "chip-gap is now",
        ),
        (("move", "chip-gap", "markets"), {"parent": "markets"}, "in the group markets"),
        (("move", "chip-gap"), {"parent": None}, "in no group"),
        (
            ("describe", "chip-gap", "--include", "x", "--keywords-hans", "芯片、显卡,卡"),
            {"include": "x"},
            "include, keywords hans written",
        ),
        (("colour", "chip-gap", "#ABCDEF"), {"colour": "#abcdef"}, "now #abcdef"),
        (("mark", "chip-gap", "芯"), {"mark": "芯"}, "has the mark 芯"),
        (("pin", "chip-gap", "1"), {"pin": 1}, "pinned to 1, taken from standards-war"),
        (("pin", "chip-gap"), {"pin": None}, "has no digit"),
        (("retire", "chip-gap"), {"retired": True}, "chip-gap is retired"),
    ],
)
def test_a_topic_changes_and_its_id_stays(say, workspace, words, fields, told):
    before = book(workspace)
    code, lines, _ = say("topics", *words)
    assert (code, len(lines)) == (0, 1)
    assert told in lines[0]
    after = book(workspace)
    assert {key: after["chip-gap"][key] for key in fields} == fields
    other = {id for id in before if before[id] != after[id]}
    assert other <= {"chip-gap", "standards-war"}
    assert say("check")[0] == 0


def test_merge_rewrites_ones_own_tags_and_tells_of_the_others(say, workspace, tagged):
    before = tree(workspace)
    code, lines, _ = say("topics", "merge", "chip-gap", "domestic-substitution", "--as", "mei")
    assert (code, lines[0].partition(":")[2]) == (
        0,
        " 2 tags of yours rewritten, chip-gap is retired",
    )
    assert lines[1:] == [f"li still has 1 tag with chip-gap in {FIRST}"]
    assert topics(workspace, "mei") == [["domestic-substitution"]] * 2
    assert topics(workspace, "li", FIRST) == [["chip-gap"]]
    assert book(workspace)["chip-gap"]["retired"] is True
    assert say("check")[0] == 0
    space = find(workspace)
    assert "undone: merged" in History(space.shelf, Log.of(space.root)).undo(FIRST, "mei").message
    assert tree(workspace) == before


def test_split_lists_the_tags_then_sends_them(say, workspace, tagged, tmp_path):
    words = ("topics", "split", "chip-gap", "--into", "gap-old", "gap-new", "--as", "mei")
    code, lines, _ = say(*words)
    listed = [json.loads(line) for line in lines]
    assert (code, [one["id"] for one in listed]) == (0, tagged)
    assert [list(one) for one in listed] == [["id", "doc", "quote"]] * 2
    assert book(workspace)["gap-new"]["parent"] == book(workspace)["chip-gap"]["parent"]
    sent = tmp_path / "sent.jsonl"
    for n, target in enumerate(("gap-old", "gap-new")):
        sent.write_text(json.dumps({"id": tagged[n], "topics": [target]}) + "\n\n")
        code, lines, _ = say(*words, "--assign", sent)
        assert code == 0
    assert topics(workspace, "mei") == [["gap-old"], ["gap-new"]]
    assert "chip-gap is retired" in lines[0]
    assert lines[1:] == [f"li still has 1 tag with chip-gap in {FIRST}"]
    assert say("check")[0] == 0


def test_retiring_tells_who_has_it_and_can_be_taken_back(say, workspace, tagged):
    _, lines, _ = say("topics", "retire", "chip-gap", "--as", "mei")
    assert lines[1:] == [f"li still has 1 tag with chip-gap in {FIRST}"]
    before = book(workspace)
    _, lines, _ = say("topics", "retire", "chip-gap", "--back")
    assert lines == ["chip-gap is brought back"]
    assert before.pop("chip-gap") != book(workspace).pop("chip-gap")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("rename", "chip-gap"), "which name"),
        (("rename", "chip-gaps", "--en", "x"), "did you mean chip-gap"),
        (("move", "chip-gap", "ai-labor"), "no group itself"),
        (("describe", "chip-gap"), "what of it"),
        (("colour", "chip-gap", "red"), "six hexadecimal digits"),
        (("pin", "chip-gap", "0"), "1 to 9"),
        (("merge", "chip-gap", "ai-labor"), "who is annotating"),
        (("merge", "markets", "ai-labor", "--as", "mei"), "is a group of"),
        (("split", "chip-gap", "--into", "A B", "--as", "mei"), "lower-case"),
        (("split", "chip-gap", "--assign", "nowhere", "--as", "mei"), "No such file"),
        (("retire", "markets"), "is a group of"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(say, workspace, words, told):
    before = tree(workspace)
    code, lines, complaint = say("topics", *words)
    assert (code, lines) == (2, [])
    assert told in complaint
    assert tree(workspace) == before


@pytest.mark.parametrize(
    "line", ["x", "[]", '{"id": 1, "topics": []}', '{"id": "x"}', '{"id": "none", "topics": ["a"]}']
)
def test_what_cannot_be_assigned(say, workspace, tagged, tmp_path, line):
    (tmp_path / "sent").write_text(line)
    before = tree(workspace)
    words = ("--assign", tmp_path / "sent", "--as", "mei")
    assert say("topics", "split", "chip-gap", *words)[0] == 2
    assert tree(workspace) == before


def test_a_file_that_cannot_be_written_leaves_all_as_it_was(say, workspace, tagged):
    with (workspace / "annotations" / SECOND / "mei.jsonl").open("a") as file:
        file.write("<<<<<<< ours\n=======\n>>>>>>> theirs\n")
    before = tree(workspace)
    code, _, complaint = say("topics", "merge", "chip-gap", "ai-labor", "--as", "mei")
    assert code == 2
    assert "nothing was changed" in complaint
    assert tree(workspace) == before
