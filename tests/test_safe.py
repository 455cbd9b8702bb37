"""What may reach a terminal, checked against Unicode's categories and a terminal emulator."""

import sys
from unicodedata import category

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich._emoji_codes import EMOJI

from seedread.text.passage import Passage
from seedread.text.safe import Shown, safe, shown

ZWJ, VS16 = "\u200d", "\ufe0f"
FAMILY = "👩\u200d❤\ufe0f\u200d💋\u200d👨"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
EVERY = [chr(code) for code in range(sys.maxunicode + 1)]
DANGEROUS = {char for char in EVERY if category(char) in {"Cc", "Cf", "Zl", "Zp", "Cs"}}
UNSEEN = set("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u3164\uffa0\u2065")
UNSEEN |= {chr(code) for code in range(0xE0000, 0xE1000)}
UNSEEN |= {chr(code) for code in range(0xFE00, 0xFE10)}
UNSEEN |= {chr(plane * 0x10000 + low) for plane in range(17) for low in (0xFFFE, 0xFFFF)}
UNSEEN |= {chr(code) for code in range(0xFDD0, 0xFDF0)}
FORBIDDEN = frozenset(DANGEROUS | UNSEEN)
# the planes of Han and of private use hold nothing that company could change
LIVELY = EVERY[:0x20000] + EVERY[0xE0000:0xE1000]

hostile = st.text(
    st.one_of(
        st.sampled_from("中文，aZ0#\n\t\x00\x1b\x7f\x9b\u0301\u0308\u20dd\ud800\u202e\u2028"),
        st.sampled_from(f"{ZWJ}{VS16}\ufe0e\u20e3😀❤👩🏽🏴🇨🇳\U000e0067\U000e0100\U000e007f©葛"),
        st.characters(codec=None),
    )
)
heaps = st.text(st.sampled_from("a中\u0301\u0308\u20dd\u034f"), max_size=40)
foreign = hostile | heaps


@pytest.fixture(scope="module")
def alone() -> list[str]:
    return [shown(char).text for char in EVERY]


def test_no_character_alone_gets_through(alone: list[str]) -> None:
    assert FORBIDDEN.isdisjoint("".join(alone))


@pytest.mark.parametrize("around", ["x{}y", "{}{}", "字 {}字", "\u0301{}\u0301", "\u200e{}\ud800"])
def test_no_character_in_company_gets_through(around: str) -> None:
    company = "|".join(around.replace("{}", char) for char in LIVELY)
    assert FORBIDDEN & set(shown(company).text) == set()


def test_a_han_character_keeps_one_variation_selector() -> None:
    company = "|".join(f"字{char}" for char in LIVELY)
    kept = FORBIDDEN & set(shown(company).text)
    assert kept == {chr(c) for c in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))}


def test_an_emoji_keeps_joiners_and_presentation_selectors_only() -> None:
    company = "|".join(f"👩{char}👩" for char in LIVELY)
    kept = FORBIDDEN & set(shown(company).text)
    assert kept == {ZWJ, "\ufe0e", VS16}


def test_every_other_character_stays_as_it_is(alone: list[str]) -> None:
    changed = {char for char, text in zip(EVERY, alone, strict=True) if text != char}
    reserved = (*range(0x2060, 0x2070), *range(0xFFF0, 0xFFFC), *range(0x13430, 0x13440))
    assert changed == FORBIDDEN | set(map(chr, reserved))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("标准争夺之战", "标准争夺之战"),
        ("\x00\x07\t\n\r\x1b\x1f\x7f", "␀␇␉␊␍␛␟␡"),
        ("\x85\x9b", "⟨0085⟩⟨009B⟩"),
        ("\u202e中\u2066", "⟨202E⟩中⟨2066⟩"),
        ("a\u00adb\u2028c\ufeff", "a⟨00AD⟩b⟨2028⟩c⟨FEFF⟩"),
        ("\ud83d\ude00", "⟨D83D⟩⟨DE00⟩"),
        ("\U000e0041\U0010ffff", "⟨E0041⟩⟨10FFFF⟩"),
        ("[/nope] [bold]x[/]", "[/nope] [bold]x[/]"),
        ("\ue000\u0378\u3000\u00a0\u2800\ufffc", "\ue000\u0378\u3000\u00a0\u2800\ufffc"),
        (FAMILY, FAMILY),
        (ENGLAND, ENGLAND),
        ("1\ufe0f\u20e3 👍🏽 🇨🇳 ❤\ufe0f", "1\ufe0f\u20e3 👍🏽 🇨🇳 ❤\ufe0f"),
        ("1\ufe0f", "1⟨FE0F⟩"),
        ("中\u200d国", "中⟨200D⟩国"),
        ("😀\u200d", "😀⟨200D⟩"),
        ("\u200d😀", "⟨200D⟩😀"),
        ("❤\ufe0f\ufe0f", "❤\ufe0f⟨FE0F⟩"),
        ("葛\U000e0100飾\ufe00", "葛\U000e0100飾\ufe00"),
        ("葛\U000e0100\U000e0101", "葛\U000e0100⟨E0101⟩"),
        ("😀\U000e0067\U000e007f", "😀⟨E0067⟩⟨E007F⟩"),
        (f"😀{ZWJ}" * 4 + "😀", f"😀{ZWJ}" * 3 + "😀⟨200D⟩😀"),
        ("e\u0301", "e\u0301"),
        ("a" + "\u0301" * 8 + "b", "a" + "\u0301" * 8 + "b"),
        ("a" + "\u0301" * 10 + "b", "a" + "\u0301" * 8 + "⟨0301⟩⟨0301⟩b"),
        ("\x1b😀\x1b", "␛😀␛"),
    ],
)
def test_cases(text: str, expected: str) -> None:
    assert safe(text) == expected


def test_every_emoji_in_use_stays_whole() -> None:
    sequences = [emoji for emoji in EMOJI.values() if len(emoji) > 1]
    assert len(sequences) > 1000
    assert [emoji for emoji in sequences if shown(emoji).text != emoji] == []


def test_newlines_may_be_kept() -> None:
    assert shown("中\n\x1b\r\n文", keep_newlines=True).text == "中\n␛␍\n文"
    assert shown("中\n文", keep_newlines=True).marks == ()
    assert safe("a\nb") == "a␊b"


def test_marks_are_the_placeholders_and_offsets_lead_across() -> None:
    found = shown("中\u202e文\x1b。")
    assert found.text == "中⟨202E⟩文␛。"
    assert found.marks == (Passage(1, 7), Passage(8, 9))
    assert [found.out(n) for n in range(6)] == [0, 1, 7, 8, 9, 10]
    assert [found.back(n) for n in range(11)] == [0, 1, 1, 1, 1, 1, 1, 2, 3, 4, 5]


def test_clean_text_comes_back_itself() -> None:
    text = "英伟达(NVIDIA)的 GB200，“标准”……😀é"
    assert shown(text) == Shown(text)
    assert shown(text).text is text


def test_a_terminal_obeys_nothing() -> None:
    screen = pyte.Screen(200, 3)
    text = "\x1b]0;owned\x07a\x1b[2J\x1b[31mb\x9b5Cc\x08\rd\x0e\x1b7\x1bP1$tx\x1b\\"
    pyte.Stream(screen).feed(safe(text))
    assert screen.title == ""
    assert screen.display[0].rstrip() == safe(text)
    assert screen.display[1].strip() == ""


@given(foreign, st.booleans())
def test_offsets_are_monotone_and_inverse(text: str, keep_newlines: bool) -> None:
    found = shown(text, keep_newlines)
    across = [found.out(offset) for offset in range(len(text) + 1)]
    back = [found.back(offset) for offset in range(len(found.text) + 1)]
    assert across == sorted(set(across))
    assert back == sorted(back)
    assert (across[0], across[-1]) == (0, len(found.text))
    assert [back[offset] for offset in across] == list(range(len(text) + 1))


@given(foreign, st.booleans())
def test_what_is_not_a_placeholder_is_the_source(text: str, keep_newlines: bool) -> None:
    found = shown(text, keep_newlines)
    marked = {offset for mark in found.marks for offset in range(*mark)}
    for offset, char in enumerate(found.text):
        assert (text[found.back(offset)] == char) == (offset not in marked)
    for mark in found.marks:
        assert found.out(found.back(mark.start)) == mark.start
        assert found.out(found.back(mark.start) + 1) == mark.end


@given(foreign)
def test_what_is_safe_stays_as_it_is(text: str) -> None:
    assert safe(safe(text)) == safe(text)
    safe(text).encode()  # which a lone surrogate would refuse


@given(foreign)
def test_no_base_carries_more_than_eight_marks(text: str) -> None:
    run = 0
    for char in safe(text):
        run = run + 1 if category(char)[0] == "M" else 0
        assert run <= 9  # an emoji's selector or a keycap may come before the eight
