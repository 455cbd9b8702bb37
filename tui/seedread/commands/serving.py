"""`seedread serve`: the program in a browser on this machine."""

import shlex
import socket
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

from seedread import annotator
from seedread.commands.here import here
from seedread.commands.output import complain, say
from seedread.workspace import UnusableError

DRIVER = "seedread.ui.served:Driver"


def serve(options: Namespace) -> int:
    """Serve until interrupted."""
    try:
        from seedread.commands.browser import HOST, Browser
    except ImportError as error:
        what = f"a browser needs {error.name}: pip install 'seedread[serve]'"
        raise UnusableError(what) from None
    command = _command(options)
    try:
        bound = socket.create_server((HOST, options.port))
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or "no such port"
        raise UnusableError(f"port {options.port}: {why} (--port 0: any that is free)") from None
    with bound:
        browser = Browser(command, bound.getsockname()[1], f"seedread {here(options).root.name}")
        say(browser.address)
        sys.stdout.flush()
        complain("open this address in a browser of this machine; ctrl+c ends it")
        browser.run(bound)
    return 0


def _command(options: Namespace) -> str:
    """Return what is run for every page, for a shell; raises UnusableError if it would refuse."""
    here(options)
    name = annotator.said(options.annotator)
    # -P: a folder of the workspace that is called seedread is not the program.
    words = [sys.executable, "-P", "-m", "seedread"]
    words += ["-C", str(Path(options.workspace).absolute())] if options.workspace else []
    words += ["--as", name] if name else []
    if sys.platform == "win32":
        return subprocess.list2cmdline(words)
    # No shell stands between, and the driver is not textual-serve's but ours, which outlives no
    # server. (On Windows it is theirs, with its own way to read what comes in.)
    return f"TEXTUAL_DRIVER={DRIVER} exec {shlex.join(words)}"
