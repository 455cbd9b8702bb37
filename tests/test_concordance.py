"""Every passage that answers to a question: understood, found, sorted, changed, written."""

import csv
import io
import shutil
from dataclasses import asdict
from pathlib import Path

import pytest

from seedread import workspace as workspaces
from seedread.concordance import acts, export
from seedread.concordance.gather import Gathering, place
from seedread.concordance.order import arranged
from seedread.concordance.question import parse
from seedread.corpus import Corpus
from seedread.kept import Keeper
from seedread.tags.claim import Claim
from seedread.tags.edit import Edit
from seedread.tags.tag import file_of, make
from seedread.text.passage import Passage

SHIPPED = Path(__file__).parent.parent / "annotations" / "names.jsonl"


@pytest.fixture
def corpus(workspace):
    return Corpus(workspaces.find(workspace))


@pytest.fixture
def book(corpus):
    return corpus.workspace.codebook


def put(corpus, n, quote, topics, by="mei", nth=0, **more):
    """Tag the nth place where document n says `quote`."""
    doc = corpus.documents()[n]
    seed = corpus.seed(doc)
    text, start = seed[0:], -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    record = make(seed, Passage(start, start + len(quote)), topics, f"{by}{n}{start:08}", by)
    record = record.but(**more)
    file = file_of(doc, by)
    assert corpus.workspace.shelf.write(Edit({(file, record.id): (None, record)})).done
    return record


def lines(corpus, question):
    found = Gathering(question)
    found.run(corpus, Keeper())
    assert found.over
    return found.lines


def quotes(corpus, typed):
    return [line.quote for line in lines(corpus, parse(typed, corpus.workspace.codebook))]


# ------------------------------------------------------------------ understood


def clauses(book, typed):
    found = parse(typed, book)
    return [
        ([set(one) for one in clause.every], set(clause.none)) for clause in found.clauses
    ] or found.text


@pytest.mark.parametrize(
    "typed",
    ["standards-war", "STANDARDS-WAR", "Standards war", "標準之爭", "标准之争", "standards"],
)
def test_a_topic_is_known_by_any_of_its_names(book, typed):
    assert clauses(book, typed) == [([{"standards-war"}], set())]


@pytest.mark.parametrize("sign", ["&", "＆", "and"])
@pytest.mark.parametrize("minus", [" - ", " -", " not ", " and not ", " & -"])
def test_topics_are_joined(book, sign, minus):
    found = clauses(book, f"standards-war {sign} power{minus}export-controls")
    assert found == [([{"standards-war"}, {"power-infrastructure"}], {"export-controls"})]


def test_an_or_begins_anew(book):
    assert clauses(book, "standards-war | export-controls") == [
        ([{"standards-war"}], set()),
        ([{"export-controls"}], set()),
    ]


def test_a_name_may_hold_a_sign(book):
    named = "AI factories, data centres & full stack"
    assert clauses(book, named) == [([{"ai-factories"}], set())]
    assert clauses(book, f"{named} & standards-war") == [
        ([{"ai-factories"}, {"standards-war"}], set())
    ]


def test_a_group_is_its_topics(book):
    group = book.groups[0]
    topics = {t.id for t in book.topics if t.parent == group.id}
    assert clauses(book, group.id) == [([{group.id, *topics}], set())]


@pytest.mark.parametrize("typed", ["英伟达", "標準", "no such topic", "text:standards-war"])
def test_all_else_is_text(book, typed):
    found = parse(typed, book)
    assert (found.kind, found.text) == ("text", typed.removeprefix("text:"))
    assert not found.doubt


def test_what_is_not_understood_is_said(book):
    found = parse("standards-war & nonsense", book)
    assert found.kind == "text"
    assert "nonsense is no topic" in found.doubt


def test_a_question_can_be_typed_again(book):
    typed = 'standards-war "标准" by:li doc:003 claim:value speaker:任正非'
    found = parse(typed, book)
    assert (found.by, found.doc, found.claim, found.speaker) == ("li", "003", "value", "任正非")
    assert (found.text, found.kind) == ("标准", "tags")
    assert parse(found.typed, book) == found
    assert parse("text:a & b", book).typed == "text:a & b"
    assert "by li" in found.told(book)


def test_without_its_filter_a_question_asks_for_all(book):
    found = parse("by:li", book).only(by="")
    assert found.kind == "tags"
    assert found.typed == "*"


# ----------------------------------------------------------------------- found


def test_tags_are_found_by_topic_in_order_of_document_and_place(corpus):
    put(corpus, 1, "人民日报", ["b"])
    put(corpus, 0, "任正非", ["a"], nth=1)
    put(corpus, 0, "黄仁勋", ["a", "b"])
    found = lines(corpus, parse("a", corpus.workspace.codebook, sure=True))
    assert [line.quote for line in found] == ["黄仁勋", "任正非"]
    both = lines(corpus, parse("a | b", corpus.workspace.codebook, sure=True))
    assert [corpus.documents().index(line.doc) for line in both] == [0, 0, 1]


def test_topics_of_one_sentence_are_together(corpus):
    text = corpus.seed(corpus.documents()[0])[0:]
    sentence = "今天咱们来讲一讲任正非的人民日报文章"
    assert sentence in text
    put(
        corpus,
        0,
        "任正非的人民日报",
        ["standards-war"],
        nth=text[: text.index(sentence)].count("任正非的人民日报"),
    )
    put(corpus, 0, sentence, ["export-controls"], "li")
    put(corpus, 0, "版面", ["standards-war"])
    assert len(quotes(corpus, "standards-war")) == 2
    assert len(quotes(corpus, "standards-war & export-controls")) == 2
    assert quotes(corpus, "standards-war - export-controls") == ["版面"]
    assert quotes(corpus, "standards-war & export-controls by:li") == [sentence]


def test_filters(corpus):
    claim = asdict(Claim("任正非", "50", "%", "研究员", "2025", False))
    put(corpus, 0, "任正非", ["a"], claim=claim)
    put(corpus, 0, "黄仁勋", ["a"], "li")
    assert quotes(corpus, "claim:value") == ["任正非"]
    assert quotes(corpus, "claim:doubtful") == []
    assert quotes(corpus, "speaker:任正") == ["任正非"]
    assert quotes(corpus, "by:li") == ["黄仁勋"]
    assert quotes(corpus, "* doc:004") == []
    assert quotes(corpus, '* "黃仁勳"') == ["黄仁勋"]


def test_a_text_is_found_in_either_script_and_names_by_id(corpus, workspace):
    shutil.copy(SHIPPED, workspace / "annotations")
    assert {"标准", "標準"} <= set(quotes(corpus, "標準"))
    named = lines(corpus, parse("name:nvidia", corpus.workspace.codebook))
    assert {"英伟达", "英偉達"} <= {line.quote for line in named}
    for line in (named[0], named[-1]):
        start, end = line.passage
        assert corpus.seed(line.doc)[start:end] == line.quote


def test_untagged_leaves_out_what_is_tagged(corpus):
    every = len(quotes(corpus, "text:标准"))
    put(corpus, 0, "标准", ["a"])
    asked = parse("标准 untagged", corpus.workspace.codebook)
    assert asked.text == "标准"
    assert len(lines(corpus, asked)) == every - 1


def test_a_tag_is_placed_where_it_stands_today(corpus, workspace):
    record = put(corpus, 0, "今天咱们来讲一讲任正非的人民日报文章", ["a"])
    doc = corpus.documents()[0]
    path = workspace / "seeds" / doc
    path.write_text("新的一行。\n" + path.read_text("utf-8"), "utf-8")
    (line,) = lines(corpus, parse("a", corpus.workspace.codebook, sure=True))
    found = place(corpus, line)
    assert found.passage == Passage(record.fields["start"], record.fields["end"]).shift(6)
    path.write_text("都没有了。\n", "utf-8")
    assert place(corpus, line).passage is None


# ---------------------------------------------------------------------- sorted


def test_orders(corpus):
    for n, nth in ((0, 0), (0, 1), (0, 2), (2, 0)):
        put(corpus, n, "芯片", ["a"] if nth else ["b"], nth=nth)
    found = lines(corpus, parse("*", corpus.workspace.codebook))
    docs = corpus.documents()
    assert arranged(found, "place", corpus) == [docs[0], 0, 1, 2, docs[2], 3]
    after = [found[n].after.lstrip(",，。、”")[:1] for n in arranged(found, "after", corpus)]
    assert after == sorted(after)
    before = [found[n].before.rstrip(",，。、“")[-1:] for n in arranged(found, "before", corpus)]
    assert before == sorted(before)
    assert [found[n].topics for n in arranged(found, "topic", corpus)] == [("a",)] * 2 + [
        ("b",)
    ] * 2


# --------------------------------------------------------------------- changed


def test_tagging_and_untagging_only_changes_ones_own(corpus):
    put(corpus, 0, "任正非", ["a"])
    put(corpus, 0, "黄仁勋", ["a"], "li")
    found = lines(corpus, parse("a", corpus.workspace.codebook, sure=True))
    plan = acts.tag(corpus, found, ["b"], "mei", set())
    assert (plan.count, plan.documents) == (2, 1)  # one's own joined, a new one beside li's
    assert corpus.workspace.shelf.write(plan.edit).done
    again = lines(corpus, parse("b", corpus.workspace.codebook, sure=True))
    assert {(line.by, line.quote, line.topics) for line in again} == {
        ("mei", "任正非", ("a", "b")),
        ("mei", "黄仁勋", ("b",)),
    }
    found = lines(corpus, parse("a", corpus.workspace.codebook, sure=True))
    plan = acts.untag(found, {"a"}, "mei")
    assert (plan.count, plan.others) == (1, 1)
    assert "others" in plan.rest
    plan = acts.retag(found, "a", "c", "mei")
    assert (plan.count, plan.others) == (1, 1)
    (change,) = plan.edit.changes.values()
    assert change[1].fields["topics"] == ["b", "c"]


def test_a_tag_that_says_nothing_more_is_removed(corpus):
    put(corpus, 0, "任正非", ["a"])
    put(corpus, 0, "黄仁勋", ["a"], note="see")
    plan = acts.untag(lines(corpus, parse("*", corpus.workspace.codebook)), {"a"}, "mei")
    left = {before.fields["quote"]: after for before, after in plan.edit.changes.values()}
    assert left["任正非"] is None
    assert left["黄仁勋"].fields["topics"] == []


# --------------------------------------------------------------------- written


def test_a_table_executes_nothing(corpus):
    put(corpus, 0, "任正非", ["a"], note='=HYPERLINK("x")')
    text, kept = export.table(corpus, lines(corpus, parse("*", corpus.workspace.codebook)))
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["note"], kept) == ('\'=HYPERLINK("x")', 1)
    assert (row["quote"], row["topics"], row["document"]) == ("任正非", "a", corpus.documents()[0])


def test_markdown_gives_quote_source_place_topics_and_note(corpus, book):
    put(corpus, 0, "任正非", ["standards-war"], note="*look*")
    found = lines(corpus, parse("standards-war", book))
    said = export.markdown(corpus, found, book, "Standards war")
    start, end = found[0].passage
    assert "> 任正非" in said
    assert f"{start}–{end} · Standards war · mei" in said
    assert "\\*look\\*" in said
