"""WebAnno TSV: out and in again; rows that are what its specification says; others' files."""

import pytest
from hypothesis import HealthCheck, given, settings
from laboratory import TEXTS, exported, imported, put, round_trip, tags, workspace

FEW = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TEXT = TEXTS["astral.txt"]
NOTES = ("", "看法", "a_b*[1]|c;d->e\\n\nf\tg", "[9]\\", "\r\x00\ud800")


def words(said):
    doc, start, end = said[:3]
    return bool(TEXTS[doc].lstrip("\ufeff").replace("\r\n", "\n")[start:end].strip())


@FEW
@given(tags(notes=NOTES))
def test_out_and_in_again_is_the_same_bytes(tmp_path_factory, said):
    round_trip(tmp_path_factory.mktemp("tsv3"), "tsv3", list(filter(words, said)))


def test_a_note_without_topic(tmp_path):
    round_trip(tmp_path, "tsv3", [("plain.txt", 0, 5, (), "看法", "mei")])


def test_blanks_at_the_ends_come_back(tmp_path):
    (tmp_path / "a").mkdir()
    end = len(TEXTS["plain.txt"])
    round_trip(tmp_path, "tsv3", [("plain.txt", 26, end, ("standards-war",), "", "mei")])


def test_a_passage_of_blanks_is_accounted_for(tmp_path):
    corpus = workspace(tmp_path)
    at = TEXTS["plain.txt"].index("\n")
    put(corpus, [("plain.txt", at, at + 1, ("standards-war",), "", "mei")])
    _, account = exported(corpus, "tsv3")
    assert any("blanks" in line and "t000000000" in line for line in account.lines())


def test_tokens_count_utf16_and_say_what_stands_there(tmp_path):
    corpus = workspace(tmp_path)
    put(corpus, [("astral.txt", 0, 3, ("standards-war", "export-controls"), "a_b", "mei")])
    files, _ = exported(corpus, "tsv3")
    lines = files["astral.txt/mei.tsv"].decode().split("\n")
    layer = "webanno.custom.SeedreadTag|topic|note|by|at|id|rest"
    assert lines[:4] == ["#FORMAT=WebAnno TSV 3.3", f"#T_SP={layer}", "", ""]
    assert lines[4] == "#Text=" + TEXT.split("\n")[0]
    assert lines[5].startswith(
        "1-1\t0-2\t𠀀\texport-controls[1]|standards-war[2]\ta\\_b[1]|a\\_b[2]"
    )
    units = TEXT.encode("utf-16-le")
    rows = [line.split("\t") for line in lines if line[:1].isdigit()]
    for _, place, token, *_ in rows:
        start, end = map(int, place.split("-"))
        assert units[2 * start : 2 * end].decode("utf-16-le") == token
    assert "".join(token for _, _, token, *_ in rows) == "".join(TEXT.split())


def test_what_inception_exports(tmp_path):
    """Several layers, words as tokens, a part of a token, stacked and long annotations."""
    line = "中国的AI水平是世界级的,芯片禁运反而加速了进步。"
    rows = [
        "#FORMAT=WebAnno TSV 3.3",
        "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue|coarseValue",
        "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value",
        "#T_SP=webanno.custom.Empty|",
        "#T_RL=webanno.custom.Rel|kind|BT_de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity",
        "",
        "",
        "#Text=" + line,
        "1-1\t0-2\t中国\tNR\tPROPN\thttp\\_x[1]|*\tCountry[1]|\\_odd\t_\t_\t_\t",
        "1-2\t2-7\t的AI水平\tNN\t_\t*[1]\tCountry[1]\t_\t_\t_\t",
        "1-2.1\t2-5\t的AI\t_\t_\t*[1]\tCountry[1]\t_\t_\t_\t",
        "1-3\t7-8\t是\t_\t_\t_\t_\t*\t_\t_\t",
        "",
        "#Text=第二行,讲标准之争。",
        f"2-1\t{len(line) + 1}-{len(line) + 4}\t第二行\t_\t_\t_\t_\t_\t_\t_\t",
    ]
    files = {"annotation/plain.txt/li.tsv": "\n".join(rows).encode()}
    corpus, account = imported(tmp_path, "tsv3", files)
    said = [(one.tag.quote, one.tag.topics) for one in corpus.tags("plain.txt")]
    assert said == [("中国", ("odd",)), ("中国的AI", ("country",)), ("是", ("empty",))]
    lost = list(account.lines())
    assert any("grammar" in one and "li.tsv line 2" in one for one in lost)
    assert any("relations" in one for one in lost)
    assert any("identifier" in one for one in lost)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", 1),
        (b"#FORMAT=WebAnno TSV 3.3\nnonsense", 2),
        (b"#FORMAT=WebAnno TSV 3.3\n1-1\t5-4\tx\t", 2),
        (b"#FORMAT=WebAnno TSV 3.3\n#Text=x\n1-1\t99999999-100000000\tx\t", 3),
        (b"#FORMAT=WebAnno TSV 3.3\n\xff", 2),
    ],
)
def test_what_is_no_tsv_is_refused_with_its_line(tmp_path, data, line):
    with pytest.raises(ValueError, match=rf"bad\.tsv line {line}"):
        imported(tmp_path, "tsv3", {"bad.tsv": data})
