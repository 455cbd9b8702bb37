"""A workspace whose one document was edited after two people had tagged it, with git."""

import json
import subprocess
from pathlib import Path

from seedread.tags import link, memo, tag
from seedread.text.passage import Passage
from seedread.workspace import find

OLD = "开头的一段话。\n\n中国的芯片水平是世界级的。出口禁令反而加速了进步。别的话也说完了。\n"
NEW = "新写的一段话。\n\n" + OLD.replace("反而加速了进步", "反倒加速了进步").replace(
    "别的话也说完了。", ""
)
CHIPS, BAN, GONE = "中国的芯片水平是世界级的。", "出口禁令反而加速了进步。", "别的话也说完了。"


def git(root, *words):
    names = ("-c", "user.name=mei", "-c", "user.email=mei@example.org")
    subprocess.run(["git", "-C", root, *names, *words], check=True, capture_output=True)


def on(text, words):
    start = text.index(words)
    return Passage(start, start + len(words))


def changed(root: Path) -> Path:
    """Mei's and Li's tags, in git, of a document that was edited since."""
    for folder in ("seeds", "annotations/a.txt", "annotations/_links", "annotations/_memos"):
        (root / folder).mkdir(parents=True)
    (root / "seeds/a.txt").write_text(OLD)
    seed = find(root).read_id("a.txt")
    for by, every in (("mei", (CHIPS, BAN, GONE)), ("li", (CHIPS, BAN))):
        made = [tag.make(seed, on(OLD, w), ["x"], f"{w[0]}{by}", by) for w in every]
        write(root, f"a.txt/{by}.jsonl", made)
    one = link.make(seed, on(OLD, CHIPS), seed, on(OLD, "出口禁令"), "agrees", "linklinkli", "mei")
    write(root, "_links/mei.jsonl", [one])
    about = memo.on_passage(seed, on(OLD, CHIPS))
    write(root, "_memos/mei.jsonl", [memo.make(about, "why?", "memomemome", "mei")])
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "tags")
    (root / "seeds/a.txt").write_text(NEW)
    return root


def write(root, file, records):
    (root / "annotations" / file).write_bytes(b"".join(r.canonical() + b"\n" for r in records))


def lines(root, file="a.txt/mei.jsonl"):
    text = (root / "annotations" / file).read_text()
    return {fields["id"]: fields for fields in map(json.loads, text.splitlines())}
