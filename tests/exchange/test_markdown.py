"""Quotations and the codebook as Markdown, held to what a Markdown reader makes of them."""

import html
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from laboratory import TEXTS, exported, put, tags, workspace
from markdown_it import MarkdownIt

from seedread import workspace as workspaces
from seedread.corpus import Corpus
from seedread.exchange import unmarked
from seedread.tags import link
from seedread.tags.edit import Edit
from seedread.text.passage import Passage
from seedread.text.safe import shown

FEW = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
READER = MarkdownIt("gfm-like", {"linkify": False, "html": True})


def said(rendered):
    """The text of what was rendered, line breaks kept; there must be no other markup in it."""
    text = rendered.replace("<br />\n", "\n").replace("<br>\n", "\n")
    assert not re.search(r"<(?!/?(blockquote|p)>)", text), rendered
    return html.unescape(re.sub(r"</?blockquote>\n?|<p>|</p>\n", "", text))


signs = st.text(st.sampled_from("a中𠀀 \t\n\n*_`#->=+1.)|[]()!~&;<:\\$\"'😀\x07"), max_size=25)


@given(signs)
def test_a_quotation_reads_as_what_was_quoted(text):
    given = unmarked.quoted(text)
    meant = shown(text, keep_newlines=True).text.rstrip("\n")
    assert said(READER.render(given)) == meant
    if meant:
        assert READER.render(given).count("<p>") == 1


@given(signs)
def test_a_line_reads_as_it_is_wherever_it_stands(text):
    meant = " ".join(shown(text, keep_newlines=True).text.split())
    cell = READER.render(f"| a |\n|---|\n| {unmarked.line(text)} |\n")
    assert html.unescape(re.findall("<td>(.*)</td>", cell)[0]) == meant
    heading = READER.render(f"# {unmarked.line(text)}\n")
    assert html.unescape(re.fullmatch("<h1>(.*)</h1>\n", heading)[1]) == meant
    item = READER.render(f"- x\n- {unmarked.line(text)}\n")
    assert html.unescape(re.findall("<li>(.*)</li>", item)[1]) == meant


def quotations(corpus):
    out, _ = exported(corpus, "markdown")
    return out["quotations.md"].decode()


@FEW
@given(tags())
def test_every_passage_stands_below_every_topic_of_its_tag(tmp_path_factory, given):
    corpus = workspace(tmp_path_factory.mktemp("md"))
    put(corpus, given)
    rendered = READER.render(quotations(corpus))
    blocks = re.findall(r"<blockquote>\n<p>(.*?)</p>", rendered, re.S)
    found = sorted(html.unescape(re.sub("<br ?/?>\n", "\n", block)) for block in blocks)
    text = {doc: t.lstrip("\ufeff").replace("\r\n", "\n") for doc, t in TEXTS.items()}
    quotes = [
        shown(text[doc][a:b], keep_newlines=True).text.rstrip("\n") or "(blank)"
        for doc, a, b, topics, *_ in given
        for _ in topics
    ]
    assert found == sorted(quotes)
    for _, start, end, *_ in given:
        assert f"{start}–{end}" in rendered


def test_both_scripts_stand_below_one_another_with_source_and_note(tmp_path):
    corpus = workspace(tmp_path)
    put(corpus, [("plain.txt", 7, 12, ("standards-war",), "我的*看法*", "mei")])
    text = quotations(corpus)
    assert "> 是世界级的\n>\n> 是世界級的\n>\n> — " in text
    assert "mei · 2026-11-22" in text
    assert r"Note: 我的\*看法\*" in text
    topic = corpus.workspace.codebook.get("standards-war")
    assert text.index(topic.definition[:20]) < text.index("> 是世界级的")
    assert topic.hant in text


def test_it_says_what_is_not_in_it(tmp_path):
    corpus = workspace(tmp_path)
    assert "Nothing that was to be in here was left out." in quotations(corpus)
    put(corpus, [("plain.txt", 8, 13, ("standards-war",), "", "mei")])
    (tmp_path / "seeds" / "plain.txt").write_text("完全不同的内容。\n", "utf-8")
    assert "not in today's text: 1 (t000000000)" in quotations(Corpus(workspaces.find(tmp_path)))


def test_links_are_in_it(tmp_path):
    corpus = workspace(tmp_path)
    put(corpus, [("plain.txt", 8, 13, ("standards-war",), "", "mei")])
    a, b = corpus.seed("plain.txt"), corpus.seed("astral.txt")
    made = link.make(a, Passage(0, 2), b, Passage(0, 3), "contradicts", "k000000000", "li", "注")
    corpus.workspace.shelf.write(Edit({(link.file_of("li"), made.id): (None, made)}))
    text = quotations(corpus)
    assert "“中国”" in text
    assert "**contradicts**" in text
    assert "Note: 注" in text


def test_the_codebook_has_all_that_is_said_of_a_topic(tmp_path):
    corpus = workspace(tmp_path)
    put(
        corpus,
        [
            ("plain.txt", 0, 3, ("standards-war",), "", "mei"),
            ("plain.txt", 1, 3, ("standards-war",), "", "mei"),
            ("astral.txt", 1, 3, ("standards-war",), "", "li"),
        ],
    )
    rendered = html.unescape(READER.render(exported(corpus, "codebook")[0]["codebook.md"].decode()))
    for topic in corpus.workspace.codebook.topics:
        words = [word for words in topic.keywords.values() for word in words]
        texts = (topic.id, topic.en, topic.hans, topic.hant, topic.definition, topic.include)
        for part in (*texts, topic.exclude, *words):
            assert part in rendered
    assert "3 tags in 2 documents" in rendered
    assert rendered.count("<h2>") == len(corpus.workspace.codebook.groups)


@pytest.mark.parametrize("form", ["markdown", "codebook"])
def test_an_empty_workspace_makes_a_file_too(tmp_path, form):
    (tmp_path / "seeds").mkdir()
    out, lost = exported(Corpus(workspaces.find(tmp_path)), form)
    assert not lost
    assert next(iter(out.values())).startswith(b"# ")
