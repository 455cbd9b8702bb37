"""Bytes to text: real encodings of real texts, and what is no text at all."""

import gzip
import random
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from seedread.text import decode as room
from seedread.text.decode import UnreadableError, decode, detect

PATHS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
SEEDS = {path.name[:3]: path.read_text("utf-8") for path in PATHS}
TAIWAN = {name: OpenCC("s2tw").convert(text) for name, text in SEEDS.items()}
HAN = re.compile("[\u3400-\u9fff]")
UNICODE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"]
JAPANESE = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。"


def read(raw: bytes, encoding: str = "") -> str:
    return decode(raw, encoding)[0].decode("utf-8", "replace")


def snippets(text: str, length: int) -> list[str]:
    """Stretches of a text with at least nine Chinese characters, and half of them Chinese."""
    found = [text[at : at + length] for at in range(0, len(text) - length, 97)]
    return [s for s in found if len(HAN.findall(s)) > max(8, length // 2)]


def unreadable(raw: bytes, encoding: str = "") -> str:
    with pytest.raises(UnreadableError) as error:
        decode(raw, encoding)
    return str(error.value)


# ------------------------------------------------------------------ whole documents


@pytest.mark.parametrize("encoding", UNICODE)
@pytest.mark.parametrize("name", SEEDS)
def test_documents_in_encodings_of_unicode(name: str, encoding: str) -> None:
    assert read(SEEDS[name].encode(encoding)) == SEEDS[name]


@pytest.mark.parametrize("encoding", ["big5", "cp950", "big5hkscs"])
@pytest.mark.parametrize("name", SEEDS)
def test_documents_in_big5(name: str, encoding: str) -> None:
    text = TAIWAN[name].encode(encoding, "ignore").decode(encoding)
    assert len(HAN.findall(text)) > 0.99 * len(HAN.findall(TAIWAN[name]))
    assert read(text.encode(encoding)) == text


def test_big5_of_windows_and_of_hong_kong() -> None:
    taiwan = "他說：「本‧湯普森／黃仁勳」，大約是３０～４０％，也就是€100上下。" * 3
    assert decode(taiwan.encode("cp950")) == (taiwan.encode(), "cp950")
    hong_kong = "我哋喺香港，佢嗰啲嘢冇人要，噉就算數。這是大家都知道的事。" * 3
    assert decode(hong_kong.encode("big5hkscs")) == (hong_kong.encode(), "big5hkscs")


# ------------------------------------------------------------------ short texts


@pytest.mark.parametrize("length", [20, 30, 50, 100, 200])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "gb18030"])
def test_short_texts(encoding: str, length: int) -> None:
    found = [s for text in SEEDS.values() for s in snippets(text, length)]
    assert len(found) > 100
    wrong = [s for s in found if read(s.encode(encoding)) != s]
    assert wrong == []


@pytest.mark.parametrize("length", [20, 30, 50, 100, 200])
def test_short_texts_in_big5(length: int) -> None:
    found = [s for text in TAIWAN.values() for s in snippets(text, length)]
    found = [s.encode("big5", "ignore").decode("big5") for s in found]
    assert len(found) > 100
    wrong = [s for s in found if read(s.encode("big5")) != s]
    assert wrong == []


def test_a_legacy_text_without_any_frequent_character_is_still_text() -> None:
    title = "石墨烯芯片散热"
    for encoding in ("gb18030", "utf-8"):
        assert read(title.encode(encoding)) == title


def test_other_languages() -> None:
    french = "Là-bas, à l'été, les élèves déçus mangèrent des crêpes à Besançon."
    assert decode(french.encode("latin-1")) == (french.encode(), "cp1252")
    quoted = "“Hello,” she said — it’s 20 €."
    assert read(quoted.encode("cp1252")) == quoted
    russian = "Все люди рождаются свободными и равными в своем достоинстве и правах."
    for encoding in ("cp1251", "koi8-r", "utf-16-le", "utf-16-be", "utf-8"):
        assert read(russian.encode(encoding)) == russian
    for encoding in ("shift_jis", "euc-jp", "utf-16-le", "utf-16-be", "utf-8"):
        assert read(JAPANESE.encode(encoding)) == JAPANESE
    korean = "대한민국의 영토는 한반도와 그 부속도서로 한다. 모든 국민은 법 앞에 평등하다."
    for encoding in ("cp949", "utf-16-le", "utf-8"):
        assert read(korean.encode(encoding)) == korean


def test_utf16_of_ascii_alone() -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        assert decode("plain words\nand more\n".encode(encoding)) == (
            b"plain words\nand more\n",
            encoding,
        )


# ------------------------------------------------------------------ the sample


@pytest.mark.parametrize("shift", range(3))
def test_a_character_on_the_sample_s_border(monkeypatch, shift: int) -> None:
    monkeypatch.setattr(room, "SAMPLE", 3000)
    raw = ("a" * shift + "标准" * 1000).encode()
    assert decode(raw) == (raw, "utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_two_megabytes_of_ascii_before_the_first_chinese(encoding: str) -> None:
    text = "plain words in a row\n" * 100_000 + SEEDS["001"][:300]
    assert read(text.encode(encoding)) == text


def test_a_legacy_character_on_the_sample_s_border(monkeypatch) -> None:
    for size in (2000, 2001):
        monkeypatch.setattr(room, "SAMPLE", size)
        assert detect(SEEDS["000"].encode("gb18030")) == "gb18030"
        assert detect(SEEDS["000"].encode("utf-16-le")) == "utf-16-le"


# ------------------------------------------------------------------ damage, line ends, marks


def test_a_tail_cut_off_in_a_character() -> None:
    text = "标准争夺之战。" * 20
    for cut in (1, 2):
        broken = text.encode()[:-cut]
        assert decode(broken) == (broken, "utf-8")
        assert read(broken) == text[:-1] + "\ufffd"
    assert read(text.encode("gb18030")[:-1]) == text[:-1] + "\ufffd"


def test_broken_stretches_of_utf8_keep_their_place() -> None:
    half = SEEDS["003"][:300].encode()
    raw = half + b"\xff\xfe\x80" + half
    assert decode(raw) == (raw, "utf-8")


def test_one_broken_byte_among_ascii_is_no_utf8() -> None:
    assert read(b"He said it\x92s fine. " * 20) == "He said it’s fine. " * 20


def test_controls_that_a_text_may_carry() -> None:
    for text in (
        "\x1b[31m红\x1b[0m色标准",
        "标准\0争夺",
        "one\0two three",
        "页\x0c页",
        "我\ue000们",
    ):
        assert decode(text.encode()) == (text.encode(), "utf-8")


def test_line_ends() -> None:
    text = "甲\r\n乙\r丙\n丁\r\r\n戊\n\r己\r"
    expected = "甲\n乙\n丙\n丁\n\n戊\n\n己\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        assert read(text.encode(encoding)) == expected
    assert read(text.encode("gb18030"), "gb18030") == expected


def test_only_the_first_mark_goes() -> None:
    assert read("\ufeff\ufeff标准".encode()) == "\ufeff标准"
    assert read("标\ufeff准".encode("utf-16")) == "标\ufeff准"


def test_bytes_that_need_no_change_are_handed_on() -> None:
    raw = SEEDS["000"].encode()
    assert decode(raw)[0] is raw


# ------------------------------------------------------------------ no text


def test_empty_files() -> None:
    marks = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\0\0\xfe\xff"]
    for raw in (b"", *marks):
        assert unreadable(raw) == "empty"
    assert unreadable(b"", "gb18030") == "empty"


def test_binary_files() -> None:
    dice = random.Random(7)
    files = {
        "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89",
        "png signature": b"\x89PNG\r\n\x1a\n",
        "elf": b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\0>\0\x01\0\0\0\xf0\x67" + bytes(38),
        "zip": b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00",
        "gzip": gzip.compress("".join(SEEDS.values()).encode()),
        "pdf": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\nstream\n" + dice.randbytes(4000),
        "python": Path(sys.executable).read_bytes()[:100_000],
        "zeros": bytes(1000),
        "all bytes": bytes(range(256)) * 8,
    }
    assert {name: unreadable(raw) for name, raw in files.items()} == dict.fromkeys(files, "binary")


@pytest.mark.parametrize("length", [64, 300, 4096])
def test_random_bytes(length: int) -> None:
    dice = random.Random(length)
    for _ in range(50):
        assert unreadable(dice.randbytes(length)) == "binary"


@given(st.binary(max_size=60), st.sampled_from(["", "utf-8", "gbk", "utf-16", "utf-7", "utf-32"]))
def test_no_other_error_and_always_utf8_to_be_read(raw: bytes, encoding: str) -> None:
    try:
        data, name = decode(raw, encoding)
    except UnreadableError:
        return
    assert data
    assert b"\r" not in data
    assert name
    if name != "utf-8":
        data.decode("utf-8")


@given(st.text(min_size=1))
def test_every_text_in_utf8_is_read_as_it_is(text: str) -> None:
    if text.startswith("\ufeff") or any(c < "\x20" or c == "\x7f" for c in text):
        return
    raw = text.encode("utf-8", "replace")
    assert decode(raw) == (raw, "utf-8")


# ------------------------------------------------------------------ a person's word


def test_a_person_s_word_is_obeyed() -> None:
    raw = "标准".encode()
    assert decode(raw, "gbk") == (raw.decode("gbk").encode(), "gbk")
    assert decode(raw, "latin-1")[0] == raw.decode("latin-1").encode()
    big5 = "標準".encode("big5")
    assert read(big5, "Big5") == "標準"
    assert read(big5, "gb18030") == big5.decode("gb18030") != "標準"
    assert read(PATHS[0].read_bytes(), "utf-8") == SEEDS["000"]


def test_a_person_may_name_an_encoding_in_any_way_python_knows() -> None:
    for name in ("UTF-8", "utf8", "utf_8", "utf-8-sig", "UTF-8-SIG"):
        assert read("\ufeff标准".encode(), name) == "标准"
    for name in ("utf-16", "UTF-16", "utf_16", "utf16"):
        assert read("标准".encode("utf-16"), name) == "标准"
    assert read(b"\xfe\xff" + "标准".encode("utf-16-be"), "utf-16") == "标准"
    assert read("标准".encode("utf-16-be"), "utf-16-be") == "标准"
    assert read("标准".encode("utf-32"), "utf-32") == "标准"


@pytest.mark.parametrize(
    "name",
    ["nonsense", "rot13", "base64", "zip", "idna", "punycode", "undefined", "a\0b", "é", " "],
)
def test_names_that_are_no_encoding_of_text(name: str) -> None:
    assert unreadable("标准".encode(), name) == f"unknown encoding {name!r}"
