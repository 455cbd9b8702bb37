"""`seedread init`: making a workspace, and saying what was made."""

from argparse import Namespace
from pathlib import Path

from seedread.commands.output import say
from seedread.founding import found, remaining


def init(options: Namespace) -> int:
    """Make a workspace of a folder."""
    root = Path(options.workspace or ".", options.folder or ".").resolve()
    for done in found(root) or ["everything is there already"]:
        say(done)
    say("next:")
    for step in remaining(root):
        say(f"  {step}")
    return 0
