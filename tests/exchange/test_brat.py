"""brat: out and in again; pieces that are what brat wants them to be; files that brat wrote."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from laboratory import TEXTS, exported, imported, put, round_trip, tags, workspace

FEW = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TEXT = TEXTS["astral.txt"]


def words(said):
    """Leave out what brat cannot hold: passages of line ends and tabs only."""
    doc, start, end = said[:3]
    text = TEXTS[doc].lstrip("\ufeff").replace("\r\n", "\n")
    return bool(text[start:end].strip("\n\t"))


@FEW
@given(tags())
def test_out_and_in_again_is_the_same_bytes(tmp_path_factory, said):
    round_trip(tmp_path_factory.mktemp("brat"), "brat", list(filter(words, said)))


def test_notes_of_several_lines_and_none_but_a_note(tmp_path):
    said = [
        ("windows.txt", 0, 6, ("standards-war",), "two\nlines\tand a tab", "mei"),
        ("windows.txt", 3, 9, (), "看法", "li"),
    ]
    round_trip(tmp_path, "brat", said)


@FEW
@given(tags())
def test_every_piece_is_on_one_line_and_says_what_stands_there(tmp_path_factory, said):
    corpus = workspace(tmp_path_factory.mktemp("brat"))
    put(corpus, said)
    files, account = exported(corpus, "brat")
    held = [one for one in said if words(one)]
    assert bool(account) == (len(held) < len(said))
    rows = 0
    for name, data in files.items():
        text = files.get(name.replace(".ann", ".txt"), b"").decode()
        for line in data.decode().split("\n") if name.endswith(".ann") else ():
            found = re.fullmatch(r"T\d+\t[a-z-]+ ([\d ;]+)\t([^\t\n]+)", line)
            if found:
                rows += 1
                pieces = [text[slice(*map(int, one.split()))] for one in found[1].split(";")]
                assert " ".join(pieces) == found[2]
                assert not any("\n" in one or "\t" in one or not one for one in pieces)
    assert rows == sum(len(one[3]) for one in held)


def test_the_configuration_has_every_topic(tmp_path):
    corpus = workspace(tmp_path)
    put(corpus, [("plain.txt", 0, 5, ("standards-war",), "", "mei")])
    files, _ = exported(corpus, "brat")
    entities = files["annotation.conf"].decode().split("\n\n")[0].split("\n")
    assert entities == ["[entities]", *(t.id for t in corpus.workspace.codebook.topics)]
    assert set(files) == {"annotation.conf", "mei/plain.txt", "mei/plain.ann"}


def test_what_brat_writes(tmp_path):
    """As its manual shows: spans in pieces, events, relations, attributes, notes."""
    at = TEXT.index("野家")
    over = TEXT.index("一家")
    end = TEXT.index("\n", over)
    lines = [
        f"T1\tStandards-war {at} {at + 2}\t野家",
        f"T2\tOrganization {over} {end};{end + 1} {end + 3}\t{TEXT[over:end]} 😀笑",
        "T3\tOrganization 0 2\tnot this",
        "T4\tOrganization 900 902\t??",
        "T5\tOrganization 0 1;4 5\t𠀀 ,",
        "E1\tMERGE-ORG:T2 Org1:T1 Org2:T3",
        "R1\tOrigin Arg1:T3 Arg2:T4",
        "*\tEquiv T1 T2",
        "A1\tNegation E1",
        "N1\tReference T1 Wikipedia:534366\tsomeone",
        "#1\tAnnotatorNotes T1\tthis annotation is suspect",
        "#2\tAnnotatorNotes E1\tthis event too",
    ]
    text = "\ufeff" + TEXT  # brat counts what the file has
    shifted = [re.sub(r"(?<= )\d+(?=[ ;\t])|(?<=;)\d+(?= )", _one_more, x) for x in lines[:5]]
    data = "\r\n".join(shifted + lines[5:]) + "\r\n"
    files = {"deep/doc-1.ann": data.encode(), "deep/doc-1.txt": text.encode()}
    corpus, account = imported(tmp_path, "brat", files)
    said = [one.tag for one in corpus.tags("astral.txt")]
    assert [(tag.quote, tag.topics, tag.note) for tag in said] == [
        ("𠀀字在外,", ("organization",), ""),
        (TEXT[over : end + 3], ("organization",), ""),
        ("野家", ("standards-war",), "this annotation is suspect"),
    ]
    lost = list(account.lines())
    for what, line in {
        "not what stands there": 3,
        "no place": 4,
        "gaps": 5,
        "an event": 6,
        "a relation": 7,
        "an equivalence": 8,
        "an attribute": 9,
        "a reference": 10,
        "a note on": 12,
    }.items():
        assert any(what in one and f"deep/doc-1.ann line {line}" in one for one in lost), what


def _one_more(found):
    return str(int(found[0]) + 1)


def test_annotations_without_their_text_find_it_by_name(tmp_path):
    at = TEXT.index("野家")
    ann = f"T1\tnew {at} {at + 2}\t野家\nT2\tnew 0 2\t沒有\n".encode()
    corpus, account = imported(tmp_path, "brat", {"astral.ann": ann})
    assert [one.tag.quote for one in corpus.tags("astral.txt")] == ["野家", "沒有"]
    assert not account


@pytest.mark.parametrize(
    "line", [b"T1", b"T1\tx a b\t?", b"\xff\xfe", b"T1\tx 0 1\tq\n#1\tSeedread T1\t["]
)
def test_what_is_no_annotation_is_refused_with_its_line(tmp_path, line):
    with pytest.raises(ValueError, match=r"bad\.ann line \d"):
        imported(tmp_path, "brat", {"bad.ann": line})
