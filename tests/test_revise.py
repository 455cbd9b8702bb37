"""Changes to the codebook: what becomes of topics and tags, that files stay as we write them."""

import json
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedread.tags import holdings, revise
from seedread.tags.check import findings
from seedread.tags.edit import Edit
from seedread.tags.history import History
from seedread.tags.record import Record
from seedread.tags.revise import ImpossibleError
from seedread.tags.shelf import Shelf
from seedread.tags.tag import make
from seedread.tags.topic import FILE
from seedread.text.passage import Passage
from seedread.text.seed import Seed

TEXT = "第一句话说芯片。第二句话说电力。第三句话说人才。第四句话说标准。\n"
DOCS = ("a.txt", "b/c.txt")


def seed(doc):
    return Seed.of(TEXT.encode(), doc)


def book(*topics):
    """A codebook of topics, each an id or (id, other fields)."""
    edit = Edit({})
    for topic in topics:
        id, more = topic if isinstance(topic, tuple) else (topic, {})
        made = revise.create(edit(FILE, {}), id, id, f"名{id}")
        [record] = (after for _, after in made.changes.values())
        edit += Edit({(FILE, id): (None, record.but(**more))})
    return edit(FILE, {})


def tag(id, start, *topics, by="mei", note=""):
    made = make(seed("a.txt"), Passage(start, start + 3), topics, id, by, note)
    return made.but(at="2020-01-01T00:00:00Z")


def dispute(id, start, add=(), remove=()):
    of = {**tag(id, start).fields}
    del of["topics"]
    more = {"on": "other", "of": "li", "add": sorted(add), "remove": sorted(remove), "hide": False}
    return Record({**of, **more})


def lines(*records, file="a.txt/mei.jsonl"):
    return {file: {record.id: record for record in records}}


def after(edit, *records):
    """What the topics of these lines are after an edit."""
    done = edit("a.txt/mei.jsonl", {record.id: record for record in records})
    return {id: record.fields["topics"] for id, record in done.items()}


# topics


def test_a_new_topic_has_both_chinese_names_and_a_mark_of_its_own():
    edit = revise.create(book("law"), "law-and-order", "Law", "法律与规范")
    [(_, made)] = edit.changes.values()
    assert (made.fields["hans"], made.fields["hant"]) == ("法律与规范", "法律與規範")
    assert made.fields["mark"] not in ("", book("law")["law"].fields["mark"])


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"en": "Chips"}, ("Chips", "名x", "名x")),
        ({"hans": "芯片"}, ("x", "芯片", "芯片")),
        ({"hans": "电力"}, ("x", "电力", "電力")),
        ({"hant": "電力"}, ("x", "电力", "電力")),
        ({"hans": "芯片", "hant": "晶片"}, ("x", "芯片", "晶片")),
        ({"hans": ""}, ("x", "", "名x")),
        ({"hans": "名x", "hant": "銘x"}, ("x", "名x", "銘x")),
    ],
)
def test_names_are_free_and_the_missing_one_is_made(given, names):
    changed = revise.rename(book("x"), "x", **given)(FILE, book("x"))
    assert list(changed) == ["x"]
    assert tuple(changed["x"].fields[key] for key in revise.LANGUAGES) == names


def test_a_name_it_has_already_changes_nothing():
    assert not revise.rename(book("x"), "x", hans="名x")


def test_moving_into_a_group_and_out():
    known = book("g", "x", ("y", {"parent": "g"}))
    assert revise.move(known, "x", "g")(FILE, known)["x"].fields["parent"] == "g"
    assert revise.move(known, "y", None)(FILE, known)["y"].fields["parent"] is None


def test_what_a_topic_means():
    edit = revise.describe(
        book("x"), "x", definition="d", exclude="e", keywords={"hans": [" 芯片", "", "芯片", "卡"]}
    )
    fields = edit(FILE, book("x"))["x"].fields
    assert (fields["definition"], fields["include"], fields["exclude"]) == ("d", "", "e")
    assert fields["keywords"] == {"en": [], "hans": ["芯片", "卡"], "hant": []}


def test_a_digit_is_taken_from_whoever_had_it():
    known = book(("x", {"pin": 3}), "y")
    assert revise.pinned(known, 3) == ["x"]
    done = revise.pin(known, "y", 3)(FILE, known)
    assert (done["x"].fields["pin"], done["y"].fields["pin"]) == (None, 3)
    assert revise.pin(done, "y", None)(FILE, done)["y"].fields["pin"] is None


GROUPED = book("g", ("x", {"parent": "g"}), ("old", {"retired": True}), ("p", {"pin": 1}), "z")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda b: revise.create(b, "x"), "already"),
        (lambda b: revise.create(b, "New"), "lower-case"),
        (lambda b: revise.create(b, "n", parent="x"), "no group itself"),
        (lambda b: revise.rename(b, "nothing", en="a"), "no topic nothing"),
        (lambda b: revise.move(b, "z", "z"), "its own group"),
        (lambda b: revise.move(b, "z", "x"), "no group itself"),
        (lambda b: revise.move(b, "z", "nothing"), "no topic nothing"),
        (lambda b: revise.move(b, "z", "old"), "is retired"),
        (lambda b: revise.move(b, "z", "p"), "pinned to 1"),
        (lambda b: revise.move(b, "g", "z"), "is a group itself"),
        (lambda b: revise.colour(b, "z", "red"), "six hexadecimal"),
        (lambda b: revise.mark(b, "z", "abc"), "one or two cells"),
        (lambda b: revise.mark(b, "z", b["x"].fields["mark"]), "the mark of x"),
        (lambda b: revise.pin(b, "z", 10), "1 to 9"),
        (lambda b: revise.pin(b, "g", 2), "is a group of 1 topic"),
        (lambda b: revise.merge(b, {}, "z", "z"), "into itself"),
        (lambda b: revise.merge(b, {}, "g", "z"), "is a group of 1 topic"),
        (lambda b: revise.merge(b, {}, "z", "g"), "is a group of 1 topic"),
        (lambda b: revise.merge(b, {}, "z", "old"), "is retired"),
        (lambda b: revise.merge(b, {}, "z", "nothing"), "no topic nothing"),
        (lambda b: revise.split(b, {}, "g", {}), "is a group of 1 topic"),
        (lambda b: revise.split(b, {}, "z", {"t": ["x"]}), "no tag of yours"),
        (lambda b: revise.split(b, lines(tag("t", 0, "z")), "z", {"t": ["old"]}), "is retired"),
        (lambda b: revise.retire(b, "g"), "is a group of 1 topic"),
    ],
)
def test_what_a_codebook_does_not_allow(change, told):
    with pytest.raises(ImpossibleError, match=told):
        change(GROUPED)


# tags


def test_merging_puts_one_topic_in_the_place_of_another():
    known = book("a", "b", "c")
    records = tag("1", 0, "a"), tag("2", 4, "a", "b"), tag("3", 8, "c"), tag("4", 9, "a", "c")
    edit = revise.merge(known, lines(*records), "a", "b")
    assert after(edit, *records) == {"1": ["b"], "2": ["b"], "3": ["c"], "4": ["b", "c"]}
    assert {id for _, id in edit.changes} == {"1", "2", "4", "a"}
    assert edit(FILE, known)["a"].fields["retired"] is True
    assert edit.changes["a.txt/mei.jsonl", "1"][1].fields["at"] > "2020-01-01T00:00:00Z"


def test_merging_joins_the_keywords():
    a = {"keywords": {"en": ["chip", "x"], "hans": ["芯片"], "hant": []}}
    b = {"keywords": {"en": ["x", "y"], "hans": [], "hant": ["電"]}}
    known = book(("a", a), ("b", b))
    done = revise.merge(known, {}, "a", "b")(FILE, known)["b"].fields["keywords"]
    assert done == {"en": ["x", "y", "chip"], "hans": ["芯片"], "hant": ["電"]}


def test_disputes_are_merged_too():
    """Whose tag is disputed may say the old topic still: that stays disputed."""
    records = dispute("1", 0, add=["a"]), dispute("2", 0, remove=["a"]), dispute("3", 0, ["b"])
    both = dispute("4", 0, add=["a"], remove=["b"])
    edit = revise.merge(book("a", "b"), lines(*records, both), "a", "b")
    done = edit("a.txt/mei.jsonl", {r.id: r for r in (*records, both)})
    said = {id: (r.fields["add"], r.fields["remove"]) for id, r in done.items()}
    assert said["1"] == (["b"], [])
    assert said["2"] == ([], ["a", "b"])
    assert said["3"] == (["b"], [])
    assert said["4"][0] == ["b"]


def test_splitting_sends_each_tag_where_it_was_sent():
    known = book("a", "b", "c")
    records = tag("1", 0, "a"), tag("2", 4, "a", "c"), tag("3", 8, "a"), tag("4", 9, "c")
    edit = revise.split(known, lines(*records), "a", {"1": ["b"], "2": ["b", "c"]})
    assert after(edit, *records) == {"1": ["b"], "2": ["b", "c"], "3": ["a"], "4": ["c"]}
    assert not edit.of_file(FILE)


def test_the_last_tag_sent_elsewhere_retires_the_topic():
    known, records = book("a", "b"), (tag("1", 0, "a"), dispute("2", 0, ["a"]))
    part = revise.split(known, lines(*records), "a", {"1": ["b"]})
    assert not part.of_file(FILE)
    whole = revise.split(known, lines(*records), "a", {"1": ["b"], "2": ["b"]})
    assert whole(FILE, known)["a"].fields["retired"] is True
    kept = revise.split(known, lines(*records), "a", {"1": ["b", "a"], "2": ["b"]})
    assert not kept.of_file(FILE)


def test_a_line_that_is_no_tag_is_left_alone():
    broken = tag("1", 0, "a").but(start=9, end=2)
    assert not revise.merge(book("a", "b"), lines(broken), "a", "b").of_file("a.txt/mei.jsonl")


def test_the_account_of_what_others_still_say():
    others = {
        **lines(tag("1", 0, "a", by="li"), tag("2", 4, "b", by="li"), file="a.txt/li.jsonl"),
        **lines(tag("3", 0, "a"), tag("4", 4, "a", "b"), file="b/c.txt/li.jsonl"),
        **lines(tag("5", 0, "b"), file="a.txt/wang.jsonl"),
    }
    assert holdings.account(others, "a") == [
        "li still has 1 tag with a in a.txt",
        "li still has 2 tags with a in b/c.txt",
    ]


# files

NAMES = st.text(st.sampled_from('ab芯電标準 \\"\n'), max_size=4)
IDS = ("g", "a", "b", "c", "d")


@st.composite
def workspaces(draw):
    """The lines of a codebook, and of files of tags of two people in two documents."""
    topics = []
    parents = {id: draw(st.sampled_from([None, "g"])) for id in IDS[1:]}
    digits = draw(st.permutations([1, 2, 3, None, None]))
    for n, id in enumerate(IDS):
        names = [draw(NAMES) for _ in range(3)]
        words = {"en": draw(st.lists(NAMES, max_size=2)), "hans": [], "hant": []}
        more = {"retired": draw(st.booleans()) and id != "g", "keywords": words}
        pin = digits[n] if id != "g" else None
        [made] = (after for _, after in revise.create({}, id, *names).changes.values())
        topics.append(made.but(parent=parents.get(id), pin=pin, mark=f"M{n}", **more))
    numbers = count()
    files = {FILE: topics}
    for doc in DOCS:
        for by in ("mei", "li"):
            some = st.lists(st.sampled_from(IDS[1:]), min_size=1, max_size=3, unique=True)
            starts = draw(st.lists(st.integers(0, 20), max_size=3))
            made = [
                make(seed(doc), Passage(s, s + 2), draw(some), f"{next(numbers):010}", by)
                for s in starts
            ]
            files[f"{doc}/{by}.jsonl"] = sorted(made, key=lambda record: record.key)
    return files


TOPIC = st.sampled_from(IDS)
CHANGES = st.one_of(
    st.builds(lambda n: lambda b, o: revise.create(b, "new", n, n), NAMES),
    st.builds(lambda t, n: lambda b, o: revise.rename(b, t, hans=n), TOPIC, NAMES),
    st.builds(lambda t, p: lambda b, o: revise.move(b, t, p), TOPIC, st.none() | TOPIC),
    st.builds(
        lambda t, n: lambda b, o: revise.describe(b, t, {"en": [n]}, include=n), TOPIC, NAMES
    ),
    st.builds(lambda t: lambda b, o: revise.colour(b, t, "#ABCDEF"), TOPIC),
    st.builds(lambda t, m: lambda b, o: revise.mark(b, t, m), TOPIC, st.sampled_from(["芯", "M1"])),
    st.builds(lambda t, d: lambda b, o: revise.pin(b, t, d), TOPIC, st.none() | st.integers(1, 4)),
    st.builds(lambda t, b: lambda k, o: revise.retire(k, t, b), TOPIC, st.booleans()),
    st.builds(lambda x, y: lambda b, o: revise.merge(b, o, x, y), TOPIC, TOPIC),
    st.builds(lambda x, y, n: lambda b, o: _split(b, o, x, y, n), TOPIC, TOPIC, st.integers(1, 9)),
)


def _split(book, own, old, new, most):
    held = [r.id for of in own.values() for r in of.values() if revise.says(r, old)]
    return revise.split(book, own, old, {id: [new] for id in held[:most]})


@settings(max_examples=25)
@given(workspaces(), st.lists(CHANGES, min_size=1, max_size=3))
def test_files_stay_as_we_write_them_and_undo_gives_the_bytes_back(
    tmp_path_factory, files, changes
):
    root = tmp_path_factory.mktemp("root")
    written = {}
    for file, records in files.items():
        lines = sorted(records, key=lambda record: record.key)
        written[file] = b"".join(record.canonical() + b"\n" for record in lines)
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        if records:
            (root / file).write_bytes(written[file])
    shelf = Shelf(root)
    history = History(shelf)
    documents = {doc: seed(doc) for doc in DOCS}
    assert not list(findings(shelf, documents.get))
    theirs = {file: data for file, data in written.items() if file.endswith("li.jsonl")}
    done = 0
    for change in changes:
        own, _ = holdings.gather(shelf, DOCS, "mei")
        assert all(file.endswith("/mei.jsonl") for file in own)
        try:
            edit = change(shelf.records(FILE), own)
        except ImpossibleError:
            continue
        assert not holdings.obstacle(shelf, edit)
        if edit:
            assert not history.do("revised", edit, "mei").saved.left
            done += 1
        assert not list(findings(Shelf(root), documents.get))
    assert {file: _read(root / file) for file in theirs} == theirs
    for _ in range(done):
        # A split into topics there are may change the tags of one document only.
        assert any("undone" in history.undo(doc, "mei").message for doc in DOCS)
    assert {file: _read(root / file) for file in written} == written


def _read(path):
    return path.read_bytes() if path.exists() else b""


def test_what_could_be_done_in_part_only_is_found_before(tmp_path):
    record = tag("1", 0, "a")
    (tmp_path / "a.txt").mkdir()
    line = json.dumps(dict(record.fields)) + "\n"
    (tmp_path / "a.txt/mei.jsonl").write_text(f"<<<<<<< x\n{line}=======\n>>>>>>> y\n")
    shelf = Shelf(tmp_path)
    edit = Edit({("a.txt/mei.jsonl", "1"): (record, None)})
    assert "conflict markers" in holdings.obstacle(shelf, edit)
