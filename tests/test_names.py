"""Names of many spellings: what is found, what is not, and what the five documents name."""

import itertools
import json
import re
import string
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedread.cli import main
from seedread.tags.names import KINDS, Names
from seedread.tags.record import Record
from seedread.text.find import fold
from seedread.text.seed import Seed

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "annotations" / "names.jsonl"
DOCUMENTS = {path.name[:3]: path for path in sorted((ROOT / "seeds").iterdir())}
KEYS = ["id", "kind", "en", "hans", "hant", "forms", "not", "note"]


def name(id, *forms, avoid=(), kind="company"):
    texts = dict.fromkeys(("en", "hans", "hant", "note"), "")
    return Record({"id": id, "kind": kind, **texts, "forms": list(forms), "not": list(avoid)})


def found(text, *records):
    """What is found in `text`: (id, what stands there)."""
    return [(o.name, text[slice(*o.passage)]) for o in Names(records).occurrences(text)]


NVIDIA = name("nvidia", "英伟达", "輝達", "Nvidia")
H20 = name("h20", "H20")
AI = name("ai", "AI")
RULE = name("rule", "AI扩散规则", "扩散规则")
GB200 = name("gb200", "GB 200", "GB200")
CONGRESS = name("congress", "国会", avoid=["中国会"])
CHINA = name("china", "中国")


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("英伟达、英偉達、輝達和辉达", ["英伟达", "英偉達", "輝達", "辉达"]),
        ("NVIDIA，ｎｖｉｄｉａ，Nvidia", ["NVIDIA", "ｎｖｉｄｉａ", "Nvidia"]),
        ("Nvidia的和“Nvidia”與nvidia-smi", ["Nvidia", "Nvidia", "nvidia"]),
        ("_Nvidia_ *Nvidia* Nvidia's", ["Nvidia"] * 3),
        ("Nvidias xNvidia Nvidia2 éNvidia NvidiaЯ", []),
        ("英伟达Nvidia英伟达", ["英伟达", "Nvidia", "英伟达"]),
        ("去英偉達化", ["英偉達"]),
        ("英伟\n达", []),
        ("", []),
    ],
)
def test_script_width_and_case_do_not_matter_but_words_are_whole(text, quotes):
    assert [quote for _, quote in found(text, NVIDIA)] == quotes


def test_numbers_are_whole():
    assert found("H20 H200 H20D GH20 H20系列H20", H20) == [("h20", "H20")] * 3
    assert found("运20 运200 空运20", name("y-20", "运20")) == [("y-20", "运20")] * 2


def test_a_word_is_not_found_in_a_longer_one():
    assert found("AIDS HUMAIN OpenAI AI芯片 ai。ＡＩ", AI) == [
        ("ai", x) for x in ("AI", "ai", "ＡＩ")
    ]


def test_the_longest_form_wins_whoever_it_belongs_to():
    text = "AI扩散规则，AI与扩散规则"
    wanted = [("rule", "AI扩散规则"), ("ai", "AI"), ("rule", "扩散规则")]
    assert found(text, AI, RULE) == found(text, RULE, AI) == wanted


def test_what_comes_first_wins_over_what_would_be_longer():
    records = name("a", "中国工程"), name("b", "工程师学会")
    assert found("中国工程师学会", *records) == [("a", "中国工程")]


@pytest.mark.parametrize(
    "text", ["AI 扩散规则", "AI\u00a0扩散规则", "AI\u3000扩散规则", "AI   扩散规则"]
)
def test_chinese_and_latin_may_stand_apart(text):
    assert found(text, AI, RULE) == [("rule", text)]


def test_other_spaces_have_to_be_there_however_wide():
    assert [q for _, q in found("GB 200 GB200 GB\u00a0 200", GB200)] == [
        "GB 200",
        "GB200",
        "GB\u00a0 200",
    ]
    assert found("TaeKim, Tae\nKim", name("tae-kim", "Tae Kim")) == []


def test_a_form_is_not_found_in_what_it_is_not():
    assert found("中国会赢，国会不会", CONGRESS) == [("congress", "国会")]
    assert found("中國會，國會", CONGRESS) == [("congress", "國會")]
    assert found("国会中国会国会", CONGRESS) == [("congress", "国会")] * 2


def test_what_it_is_not_may_be_something_else():
    assert found("中国会赢", CONGRESS, CHINA) == [("china", "中国")]
    long = name("long", "国会山庄")
    assert found("中国会山庄", CONGRESS, long) == [("long", "国会山庄")]


def test_what_it_is_not_is_looked_for_on_both_sides_of_it():
    usa = name("usa", "美国", avoid=["欧美国家", "美国 A"])
    text = "美国家电，欧美国家，欧美国际，美国A，美国"
    assert [o.passage.start for o in Names([usa]).occurrences(text)] == [0, 11, 19]


def test_where_the_longest_form_may_not_be_a_shorter_one_may():
    records = name("long", "中国会议", avoid=["中国会议室"]), CHINA
    assert found("中国会议中国会议室", *records) == [("long", "中国会议"), ("china", "中国")]


def test_passages_count_code_points_of_the_text_as_it_stands():
    text = "😀ｘ\u3000輝達，𠮷Nvidia"
    [first, second] = Names([NVIDIA]).occurrences(text)
    assert (first.passage, second.passage) == ((3, 5), (7, 13))
    assert first.kind == "company"


def test_no_names_find_nothing():
    assert found("Nvidia") == found("Nvidia", name("x"), name("y", "", " ")) == []


def test_values_of_the_wrong_type_count_as_not_given():
    odd = Record({"id": "x", "kind": 3, "forms": ["英伟达", 5, None], "not": "英"})
    assert found("英伟达5", odd, Record({"id": "y", "forms": "5"})) == [("x", "英伟达")]


def test_of_two_names_with_one_form_the_first_is_found():
    assert found("臺積電", name("a", "台积电"), name("b", "台積電")) == [("a", "臺積電")]
    strict = name("b", "國會", avoid=["中国会"])
    assert found("中国会", name("a", "国会"), strict) == [("a", "国会")]


def test_a_document_of_many_pieces_is_found_whole():
    line = "英伟达與輝達，" * 99 + "\n"
    seed = Seed.of((line * 99).encode())
    assert len(list(seed.pieces())) > 2
    whole = seed[0 : len(seed)]
    assert list(Names([NVIDIA]).throughout(seed)) == list(Names([NVIDIA]).occurrences(whole))


# The same, said slowly


def is_letter(c):
    return c.isalnum() and c < "\u2e80"


def meet(a, b):
    """Whether Chinese and a word stand side by side."""
    return (a >= "\u2e80" and is_letter(b)) or (is_letter(a) and b >= "\u2e80")


def reach(form, text, at):
    """Where `form` ends that begins at `at`, None if it does not."""
    before = ""
    for word in (form[n] for n in range(len(form))):
        if word == " ":
            before += word
            continue
        spaces = 0
        while before and at + spaces < len(text) and text[at + spaces] in " \u00a0":
            spaces += 1
        if before and meet(before.strip()[-1], word):
            at += spaces
        elif before.endswith(" "):
            if not spaces:
                return None
            at += spaces
        if text[at : at + 1] != word:
            return None
        at += 1
        before = word
    return at


def tidy(form):
    words = " ".join(fold(form).split())
    for n in range(len(words) - 1, 0, -1):
        if words[n] == " " and meet(words[n - 1], words[n + 1]):
            words = words[:n] + words[n + 1 :]
    return words


def is_refused(form, avoid, text, at):
    for longer in map(tidy, avoid):
        for n in range(len(longer)):
            inside = longer.startswith(form, n) and text[max(0, at - n) : at] == longer[:n]
            if inside and reach(longer[n:], text, at) is not None:
                return True
    return False


def slowly(records, text):
    text, owners, forms = fold(text), {}, []
    for fields in (record.fields for record in records):
        for form in map(tidy, fields["forms"]):
            if form and owners.setdefault(form.replace(" ", ""), fields["id"]) == fields["id"]:
                forms.append((form, fields["id"], fields["not"]))
    at, seen = 0, []
    while at < len(text):
        ends = [(at, "")]
        for form, id, avoid in forms:
            end = reach(form, text, at)
            if end is None or is_refused(form, avoid, text, at):
                continue
            if at and is_letter(text[at - 1]) and is_letter(form[0]):
                continue
            if is_letter(form[-1]) and is_letter(text[end : end + 1] or " "):
                continue
            ends.append((end, id))
        end, id = max(ends)
        if id:
            seen.append((id, at, end))
        at = max(end, at + 1)
    return seen


words = st.text("中国國会aB1 昇升_。", max_size=4)
named = st.lists(st.tuples(st.lists(words, max_size=4), st.lists(words, max_size=2)), max_size=4)
texts = st.text("中国國会aBｂ1 \u00a0\n昇升_。", max_size=24)


@given(named, texts)
def test_it_finds_what_a_search_offset_by_offset_finds(lists, text):
    records = [name(f"n{n}", *forms, avoid=avoid) for n, (forms, avoid) in enumerate(lists)]
    quick = [(o.name, *o.passage) for o in Names(records).occurrences(text)]
    assert quick == slowly(records, text)


# What we ship


def shipped():
    return [json.loads(line) for line in SHIPPED.read_text("utf-8").splitlines()]


def names():
    return Names(map(Record, shipped()))


def raw(document):
    return DOCUMENTS[document].read_text("utf-8")


def counted(document):
    seed = Seed.of(DOCUMENTS[document].read_bytes())
    return Counter(o.name for o in names().throughout(seed))


def test_names_file_is_canonical_and_sorted():
    lines = shipped()
    written = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    assert written.encode() == SHIPPED.read_bytes()
    assert all(list(line) == KEYS for line in lines)
    ids = [line["id"] for line in lines]
    assert ids == sorted(set(ids))
    assert all(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", id) for id in ids)


def test_names_are_of_known_kinds_and_have_all_three_names():
    for line in shipped():
        assert line["kind"] in KINDS
        assert all(line[key].strip() for key in ("en", "hans", "hant")), line["id"]
    assert {line["kind"] for line in shipped()} == set(KINDS)


def test_no_form_is_given_twice():
    forms = Counter(form for line in shipped() for form in line["forms"])
    assert [form for form, times in forms.items() if times > 1] == []
    assert all(form == " ".join(form.split()) != "" for form in forms)


def test_check_has_nothing_to_say_of_it(capsys):
    main(["check", "-C", str(ROOT), "--json"])
    found = map(json.loads, capsys.readouterr().out.splitlines())
    assert [f for f in found if f["path"].endswith("names.jsonl")] == []


def test_every_name_is_found_in_its_own_names():
    every = names()
    for one in every.all.values():
        for text in (one.hans, one.hant):
            assert one.id in {o.name for o in every.occurrences(text)}, (one.id, text)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_stands_in_a_document_is_listed_as_it_is_spelled(document):
    every, text = names(), raw(document)
    spelled = {(o.name, text[slice(*o.passage)]) for o in every.occurrences(text)}
    assert [one for one in spelled if one[1] not in every.all[one[0]].forms] == []


def test_every_name_is_one_the_documents_name():
    # Pinyin beside its character and spaces inside words, taken out here with less care than
    # the program takes: that 台 湾 and 字節(jié)跳動 are names shows only without them.
    pinyin = re.compile(rf"\([{string.ascii_lowercase}āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)")
    gap = re.compile("(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
    texts = [gap.sub("", pinyin.sub("", raw(document))) for document in DOCUMENTS]
    every = names()
    assert set(every.all) == {o.name for text in texts for o in every.occurrences(text)}


# Counted in the documents by eye and by plain search, without the program: what a longer name
# takes away (昇腾910 from 昇腾, a title's 美国) is not counted. Where noise breaks a name in a
# document, nothing is said of it here.
FACTS = {
    "000": """
        jensen-huang 15 ren-zhengfei 14 jiang-xiaoyu 1 nvidia 13 huawei 18 deepseek 4 microsoft 1
        amazon 2 perplexity 1 reuters 1 bloomberg 1 cuda 4 nvlink 3 h100 1 h20 1 gb200 1 ascend 4
        ascend-910 1 qwen 3 youtube 1 discord 1 y-20 1 cj-1000 1 td-scdma 1 vcd 1 dvd 1
        london-talks 10 geneva-talks 6 geneva-agreement 1 trade-war 3 ww2 4 vivatech 1
        belt-and-road 1 peoples-daily 6 scmp 1 global-times 1 laofan 1 ren-dialogue 1
        juedai-shuangjiao 1 china 45 united-states 43 china-us 9 japan 5 south-korea 1
        united-kingdom 1 germany 1 east-germany 1 west-germany 1 chip 31 graphics-card 3 cluster 1
        lithography-machine 2 eda 4 hbm 1 artificial-intelligence 19 trump 0 tsmc 0 gpu 0
    """,
    "001": """
        ren-zhengfei 15 jensen-huang 1 powell 1 pericles 1 thomas-friedman 1 nvidia 4 huawei 11
        deepseek 3 alibaba 1 tsmc 1 smic 1 openai 1 meta 1 microsoft 1 volkswagen 1 intel 1
        samsung 1 state-grid 1 iea 1 lianqiu-lake 1 cuda 7 nvlink 7 h100 1 gb200 1 ascend 1
        cloudmatrix-384 1 nvl72 3 east-data-west-computing 1 funeral-oration 1 peoples-daily 1
        new-york-times 2 saw-the-future 3 silicon-valley 1 wall-street 1 china 3 united-states 1
        chip 8 gpu 5 graphics-card 3 cluster 5 data-centre 2 large-model 4
        artificial-intelligence 12 h20 0 trump 0 qwen 0
    """,
    "002": """
        jensen-huang 31 ben-thompson 30 satya-nadella 1 tae-kim 1 sheikh-tahnoun 1
        saudi-crown-prince 1 nvidia 25 deepseek 1 openai 3 anthropic 1 deepmind 1 microsoft 2
        humain 1 boeing 1 us-congress 1 white-house 1 cuda 1 dynamo 3 hopper 1 h20 5 chatgpt 1
        zoom 1 computex 1 gtc 4 formula-1 1 ai-diffusion-rule 9 stratechery 1 china 28
        united-states 26 china-us 1 uae 3 abu-dhabi 2 saudi-arabia 5 middle-east 3 gulf 1
        washington 3 chip 9 gpu 2 graphics-card 1 ai-factory 3 data-centre 4 ren-zhengfei 0 meta 0
    """,
    "003": """
        jensen-huang 18 ren-zhengfei 1 trump 9 biden 3 lutnick 4 bessent 1 he-lifeng 2 nvidia 18
        huawei 8 deepseek 5 alibaba 1 tsmc 1 openai 1 anthropic 1 us-commerce 1 bis 2
        semi-association 1 cuda 1 blackwell 1 h100 2 a800 1 h800 1 h20 7 b30 1 rtx-9000pro 1
        g200 1 g100 1 ascend 1 deepseek-r1 1 huawei-trifold 1 phpyun 1 london-talks 1
        geneva-talks 1 trade-war 4 supply-chain-expo 1 trump-inauguration 1 spring-festival 1
        ai-diffusion-rule 2 reciprocal-tariffs 1 peoples-daily 1 lishui-jobs 1 china 36
        united-states 17 china-us 8 uae 1 saudi-arabia 1 middle-east 3 japan 1 russia 1 india 1
        europe 1 washington 10 beijing 5 silicon-valley 2 wall-street 1 chip 22 gpu 7
        graphics-card 1 eda 2 sovereign-ai 3 large-model 1 data-centre 1 hbm 0 nvlink 0
    """,
    "004": """
        jensen-huang 6 ren-zhengfei 2 xu-zhijun 1 schulman 1 dongshu 1 tong-ren 1 nvidia 18
        huawei 24 alibaba 1 tencent 1 tsmc 2 running-point 1 cuda 4 a100 1 h100 1 rtx-pro-6000d 1
        ascend 4 ascend-950pr 1 mindspore 3 atlas-950-superpod 1 atlas-960-superpod 1
        peoples-daily 1 china 23 united-states 9 china-us 3 chip 23 gpu 1 cluster 7 moores-law 2
        tian-ji-race 1 large-model 1 deepseek 0 h20 0 trump 0 nvlink 0
    """,
}


def facts(document):
    words = FACTS[document].split()
    return dict(zip(words[::2], map(int, words[1::2]), strict=True))


@pytest.mark.parametrize("document", FACTS)
def test_the_documents_name_what_they_name(document):
    counts = counted(document)
    assert {id: counts[id] for id in facts(document)} == facts(document)


def test_enough_is_known_and_of_names_there_are():
    known = {(document, id) for document in FACTS for id in facts(document)}
    assert len(known) >= 150
    assert {id for _, id in known} <= {line["id"] for line in shipped()}


def test_chinese_will_is_not_congress():
    assert [text.count("国会") for text in map(raw, DOCUMENTS)] == [0, 0, 3, 0, 0]
    assert counted("002")["us-congress"] == 1


# The command


@pytest.fixture
def say(workspace, capsys):
    (workspace / "annotations" / "names.jsonl").write_bytes(SHIPPED.read_bytes())

    def say(*words):
        code = main(["-C", str(workspace), "names", *words])
        printed = capsys.readouterr()
        return code, printed.out.splitlines(), printed.err

    return say


def test_programs_get_every_occurrence_in_order(say):
    code, lines, complaint = say("--json")
    told = [json.loads(line) for line in lines]
    assert (code, complaint) == (0, "")
    assert all(list(one) == ["name", "kind", "doc", "start", "end", "quote"] for one in told)
    for number, path in DOCUMENTS.items():
        mine = [one for one in told if one["doc"] == path.name]
        assert Counter(one["name"] for one in mine) == counted(number)
        assert [one["quote"] for one in mine] == [
            raw(number)[one["start"] : one["end"]] for one in mine
        ]
        assert all(a["end"] <= b["start"] for a, b in itertools.pairwise(mine))


def test_people_get_counts_by_document_and_their_sum(say):
    code, lines, _ = say()
    rows = [line.split() for line in lines]
    assert code == 0
    assert rows[0] == ["name", "kind", "000", "001", "002", "003", "004", "total"]
    assert ["bis", "organisation", "·", "·", "·", "2", "·", "2"] in rows
    assert ["nvidia", "company", "13", "4", "25", "18", "18", "78"] in rows
    totals = [int(row[-1]) for row in rows[1:]]
    assert totals == sorted(totals, reverse=True)


def test_one_document(say):
    _, lines, _ = say("--doc", "004")
    assert lines[0].split() == ["name", "kind", "004", "total"]
    _, told, _ = say("--doc", DOCUMENTS["004"].name, "--json")
    assert {json.loads(line)["doc"] for line in told} == {DOCUMENTS["004"].name}
    assert say("--doc", "nothing")[0] == 2


def test_columns_are_headed_by_as_much_of_an_id_as_tells_it_apart(say, workspace):
    for id in ("000_7x.txt", "00", "004_1110d360e7397345.txt.md"):
        (workspace / "seeds" / id).write_text("英伟达\n", "utf-8")
    heads = say()[1][0].split()[2:-1]
    whole = DOCUMENTS["004"].name
    assert heads == ["00", "000_7c", "000_7x", "001", "002", "003", whole, f"{whole}."]


def test_many_documents_are_counted_and_not_listed(say, workspace):
    for n in range(9):
        (workspace / "seeds" / f"{n}.txt").write_text("英伟达和輝達\n", "utf-8")
    rows = [line.split() for line in say()[1]]
    assert rows[0] == ["name", "kind", "documents", "total"]
    assert ["nvidia", "company", "14", "96"] in rows


def test_a_document_that_cannot_be_read_is_told_and_passed_over(say, workspace):
    (workspace / "seeds" / "zzz.txt").write_bytes(b"\x7fELF\0\1\2\3\0\0\0\0")
    code, lines, complaint = say("--json")
    assert code == 0
    assert len(lines) > 1000
    assert "zzz.txt" in complaint
    assert say("--doc", "zzz.txt")[0] == 2


def test_without_names_there_is_nothing_to_find(say, workspace):
    (workspace / "annotations" / "names.jsonl").unlink()
    code, lines, complaint = say()
    assert (code, lines) == (0, [])
    assert "names.jsonl" in complaint
