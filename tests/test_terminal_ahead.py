"""Keys typed ahead in a real terminal: many in one write do what they would one by one."""

import json

import pytest

pytest.importorskip("ptyprocess")

from window import Window

FIRST, SECOND = "000_7ce4e99437b5047b.txt", "001_6cbf5dd94d21163e.txt"


def test_a_burst_of_keys_goes_to_the_panels_it_opens(workspace):
    with Window(workspace) as window:
        window.wait("0 tags, 0 yours")
        window.press("j", "1", "j", "tdljcss\r", "e", "x1\r", "/x1\r", "d001\r", "j2", "l3")
        window.wait("2 yours")
        assert window.end("q") == 0
    found = {}
    for doc in (FIRST, SECOND):
        file = workspace / "annotations" / doc / "mei.jsonl"
        tags = map(json.loads, file.read_text("utf-8").splitlines())
        found[doc] = [(tag["topics"], tag["note"]) for tag in tags]
    assert found == {
        FIRST: [(["standards-war"], ""), (["power-infrastructure"], "x1")],
        SECOND: [(["export-controls"], ""), (["power-infrastructure"], "")],
    }
