"""Making a workspace of a folder: its places, the starter topics, and what git should know."""

import shlex
from pathlib import Path

from seedread import git
from seedread.folder import TEXTS
from seedread.tags.topic import FILE as TOPICS
from seedread.workspace import UnusableError, sample

ATTRIBUTES = ("seeds/** -text", "annotations/** text eol=lf merge=seedread diff=seedread")
# In a UTF-8 locale a Chinese character is a word; in the C locale its bytes are nothing printable,
# and a run of them must stay one word, or a diff would cut through the middle of characters.
WORDS = "[A-Za-z0-9_-]+|[^[:space:][:print:]]+|[^[:space:]]"
# A driver that git cannot find makes it drop the other side without a mark: so it is asked first.
DRIVER = (
    "if command -v seedread >/dev/null 2>&1; "
    "then seedread merge-driver %O %A %B %L %P; "
    "else git merge-file --marker-size=%L %A %O %B; fi"
)
TEXTCONV = (
    "f() { if command -v seedread >/dev/null 2>&1; "
    'then seedread textconv "$1"; else cat "$1"; fi; }; f'
)
SETTINGS = (
    ("core.quotepath", "false"),
    ("diff.seedread.wordRegex", WORDS),
    ("diff.seedread.textconv", TEXTCONV),
    ("merge.seedread.name", "annotations of seedread, merged by what they say"),
    ("merge.seedread.driver", DRIVER),
)
MARK = b"# The folder this file is in is a workspace of seedread; its documents are in seeds/.\n"


def found(root: Path) -> list[str]:
    """Make `root` a workspace, over nothing that is there; returns what was done, in words.

    Raises OSError, and UnusableError inside a folder that is a workspace's own.
    """
    for above in root.parents:
        for own in (above / "seeds", above / "annotations"):
            if root.is_relative_to(own) and (above / "seedread.toml").is_file():
                raise UnusableError(f"{root} is inside {own}, which belongs to a workspace")
    done = [f"made {folder}/" for folder in ("seeds", "annotations") if _folder(root / folder)]
    if starter_topics(root):
        done.append(f"made annotations/{TOPICS} with the starter topics")
    if _file(root / "seedread.toml", MARK):
        done.append("made seedread.toml")
    return done + prepare_git(root)


def prepare_git(root: Path) -> list[str]:
    """Have git merge and show our files by what they say; returns what was done, in words."""
    lines = _attributes(root / ".gitattributes")
    return [f"added to .gitattributes: {line}" for line in lines] + _settings(root)


def merged_by_us(root: Path) -> bool:
    """Whether git merges our files by what they say; True too where there is no repository."""
    if not git.top(root):
        return True
    told = git.ask(root, "check-attr", "merge", "--", "annotations/document/annotator.jsonl")
    return told.endswith(": seedread") and bool(git.config(root, "merge.seedread.driver"))


def starter_topics(root: Path) -> bool:
    """Copy the topics shipped with the program, unless there are some; returns whether it did."""
    shipped = sample().root / "annotations" / TOPICS
    _folder(root / "annotations")
    return _file(root / "annotations" / TOPICS, shipped.read_bytes())


def remaining(root: Path) -> list[str]:
    """Return what is left for the person to do, in words."""
    left, here = [], "" if root == Path.cwd() else f" {shlex.quote(str(root))}"
    if not any((root / "seeds").iterdir()):
        loose = sum(path.suffix.lower() in TEXTS for path in root.iterdir())
        beside = f" (texts beside it: {loose})" if loose else ""
        left.append(f"put your documents into {root / 'seeds'}{beside}")
    if not git.top(root):
        left.append(f"git init{here} && seedread init{here}, to share the tags by git")
    return [*left, f"seedread{here}, to read"]


def _folder(path: Path) -> bool:
    made = not path.is_dir()
    path.mkdir(parents=True, exist_ok=True)
    return made


def _file(path: Path, data: bytes) -> bool:
    """Write a file that is not there yet; returns whether it was not."""
    try:
        with path.open("xb") as out:
            out.write(data)
    except FileExistsError:
        return False
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return True


def _attributes(path: Path) -> list[str]:
    """Add the lines of ATTRIBUTES that are missing; returns them."""
    here = path.read_bytes() if path.exists() else b""
    present = {b" ".join(line.split()) for line in here.splitlines()}
    missing = [line for line in ATTRIBUTES if line.encode() not in present]
    if missing:
        start = "" if not here or here.endswith(b"\n") else "\n"
        with path.open("ab") as out:
            out.write((start + "\n".join(missing) + "\n").encode())
    return missing


def _settings(root: Path) -> list[str]:
    """Tell the repository how to show our files; a setting somebody made is left as it is."""
    done = []
    for key, value in SETTINGS if git.top(root) else ():
        now = git.ask(root, "config", "--local", "--get", key)
        if not now and git.tell(root, "config", "--local", key, value):
            done.append(f"set in the repository: {key} = {value}")
        elif now and now != value:
            done.append(f"left as it is in the repository: {key} = {now}")
    return done
