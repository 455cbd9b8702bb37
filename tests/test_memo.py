"""Memos: their lines, what they are on, finding them again, drafts, and what check says."""

import json
from contextlib import nullcontext

import pytest

from seedread import memos
from seedread.cli import main
from seedread.corpus import Corpus
from seedread.drafts import Draft, Drafts
from seedread.tags import memo, tag
from seedread.tags.anchor import Anchorer
from seedread.tags.edit import Edit
from seedread.tags.memo import Memo
from seedread.tags.record import KEYS, Record, parse
from seedread.text.passage import Passage
from seedread.text.seed import Seed
from seedread.ui.writing.outside import edited
from seedread.workspace import find

TEXT = "中国的AI水平是世界级的。\n任正非说,不用担心网络安全。\n"
SEED = Seed.of(TEXT.encode(), "a.txt")
PASSAGE = Passage(15, 22)
TAG = tag.make(SEED, PASSAGE, ["chips"], "aaaaaaaaaa", "mei")
END = {k: v for k, v in memo.on_passage(SEED, PASSAGE).items() if k != "kind"}
LINK = Record(
    {
        "id": "llllllllll",
        "kind": "agrees",
        "from": END,
        "to": END,
        "note": "",
        "by": "mei",
        "at": "2026-11-22T08:15:00Z",
    }
)
EVERYTHING = [
    memo.on_passage(SEED, PASSAGE),
    memo.on("tag", doc="a.txt", id="aaaaaaaaaa"),
    memo.on("link", id="llllllllll"),
    memo.on("topic", id="chips"),
    memo.on("document", doc="a.txt"),
    memo.on("workspace"),
]


@pytest.fixture
def root(tmp_path):
    put(tmp_path, "seeds/a.txt", TEXT.encode())
    topic = {"id": "chips", "parent": None, "en": "Chips", "hans": "芯片", "hant": "晶片"}
    texts = dict.fromkeys(("definition", "include", "exclude"), "")
    words = {"keywords": {"en": [], "hans": [], "hant": []}, "colour": "#3b82c4"}
    put(
        tmp_path,
        "annotations/topics.jsonl",
        lines({**topic, **texts, **words, "mark": "CH", "pin": None, "retired": False}),
    )
    put(tmp_path, "annotations/a.txt/mei.jsonl", TAG.line() + b"\n")
    put(tmp_path, "annotations/_links/mei.jsonl", LINK.line() + b"\n")
    return tmp_path


def put(root, path, data):
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(data)


def lines(*values):
    return "".join(json.dumps(v, ensure_ascii=False) + "\n" for v in values).encode()


def written(root, *records, by="mei"):
    put(root, f"annotations/_memos/{by}.jsonl", lines(*(dict(r.fields) for r in records)))


def check(root, capsys):
    main(["check", "-C", str(root), "--json"])
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [(f["line"], f["severity"], f["rule"]) for f in found]


# -------------------------------------------------------------------------------- the line


def test_a_memo_is_one_line_with_one_text_a_line():
    record = memo.make(memo.on("topic", id="chips"), "one\n\ntwo\n\n", "bbbbbbbbbb", "mei")
    assert tuple(json.loads(record.line())) == KEYS["memos"]
    assert record.fields["about"] == {"kind": "topic", "id": "chips"}
    assert record.fields["text"] == ["one", "", "two"]
    assert Memo.of(parse(record.line())).text == "one\n\ntwo"


def test_a_passage_is_kept_as_tags_keep_theirs():
    about = memo.on_passage(SEED, PASSAGE)
    kept = {k: TAG.fields[k] for k in ("start", "end", "quote", "before", "after", "rev")}
    assert {k: about[k] for k in kept} == kept


def test_an_unchanged_memo_is_the_same_line_and_an_empty_one_none():
    record = memo.make(memo.on("workspace"), "a\nb", "bbbbbbbbbb", "mei")
    assert memo.changed(record, "a\nb\n") is record
    assert memo.changed(record, " \n\t\n") is None
    after = memo.changed(record, "a\nc")
    assert after is not None
    assert after.fields["text"] == ["a", "c"]
    assert after.id == record.id


def test_what_is_no_memo_is_left_out():
    good = memo.make(memo.on("workspace"), "x", "g", "mei")
    bad = [
        good.but(id="1", text="x"),
        good.but(id="2", about={"kind": "else"}),
        good.but(id="3", about={"kind": "tag", "doc": "a.txt"}),
        good.but(id="4", about={**memo.on_passage(SEED, PASSAGE), "start": "1"}),
        good.but(id="5", about={**memo.on_passage(SEED, PASSAGE), "end": 0}),
        good.but(id="6", about=[]),
        TAG,
    ]
    assert [m.id for m in memo.read([*bad, good])] == ["g"]


def test_the_same_thing_is_the_same_whatever_else_is_noted_of_it():
    there = memo.on_passage(SEED, PASSAGE)
    assert memo.same(there, {**there, "rev": "other", "quote": "x"})
    assert not memo.same(there, {**there, "end": 99})
    assert not memo.same(memo.on("topic", id="a"), memo.on("link", id="a"))
    assert memo.same(memo.on("workspace"), memo.on("workspace"))


@pytest.mark.parametrize(
    ("text", "status", "start"),
    [(TEXT, "exact", 15), ("前言。\n" + TEXT, "moved", 19), ("nothing of it", "orphan", None)],
)
def test_a_passage_is_found_again_as_tags_are(text, status, start):
    place = memo.anchored(memo.on_passage(SEED, PASSAGE), Anchorer(Seed.of(text.encode(), "a.txt")))
    assert place.status == status
    assert (place.now.start if place.now else None) == start


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("网络", True),
        ("網絡", True),
        ("網絡安全", True),
        ("网络 HUAWEI", True),
        ("回复", True),
        ("回覆", True),
        ("网络 芯片", False),
        ("", True),
        ("  ", True),
    ],
)
def test_memos_are_searched_in_either_script(typed, found):
    assert memo.says(("网络安全,回复", "Huawei"), typed) is found
    assert memo.says(("網絡安全,回覆", "華為 huawei"), typed) is found


# --------------------------------------------------------------------- what they are about


def test_what_each_memo_is_on_in_words_and_where(root):
    corpus = Corpus(find(root))
    quote = TEXT[15:22]
    found = [memos.target(corpus, about) for about in EVERYTHING]
    assert [bool(t.passage) for t in found] == [True, True, True, False, False, False]
    assert all(t.passage == PASSAGE and t.quote == quote for t in found[:3])
    for target, word in zip(
        found, (quote, "Chips", "agrees", "晶片", "中国的", "whole"), strict=True
    ):
        assert word in target.words


def test_what_is_gone_is_said_and_has_no_place(root):
    corpus = Corpus(find(root))
    put(root, "annotations/_links/mei.jsonl", b"")
    gone = [
        memos.target(corpus, memo.on("tag", doc="a.txt", id="zzz")),
        memos.target(corpus, memo.on("link", id="zzz")),
        memos.target(corpus, {**memo.on_passage(SEED, PASSAGE), "doc": "gone.txt"}),
    ]
    assert [t.passage for t in gone] == [None] * 3
    assert all("removed" in t.words or "not found" in t.words for t in gone)


def test_everybodys_memos_the_latest_first(root):
    old = memo.make(memo.on("workspace"), "old", "b", "li").but(at="2026-01-01T00:00:00Z")
    written(root, memo.make(memo.on("workspace"), "new", "c", "mei"))
    written(root, old, by="li")
    found = memos.every(Corpus(find(root)))
    assert [(m.first, m.file) for m in found] == [
        ("new", "_memos/mei.jsonl"),
        ("old", "_memos/li.jsonl"),
    ]


def test_markdown_has_quotes_and_sources_and_nothing_a_terminal_obeys(root):
    corpus = Corpus(find(root))
    found = memo.make(EVERYTHING[0], "note\x1b]0;x\x07\n网络", "b", "mei")
    text = memos.markdown(corpus, [(Memo.of(found), memos.target(corpus, EVERYTHING[0]))])
    assert f"> {TEXT[15:22]}" in text
    assert "a.txt:15–22" in text
    assert "网络" in text
    assert "\x1b" not in text
    assert "␛]0;x␇" in text


def test_a_memo_is_undone_from_any_document(root):
    from seedread.tags.history import History

    history = History(find(root).shelf)
    record = memo.make(memo.on("workspace"), "x", "b", "mei")
    history.do("wrote a memo", Edit({("_memos/mei.jsonl", "b"): (None, record)}))
    assert (root / "annotations/_memos/mei.jsonl").read_bytes() == record.line() + b"\n"
    assert history.undo("a.txt").message == "undone: wrote a memo"
    assert memos.every(Corpus(find(root))) == []


# -------------------------------------------------------------------------------- drafts


def test_drafts_outlive_the_program_until_they_are_forgotten(root):
    about = memo.on("topic", id="chips")
    assert Drafts(root).keep(Draft(about, "", "", "typed 网络 \ud83d"))
    assert Drafts(root).keep(Draft(about, "bbb", "old", "new"))
    assert [d.text for d in Drafts(root)] == ["new", "typed 网络 \ud83d"]
    assert Drafts(root).of(about, "") == Draft(about, "", "", "typed 网络 \ud83d")
    Drafts(root).forget(about, "")
    assert Drafts(root).of(about, "") is None
    assert len(list(Drafts(root))) == 1
    assert list(Drafts(root / "other")) == []


def test_a_broken_draft_is_none(root):
    drafts = Drafts(root)
    drafts.keep(Draft(memo.on("workspace"), "", "", "x"))
    [file] = drafts.folder.glob("*.json")
    for data in (b"", b"{", b"[]", b'{"about": 1, "id": "", "base": "", "text": ""}'):
        file.write_bytes(data)
        assert list(drafts) == []


def test_where_no_draft_can_be_kept_that_is_told(root, monkeypatch):
    drafts = Drafts(root)
    drafts.folder.parent.mkdir(parents=True)
    drafts.folder.touch()
    assert not drafts.keep(Draft(memo.on("workspace"), "", "", "x"))
    assert list(drafts) == []


# ---------------------------------------------------------------------- one's own editor


class Terminal:
    """As much of an app as it takes to leave the terminal to another program."""

    suspend = staticmethod(nullcontext)


@pytest.mark.parametrize(
    ("script", "text", "said"),
    [
        ("printf 'more 网络\\n' >> \"$1\"", "old\nmore 网络", "taken over"),
        ("true", "old", "nothing was changed"),
        ('echo new > "$1"; exit 3', "old", "ended with 3"),
        ("printf '\\377x\\n' > \"$1\"", "\ufffdx", "taken over"),
        ('rm "$1"', "old", "No such file"),
    ],
)
def test_a_text_is_edited_outside(tmp_path, monkeypatch, script, text, said):
    editor = tmp_path / "my editor"
    editor.write_text(f"#!/bin/sh\n{script}\n")
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", f"'{editor}'")
    found, message = edited(Terminal(), "old")
    assert (found, said in message) == (text, True), message


@pytest.mark.parametrize(
    ("command", "said"), [("", "EDITOR"), ("'", "EDITOR"), ("/no/x", "No such")]
)
def test_no_editor_is_said(monkeypatch, command, said):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", command)
    found, message = edited(Terminal(), "old")
    assert found == "old"
    assert said in message


# -------------------------------------------------------------------------------- check


def test_check_finds_nothing_in_good_memos(root, capsys):
    written(root, *(memo.make(about, "x", f"m{n}", "mei") for n, about in enumerate(EVERYTHING)))
    assert check(root, capsys) == []


@pytest.mark.parametrize(
    ("about", "severity", "rule"),
    [
        ({**EVERYTHING[0], "quote": "something"}, "error", "quote"),
        ({**EVERYTHING[0], "doc": "gone.txt"}, "error", "document"),
        ({**EVERYTHING[0], "start": -1}, "error", "keys"),
        (memo.on("tag", doc="a.txt", id="zzz"), "notice", "about"),
        (memo.on("tag", doc="gone.txt", id="aaaaaaaaaa"), "error", "document"),
        (memo.on("link", id="zzz"), "notice", "about"),
        (memo.on("topic", id="zzz"), "error", "topic"),
        (memo.on("document", doc="gone.txt"), "error", "document"),
        ({"kind": "document"}, "error", "keys"),
        ({"kind": "person"}, "error", "keys"),
    ],
)
def test_check_says_what_a_memo_cannot_be_on(root, capsys, about, severity, rule):
    written(root, Record({**memo.make({}, "x", "m", "mei").fields, "about": about}))
    assert check(root, capsys) == [(1, severity, rule)]


def test_check_leaves_the_quote_of_another_version_alone(root, capsys):
    about = {**EVERYTHING[0], "rev": "000000000000", "quote": "never"}
    written(root, memo.make(about, "x", "m", "mei"))
    assert check(root, capsys) == []


def test_check_knows_whose_file_it_is(root, capsys):
    written(root, memo.make(memo.on("workspace"), "x", "m", "li"))
    assert check(root, capsys) == [(1, "error", "by")]
