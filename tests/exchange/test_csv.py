"""The table of tags as CSV: out and in again, held to Python's own reader, and what others save."""

import csv
import io

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from laboratory import exported, files, imported, put, round_trip, tags, workspace

from seedread.exchange import sheet, table
from seedread.exchange.account import Account
from seedread.exchange.material import Wanted, gather
from seedread.exchange.other import Other
from seedread.tags.edit import Edit
from seedread.text.passage import Passage
from seedread.text.script import convert

FEW = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
NOTES = ("", "看法", "=1+1", "'=1+1", "''", "-", "a\r\nb\n", '"', ";,\t\0", "＝全形")


@FEW
@given(tags(notes=NOTES))
def test_out_and_in_again_is_the_same_bytes(tmp_path_factory, said):
    round_trip(tmp_path_factory.mktemp("csv"), "csv", said)


def read(out):
    text = out["tags.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_every_cell_is_what_it_says(tmp_path):
    corpus = workspace(tmp_path)
    put(corpus, [("plain.txt", 8, 31, ("export-controls", "standards-war"), "看法", "mei")])
    out, lost = exported(corpus, "csv")
    assert not lost
    assert out["tags.csv"].startswith(b"\xef\xbb\xbfid,doc,")
    assert out["tags.csv"].endswith(b"\r\n")
    (row,) = read(out)
    text = corpus.seed("plain.txt")[0:1000]
    there = convert(text, "s2tw").text
    assert row["quote"] == text[8:31]
    assert row["before"] + row["quote"] + row["after"] == text
    assert row["other_before"] + row["other_quote"] + row["other_after"] == there
    assert row["topics"] == "export-controls; standards-war"
    assert row["topic_names"].count("; ") == 1
    assert (row["by"], row["note"], row["at"]) == ("mei", "看法", "2026-11-22T08:00:00Z")


@FEW
@given(tags(most=4))
def test_the_other_script_is_that_of_the_whole_document(tmp_path_factory, said):
    corpus = workspace(tmp_path_factory.mktemp("other"))
    put(corpus, said)
    for doc in gather(corpus, Wanted(), Account()).documents:
        other = Other(doc)
        whole = convert(doc.text, other.config) if other.config else None
        for one in doc.tags:
            expected = whole.text[slice(*whole.across(one.passage))] if whole else ""
            assert other.quote(one.passage) == expected


@given(st.text(st.sampled_from("'=+-@\t\r\n＝a中"), max_size=5))
@example("'")
def test_a_guarded_cell_is_no_formula_and_comes_back(cell):
    said = sheet.guarded(cell)
    assert not said.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))
    assert sheet.unguarded(said) == cell


def test_a_claim_comes_back(tmp_path):
    corpus = workspace(tmp_path / "a")
    put(corpus, [("plain.txt", 0, 5, ("standards-war",), "", "mei")])
    file, shelf = "plain.txt/mei.jsonl", corpus.workspace.shelf
    (old,) = shelf.records(file).values()
    texts = {"speaker": "=任正非", "value": "-50", "unit": "%", "of": "", "date": "2025年"}
    shelf.write(Edit({(file, old.id): (old, old.but(claim={**texts, "doubtful": True}))}))
    out, lost = exported(corpus, "csv")
    assert not lost
    imported(tmp_path / "b", "csv", out)
    assert files(tmp_path / "b") == files(tmp_path / "a")


def test_what_a_table_cannot_hold_is_accounted_for(tmp_path):
    corpus = workspace(tmp_path)
    put(corpus, [("plain.txt", 0, 5, ("standards-war",), "half \ud800", "mei")])
    file, shelf = "plain.txt/mei.jsonl", corpus.workspace.shelf
    (old,) = shelf.records(file).values()
    changed = old.but(topics=["a;b"], extra=1, claim={"value": 5})
    shelf.write(Edit({(file, old.id): (old, changed)}))
    lost = "\n".join(exported(corpus, "csv")[1].lines())
    for what in ("half a surrogate", "semicolon", "key extra", "claim that is not as we write it"):
        assert what in lost


def theirs(tmp_path, text, encoding="utf-8"):
    corpus, account = imported(tmp_path, "csv", {"t.csv": text.encode(encoding)})
    found = [said.tag for doc in corpus.annotated() for said in corpus.tags(doc)]
    return found, "\n".join(account.lines())


@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_what_spreadsheets_save(tmp_path, between, encoding):
    head = ["Document", "Quote", "Codes", "Comment"]
    rows = [head, ["plain.txt", "标准之争", "标准之争", "第二行的看法,很重要"]]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=between).writerows(rows)
    (tag,), lost = theirs(tmp_path, out.getvalue(), encoding)
    assert (tag.passage, tag.topics) == (Passage(31, 35), ("standards-war",))
    assert tag.note == "第二行的看法,很重要"
    assert not lost


def test_a_quote_decides_where_a_tag_stands(tmp_path):
    lines = [
        "doc,start,end,quote,topics,score",
        "plain.txt,0,2,标准之争,a,1",  # the place is wrong, the quote is there once
        "plain.txt,0,2,没有的话,a,1",
        "plain.txt,x,2,标准之争,a,1",
        "plain.txt,0,2,,a,1",
        "plain.txt,0,999,,a,1",
        "other.txt,0,2,中国,a,1",
        ",,,,,",
    ]
    found, lost = theirs(tmp_path, "\n".join(lines))
    assert sorted(tag.passage for tag in found) == [(0, 2), (31, 35), (31, 35)]
    for what in (
        "none of ours: 1 (t.csv score)",
        "stands nowhere: 1 (t.csv row 3)",
        "no number (the quote alone was looked for): 1 (t.csv row 4)",
        "outside the text: 1 (t.csv row 6)",
        "other.txt, which is no document here: 1 (t.csv row 7)",
    ):
        assert what in lost


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "doc,topics\nplain.txt,a\n"])
def test_what_is_no_table_of_tags_is_refused(tmp_path, text):
    with pytest.raises(ValueError, match="no table of tags"):
        theirs(tmp_path, text)


def test_a_cell_others_wrote_keeps_its_apostrophe(tmp_path):
    (tag,), _ = theirs(tmp_path, "doc,quote,topics,note\nplain.txt,标准之争,a,'=x\n")
    assert tag.note == "'=x"


def test_every_column_is_there(tmp_path):
    corpus = workspace(tmp_path)
    put(corpus, [("astral.txt", 0, 3, ("standards-war",), "", "li")])
    (row,) = table.rows(gather(corpus, Wanted(), Account()), Account())
    assert tuple(row) == table.COLUMNS
    assert {key for key, value in row.items() if isinstance(value, int)} == table.NUMBERS
