"""What we ask git; where there is no git, or no repository, every answer is empty."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

_PATIENCE = 5.0  # seconds; a question is about one small file or one setting


def ask(root: Path, *words: str) -> str:
    """Return what git prints, without its final newline; "" if it does not succeed.

    It is asked about the repository `root` is in, also when another git started us.
    """
    return (_run(root, words) or b"").decode("utf-8", "replace").removesuffix("\n")


def contents(root: Path, revision: str, path: str) -> bytes | None:
    """Return a file's bytes in a revision, None if it is not there; `path` may begin with ./"""
    return _run(root, ("cat-file", "blob", f"{revision}:{path}"))


def blob(root: Path, rev: str) -> bytes | None:
    """Return the bytes of a blob by the beginning of its hash, None if there is no such one."""
    return _run(root, ("cat-file", "blob", rev))


def tell(root: Path, *words: str) -> bool:
    """Have git do something; returns whether it did."""
    return _run(root, words) is not None


def top(root: Path) -> str:
    """Return the top folder of the repository `root` is in, "" if it is in none."""
    return ask(root, "rev-parse", "--show-toplevel")


def config(root: Path, key: str) -> str:
    """Return a setting of git's, as it holds in `root`."""
    return ask(root, "config", "--get", key)


def last_authors(root: Path, pattern: str) -> list[str]:
    """Return the address of who last committed a file below `root` that matches `pattern`.

    It comes twice, as committed and as a mailmap has it; nothing if nobody did.
    """
    words = ("log", "-1", "--no-show-signature", "--format=%ae%n%aE")
    return ask(root, *words, "--", f":(glob){pattern}").split("\n")


def commits(root: Path, most: int, folder: str = "") -> list[tuple[str, str, str, str]]:
    """Return the last commits, the newest first: (short hash, day, author, subject).

    Those that changed something in `folder` below `root`, if one is named.
    """
    words = ("log", f"-{most}", "--no-show-signature", "--format=%h%x1f%cs%x1f%an%x1f%s")
    lines = ask(root, *words, "--", *filter(None, [folder])).split("\n")
    found = (line.split("\x1f") for line in lines if line.count("\x1f") == 3)
    return [(hash, day, author, subject) for hash, day, author, subject in found]


def lines(root: Path, *words: str) -> Iterator[bytes]:
    """Yield what git prints, line by line, as it comes; raises OSError if it does not succeed."""
    with subprocess.Popen(
        ["git", "-C", str(root), *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    ) as running:
        assert running.stdout
        yield from running.stdout
    if running.returncode:
        raise OSError(f"git ended with {running.returncode}")


def _environment() -> dict[str, str]:
    # A git that runs us, from a hook say, tells us its repository, which need not be that of root.
    outside = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")
    environment = {k: v for k, v in os.environ.items() if k not in outside}
    return environment | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1"}


def _run(root: Path, words: tuple[str, ...]) -> bytes | None:
    """Return what git printed, None if it did not succeed."""
    command = ["git", "-C", str(root), *words]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            env=_environment(),
            check=False,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None
