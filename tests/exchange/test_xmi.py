"""UIMA XMI: out and in again; cassis finds every quote; a CAS somebody else wrote."""

import pytest
from hypothesis import HealthCheck, given, settings
from laboratory import TEXTS, exported, imported, put, round_trip, tags, workspace

from seedread.exchange.account import Account
from seedread.exchange.formats import FORMATS
from seedread.exchange.incoming import take

cassis = pytest.importorskip(
    "cassis", reason="dkpro-cassis is not installed: pip install 'seedread[exchange]'"
)

FEW = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TEXT = TEXTS["astral.txt"]


@FEW
@given(tags(notes=("", "看法", "<&\">\n\t'", "\r\x00\ud800")))
def test_out_and_in_again_is_the_same_bytes(tmp_path_factory, said):
    round_trip(tmp_path_factory.mktemp("xmi"), "xmi", said)


def test_a_note_without_topic(tmp_path):
    round_trip(tmp_path, "xmi", [("plain.txt", 0, 5, (), "看法", "mei")])


@FEW
@given(tags())
def test_cassis_finds_what_was_tagged(tmp_path_factory, said):
    corpus = workspace(tmp_path_factory.mktemp("xmi"))
    put(corpus, said)
    files, _ = exported(corpus, "xmi")
    types = cassis.load_typesystem(files["TypeSystem.xml"].decode())
    found = []
    for name, data in files.items():
        if name.endswith(".xmi"):
            cas = cassis.load_cas_from_xmi(data.decode(), typesystem=types)
            for one in cas.select("webanno.custom.SeedreadTag"):
                doc, _, by = name.removesuffix(".xmi").rpartition("/")
                found.append((doc, one.get_covered_text(), one.topic, one.note or "", by))
    wanted = [
        (doc, corpus.seed(doc)[start:end], topic, note, by)
        for doc, start, end, topics, note, by in said
        for topic in topics
    ]
    assert sorted(found) == sorted(wanted)


def test_what_xml_cannot_write_is_accounted_for_and_the_rest_comes_back(tmp_path):
    here, there = (workspace(tmp_path / name) for name in ("a", "b"))
    for corpus in (here, there):
        (corpus.workspace.root / "seeds" / "odd.txt").write_bytes("中文\x1b[0m末\n".encode())
    put(here, [("odd.txt", 0, 2, ("standards-war",), "", "mei")])
    files, account = exported(here, "xmi")
    assert any("XML cannot write: 1 (odd.txt)" in line for line in account.lines())
    account = Account()
    edit = take(FORMATS["xmi"].load().read(files, account), there, "mei", account)
    ((_, record),) = edit.changes.values()
    assert record.fields["quote"] == "中文"
    assert not account


def test_what_others_write(tmp_path):
    """As INCEpTION does: its own types, tokens, the document's name in its metadata."""
    types = cassis.TypeSystem()
    ner = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
    token = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"
    meta = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
    for name, features in ((ner, ["value", "identifier"]), (token, []), (meta, ["documentId"])):
        made = types.create_type(name=name, supertypeName="uima.tcas.Annotation")
        for feature in features:
            types.create_feature(made, name=feature, rangeType="uima.cas.String")
    cas = cassis.Cas(types, sofa_string=TEXT, sofa_mime="text/plain")
    at = TEXT.index("野家")
    cas.add(types.get_type(meta)(begin=0, end=3, documentId="astral.txt"))
    cas.add(types.get_type(token)(begin=0, end=1))
    cas.add(types.get_type(ner)(begin=at, end=at + 2, value="標準之爭", identifier="Q1"))
    data = cas.to_xmi().encode()
    corpus, account = imported(tmp_path, "xmi", {"x/export.xmi": data})
    said = [(one.tag.quote, one.tag.topics) for one in corpus.tags("astral.txt")]
    assert said == [("野家", ("standards-war",))]
    lost = list(account.lines())
    assert any("grammar" in line and "export.xmi Token" in line for line in lost)
    assert any("identifier" in line for line in lost)


SOFA = '<cas:Sofa xmlns:cas="http:///uima/cas.ecore" xmlns:xmi="http://www.omg.org/XMI" {}/>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("<a", "line 1"),
        ("<a/>", "no Sofa"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DTD"),
        (f'<a>{SOFA.format("""sofaString="x" """)}<b begin="x" end="2"/></a>', "begin"),
    ],
)
def test_what_is_no_cas_is_refused(tmp_path, data, reason):
    with pytest.raises(ValueError, match=rf"bad\.xmi.*{reason}"):
        imported(tmp_path, "xmi", {"bad.xmi": data.encode()})


def test_a_place_outside_the_text_is_accounted_for(tmp_path):
    sofa = SOFA.format('xmi:id="1" sofaString="中文"')
    data = f'<a>{sofa}<b begin="1" end="9" sofa="1"/></a>'
    _, account = imported(tmp_path, "xmi", {"bad.xmi": data.encode()})
    assert any("no place" in line and "bad.xmi b 2" in line for line in account.lines())
