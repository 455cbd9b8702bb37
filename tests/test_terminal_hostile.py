"""A hostile workspace in a real terminal: nothing in it speaks to the terminal but by signs."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from unicodedata import category

import pytest

pytest.importorskip("ptyprocess")

from seedread import settings
from seedread.tags.topic import Codebook
from seedread.text.safe import safe
from window import TOKEN, Window

# What the program may say to a terminal, and what for. Everything else is somebody else's word.
MEANT = {
    r"\x1b\[[0-9;]*m": "colours and styles",
    r"\x1b\[\d+;\d+H": "where to draw",
    r"\x1b\[\?1049[hl]": "the other screen, and back",
    r"\x1b\[\?25[hl]": "hide the cursor, show it",
    r"\x1b\[\?(1000|1003|1015|1006)[hl]": "the mouse",
    r"\x1b\[\?1004[hl]": "being told of the focus",
    r"\x1b\[\?2004[hl]": "being told of pasting",
    r"\x1b\[\?7[hl]": "no wrapping at the margin",
    r"\x1b\[\?(2026|2048)\$p": "asking for whole frames, and for news of the size",
    r"\x1b\[<u": "no extended keys",
    r"\x1b\]22;(default|text|pointer)\x07": "the shape of the mouse pointer",
}

# ESC with OSC 0 and 52, CSI and DCS, the same in C1, NUL, BEL and other C0, bidi overrides,
# invisible letters, line separators, markup.
HOSTILE = (
    "\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x07\x1b[2J\x1b[31m\x1bP+q544e\x1b\\"
    "\x9d0;owned\x9c\x9b31m\x90q\x9c\x84\x00\x07\x08\x0b\x0c\x7f"
    "\u202e\u2066\u200b\u200f\ufeff\u00ad\u2028\u2029\U000e0041[/nope][red]"
)
NAME = (
    "\x1b]0;o\x07\x9b31m\x9d\x07\x7f\u202e\u2066\u200b\u2028[nope][red]"  # as files may be called
)
# What a terminal that takes nothing out of what is pasted passes on, but ESC: that is a key.
PASTED = "粘\x9d0;owned\x9c\x9b31m\x07\x08\x7f\u202e\u2066\u200b\ufeff[/nope]"
LONE = HOSTILE + "\ud83d"  # in JSON a surrogate can stand alone, as an escape
TEXT = f"开头{HOSTILE}一句。标准{HOSTILE}又一句。\n第二段{HOSTILE}。\n" * 3
SIGNS = ("␛]0;owned␇", "⟨009B⟩", "⟨202E⟩", "[/nope][red]")


def unmeant(written: bytes, line_end: str = "\r\n") -> Counter[str]:
    """Return what of the bytes is neither text one can see nor meant."""
    found: Counter[str] = Counter()
    for token in TOKEN.findall(written.decode("utf-8")):
        if token.startswith("\x1b"):
            if not any(re.fullmatch(form, token) for form in MEANT):
                found[token] += 1
        else:
            rest = token.replace(line_end, "")
            found.update(c for c in rest if category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs"))
    return found


@pytest.mark.parametrize("said", ["\x1b[2J", "\x1b]0;a\x07", "\x9b31m", "\x07", "\u202e", "\u2028"])
def test_what_is_not_meant_is_seen(said):
    assert unmeant(f"\x1b[1;2Htext\r\n{said}\x1b[0m".encode())


def write(path: Path, *records: dict | str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    said = (r if isinstance(r, str) else json.dumps(r) for r in records)
    path.write_text("".join(line + "\n" for line in said), "utf-8", newline="")


def tag(id: str, topics: list[str], start: int, end: int, **more: object) -> dict:
    raw = TEXT.encode()
    rev = hashlib.sha1(b"blob %d\0" % len(raw) + raw).hexdigest()[:12]
    around = {"quote": TEXT[start:end], "before": LONE, "after": LONE}
    said = {"topics": topics, "note": LONE, "by": LONE, "at": LONE, "rev": rev}
    return {"id": id, "start": start, "end": end, **around, **said, **more}


@pytest.fixture
def hostile(tmp_path) -> Path:
    """The root of a workspace in which every string that can be is hostile."""
    root, doc = tmp_path / f"w{NAME}", f"a{NAME}.txt"
    try:
        (root / "seeds").mkdir(parents=True)
        (root / "seeds" / doc).write_bytes(TEXT.encode())
    except OSError:
        pytest.skip("no file can have such a name here")
    (root / "seeds" / f"b{NAME}").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    kept = root / "annotations"
    write(kept / "documents.jsonl", {"id": doc, "title": LONE, "encoding": "utf-8", "note": LONE})
    names = dict.fromkeys(("en", "hans", "hant", "definition", "include", "exclude"), LONE)
    words = {"en": [LONE], "hans": [LONE], "hant": [LONE]}
    topic = {**names, "parent": LONE, "keywords": words, "colour": LONE, "retired": False}
    write(
        kept / "topics.jsonl",
        {"id": HOSTILE, **topic, "mark": LONE, "pin": 1},
        {"id": "plain", **topic, "mark": "\x1b[", "pin": 2},
    )
    one, two = TEXT.index("标准"), TEXT.index("\n")
    for name, topics in (("mei", [HOSTILE]), (NAME, ["\x1b[31munknown", "plain"])):
        write(
            kept / doc / f"{name}.jsonl",
            tag("1", topics, one, two),
            tag("2", topics, one + 2, two),
            tag("3", topics[-1:], TEXT.rindex("第"), TEXT.rindex("。")),
            tag("4", topics, 0, 5, quote=LONE),
            "no JSON " + HOSTILE,
        )
    settings.path().parent.mkdir(parents=True)
    bad = json.dumps(f"bad{NAME}")
    settings.path().write_text(f"[keys]\n{bad} = {bad}\n", "utf-8")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", NAME)
    return root


def git(root: Path, *words: str) -> None:
    who = {
        f"GIT_{kind}_{what}": f"x{NAME}"
        for kind in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    subprocess.run(["git", "-C", root, *words], env={**os.environ, **who}, check=True)


def test_a_hostile_workspace_is_shown_by_signs_on_every_screen(hostile):
    with Window(hostile, size=(120, 36)) as window:
        window.wait(lambda text: all(sign in text for sign in SIGNS))
        window.wait("settings: there is no key")
        tour(window)
        assert window.end("q") == 0
    assert b"Traceback" not in window.written
    print(*(f"{form!r}: {what}" for form, what in MEANT.items()), sep="\n")
    assert unmeant(window.written) == Counter()


SCREENS = {
    "T": "Topics  ",
    "d": "Documents (",
    "?": "The keys, in a word each",
    "f": "Concordance of which",
    "m": "Topics × documents",
    "c": "Like “",
    "M": "A memo on what?",
    "ctrl+l": "Links (",
    "ctrl+e": "Memos ",
    "ctrl+a": "Agreement ",
    "ctrl+t": "Changes ",
    "ctrl+g": "Changed passages",
    "ctrl+x": "What a merge left open",
}


def tour(window: Window) -> None:
    """See every screen, and come back from each."""
    window.press("n", "t")
    window.wait("last committed by")
    window.press("y")
    leave(window, "Topics for")
    for key, words in SCREENS.items():
        window.press(key)
        leave(window, words)
    for key, words in (("ctrl+p", "Do what?"), ("t", "Topics for"), ("e", "Note on")):
        window.press("g", "n", key)
        window.wait(words)
        window.paste(PASTED)
        window.wait("+ new topic “粘⟨009D⟩0;owned" if key == "t" else "粘")
        leave(window, words)
    window.press("/")
    window.wait("search in either script")
    window.paste(PASTED)
    window.wait("no hit")
    window.press("enter")
    window.press("escape")
    window.wait(lambda text: "no hit" not in text)
    window.press("g", "n")
    for key, words in (("1", "untagged "), ("2", "tagged "), ("u", "undone: "), ("U", "redone: ")):
        window.press(key)
        window.wait(" " + words)
    window.press("]")
    window.wait(" · clause ")
    window.press("x")
    leave(window, "Remove which tag?")
    window.press(*"wwsvoj")
    window.wait("extending ")


def leave(window: Window, words: str) -> None:
    window.wait(words)
    window.press("escape")
    window.wait(lambda text: words not in text)


def test_why_no_document_can_be_read_is_said_by_signs(tmp_path):
    root = tmp_path / f"w{NAME}"
    try:
        (root / "seeds").mkdir(parents=True)
        (root / "seeds" / f"b{NAME}").write_bytes(bytes(range(256)))
    except OSError:
        pytest.skip("no file can have such a name here")
    with Window(root) as window:
        window.wait("Documents (1)")
        assert window.end("escape") == 2
    assert safe(NAME) in window.written.decode()
    assert unmeant(window.written) == Counter()


def test_a_topic_can_have_an_id_that_no_file_can_hold():
    assert Codebook([]).get("\ud83d").id == "\ud83d"


@pytest.mark.parametrize("words", ["list", "tags", "topics list", "check"])
def test_the_commands_speak_by_signs(hostile, words):
    command = [sys.executable, "-m", "seedread", *words.split()]
    done = subprocess.run(command, cwd=hostile, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    assert "␛]0;o" in done.stdout.decode()
    assert unmeant(done.stdout + done.stderr, "\n") == Counter()
