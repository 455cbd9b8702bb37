"""What tests of foreign formats share: difficult documents, tags of all shapes, a round trip."""

import json
from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st

from seedread import workspace as workspaces
from seedread.corpus import Corpus
from seedread.exchange.account import Account
from seedread.exchange.formats import FORMATS
from seedread.exchange.incoming import take
from seedread.exchange.material import Wanted, gather
from seedread.tags.edit import Edit
from seedread.tags.tag import file_of, make
from seedread.text.passage import Passage

TEXTS = {
    "plain.txt": "中国的AI水平是世界级的,芯片禁运反而加速了进步。\n第二行,讲标准之争。\n",
    "astral.txt": "𠀀字在外,𪚥也是。👩‍👩‍👧‍👦一家,é̂ 加號。\n😀笑。𠮷野家\n末行沒有換行",
    "windows.txt": '第一行\r\n第二行\r\n\r\n第四行<&>"引號"\r\n',
    "bom.txt": "\ufeff有標記的檔。\n[brackets] {curly} \\back\\ |pipe| *star*\n\ttab\n",
}
TOPICS = ("export-controls", "standards-war", "power-infrastructure")


def workspace(root: Path) -> Corpus:
    """Make a workspace with difficult documents and three topics."""
    (root / "seeds").mkdir(parents=True)
    (root / "annotations").mkdir()
    for name, text in TEXTS.items():
        (root / "seeds" / name).write_bytes(text.encode())
    shipped = workspaces.sample().root / "annotations" / "topics.jsonl"
    lines = [line for line in shipped.read_bytes().splitlines() if json.loads(line)["id"] in TOPICS]
    groups = {json.loads(line)["parent"] for line in lines}
    lines += [x for x in shipped.read_bytes().splitlines() if json.loads(x)["id"] in groups]
    lines.sort(key=lambda line: json.loads(line)["id"])
    (root / "annotations" / "topics.jsonl").write_bytes(b"".join(x + b"\n" for x in lines))
    return Corpus(workspaces.find(root))


Said = tuple[str, int, int, tuple[str, ...], str, str]  # doc, start, end, topics, note, by
NOTES = ["", "看法", 'note with "quotes", commas; <tags> & 𠀀']


def tags(most: int = 12, notes: tuple[str, ...] = tuple(NOTES)) -> st.SearchStrategy[list[Said]]:
    """Return tags of any shape: overlapping, nested, over several lines, at the very ends."""

    @st.composite
    def one(draw: Callable) -> Said:
        doc = draw(st.sampled_from(sorted(TEXTS)))
        length = len(TEXTS[doc].lstrip("\ufeff").replace("\r\n", "\n"))
        start = draw(st.integers(0, length - 1))
        end = draw(st.integers(start + 1, length))
        topics = draw(st.lists(st.sampled_from(TOPICS), unique=True, min_size=1).map(sorted))
        by = draw(st.sampled_from(["mei", "li"]))
        return doc, start, end, tuple(topics), draw(st.sampled_from(notes)), by

    return st.lists(
        one(), max_size=most, unique_by=lambda said: (said[0], said[1], said[2], said[5])
    )


def put(corpus: Corpus, said: list[Said]) -> None:
    """Write tags into a workspace."""
    edit = Edit({})
    for n, (doc, start, end, topics, note, by) in enumerate(said):
        seed = corpus.seed(doc)
        assert seed is not None
        record = make(seed, Passage(start, end), topics, f"t{n:09}", by, note)
        record = record.but(at=f"2026-11-22T08:{n // 60:02}:{n % 60:02}Z")
        edit += Edit({(file_of(doc, by), record.id): (None, record)})
    saved = corpus.workspace.shelf.write(edit)
    assert not saved.left
    assert not saved.error


def exported(corpus: Corpus, form: str, **options: bool) -> tuple[dict[str, bytes], Account]:
    """Return the files of an export, and what was lost."""
    account = Account()
    material = gather(corpus, Wanted(), account)
    return FORMATS[form].load().write(material, account, **options), account


def imported(root: Path, form: str, files: dict[str, bytes]) -> tuple[Corpus, Account]:
    """Bring files into a workspace without tags; returns it, and what could not be placed."""
    corpus, account = workspace(root), Account()
    edit = take(FORMATS[form].load().read(files, account), corpus, "mei", account)
    saved = corpus.workspace.shelf.write(edit)
    assert not saved.left
    return corpus, account


def files(root: Path) -> dict[str, bytes]:
    """Return every annotation file below a workspace."""
    folder = root / "annotations"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*.jsonl"))
    }


def round_trip(root: Path, form: str, said: list[Said], **options: bool) -> None:
    """Export, import into another workspace, and hold the files to be the same bytes."""
    corpus = workspace(root / "a")
    put(corpus, said)
    out, lost = exported(corpus, form, **options)
    assert not lost, list(lost.lines())
    _, lost = imported(root / "b", form, out)
    assert not lost, list(lost.lines())
    assert files(root / "b") == files(root / "a")
