"""Every finding of `seedread check`, with file and line, and what --fix does about it."""

import hashlib
import json
import os
import sys

import pytest

from seedread.cli import main

TEXT = "中国的AI水平是世界级的，芯片禁运反而加速了进步。\n第二行说的是别的。\n"
DATA = TEXT.encode()
REV = hashlib.sha1(b"blob %d\0" % len(DATA) + DATA).hexdigest()[:12]
MEI = "annotations/a.txt/mei.jsonl"
TOPICS = "annotations/topics.jsonl"
NAMES = "annotations/names.jsonl"


def tag(id="aaaaaaaaaa", start=0, end=5, **other):
    values = {
        "id": id,
        "start": start,
        "end": end,
        "quote": TEXT[start:end],
        "before": TEXT[max(0, start - 8) : start],
        "after": TEXT[end : end + 8],
        "topics": ["chips"],
        "note": "",
        "by": "mei",
        "at": "2026-11-22T08:15:00Z",
        "rev": REV,
    }
    return {**values, **other}


def topic(id="chips", **other):
    texts = dict.fromkeys(("en", "hans", "hant", "definition", "include", "exclude"), "x")
    values = {"id": id, "parent": None, **texts, "keywords": {"en": [], "hans": [], "hant": []}}
    values |= {"colour": "#3b82c4", "mark": id[:2].upper(), "pin": None, "retired": False}
    return {**values, **other}


def dispute(id="dddddddddd", **other):
    start = tag(id)
    keys = ("start", "end", "quote", "before", "after")
    values = {"id": id, "on": "aaaaaaaaaa", "of": "li", **{k: start[k] for k in keys}}
    values |= {"add": ["chips"], "remove": [], "hide": False, "note": "", "by": "mei"}
    return {**values, "at": "2026-11-22T08:15:00Z", "rev": REV, **other}


def name(id="tsmc", *forms, kind="company", avoid=(), **other):
    texts = dict.fromkeys(("en", "hans", "hant"), "x")
    return {"id": id, "kind": kind, **texts, "forms": forms, "not": avoid, "note": "", **other}


def but(values, *missing):
    return {k: v for k, v in values.items() if k not in missing}


def written(*records):
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records).encode()


@pytest.fixture
def root(tmp_path):
    put(tmp_path, "seeds/a.txt", DATA)
    put(tmp_path, TOPICS, written(topic()))
    return tmp_path


def put(root, path, data):
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(data)


@pytest.fixture
def check(root, capsys):
    def check(*more):
        code = main(["check", "-C", str(root), "--json", *more])
        out = capsys.readouterr().out
        found = [json.loads(line) for line in out.splitlines()]
        assert code == int(any(f["severity"] == "error" for f in found))
        for finding in found:
            assert list(finding) == ["path", "line", "severity", "rule", "reason"]
        return found

    return check


def places(found):
    return [(f["path"], f["line"], f["severity"], f["rule"]) for f in found]


def test_nothing_to_find(root, check):
    conflict = "conflict in the text is no conflict"
    put(root, MEI, written(tag(), dispute(), tag("bbbbbbbbbb", 4, 9, note=conflict, more=1)))
    put(root, "annotations/_parts/mei.jsonl", written({"id": "z", "kind": "x"}, {"id": "b"}))
    put(root, NAMES, written(name()))
    put(root, "annotations/documents.jsonl", written(dict.fromkeys(DOCUMENT, "a")))
    assert check() == []


DOCUMENT = ("id", "title", "date", "source", "author", "encoding", "note")
GOOD = written(tag())
ONE_LINE = [
    (GOOD + b'{"id": "b", \n', 2, "error", "line"),
    (GOOD + b"[1]\n", 2, "error", "line"),
    (GOOD + b'{"start": 1}\n', 2, "error", "line"),
    (GOOD + b'{"id": "b", "x": NaN}\n', 2, "error", "line"),
    (GOOD + b'{"id": "b", "x": 1, "x": 2}\n', 2, "error", "line"),
    (GOOD + b'{"id": "\xff"}\n', 2, "error", "line"),
    (GOOD + GOOD[:40], 2, "error", "cut"),
    (GOOD + b"\n" + written(tag("bbbbbbbbbb", 4)), 2, "notice", "empty"),
    (GOOD[:-1], 1, "notice", "final"),
    (b"\xef\xbb\xbf" + GOOD, 1, "notice", "bom"),
    (GOOD + written(tag("bbbbbbbbbb", 4)).replace(b"\n", b"\r\n"), 2, "notice", "ends"),
    (GOOD.replace(b": ", b":"), 1, "notice", "written"),
    (json.dumps(tag()).encode() + b"\n", 1, "notice", "written"),
    (written({"rev": REV, **tag()}), 1, "notice", "written"),
    (written(tag("bbbbbbbbbb", 4), tag()), 2, "notice", "order"),
    (written(tag("b"), tag("a")), 2, "notice", "order"),
    (written(tag(end=9), tag("b", end=8)), 2, "notice", "order"),
    (written(tag(quote="中国的AX")), 1, "error", "quote"),
    (written(tag(quote="中国的")), 1, "error", "quote"),
    (written(tag(start=30, end=90)), 1, "error", "quote"),
    (written(dispute(quote="中国的AX")), 1, "error", "quote"),
    (written(tag(topics=["chips", "nothing"])), 1, "error", "topic"),
    (written(dispute(add=["nothing"])), 1, "error", "topic"),
    (written(tag(by="li")), 1, "error", "by"),
    (written(tag(), tag(start=4)), 2, "error", "id"),
    (written(tag(conflict={"note": ["a", "b"]})), 1, "error", "unsettled"),
    *(
        (written(but(tag(), key)), 1, "error", "keys")
        for key in ("end", "quote", "before", "topics", "note", "by", "at", "rev")
    ),
    (written(tag(quote=3)), 1, "error", "keys"),
    (written({**tag(), "start": "0"}), 1, "error", "keys"),
    (written({**tag(), "start": True}), 1, "error", "keys"),
    (written(tag(start=-5)), 1, "error", "keys"),
    (written(tag(end=0)), 1, "error", "keys"),
    (written(tag(topics="chips")), 1, "error", "keys"),
    (written(tag(topics=[1])), 1, "error", "keys"),
    (written(but(dispute(), "hide")), 1, "error", "keys"),
    (written(dispute(hide="no")), 1, "error", "keys"),
    (written(dispute(add="chips")), 1, "error", "keys"),
]


@pytest.mark.parametrize(("data", "line", "severity", "rule"), ONE_LINE)
def test_each_finding_in_a_file_of_tags(root, check, data, line, severity, rule):
    put(root, MEI, data)
    assert places(check()) == [(MEI, line, severity, rule)]


def test_a_line_without_a_place_is_no_tag(root, check):
    put(root, MEI, written({"id": "x"}, but(tag(), "start")))
    assert {p[1:] for p in places(check())} == {(1, "error", "keys"), (2, "error", "keys")}


@pytest.mark.parametrize(
    ("records", "line", "rule"),
    [
        ([topic(), topic("cloud", mark="CH")], 2, "mark"),
        ([topic(pin=1), topic("cloud", pin=1)], 2, "pin"),
        ([topic(), topic("cloud", parent="nothing")], 2, "parent"),
        ([topic(), topic("cloud", parent="cloud")], 2, "parent"),
        ([topic(), topic()], 2, "id"),
        ([topic(pin=0)], 1, "keys"),
        ([topic(pin="1")], 1, "keys"),
        ([topic(mark="芯片")], 1, "keys"),
        ([topic(keywords=["a"])], 1, "keys"),
        ([topic(retired=None)], 1, "keys"),
        ([but(topic(), "exclude")], 1, "keys"),
    ],
)
def test_each_finding_in_the_codebook(root, check, records, line, rule):
    put(root, TOPICS, written(*records))
    assert places(check()) == [(TOPICS, line, "error", rule)]


def test_groups_need_no_mark_and_their_topics_no_order(root, check):
    put(root, TOPICS, written(topic(parent="z", pin=1), topic("y", mark=""), topic("z", mark="")))
    assert check() == []


@pytest.mark.parametrize(
    ("records", "line", "rule"),
    [
        ([but(name(), "not")], 1, "keys"),
        ([but(name(), "forms")], 1, "keys"),
        ([name(kind="thing")], 1, "keys"),
        ([name(kind=["company"])], 1, "keys"),
        ([name(forms="台积电")], 1, "keys"),
        ([name(note=None)], 1, "keys"),
        ([name("a", "x"), name("a", "y")], 2, "id"),
        ([name("b", "x"), name("a", "y")], 2, "order"),
        ([name("a", "x", "台积电"), name("b", "臺積電")], 2, "form"),
        ([name("a", "GB200"), name("b", "y", "ＧＢ 200")], 2, "form"),
        ([name("a", "x", " ")], 1, "form"),
        ([name("a", "国会", avoid=["中国人"])], 1, "form"),
    ],
)
def test_each_finding_among_the_names(root, check, records, line, rule):
    put(root, NAMES, written(*records))
    severity = "notice" if rule == "order" else "error"
    assert places(check()) == [(NAMES, line, severity, rule)]


def test_a_form_of_two_names_is_told_with_both(root, check):
    put(root, NAMES, written(name("tsmc", "台积电"), name("umc", "联电", "臺積電")))
    [found] = check()
    assert all(word in found["reason"] for word in ("臺積電", "tsmc", "umc"))


def test_a_name_may_have_one_form_in_both_scripts(root, check):
    put(root, NAMES, written(name("tsmc", "台积电", "臺積電", avoid=["台積電子"])))
    assert check() == []


def test_documents_are_described_in_texts(root, check):
    values = dict.fromkeys(DOCUMENT, "")
    put(root, "annotations/documents.jsonl", written({**values, "id": "a.txt", "date": 2025}))
    assert places(check()) == [("annotations/documents.jsonl", 1, "error", "keys")]


def test_ids_are_unique_over_all_files_of_tags(root, check):
    put(root, "seeds/b/c.txt", DATA)
    put(root, MEI, GOOD)
    other = "annotations/b/c.txt/li.jsonl"
    put(root, other, written(tag("b", by="li"), tag(by="li", start=2)))
    [found] = check()
    assert places([found]) == [(other, 2, "error", "id")]
    assert "a.txt/mei.jsonl:1" in found["reason"]


def test_a_changed_document_is_one_notice_with_the_number_of_tags(root, check):
    put(root, "seeds/a.txt", b"new\n" + DATA)
    put(root, MEI, written(tag(), tag("b", 1), tag("c", 2)))
    [found] = check()
    assert places([found]) == [(MEI, 1, "notice", "changed")]
    assert "3 tags" in found["reason"]


def test_a_quote_is_held_against_the_version_it_belongs_to(root, check):
    put(root, MEI, written(tag("b", rev="000000000000", quote="never"), tag("c", quote="never")))
    assert places(check()) == [(MEI, 1, "notice", "changed"), (MEI, 2, "error", "quote")]


def test_two_readings_are_told_with_their_field(root, check):
    torn = tag(note="A", topics=["chips"], conflict={"note": ["A", "B"], "start": [0, 3]})
    put(root, MEI, written(torn))
    put(root, TOPICS, written(topic(en="x", conflict={"en": ["x", "y"]})))
    assert [f["reason"] for f in check() if f["rule"] == "unsettled"] == [
        "two readings of passage: 0–5 “中国的AI”; note: “A” | “B”: settle which one it is",
        "two readings of en: “x” | “y”: settle which one it is",
    ]
    assert main(["check", "-C", str(root)]) == 1


def test_the_document_is_not_there(root, check):
    put(root, "annotations/gone.txt/mei.jsonl", GOOD)
    assert places(check()) == [("annotations/gone.txt/mei.jsonl", 1, "error", "document")]


@pytest.mark.parametrize("data", [b"", b"\x7fELF\0\1\2\3\0\0\0\0"])
def test_the_document_cannot_be_read(root, check, data):
    put(root, "seeds/a.txt", data)
    put(root, MEI, GOOD)
    assert places(check()) == [(MEI, 1, "error", "document")]


def test_two_annotators_differ_in_case_only(root, check):
    put(root, MEI, GOOD)
    put(root, "seeds/b.txt", DATA)
    put(root, "annotations/b.txt/Mei.jsonl", written(tag("b", by="Mei")))
    assert places(check()) == [("annotations/b.txt/Mei.jsonl", 1, "error", "annotator")]


CONFLICT = (
    b"<<<<<<< HEAD\n" + GOOD + b"=======\n" + written(tag("b", 1)) + b">>>>>>> other branch\n"
)


def test_conflict_markers(root, check):
    put(root, MEI, CONFLICT)
    assert places(check()) == [(MEI, n, "error", "conflict") for n in (1, 3, 5)]


def test_a_file_that_cannot_be_opened(root, check):
    (root / MEI).parent.mkdir(parents=True)
    os.mkfifo(root / MEI)
    assert places(check()) == [(MEI, 1, "error", "unreadable")]
    assert places(check("--fix")) == [
        (MEI, 1, "error", "unwritten"),
        (MEI, 1, "error", "unreadable"),
    ]


def test_every_file_is_at_least_read(root, check):
    put(root, "annotations/_memos/mei.jsonl", b"{\n")
    put(root, "annotations/others.jsonl", b'{"id":"a"}\n{"id": "a"}\n')
    put(root, "annotations/a.txt/notes.txt", b"{\n")
    put(root, "annotations/a.txt/.mei.jsonl.x.tmp", b"{\n")
    assert places(check()) == [
        ("annotations/_memos/mei.jsonl", 1, "error", "line"),
        ("annotations/others.jsonl", 1, "notice", "written"),
        ("annotations/others.jsonl", 2, "error", "id"),
    ]


def test_people_get_path_line_and_reason(root, capsys):
    put(root, MEI, written(tag(by="li\x1b]0;x\x07\u202e"), tag("b", 1))[:-1])
    assert main(["check", "-C", str(root)]) == 1
    printed = capsys.readouterr()
    first, second = printed.out.splitlines()
    assert first.startswith(f"{MEI}:1: by is li␛]0;x␇⟨202E⟩")
    assert second.startswith(f"{MEI}:2: ")
    assert "1 error, 1 notice" in printed.err


def test_only_notices_are_no_failure(root, capsys):
    put(root, MEI, GOOD[:-1])
    assert main(["check", "-C", str(root)]) == 0


def read(root, path=MEI):
    return (root / path).read_bytes()


UGLY = (
    b"\xef\xbb\xbf"
    + json.dumps(tag("b", 4)).encode()
    + b"\r\n\r\n"
    + GOOD.replace(b": ", b":")[:-1]
)


def test_fix_writes_what_only_looks_wrong(root, check):
    put(root, MEI, UGLY)
    [done] = check("--fix")
    assert places([done]) == [(MEI, 1, "notice", "mended")]
    assert read(root) == written(tag(), tag("b", 4))
    assert check("--fix") == []


def test_fix_says_what_it_did(root, check):
    put(root, MEI, UGLY)
    [done] = check("--fix")
    for word in ("byte order mark", "LF", "empty lines", "last line", "2 lines", "order"):
        assert word in done["reason"]


def test_fix_keeps_what_nobody_can_read_behind_the_line_before_it(root, check):
    broken, cut = b'{"id": "x", \xff', b'{"id": "cut'
    put(root, MEI, b"?\n" + written(tag("b", 4)) + broken + b"\r\n" + GOOD + cut)
    found = check("--fix")
    assert read(root) == b"?\n" + GOOD + cut + b"\n" + written(tag("b", 4)) + broken + b"\n"
    rules = [f["rule"] for f in found]
    assert rules == ["mended", "line", "line", "line"]


def test_fix_keeps_unknown_keys_duplicates_and_numbers_that_are_too_large(root, check):
    large = b'{"id":"x","start":9,"big":1e999}\n'
    odd = written({"zzz": [1], **tag("b", 4)}, tag("b", 4), tag())
    put(root, MEI, odd + large)
    check("--fix")
    assert read(root) == GOOD + written({**tag("b", 4), "zzz": [1]}, tag("b", 4)) + large


def test_fix_settles_conflict_markers_and_writes_our_way(root, check):
    put(root, MEI, b"\xef\xbb\xbf" + CONFLICT.replace(b": ", b":"))
    assert places(check("--fix"))[:2] == [
        (MEI, 1, "notice", "settled"),
        (MEI, 1, "notice", "mended"),
    ]
    assert read(root) == written(tag(), tag("b", 1))


@pytest.mark.parametrize(
    "broken",
    [
        CONFLICT.replace(b"=======\n", b""),
        CONFLICT + b"=======\n",
        CONFLICT.replace(b"<<<<<<< HEAD\n", b""),
        CONFLICT.replace(b">>>>>>> other branch\n", b""),
        CONFLICT.replace(b"=======\n", b"=======\n||||||| both\n"),
        CONFLICT.replace(b"<<<<<<< HEAD\n", b"<<<<<<< HEAD\n<<<<<<< HEAD\n"),
    ],
)
def test_fix_leaves_a_file_whose_markers_are_broken_and_says_so(root, check, broken):
    put(root, MEI, broken)
    found = check("--fix")
    assert places(found)[0] == (MEI, 1, "error", "broken")
    assert "left as they are" in found[0]["reason"]
    assert read(root) == broken


def test_fix_leaves_files_of_kinds_it_does_not_know_in_their_order(root, check):
    links = "annotations/_parts/mei.jsonl"
    put(root, links, b'{"id":"b","kind":"x"}\n{"id": "a", "from": {}}')
    check("--fix")
    assert read(root, links) == b'{"id": "b", "kind": "x"}\n{"id": "a", "from": {}}\n'


def test_fix_does_not_write_what_is_right(root, check):
    put(root, MEI, GOOD)
    before = (root / MEI).stat()
    check("--fix")
    after = (root / MEI).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_fix_does_not_follow_a_link_out_of_the_workspace(root, check, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "mei.jsonl"
    outside.write_bytes(GOOD[:-1])
    (root / MEI).parent.mkdir(parents=True)
    (root / MEI).symlink_to(outside)
    assert (MEI, 1, "error", "unwritten") in places(check("--fix"))
    assert outside.read_bytes() == GOOD[:-1]


def test_fix_is_not_done_to_the_shipped_documents(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--fix"]) == 2
    assert "init" in capsys.readouterr().err


def test_a_screen_shows_the_first_of_a_kind_in_a_document_and_counts_the_others(
    root, capsys, monkeypatch
):
    for who in ("li", "mei", "yu", "zoe", "zu"):
        records = [tag(f"{who:a>10}", by=who, rev="0" * 12), topic(f"bad{who}")]
        put(root, f"annotations/a.txt/{who}.jsonl", written(*records))
    main(["check", "-C", str(root)])
    piped = capsys.readouterr()
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    main(["check", "-C", str(root)])
    shown = capsys.readouterr()
    for text in ("the document has changed since 1 tag was made (notice)", "no start"):
        assert sum(text in line for line in piped.out.splitlines()) == 5
        lines = [line for line in shown.out.splitlines() if text in line]
        assert [line.split(":")[0].split("/")[-1] for line in lines] == [
            f"{who}.jsonl" for who in ("li", "mei", "yu")
        ]
    more = [line for line in shown.out.splitlines() if "more of this kind" in line]
    assert "annotations/a.txt/: 2 notices more of this kind (changed)" in "\n".join(more)
    assert "annotations/a.txt/: 2 errors more of this kind (keys)" in "\n".join(more)
    assert shown.err == piped.err
