"""Links between passages: their lines, where they stand today, what check says, the way back."""

import json

import pytest

from seedread.cli import main
from seedread.tags import link
from seedread.tags.edit import Edit
from seedread.tags.history import History
from seedread.tags.link import Link
from seedread.tags.links import Ends, Links, Tied
from seedread.tags.record import Record, parse
from seedread.text.passage import Passage
from seedread.workspace import find

A = "开头。全球一半的AI人才在中国。结尾。\n"
B = "世界一半的AI研究人员是中国人。别的话。\n"
HALF_A, HALF_B = Passage(3, 16), Passage(0, 15)
FILE = "annotations/_links/mei.jsonl"


@pytest.fixture
def root(tmp_path):
    for path, text in {"seeds/a.txt": A, "seeds/b.txt": B, "seeds/c.txt": "第三篇。"}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    (tmp_path / "annotations" / "_links").mkdir(parents=True)
    return tmp_path


def seed(root, doc="a.txt"):
    return find(root).read_id(doc)


def joined(root, id="aaaaaaaaaa", kind="agrees", by="mei", **other):
    a, b = seed(root), seed(root, "b.txt")
    return link.make(a, HALF_A, b, HALF_B, kind, id, by, "").but(**other)


def put(root, *records, file=FILE):
    (root / file).write_bytes(b"".join(record.canonical() + b"\n" for record in records))


def test_its_line_is_as_designed(root):
    fields = json.loads(joined(root).canonical())
    assert list(fields) == ["id", "kind", "from", "to", "note", "by", "at"]
    keys = ["doc", "start", "end", "quote", "before", "after", "rev"]
    assert list(fields["from"]) == list(fields["to"]) == keys
    assert fields["from"]["quote"] == A[3:16]
    assert fields["from"]["before"] == "开头。"
    assert fields["to"]["after"] == B[15:23]
    assert (fields["to"]["start"], fields["to"]["end"]) == HALF_B


def test_it_is_read_as_it_was_written(root):
    made = joined(root, note="同一个数字")
    found = Link.of(parse(made.canonical()), "_links/mei.jsonl")
    assert [end.doc for end in found.ends] == ["a.txt", "b.txt"]
    assert (found.kind, found.note, found.by) == ("agrees", "同一个数字", "mei")
    assert found.ends[1].passage == HALF_B


def test_our_kinds_have_names_in_three_languages_and_others_can_be_added():
    record = Record({"id": "echoes", "en": "echoes", "hans": "呼应", "hant": 7})
    found = link.kinds({"echoes": record})
    ours = ["agrees", "contradicts", "quotes", "answers", "later-than", "see-also"]
    assert list(found) == [*ours, "echoes"]
    assert all(found[id].en and found[id].hans and found[id].hant for id in ours)
    assert found["answers"].name("hant") == "回應"
    assert found["echoes"].name("hans") == "呼应"
    assert found["echoes"].name("hant") == "echoes"


def test_both_ends_are_found_where_they_stand_today(root):
    put(root, joined(root))
    (root / "seeds" / "b.txt").write_text("添了一句。" + B)
    links = Links(find(root).shelf)
    (here,) = links.ends(seed(root)).meeting(HALF_A)
    assert (here.status, here.side, here.other.doc) == ("exact", 0, "b.txt")
    (there,) = links.ends(seed(root, "b.txt")).tied
    assert (there.status, there.passage, there.other.doc) == ("moved", Passage(5, 20), "a.txt")
    assert len(links.ends(seed(root, "c.txt"))) == 0


def test_an_end_that_is_gone_is_counted_not_guessed(root):
    put(root, joined(root))
    (root / "seeds" / "b.txt").write_text("什么都没有了。")
    links = Links(find(root).shelf)
    ends = links.ends(seed(root, "b.txt"))
    assert (len(ends), ends.lost) == (0, 1)
    assert len(links.ends(seed(root))) == 1


def test_lines_that_are_no_links_are_left_out(root):
    good, bad = joined(root), joined(root, "bbbbbbbbbb", to={"doc": "b.txt"})
    put(root, good, bad, joined(root, "cccccccccc", note=["x"]))
    with (root / FILE).open("ab") as file:
        file.write(b'{"id": "dddddddddd", "kind"\nno json\n[]\n')
    assert [one.id for one in Links(find(root).shelf).all()] == ["aaaaaaaaaa"]


@pytest.mark.parametrize("doc", ["../secret", "/etc/hosts", "", "a\0b", "a//b", "\udc80"])
def test_a_link_leads_nowhere_but_to_a_document(root, capsys, doc):
    put(root, joined(root, to={**joined(root).fields["to"], "doc": doc}))
    assert Links(find(root).shelf).all() == []
    ((_, severity, rule, reason),) = check(root, capsys)
    assert (severity, rule, reason) == ("error", "keys", "to: doc is not the id of a document")


def test_links_are_looked_up_once_until_a_file_changes(root):
    put(root, joined(root))
    shelf, a = find(root).shelf, seed(root)
    links = Links(shelf)
    first = links.ends(a)
    tag = Edit({("a.txt/mei.jsonl", "t"): (None, Record({"id": "t", "start": 0, "end": 1}))})
    shelf.write(tag)
    assert links.ends(a) is first
    put(root, joined(root), joined(root, "bbbbbbbbbb", by="li"), file="annotations/_links/li.jsonl")
    shelf.notice(links.files)
    assert len(links.ends(a)) == 3


def test_position_finds_as_a_look_at_each_does(root):
    made = Link.of(joined(root))
    places = [Passage(n * 7 % 90, n * 7 % 90 + 1 + n * n % 23) for n in range(60)]
    ends = Ends(Tied(made, 0, place, "exact") for place in places)
    for start in range(0, 120, 3):
        here = Passage(start, start + 5)
        assert [t.passage for t in ends.meeting(here)] == sorted(p for p in places if p.meets(here))
        begin = sorted(p for p in places if here.start <= p.start < here.end)
        assert [t.passage for t in ends.beginning(here)] == begin


def check(root, capsys):
    main(["check", "-C", str(root), "--json"])
    found = map(json.loads, capsys.readouterr().out.splitlines())
    return [(f["line"], f["severity"], f["rule"], f["reason"]) for f in found]


def test_check_finds_nothing_wrong_with_what_we_write(root, capsys):
    put(root, joined(root), joined(root, "bbbbbbbbbb", "see-also"))
    assert check(root, capsys) == []


def test_check_tells_what_is_wrong_with_links(root, capsys):
    sound = joined(root).fields
    put(
        root,
        joined(root, "aaaaaaaaaa"),
        joined(root, "bbbbbbbbbb", "echoes"),
        joined(root, "cccccccccc", to={**sound["to"], "quote": "不是这个"}),
        joined(root, "dddddddddd", to={**sound["to"], "doc": "gone.txt"}),
        joined(root, "eeeeeeeeee", by="li"),
        joined(root, "ffffffffff", to={"doc": "b.txt"}),
        joined(root, "gggggggggg", **{"from": {**sound["from"], "rev": "0" * 12}}),
    )
    tag = {"id": "aaaaaaaaaa", **{k: sound["from"][k] for k in ("start", "end", "quote")}}
    tag |= {"before": "开头。", "after": A[16:24], "topics": [], "note": "x", "by": "mei"}
    (root / "annotations" / "a.txt").mkdir()
    tagged = Record({**tag, "at": "2026-11-22T08:15:00Z", "rev": sound["from"]["rev"]})
    put(root, tagged, file="annotations/a.txt/mei.jsonl")
    found = check(root, capsys)
    assert [f[:3] for f in found if f[2] != "id"] == [
        (2, "error", "kind"),
        (3, "error", "quote"),
        (4, "error", "document"),
        (5, "error", "by"),
        (6, "error", "keys"),
        (7, "notice", "changed"),
    ]
    assert [f[3] for f in found if f[2] == "id"] == [
        "id aaaaaaaaaa is also that of _links/mei.jsonl:1"
    ]
    told = {f[2]: f[3] for f in found}
    assert told["document"] == "to: there is no document gone.txt"
    assert told["quote"].startswith("to: the quote is not what stands at 0–15")
    assert told["changed"] == "a.txt has changed since 1 link was made"
    put(
        root,
        Record({"id": "echoes", "en": "", "hans": "呼应", "hant": ""}),
        file="annotations/relations.jsonl",
    )
    assert "kind" not in {f[2] for f in check(root, capsys)}


def test_undo_takes_a_link_back_from_either_end_and_from_nowhere_else(root):
    shelf = find(root).shelf
    history, made = History(shelf), joined(root)
    history.do("linked", Edit({("_links/mei.jsonl", made.id): (None, made)}))
    assert history.undo("c.txt").message == "nothing to undo here"
    assert history.undo("b.txt").message == "undone: linked (also in a.txt)"
    assert Links(shelf).all() == []
    history.redo("a.txt")
    assert len(Links(shelf).all()) == 1
    assert history.undo(link.FOLDER).message.startswith("undone: linked")
