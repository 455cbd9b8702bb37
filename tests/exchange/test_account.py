"""What could not be carried is told, and which exit code goes with it."""

from laboratory import put, workspace

from seedread.cli import main


def test_an_export_that_loses_something_says_so_and_is_well(tmp_path, capsys):
    """What a format cannot hold is known before: 0, in its help as in fact."""
    corpus = workspace(tmp_path)
    said = [(0, 5, "看法"), (3, 8, "")]
    put(corpus, [("plain.txt", a, b, ("standards-war",), note, "mei") for a, b, note in said])
    account, out = tmp_path / "account.txt", tmp_path / "out"
    where = ["export", "conll", "-C", str(tmp_path), "-o", str(out), "--account", str(account)]
    assert main(where) == 0
    told = capsys.readouterr().err
    assert "not carried: " in told
    assert all(line.removeprefix("seedread: not carried: ") for line in told.splitlines())
    assert "note" in account.read_text("utf-8")
    assert main(["export", "--help"]) == 0
    assert "the exit code is 0 all the same" in " ".join(capsys.readouterr().out.split())


def test_an_import_that_could_not_place_something_ends_with_1(tmp_path, capsys):
    workspace(tmp_path)
    file = tmp_path / "theirs.jsonl"
    file.write_text('{"text":"no such document","spans":[{"start":0,"end":2,"label":"x"}]}\n')
    account = tmp_path / "account.txt"
    where = ["import", "spacy", "-C", str(tmp_path), "--as", "mei", "--account", str(account)]
    assert main([*where, str(file)]) == 1
    assert "did not come in" in capsys.readouterr().err
    assert "no document here" in account.read_text("utf-8")
