"""What tests share: nobody's settings, state, name or git reach them; a workspace to work in."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("no clock", deadline=None)
settings.load_profile("no clock")

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _alone(monkeypatch, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    for name in [n for n in os.environ if n.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("SEEDREAD_AS", raising=False)
    monkeypatch.setenv("HOME", str(home))
    for kind in ("CONFIG", "STATE", "CACHE", "DATA"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
    (home / "gitconfig").touch()
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(home / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def workspace(tmp_path) -> Path:
    """The root of a workspace with the five documents and the topics, and no tags."""
    root = tmp_path / "workspace"
    shutil.copytree(ROOT / "seeds", root / "seeds")
    (root / "annotations").mkdir()
    shutil.copy(ROOT / "annotations" / "topics.jsonl", root / "annotations")
    return root
