import pytest

from seedread import workspace as workspaces
from seedread.corpus import Corpus
from seedread.tags.edit import Edit
from seedread.tags.tag import file_of, make
from seedread.text.passage import Passage


@pytest.fixture
def corpus(workspace):
    return Corpus(workspaces.find(workspace))


def doc(corpus, n):
    return corpus.documents()[n]


def tag(corpus, doc, start, by="mei", topics=("chips",)):
    seed = corpus.seed(doc)
    record = make(seed, Passage(start, start + 9), topics, f"{by}{start:08}", by)
    file = file_of(doc, by)
    assert corpus.workspace.shelf.write(Edit({(file, record.id): (None, record)})).done
    return record


def test_all_documents_are_there(corpus):
    assert len(corpus.documents()) == 5
    assert corpus.annotated() == []
    assert len({corpus.title(doc) for doc in corpus.documents()}) == 5


def test_what_everybody_said_is_found_and_placed(corpus):
    first = doc(corpus, 0)
    tag(corpus, first, 200)
    tag(corpus, first, 100, "li")
    assert corpus.annotated() == [first]
    assert {(said.doc, said.tag.by) for said in corpus.tags(first)} == {
        (first, "mei"),
        (first, "li"),
    }
    assert [placed.tag.by for placed in corpus.margin(first).tags] == ["li", "mei"]


def test_what_has_not_changed_is_not_read_twice(corpus):
    first = doc(corpus, 0)
    tag(corpus, first, 100)
    assert corpus.margin(first) is corpus.margin(first)
    assert corpus.seed(first) is corpus.seed(first)
    before = corpus.margin(first)
    tag(corpus, first, 200)
    assert corpus.margin(first) is not before
    assert len(corpus.margin(first)) == 2


def test_what_others_write_is_taken_in(corpus):
    first = doc(corpus, 0)
    tag(corpus, first, 100)
    assert len(list(corpus.tags(first))) == 1
    other = Corpus(workspaces.find(corpus.workspace.root))
    tag(other, first, 300, "li")
    assert len(list(corpus.tags(first))) == len(corpus.margin(first)) == 2


def test_what_waits_to_be_written_is_there_already(corpus):
    first = doc(corpus, 0)
    tag(corpus, first, 100)
    list(corpus.tags(first))
    corpus.workspace.shelf.writable = False
    seed = corpus.seed(first)
    record = make(seed, Passage(5, 9), ["chips"], "w" * 10, "mei")
    corpus.workspace.shelf.write(Edit({(file_of(first, "mei"), record.id): (None, record)}))
    assert len(list(corpus.tags(first))) == len(corpus.margin(first)) == 2


def test_what_cannot_be_read_says_nothing(corpus, workspace):
    first = doc(corpus, 0)
    tag(corpus, first, 100)
    (workspace / "seeds" / first).unlink()
    assert corpus.seed(first) is None
    assert len(corpus.margin(first)) == 0
    assert corpus.title(first) == first
    assert corpus.annotated() == [first]
    assert len(list(corpus.tags(first))) == 1


def test_a_document_that_changes_on_disk_is_read_again(corpus, workspace):
    first = doc(corpus, 0)
    tag(corpus, first, 100)
    quote = corpus.margin(first).tags[0].tag.quote
    path = workspace / "seeds" / first
    path.write_text("新的開頭。\n" + path.read_text("utf-8"), "utf-8")
    assert corpus.seed(first)[:5] == "新的開頭。"
    placed = corpus.margin(first).tags[0]
    assert corpus.seed(first)[slice(*placed.passage)] == quote


def test_more_documents_than_are_kept_at_hand(corpus, workspace, monkeypatch):
    monkeypatch.setattr("seedread.corpus.OPEN", 2)
    for one in corpus.documents():
        tag(corpus, one, 100)
    for _ in range(2):
        for one in corpus.documents():
            assert corpus.margin(one).tags[0].tag.quote == corpus.seed(one)[100:109]
