"""`seedread serve`: the same program in a real browser, and nobody else gets in."""

import asyncio
import contextlib
import http.client
import json
import os
import select
import signal
import subprocess
import sys
from argparse import Namespace
from urllib.parse import urlsplit

import pytest

from chromium import browsing
from seedread.cli import main
from seedread.commands import serving


@contextlib.contextmanager
def served(workspace, *options):
    """Serve a workspace as mei; yields the address."""
    pytest.importorskip("textual_serve", reason="textual-serve is not installed")
    words = [sys.executable, "-m", "seedread", "serve", "--port", "0", "--as", "mei"]
    with subprocess.Popen(
        [*words, "-C", str(workspace), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "TERM": "dumb"},
    ) as process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.send_signal(signal.SIGINT)
            said = process.communicate(timeout=30)
            assert process.returncode in (0, 130), said
            assert said[1].count("\n") == 1, said  # what to do with the address, and no complaint


def answer(address, **headers):
    """Return the status of an address."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    connection.request("GET", f"{parts.path}?{parts.query}", headers=headers)
    status = connection.getresponse().status
    connection.close()
    return status


def test_only_who_knows_the_address_gets_in(workspace):
    with served(workspace) as address:
        parts = urlsplit(address)
        assert parts.hostname == "127.0.0.1"
        assert len(parts.query) > 20
        bare = f"http://{parts.netloc}"
        assert answer(address) == 200
        assert answer(bare + "/") == 403
        assert answer(bare + "/?key=wrong") == 403
        assert answer(bare + "/ws") == 403
        assert answer(address, Host="elsewhere.example") == 403
        assert answer(f"{bare}/ws?{parts.query}", Origin="http://elsewhere.example") == 403


def test_a_port_that_is_taken_is_said(workspace, capsys):
    with served(workspace) as address:
        port = str(urlsplit(address).port)
        assert main(["serve", "-C", str(workspace), "--port", port]) == 2
    assert port in capsys.readouterr().err


def test_without_textual_serve_it_says_what_to_install(workspace, monkeypatch, capsys):
    monkeypatch.delitem(sys.modules, "seedread.commands.browser", raising=False)
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    monkeypatch.setitem(sys.modules, "textual_serve.server", None)
    assert main(["serve", "-C", str(workspace)]) == 2
    assert "pip install 'seedread[serve]'" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell")
def test_paths_of_any_name_reach_the_program_whole(workspace):
    odd = workspace.parent / 'it\'s $HOME; "two"\n 中文 `x` -C'
    workspace.rename(odd)
    command = serving._command(Namespace(workspace=str(odd), annotator="li"))
    script = f"set -- {command}; printf '%s\\0' \"$@\""
    words = subprocess.run(["sh", "-c", script], capture_output=True, check=True).stdout
    given = words.decode().split("\0")[:-1]
    assert given[:3] == [f"TEXTUAL_DRIVER={serving.DRIVER}", "exec", sys.executable]
    assert given[3:] == ["-P", "-m", "seedread", "-C", str(odd), "--as", "li"]


def test_in_a_browser_it_shows_both_scripts_and_tags(workspace):
    """The first sentence is tagged with the topic on the digit 1, and untagged; q ends it."""
    book = (workspace / "annotations" / "topics.jsonl").read_text("utf-8").splitlines()
    pinned = [topic["id"] for topic in map(json.loads, book) if topic["pin"] == 1]
    tags = workspace / "annotations" / "000_7ce4e99437b5047b.txt" / "mei.jsonl"
    with served(workspace) as address, browsing() as page:
        page.look(1400, 800)
        page.open(address)

        def shows(text):
            return lambda: text in page.received.decode("utf-8", "replace")

        page.until(shows("大家好,欢迎收听老范讲故事"))
        page.until(shows("大家好,歡迎收聽老范講故事"))
        page.until(shows("0 tags"))
        page.until(lambda: page.run("document.activeElement.localName") == "textarea")
        page.key("1")
        page.until(lambda: tags.is_file())
        (line,) = tags.read_text("utf-8").splitlines()
        tag = json.loads(line)
        assert (tag["start"], tag["topics"], tag["by"]) == (0, pinned, "mei")
        page.until(shows("1 tag"))
        page.key("q")
        page.until(lambda: page.run("document.body.classList.contains('-closed')"))
        assert [one for one in page.complaints if "software WebGL" not in one] == []
        hosts = {urlsplit(one).netloc for one in page.requests if not one.startswith("data:")}
        assert hosts == {urlsplit(address).netloc}


async def opened(address, shows):
    """Open a page as a browser does, until it shows a text; then do nothing but hold it open.

    Yields once, when it is there; the page is closed when no more is asked for.
    """
    aiohttp = pytest.importorskip("aiohttp", reason="aiohttp is not installed")
    parts = urlsplit(address)
    async with (
        aiohttp.ClientSession() as browser,
        browser.ws_connect(f"http://{parts.netloc}/ws?{parts.query}&width=100&height=30") as page,
    ):
        received = b""
        while shows.encode() not in received:
            said = await page.receive(timeout=60)
            assert said.type in (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY), said
            received += said.data if isinstance(said.data, bytes) else said.data.encode()
        yield


def children(pid):
    said = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, check=True).stdout
    pairs = [line.split() for line in said.decode().splitlines()]
    return [int(child) for child, parent in pairs if int(parent) == pid]


def ended(handle, seconds=60):
    """Return whether a process has ended, waiting for it that long."""
    return bool(select.select([handle], [], [], seconds)[0])


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux tells when another's ends")
def test_a_server_that_is_killed_leaves_nothing_running(workspace):
    pytest.importorskip("textual_serve", reason="textual-serve is not installed")
    words = [sys.executable, "-m", "seedread", "serve", "--port", "0", "--as", "mei"]

    async def killed(server):
        address = server.stdout.readline().strip()
        async with contextlib.aclosing(opened(address, "老范")) as page:
            await anext(page)
            (program,) = children(server.pid)
            handle = os.pidfd_open(program)
            assert not ended(handle, 0)
            server.kill()
            try:
                assert ended(handle)
            except AssertionError:
                os.kill(program, signal.SIGKILL)
                raise
            finally:
                os.close(handle)

    with subprocess.Popen(
        [*words, "-C", str(workspace)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "TERM": "dumb"},
    ) as server:
        try:
            asyncio.run(killed(server))
        finally:
            server.kill()
