import subprocess
import sys

import pytest

from seedread import git
from seedread.annotator import derive, stranger, valid, who
from seedread.workspace import UnusableError


def run(root, *words):
    done = subprocess.run(["git", "-C", root, *words], check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture
def repository(tmp_path):
    root = tmp_path / "repository"
    root.mkdir()
    run(root, "init", "-q")
    return root


def commit(root, email, *files):
    for file in files:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as out:
            out.write(f"{email}\n")
    run(root, "add", "-A")
    person = ("-c", "user.name=X", "-c", f"user.email={email}")
    run(root, *person, "commit", "-qm", "x")


@pytest.mark.parametrize(
    ("name", "derived"),
    [
        ("李明", "liming"),
        ("李 明", "li-ming"),
        ("歐陽娜娜", "ouyangnana"),
        ("Jean Dupont", "jean-dupont"),
        ("José Ñandú", "jose-nandu"),
        ("Łukasz Øre", "lukasz-ore"),
        ("Straße", "strasse"),
        ("O'Neill, Ann-Marie", "o-neill-ann-marie"),
        ("ＭＥＩ", "mei"),
        ("__init__", "init"),
        ("x\x1b[31m\u202ey", "x-31m-y"),
        ("a" * 50, "a" * 32),
        (f"{'a' * 31} b", "a" * 31),
        ("Иван", ""),
        ("…", ""),
        ("", ""),
    ],
)
def test_derived_names(name, derived):
    assert derive(name) == derived
    assert derived == "" or valid(derived)


@pytest.mark.parametrize("name", ["mei", "a", "0", "li-ming_2", "a" * 32])
def test_names_an_annotator_can_have(name):
    assert valid(name)


@pytest.mark.parametrize(
    "name", ["", "Mei", "-a", "_a", "a b", "a.b", "é", "a" * 33, "a\n", "../a"]
)
def test_names_an_annotator_cannot_have(name):
    assert not valid(name)


def test_who_asks_in_order(repository, monkeypatch):
    run(repository, "config", "user.name", "李明")
    assert who(repository, None, "") == "liming"
    assert who(repository, None, "mei") == "mei"
    monkeypatch.setenv("SEEDREAD_AS", "anna")
    assert who(repository, None, "mei") == "anna"
    assert who(repository, "otto", "mei") == "otto"


@pytest.mark.parametrize("account", ["root", "User", "ADMIN", "ubuntu", "…"])
def test_an_account_many_people_have_is_nobody(repository, account):
    run(repository, "config", "user.name", account)
    assert who(repository, None, "") == ""


def test_without_git_nobody_is_known(tmp_path, monkeypatch):
    assert who(tmp_path, None, "") == ""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert who(tmp_path, None, "") == ""
    assert stranger(tmp_path, "mei") == ""


def test_said_names_are_checked(tmp_path, monkeypatch):
    with pytest.raises(UnusableError, match="32 lower-case"):
        who(tmp_path, "Mei Li", "")
    with pytest.raises(UnusableError, match="32 lower-case"):
        who(tmp_path, "", "")
    monkeypatch.setenv("SEEDREAD_AS", "../x")
    with pytest.raises(UnusableError, match=r"\.\./x"):
        who(tmp_path, None, "mei")


def test_pinyin_is_loaded_only_for_chinese_names(tmp_path):
    code = (
        "import sys; from seedread.annotator import derive; derive('Jean'); "
        "assert 'pypinyin' not in sys.modules; derive('李'); assert 'pypinyin' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_file_somebody_else_committed_is_a_strangers(repository):
    commit(repository, "mei@a.example", "annotations/x/y.txt/mei.jsonl")
    run(repository, "config", "user.email", "li@b.example")
    assert stranger(repository, "mei") == "mei@a.example"
    assert stranger(repository, "li") == ""


def test_ones_own_file_is_not(repository):
    commit(repository, "mei@a.example", "annotations/y.txt/mei.jsonl")
    run(repository, "config", "user.email", "Mei@a.example")
    assert stranger(repository, "mei") == ""


def test_the_last_author_counts(repository):
    commit(repository, "li@b.example", "annotations/y.txt/mei.jsonl")
    commit(repository, "mei@a.example", "annotations/z.txt/mei.jsonl")
    commit(repository, "li@b.example", "annotations/z.txt/li.jsonl", "annotations/topics.jsonl")
    run(repository, "config", "user.email", "mei@a.example")
    assert stranger(repository, "mei") == ""


def test_a_mailmap_says_who_is_the_same(repository):
    commit(repository, "old@a.example", "annotations/y.txt/mei.jsonl")
    (repository / ".mailmap").write_text("Mei <mei@a.example> <old@a.example>\n")
    run(repository, "config", "user.email", "mei@a.example")
    assert stranger(repository, "mei") == ""


def test_a_workspace_may_be_a_folder_of_the_repository(repository):
    commit(repository, "mei@a.example", "work/annotations/y.txt/mei.jsonl")
    run(repository, "config", "user.email", "li@b.example")
    assert stranger(repository / "work", "mei") == "mei@a.example"
    assert stranger(repository, "mei") == ""


def test_git_is_asked_about_our_repository_also_from_a_hook_of_another(
    repository, tmp_path, monkeypatch
):
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    assert git.top(repository) == str(repository.resolve())


def test_git_answers_nothing_where_it_cannot(tmp_path):
    assert git.ask(tmp_path / "missing", "status") == ""
    assert git.ask(tmp_path, "no-such-command") == ""
    assert git.ask(tmp_path, "config", "a\0b") == ""
    assert git.tell(tmp_path, "config", "--local", "a.b", "c") is False
