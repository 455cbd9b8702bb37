"""What one person can do to a document, without a screen."""

import hashlib
import json

import pytest

from seedread.reading import Reading
from seedread.tags.edit import Edit
from seedread.tags.history import History
from seedread.tags.record import Record
from seedread.tags.tag import make
from seedread.text.passage import Passage
from seedread.workspace import find

DOC, OTHER = "000_7ce4e99437b5047b.txt", "001_6cbf5dd94d21163e.txt"
HERE, THERE = Passage(10, 17), Passage(50, 57)
A, B, C = "standards-war", "trade-measures", "domestic-chips"


@pytest.fixture
def space(workspace):
    return find(workspace)


def opened(space, doc=DOC, by="mei", history=None):
    seed = space.read(space.find(doc))
    reading = Reading(space, seed, history or History(space.shelf), by)
    reading.gather()
    return reading


@pytest.fixture
def reading(space):
    return opened(space)


def lines(reading, by="mei", doc=DOC):
    file = reading.workspace.root / "annotations" / doc / f"{by}.jsonl"
    return (
        [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []
    )


def topics(reading, passage=HERE):
    mine = reading.own(passage)
    return mine and list(mine.tag.topics)


def test_a_tag_is_a_whole_line(reading):
    assert reading.toggle(HERE, A).message == f"tagged {A}"
    [line] = lines(reading)
    raw = (reading.workspace.seeds / DOC).read_bytes()
    text = raw.decode()
    assert len(line.pop("id")) == 10
    assert line.pop("at").endswith("Z")
    assert line == {
        "start": 10,
        "end": 17,
        "quote": text[10:17],
        "before": text[2:10],
        "after": text[17:25],
        "topics": [A],
        "note": "",
        "by": "mei",
        "rev": hashlib.sha1(b"blob %d\0" % len(raw) + raw).hexdigest()[:12],
    }


def test_toggle_puts_on_and_takes_off(reading):
    reading.toggle(HERE, B)
    reading.toggle(HERE, A)
    assert topics(reading) == [A, B]
    assert len(lines(reading)) == 1
    assert reading.toggle(HERE, A).message == f"untagged {A}"
    assert topics(reading) == [B]
    reading.toggle(HERE, B)
    assert topics(reading) is None
    assert lines(reading) == []


def test_the_last_topic_off_leaves_a_note(reading):
    reading.toggle(HERE, A)
    reading.note(HERE, "why?")
    reading.toggle(HERE, A)
    [line] = lines(reading)
    assert (line["topics"], line["note"]) == ([], "why?")
    reading.note(HERE, "")
    assert lines(reading) == []


def test_put_joins_topics_and_remembers_them(reading):
    reading.put(HERE, [B, A])
    reading.put(HERE, [C])
    assert topics(reading) == sorted([A, B, C])
    assert reading.last == (C,)
    assert len(lines(reading)) == 1


def test_putting_what_is_there_changes_not_even_the_time(reading, monkeypatch):
    reading.put(HERE, [A, B])
    before = lines(reading)
    monkeypatch.setattr("seedread.tags.tag.now", lambda: "2099-01-01T00:00:00Z")
    for outcome in (reading.put(HERE, [A]), reading.choose(HERE, [A, B]), reading.note(HERE, "")):
        assert "it is so already" in outcome.message
    assert lines(reading) == before
    assert reading.undo().message == f"undone: tagged {A}, {B}"
    reading.put(HERE, [A])
    assert lines(reading)[0]["at"] == "2099-01-01T00:00:00Z"


def test_putting_nothing_is_nothing(reading):
    reading.put(HERE, [A])
    assert reading.put(THERE, []).message == "nothing chosen"
    assert reading.last == (A,)
    assert len(lines(reading)) == 1


def test_choosing_removes_and_adds_in_one_act(reading):
    reading.put(HERE, [A, B])
    assert reading.choose(HERE, [B, C]).message == f"tagged {', '.join(sorted([B, C]))}"
    assert topics(reading) == sorted([B, C])
    reading.undo()
    assert topics(reading) == sorted([A, B])
    reading.redo()
    assert topics(reading) == sorted([B, C])


def test_choosing_nothing_takes_all_topics_off(reading):
    assert reading.choose(HERE, []).message == "nothing chosen"
    reading.put(HERE, [A, B])
    assert reading.choose(HERE, []).message == "tagged with nothing"
    assert lines(reading) == []
    assert reading.last == (A, B)


def test_a_note_alone_is_a_tag_without_topics(reading):
    assert reading.note(HERE, "").message == "nothing noted"
    assert reading.note(HERE, "why?").message == "noted"
    [line] = lines(reading)
    assert (line["topics"], line["note"]) == ([], "why?")
    assert reading.remove(reading.own(HERE)).message == "removed note"
    assert lines(reading) == []


def test_passages_that_overlap_are_tags_of_their_own(reading):
    for passage in (HERE, Passage(10, 16), Passage(11, 17), Passage(5, 40)):
        reading.put(passage, [A])
    assert len(lines(reading)) == 4
    reading.toggle(Passage(11, 17), A)
    assert [(one["start"], one["end"]) for one in lines(reading)] == [(5, 40), (10, 16), (10, 17)]


def test_a_removed_tag_comes_back_as_it_was(reading):
    reading.put(HERE, [A, B])
    reading.note(HERE, "why?")
    before = lines(reading)
    assert reading.remove(reading.own(HERE)).message == f"removed {A}, {B}"
    assert reading.own(HERE) is None
    reading.undo()
    assert lines(reading) == before


# ---------------------------------------------------------------- other people


@pytest.fixture
def theirs(space):
    """A tag of li's, where mei is."""
    li = opened(space, by="li")
    li.put(HERE, [A])
    return li


def test_anothers_tag_is_seen_and_not_ones_own(theirs, reading):
    [placed] = reading.margin.meeting(HERE)
    assert placed.tag.by == "li"
    assert reading.own(HERE) is None


def test_anothers_file_is_never_written(theirs, reading):
    before = lines(reading, "li")
    [placed] = reading.margin.meeting(HERE)
    refused = reading.remove(placed)
    assert "li's" in refused.message
    assert refused.saved is None
    reading.toggle(HERE, A)
    reading.toggle(HERE, B)
    reading.note(HERE, "mine")
    reading.choose(HERE, [C])
    reading.undo()
    reading.remove(reading.own(HERE))
    assert lines(reading, "li") == before
    assert lines(reading) == []
    assert [p.tag.by for p in reading.margin.meeting(HERE)] == ["li"]


def test_who_has_no_name_changes_nothing(space, workspace):
    nobody = opened(space, by="")
    before = sorted(workspace.rglob("*"))
    for outcome in (nobody.toggle(HERE, A), nobody.put(HERE, [A]), nobody.note(HERE, "why?")):
        assert "who is tagging" in outcome.message
    assert nobody.file == ""
    assert sorted(workspace.rglob("*")) == before
    assert not space.shelf.pending


def test_what_others_write_is_noticed(reading, workspace):
    assert not reading.notice()
    li = opened(find(workspace), by="li")
    li.put(HERE, [A])
    assert reading.notice()
    assert [p.tag.by for p in reading.margin.tags] == ["li"]
    li.undo()
    assert reading.notice()
    assert reading.margin.tags == []


def test_a_file_of_nothing_but_lost_tags_that_goes_is_noticed(reading, workspace):
    lost = make(reading.seed, HERE, [A], "aaaaaaaaaa", "li").but(quote="不是这里")
    file = workspace / "annotations" / DOC / "li.jsonl"
    file.parent.mkdir()
    file.write_bytes(lost.line() + b"\n?\n")
    assert reading.notice()
    assert (len(reading.margin.orphans), reading.problems) == (1, 1)
    file.unlink()
    assert reading.notice()
    assert (len(reading.margin.orphans), reading.problems) == (0, 0)


def test_another_window_of_ones_own(reading, workspace):
    other = opened(find(workspace))
    reading.put(HERE, [A])
    other.notice()
    other.toggle(HERE, B)
    reading.note(HERE, "why?")  # on the tag as it was before the other window's act
    [line] = lines(reading)
    assert (line["topics"], line["note"]) == ([A, B], "why?")
    other.notice()
    other.undo()
    assert lines(reading)[0]["topics"] == [A]


# ---------------------------------------------------------------- acts in several documents


def test_undo_in_two_documents(space, reading):
    other = opened(space, OTHER, history=reading.history)
    reading.put(HERE, [A])
    other.put(HERE, [B])
    assert reading.undo().message == f"undone: tagged {A}"
    assert lines(reading) == []
    assert [one["topics"] for one in lines(reading, doc=OTHER)] == [[B]]
    assert other.undo().message == f"undone: tagged {B}"


def test_an_act_that_touched_another_document_says_so(space, reading):
    other = opened(space, OTHER, history=reading.history)
    here = make(reading.seed, HERE, [A], "aaaaaaaaaa", "mei")
    there = make(other.seed, HERE, [A], "bbbbbbbbbb", "mei")
    edit = Edit({(reading.file, here.id): (None, here), (other.file, there.id): (None, there)})
    reading.history.do("tagged every hit", edit, "mei")
    other.gather()
    assert other.undo().message == f"undone: tagged every hit (also in {DOC})"
    assert lines(reading) == lines(reading, doc=OTHER) == []
    assert reading.redo().message == f"redone: tagged every hit (also in {OTHER})"
    assert len(lines(reading)) == len(lines(reading, doc=OTHER)) == 1


# ---------------------------------------------------------------- the codebook


def test_a_topic_invented_while_tagging_is_one_act_with_the_tag(reading, workspace):
    codebook = workspace / "annotations" / "topics.jsonl"
    before = codebook.read_bytes()
    topic = reading.codebook.new("price-war", "Price war", "价格战", "價格戰")
    reading.put(HERE, [A, "price-war"], reading.invent(topic))
    assert "price-war" in reading.codebook
    assert topics(reading) == sorted([A, "price-war"])
    added = [line for line in codebook.read_bytes().splitlines() if line not in before.splitlines()]
    assert [json.loads(line)["hant"] for line in added] == ["價格戰"]
    assert reading.undo().message == f"undone: tagged {A}, price-war"
    assert codebook.read_bytes() == before
    assert "price-war" not in reading.codebook
    assert lines(reading) == []
    reading.redo()
    assert "price-war" in reading.codebook


def test_a_topic_may_be_invented_for_a_tag_that_is_there(reading):
    reading.put(HERE, [A])
    topic = reading.codebook.new("price-war")
    reading.choose(HERE, ["price-war"], reading.invent(topic))
    assert (topics(reading), "price-war" in reading.codebook) == (["price-war"], True)
    reading.undo()
    assert (topics(reading), "price-war" in reading.codebook) == ([A], False)


def test_a_topic_that_others_add_is_noticed(reading, workspace):
    with (workspace / "annotations" / "topics.jsonl").open("ab") as out:
        out.write(b'{"id": "zz-new", "parent": null, "en": "New"}\n')
    assert reading.notice()
    assert reading.codebook.get("zz-new").en == "New"


# ---------------------------------------------------------------- a document that changed


def change(workspace, how):
    file = workspace / "seeds" / DOC
    said = how(file.read_text("utf-8"))
    file.unlink()  # it may be a copy of a file that nobody may write to
    file.write_text(said, encoding="utf-8")
    return opened(find(workspace))


def test_a_tag_keeps_its_old_place_in_its_line_until_its_owner_edits_it(reading, workspace):
    reading.put(THERE, [A])
    before = lines(reading)
    later = change(workspace, lambda text: "新的开头。" + text)
    moved = THERE.shift(5)
    assert topics(later, moved) == [A]
    assert later.own(moved).status == "moved"
    assert lines(later) == before
    later.toggle(moved, B)
    [line] = lines(later)
    assert (line["start"], line["end"], line["rev"]) == (*moved, later.seed.rev)
    assert line["quote"] == before[0]["quote"]
    assert line["before"] == later.seed[moved.start - 8 : moved.start]
    assert later.own(moved).status == "exact"
    later.undo()
    assert lines(later) == before


def test_a_tag_that_is_found_nowhere_is_kept_and_counted(reading, workspace):
    reading.put(THERE, [A])
    before = lines(reading)
    later = change(workspace, lambda text: "全新的文章。\n")
    assert len(later.margin.orphans) == 1
    later.put(Passage(0, 3), [B])
    assert before[0] in lines(later)


# ---------------------------------------------------------------- lines nobody can read


def test_lines_that_cannot_be_read_are_counted_and_stay(reading, workspace):
    file = workspace / "annotations" / DOC / "mei.jsonl"
    file.parent.mkdir()
    file.write_bytes(b"?\n\xff\n")
    reading.gather()
    assert reading.problems == 2
    reading.put(HERE, [A])
    assert file.read_bytes().startswith(b"?\n\xff\n{")
    assert reading.problems == 2


def test_a_new_tag_never_gets_an_id_that_is_taken(reading, workspace, monkeypatch):
    reading.put(HERE, [A])
    taken = lines(reading)[0]["id"]
    lost = make(reading.seed, THERE, [A], "lost000000", "li").but(quote="不是这里")
    (workspace / "annotations" / DOC / "li.jsonl").write_bytes(lost.line() + b"\n")
    reading.gather()
    drawn = iter([taken, "lost000000", "fresh00000", "theactsown"])
    monkeypatch.setattr("seedread.tags.record._chance.choices", lambda *_, k: next(drawn))
    reading.put(THERE, [A])
    assert [one["id"] for one in lines(reading)] == [taken, "fresh00000"]


def test_a_line_with_keys_of_others_keeps_them(reading, workspace):
    reading.put(HERE, [A])
    file = workspace / "annotations" / DOC / "mei.jsonl"
    line = Record({"zz": 1, **lines(reading)[0], "claim": {"speaker": "X"}, "aa": [2]})
    file.write_bytes(json.dumps(dict(line.fields), ensure_ascii=False).encode() + b"\n")
    reading.gather()
    reading.toggle(HERE, B)
    assert [*lines(reading)[0]][-4:] == ["rev", "claim", "zz", "aa"]
    assert lines(reading)[0]["claim"] == {"speaker": "X"}
