"""REFI-QDA: out and in again, valid by the standard's schemas, and real projects of others."""

import io
import os
import uuid
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from laboratory import exported, files, imported, put, round_trip, tags, workspace

from seedread import workspace as workspaces
from seedread.cli import main
from seedread.corpus import Corpus
from seedread.exchange import guid, markup, refi
from seedread.exchange.account import Account
from seedread.exchange.formats import FORMATS
from seedread.exchange.incoming import take
from seedread.tags import link
from seedread.tags.edit import Edit
from seedread.tags.record import ALPHABET
from seedread.text.passage import Passage

SHARED = Path(os.environ.get("SEEDREAD_SHARED", Path(__file__).parents[3] / "shared"))
FOREIGN = SHARED / "interchange"
NVIVO, ATLAS = FOREIGN / "nvivo12win_redacted.qdpx", FOREIGN / "atlasti8mac_TestProject.qdpx"
there = pytest.mark.skipif(not FOREIGN.is_dir(), reason=f"{FOREIGN} is not here")
FEW = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
P = "{urn:QDA-XML:project:1.0}"
ONE = [("plain.txt", 0, 5, ("standards-war",), "", "mei")]


def project(out):
    with zipfile.ZipFile(io.BytesIO(out["project.qdpx"])) as archive:
        return ElementTree.fromstring(archive.read("project.qde")), archive.namelist()


def schema(name):
    xmlschema = pytest.importorskip("xmlschema", reason="xmlschema is not installed")
    if not (FOREIGN / name).exists():
        pytest.skip(f"{FOREIGN / name} is not here")
    return xmlschema.XMLSchema(FOREIGN / name)


@FEW
@given(tags())
def test_out_and_in_again_is_the_same_bytes(tmp_path_factory, said):
    round_trip(tmp_path_factory.mktemp("qdpx"), "qdpx", said)


def test_a_codebook_out_and_in_again_is_the_same_bytes(tmp_path):
    sample = workspaces.sample()
    account = Account()
    out, _ = exported(Corpus(sample), "qdc")
    (tmp_path / "seeds").mkdir()
    corpus = Corpus(workspaces.find(tmp_path))
    corpus.workspace.shelf.write(
        take(FORMATS["qdc"].load().read(out, account), corpus, "m", account)
    )
    assert not account
    given = (sample.root / "annotations" / "topics.jsonl").read_bytes()
    assert (tmp_path / "annotations" / "topics.jsonl").read_bytes() == given


@given(st.text(ALPHABET, min_size=10, max_size=10), st.sampled_from(["tag", "link"]))
def test_an_id_can_be_read_off_its_guid(id, kind):
    made = guid.of_id(kind, id)
    assert uuid.UUID(made).version == 8
    assert guid.id_of(f"{{{made.upper()}}}", kind) == id
    assert not guid.id_of(made, "topic")
    assert not guid.id_of(str(uuid.uuid5(uuid.NAMESPACE_URL, id)), kind)


@given(st.text(max_size=30), st.text(st.sampled_from("\\n]\n [a;中"), max_size=20))
def test_labelled_lines_say_what_they_were_given(before, value):
    told = f"{before}\n\n{refi.labelled({'id': 'x', 'hans': value})}"
    assert refi.unlabelled(told, "id") == (
        before,
        {"id": "x", **({"hans": value} if value else {})},
    )


def test_labelled_lines_survive_the_line_ends_of_windows():
    told = "definition\n\n" + refi.labelled({"id": "x", "en": "Y"})
    meant = ("definition", {"id": "x", "en": "Y"})
    assert refi.unlabelled(told.replace("\n", "\r\n"), "id") == meant


def test_the_same_export_twice_is_the_same_bytes(tmp_path):
    corpus = workspace(tmp_path)
    put(corpus, ONE)
    assert exported(corpus, "qdpx")[0] == exported(corpus, "qdpx")[0]


def full(root):
    """A workspace with all a project can hold: a claim, notes, links to tagged passages or not."""
    corpus = workspace(root)
    put(
        corpus,
        [
            ("plain.txt", 0, 5, ("export-controls", "standards-war"), "看法\n<&>", "mei"),
            ("plain.txt", 2, 9, ("standards-war",), "", "li"),
            ("astral.txt", 0, 38, ("power-infrastructure",), "", "li"),
        ],
    )
    shelf, edit = corpus.workspace.shelf, Edit({})
    claim = {"speaker": "任正非", "value": "50", "unit": "%", "of": "a\nb", "date": ""}
    claim["doubtful"] = True
    old = shelf.records("plain.txt/li.jsonl")["t000000001"]
    edit += Edit({("plain.txt/li.jsonl", old.id): (old, old.but(claim=claim))})
    a, b = corpus.seed("plain.txt"), corpus.seed("astral.txt")
    for n, (end, by) in enumerate([(Passage(0, 5), "mei"), (Passage(3, 6), "li")]):
        made = link.make(a, end, b, Passage(1, 4), "agrees", f"k00000000{n}", by, "注\nx" * n)
        made = made.but(at="2026-11-22T09:00:00Z")
        edit += Edit({(link.file_of(by), made.id): (None, made)})
    assert not shelf.write(edit).left
    return corpus


def test_claims_and_links_come_back_too(tmp_path):
    out, lost = exported(full(tmp_path / "a"), "qdpx")
    assert not lost, list(lost.lines())
    _, lost = imported(tmp_path / "b", "qdpx", out)
    assert not lost, list(lost.lines())
    assert files(tmp_path / "b") == files(tmp_path / "a")


@pytest.mark.parametrize("make", [full, workspace])
def test_a_project_is_valid_by_the_schema(tmp_path, make):
    root, _ = project(exported(make(tmp_path), "qdpx")[0])
    schema("Project.xsd").validate(root)


def test_a_codebook_is_valid_by_the_schema():
    out, _ = exported(Corpus(workspaces.sample()), "qdc")
    schema("Codebook.xsd").validate(ElementTree.fromstring(out["codebook.qdc"]))


def test_a_project_without_topics_or_tags_is_valid(tmp_path):
    (tmp_path / "seeds").mkdir()
    root, _ = project(exported(Corpus(workspaces.find(tmp_path)), "qdpx")[0])
    assert not [e.tag for e in root.iter() if not len(e) and e.tag.endswith(("Codes", "Sources"))]
    schema("Project.xsd").validate(root)


def test_places_count_code_points_of_the_source_in_the_archive(tmp_path):
    out, _ = exported(full(tmp_path), "qdpx")
    root, names = project(out)
    with zipfile.ZipFile(io.BytesIO(out["project.qdpx"])) as archive:
        sources = {name: archive.read(name) for name in names if name != "project.qde"}
    assert len(sources) == 2
    for source in root.iter(f"{P}TextSource"):
        data = sources["Sources/" + source.get("plainTextPath").removeprefix("internal://")]
        assert b"\r" not in data
        assert not data.startswith(b"\xef\xbb\xbf")
        for one in source.iter(f"{P}PlainTextSelection"):
            start, end = int(one.get("startPosition")), int(one.get("endPosition"))
            assert data.decode()[start:end] == one.get("name")


def test_what_a_project_cannot_hold_is_accounted_for(tmp_path):
    corpus = workspace(tmp_path)
    put(corpus, [("plain.txt", 0, 5, ("standards-war",), "bell \a", "mei")])
    shelf = corpus.workspace.shelf
    old = shelf.records("plain.txt/mei.jsonl")["t000000000"]
    changed = old.but(id="odd id", extra=1)
    file = "plain.txt/mei.jsonl"
    shelf.write(Edit({(file, old.id): (old, None), (file, changed.id): (None, changed)}))
    lost = "\n".join(exported(corpus, "qdpx")[1].lines())
    for what in ("cannot hold, in a note", "not of our shape", "the key extra"):
        assert what in lost


# Theirs


def packed(text, *selections, path="t.txt", codes=("Mei's topic",), encoded=None):
    """A project as others write one: (start, end, name) of selections in one text."""
    key = "00000000-0000-4000-8000-{:012}".format
    root = ElementTree.Element("Project", xmlns="urn:QDA-XML:project:1.0", name="p")
    book = ElementTree.SubElement(ElementTree.SubElement(root, "CodeBook"), "Codes")
    for n, code in enumerate(codes):
        ElementTree.SubElement(book, "Code", guid=key(n), name=code, isCodable="true")
    sources = ElementTree.SubElement(root, "Sources")
    source = ElementTree.SubElement(
        sources, "TextSource", guid=key(99), name="theirs", plainTextPath=f"internal://{path}"
    )
    for n, (start, end, name) in enumerate(selections, 100):
        places = {"startPosition": str(start), "endPosition": str(end), "name": name}
        one = ElementTree.SubElement(source, "PlainTextSelection", guid=key(n), **places)
        coding = ElementTree.SubElement(one, "Coding", guid=key(n + 1000))
        ElementTree.SubElement(coding, "CodeRef", targetGUID=key(0))
    data = text.encode() if encoded is None else encoded
    return archive({"project.qde": ElementTree.tostring(root), f"sources/{path}": data})


def archive(inside):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in inside.items():
            made.writestr(name, data)
    return out.getvalue()


def brought(root, data, *more):
    """Import into a workspace of no documents, as a person does; returns it and the exit code."""
    (root / "seeds").mkdir(parents=True, exist_ok=True)
    (root / "p.qdpx").write_bytes(data)
    options = ["-C", str(root), "--as", "mei", "import", "qdpx", str(root / "p.qdpx"), *more]
    code = main(options)
    return Corpus(workspaces.find(root)), code


def quotes(corpus):
    return [said.tag.quote for doc in corpus.annotated() for said in corpus.tags(doc)]


TEXT = "第一行😀字\r\n𠮷野家在這裡\r\n\r\n第四行\r\n"
UNITS = {
    "codepoints": lambda before: len(before.replace("\r\n", "\n")),
    "codepoints-crlf": len,
    "utf16": lambda before: len(before.replace("\r\n", "\n").encode("utf-16-le")) // 2,
    "utf16-crlf": lambda before: len(before.encode("utf-16-le")) // 2,
    "utf8": lambda before: len(before.replace("\r\n", "\n").encode()),
}


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_unit_is_found_by_quotes_or_by_line_borders(tmp_path, unit, named, mark):
    lines = ["第一行😀字", "𠮷野家在這裡", "第四行"]
    at = [(TEXT.index(line), TEXT.index(line) + len(line)) for line in lines]
    chosen = [
        (UNITS[unit](TEXT[:a]), UNITS[unit](TEXT[:b]), TEXT[a:b] if named else "") for a, b in at
    ]
    corpus, _ = brought(tmp_path, packed(mark + TEXT, *chosen), "--documents")
    assert quotes(corpus) == lines
    assert (tmp_path / "seeds" / "theirs.txt").read_bytes() == TEXT.replace("\r\n", "\n").encode()


def test_names_that_are_cut_off_or_titles(tmp_path, capsys):
    chosen = [(0, 5, "第一行…"), (4, 5, "a title"), (10, 12, "野家在"), (0, 2, "不是…")]
    corpus, code = brought(tmp_path, packed(TEXT.replace("\r\n", "\n"), *chosen), "--documents")
    assert quotes(corpus) == ["第一行😀字", "字", "野家在"]
    assert code == 1
    told = capsys.readouterr().err
    assert "a title given to a passage" in told
    assert "does not stand at its place: 1 (theirs 0–2)" in told


def test_documents_come_only_if_asked_for(tmp_path, capsys):
    data = packed("第一行\n", (0, 3, "第一行"))
    corpus, code = brought(tmp_path, data)
    assert code == 1
    assert "--documents would bring it" in capsys.readouterr().err
    assert not corpus.documents()
    corpus, code = brought(tmp_path, data, "--documents", "--dry-run")
    assert not corpus.documents()
    assert "new in seeds/" not in capsys.readouterr().out
    account = tmp_path / "account.txt"
    corpus, code = brought(tmp_path, data, "--documents", "--account", str(account))
    assert (code, quotes(corpus)) == (0, ["第一行"])
    told = "new in seeds/: theirs.txt (u takes the tags back; a file stays until you delete it)"
    assert told in capsys.readouterr().out
    assert account.read_text("utf-8").splitlines() == ["nothing was lost", told]
    before = files(tmp_path)
    assert brought(tmp_path, data, "--documents")[1] == 0
    assert files(tmp_path) == before
    assert corpus.documents() == ["theirs.txt"]


def test_a_document_of_the_same_name_is_not_written_over(tmp_path, capsys):
    data = packed("第一行\n", (0, 3, "第一行"))
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "theirs").write_text("别的\n", "utf-8")
    (tmp_path / "seeds" / "Theirs.txt").write_text("别的\n", "utf-8")
    assert brought(tmp_path, data)[1] == 1
    assert "whose text here is another; --documents would bring it" in capsys.readouterr().err
    corpus, _ = brought(tmp_path, data, "--documents")
    assert corpus.documents() == ["Theirs.txt", "theirs", "theirs-2.txt"]
    assert quotes(corpus) == ["第一行"]


def test_documents_in_folders_come_with_their_folders(tmp_path):
    (tmp_path / "a/seeds/deep/er").mkdir(parents=True)
    (tmp_path / "a/seeds/deep/er/x.md").write_bytes("\ufeff第一行\r\n第二行".encode())
    corpus = Corpus(workspaces.find(tmp_path / "a"))
    put(corpus, [("deep/er/x.md", 2, 6, ("one",), "", "mei")])
    corpus, code = brought(
        tmp_path / "b", exported(corpus, "qdpx")[0]["project.qdpx"], "--documents"
    )
    assert code == 0
    assert (tmp_path / "b/seeds/deep/er/x.md").read_bytes() == "第一行\n第二行".encode()
    assert quotes(corpus) == ["行\n第二"]


def test_nothing_is_half_imported(tmp_path):
    data = packed("第一行\n", (0, 3, "第一行"))
    (tmp_path / "annotations").mkdir()
    (tmp_path / "annotations" / "theirs.txt").write_text("a file where a folder should be")
    corpus, code = brought(tmp_path, data, "--documents")
    assert code == 2
    assert not corpus.documents()


def test_several_selections_of_one_passage_are_one_tag(tmp_path):
    corpus, _ = brought(tmp_path, packed("第一行\n", (0, 3, ""), (0, 3, "")), "--documents")
    assert quotes(corpus) == ["第一行"]


BOMB = {"project.qde": b"<Project/>", "Sources/a.txt": bytes(80 << 20)}
DTD = b'<!DOCTYPE Project [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Project name="&b;"/>'
HARM = {
    "swell": BOMB,
    "leads elsewhere": {"project.qde": b"<Project/>", "../../out.txt": b"x"},
    "DTD": {"project.qde": DTD},
    "inside one another": {"project.qde": b"<a>" * 5000 + b"</a>" * 5000},
    "not XML": {"project.qde": b"<Project"},
    "no project": {"project.qde": b"<Other/>"},
    "files .qde": {"other.xml": b""},
}


@pytest.mark.parametrize("why", HARM)
def test_what_could_do_harm_is_refused_with_a_word(tmp_path, capsys, why):
    assert brought(tmp_path, archive(HARM[why]), "--documents")[1] == 2
    assert why in capsys.readouterr().err
    assert not (tmp_path / "annotations").exists()


def test_a_dtd_is_refused_in_utf16_too():
    with pytest.raises(ValueError, match="DTD"):
        markup.parsed(DTD.decode().encode("utf-16"))


def test_a_name_of_a_source_leads_nowhere_else(tmp_path):
    data = packed("第一行\n", (0, 3, ""))
    for name in ("../../out", "/etc/passwd", "_links", "a\x00b:c", ".."):
        with zipfile.ZipFile(io.BytesIO(data)) as given:
            inside = {n: given.read(n) for n in given.namelist()}
        renamed = ElementTree.fromstring(inside["project.qde"])
        renamed.find(f".//{P}TextSource").set("name", markup.fit(name))
        inside["project.qde"] = ElementTree.tostring(renamed)
        root = tmp_path / str(len(name))
        corpus, _ = brought(root / "w", archive(inside), "--documents")
        assert len(corpus.documents()) == 1
        assert {p.name for p in root.iterdir()} == {"w"}


def test_two_people_stay_two_and_keep_what_each_said(tmp_path):
    root = ElementTree.fromstring(
        """<Project xmlns="urn:QDA-XML:project:1.0" name="p"><Users>
        <User guid="{A}" name="Li Ming"/>
        <User guid="B" name="li-ming"/><User guid="C" name="李明"/></Users><CodeBook><Codes>
        <Code guid="D" name="one" isCodable="true"/></Codes></CodeBook><Sources>
        <TextSource guid="E" name="x"><PlainTextContent>第一行</PlainTextContent>
        <PlainTextSelection guid="F" startPosition="0" endPosition="2">
        <Coding guid="G" creatingUser="a"><CodeRef targetGUID="d"/></Coding>
        <Coding guid="H" creatingUser="{b}" creationDateTime="2024-05-01T10:00:00+08:00">
        <CodeRef targetGUID="D"/></Coding><NoteRef targetGUID="I"/></PlainTextSelection>
        </TextSource></Sources><Notes><Note guid="I" plainTextPath="internal://i.txt"/></Notes>
        </Project>"""
    )
    inside = {"project.qde": ElementTree.tostring(root), "Sources/i.txt": "一注".encode()}
    corpus, code = brought(tmp_path, archive(inside), "--documents")
    found = {said.tag.by: said.tag for said in corpus.tags("x.txt")}
    assert code == 1
    assert set(found) == {"li-ming-2", "li-ming"}
    assert found["li-ming"].record.fields["at"] == "2024-05-01T02:00:00Z"
    assert found["li-ming-2"].note == "一注"
    assert {tag.quote for tag in found.values()} == {"第一"}


@there
def test_a_project_of_nvivo_for_windows(tmp_path, capsys):
    """Its selections are whole lines: it counts UTF-16, CRLF as two, no byte order mark."""
    corpus, _ = brought(tmp_path, NVIVO.read_bytes(), "--documents")
    told = capsys.readouterr().out
    assert "videos_10_selected counts UTF-16 units and CRLF as two" in told
    assert len(corpus.documents()) == 2
    seed = corpus.seed("videos_10_selected.txt")
    text = seed[0 : len(seed)]
    tags = [said.tag for said in corpus.tags("videos_10_selected.txt")]
    assert sum(len(tag.topics) for tag in tags) == len(
        {(t.passage, x) for t in tags for x in t.topics}
    )
    borders = [
        (a == 0 or text[a - 1] == "\n", text[b : b + 1] in ("\n", ""))
        for a, b in (tag.passage for tag in tags)
    ]
    assert len(tags) == 188
    assert sum(map(all, borders)) == 169  # the others end inside one
    assert {tag.by for tag in tags} == {"user0"}
    codes = list(project({"project.qdpx": NVIVO.read_bytes()})[0].iter(f"{P}Code"))
    assert len(corpus.workspace.codebook.all) == len(codes)
    assert main(["-C", str(tmp_path), "check"]) == 0


@there
def test_a_project_of_atlas_ti_without_its_texts(tmp_path, capsys):
    corpus, code = brought(tmp_path, ATLAS.read_bytes(), "--documents")
    assert code == 1
    names = {topic.en for topic in corpus.workspace.codebook.all.values()}
    assert {"Coke::diet Coke", "bacon and eggs", '"rushed"'} <= names
    assert not corpus.documents()
    told = capsys.readouterr()
    for what in ("whose text is not in the project", "no document here", "(picture)", "a set"):
        assert what in told.err
    assert "14 topics" in told.out
