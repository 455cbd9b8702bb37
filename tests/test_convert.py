"""`seedread convert`: the bytes that come out, the alignment, and what is refused."""

import codecs
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from opencc import OpenCC

from seedread.cli import main
from seedread.text.script import CONFIG_NAMES

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
OFFICIAL = {config: OpenCC(config) for config in CONFIG_NAMES}
Run = Callable[..., tuple[int, bytes, str]]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Run:
    """Give the command and what comes in; returns code, output, complaint."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str, given: bytes = b"") -> tuple[int, bytes, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        code = main(["convert", *words])
        printed = capfdbinary.readouterr()
        return code, printed.out, printed.err.decode()

    return run


@pytest.mark.parametrize("config", CONFIG_NAMES)
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_plain_is_what_opencc_writes(run: Run, path: Path, config: str) -> None:
    expected = OFFICIAL[config].convert(path.read_bytes().decode())
    assert run(str(path), "--to", config, "--plain") == (0, expected.encode(), "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "信息\r\n互联网\r软件\n\n",
        "信息",
        "\r",
        "信\u2028息\v\f",
        "\U000f0000信息\ue000😀",
    ],
)
def test_line_ends_stay_and_none_is_added(run: Run, text: str) -> None:
    expected = OFFICIAL["s2twp"].convert(text).encode()
    assert run("-", "--to", "s2twp", "--plain", given=text.encode()) == (0, expected, "")
    assert run("--to", "s2twp", "--plain", given=text.encode()) == (0, expected, "")


def test_hans_and_hant_are_the_usual_ones(run: Run) -> None:
    assert run("--to", "hant", given="里面着".encode())[1].decode() == "裡面著"
    assert run("--to", "hans", given="裡面著".encode())[1].decode() == "里面着"


def test_the_glossary_wins_unless_plain(run: Run) -> None:
    text = "老范点赞".encode()
    assert run("--to", "s2tw", given=text)[1].decode() == "老范點讚"
    assert run("--to", "s2tw", "--plain", given=text)[1].decode() == "老範點贊"


def test_the_workspace_has_the_last_word(run: Run, workspace: Path) -> None:
    lines = [
        {"id": "a", "from": "hans", "term": "点赞", "to": {"*": "按讚"}, "note": ""},
        {"id": "b", "from": "hans", "term": "范", "to": {"*": "范"}, "note": ""},
    ]
    kept = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (workspace / "annotations" / "glossary.jsonl").write_text(kept, "utf-8")
    code, out, err = run("-C", str(workspace), "--to", "s2tw", given="老范点赞范例".encode())
    assert (code, out.decode()) == (0, "老范按讚範例")
    assert err.startswith("seedread: annotations/glossary.jsonl: b: ")
    assert "at least" in err
    words = ("-C", str(workspace), "--to", "s2tw", "--plain")
    assert run(*words, given="点赞".encode()) == (0, "點贊".encode(), "")


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("config", CONFIG_NAMES)
def test_one_object_tells_what_answers_to_what(run: Run, config: str, plain: bool) -> None:
    path = SEEDS[4 if config[0] != "s" else 0]
    words = [str(path), "--to", config, *["--plain"] * plain]
    code, out, err = run(*words, "--align")
    assert (code, err, out.count(b"\n")) == (0, "", 1)
    found = json.loads(out)
    assert list(found) == ["config", "source", "target", "pieces"]
    assert (found["config"], found["source"]) == (config, path.read_bytes().decode())
    assert found["target"].encode() == run(*words)[1]
    at = to = 0
    for a, b, c, d, kind in found["pieces"]:
        assert (a, c) == (at, to)
        assert kind != "=" or b - a == d - c
        at, to = b, d
    assert (at, to) == (len(found["source"]), len(found["target"]))
    kinds = {kind for *_, kind in found["pieces"]}
    assert kinds - {"p"} == ({"="} if plain else {"=", "g"})


def test_the_alignment_of_a_text_given(run: Run) -> None:
    code, out, _ = run("--to", "s2twp", "--align", given="老范看信息\r\n\x1b".encode())
    assert code == 0
    assert b"\x1b" not in out
    assert json.loads(out) == {
        "config": "s2twp",
        "source": "老范看信息\r\n\x1b",
        "target": "老范看資訊\r\n\x1b",
        "pieces": [[0, 2, 0, 2, "g"], [2, 3, 2, 3, "="], [3, 5, 3, 5, "p"], [5, 8, 5, 8, "="]],
    }
    nothing = {"config": "t2s", "source": "", "target": "", "pieces": []}
    assert json.loads(run("--to", "t2s", "--align")[1]) == nothing


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig", "utf-32"])
def test_what_comes_in_is_decoded_as_documents_are(run: Run, tmp_path: Path, encoding: str) -> None:
    text = SEEDS[0].read_text("utf-8")[:800]
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    expected = OFFICIAL["s2t"].convert(text).encode()
    mark = codecs.BOM_UTF8 if encoding == "utf-8-sig" else b""
    assert run("a.txt", "--to", "s2t", "--plain") == (0, mark + expected, "")
    assert json.loads(run("a.txt", "--to", "s2t", "--align")[1])["source"] == text


def test_what_cannot_be_used(run: Run, tmp_path: Path) -> None:
    (tmp_path / "b.bin").write_bytes(bytes(range(256)) * 9)
    for words, said in (
        (["nothing.txt", "--to", "s2t"], "nothing.txt"),
        ([str(tmp_path), "--to", "s2t"], "directory"),
        (["b.bin", "--to", "s2t"], "b.bin: binary"),
        (["--to", "s2x"], "s2x: no such conversion; there are hans, hant, s2t"),
        (["--to", "t2jp"], "no such conversion"),
        (["--to", "../s2t"], "no such conversion"),
        ([], "--to"),
        (["--to", "s2t", "-C", "nowhere"], "nowhere"),
        (["a", "b", "--to", "s2t"], "b"),
    ):
        code, out, err = run(*words)
        assert (code, out) == (2, b""), words
        assert said in err
        assert err.count("\n") == 1


def test_in_a_pipe_on_any_terminal() -> None:
    command = [sys.executable, "-m", "seedread", "convert", "--to", "s2tw"]
    env = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    done = subprocess.run(command, input="里\r\n".encode(), capture_output=True, env=env)
    assert (done.returncode, done.stdout, done.stderr) == (0, "裡\r\n".encode(), b"")
    done = subprocess.run([*command, "--align"], input="里".encode(), capture_output=True, env=env)
    assert json.loads(done.stdout.decode("ascii"))["target"] == "裡"
