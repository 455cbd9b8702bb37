"""What a reader sees and does with suggested topics, and with what must not be overlooked."""

import json

from desk import read

from seedread.text.wrap import cells

DOC = "003_82d3ed98189e5d85.txt"


def _tags(workspace):
    lines = (workspace / "annotations" / DOC / "mei.jsonl").read_text().splitlines()
    return [(tag["start"], tag["topics"]) for tag in map(json.loads, lines)]


def _only(workspace):
    for path in (workspace / "seeds").iterdir():
        if path.name != DOC:
            path.unlink()


def _foot(desk):
    return desk.screen().splitlines()[-3].replace("⟦", "").replace("⟧", "")


def test_suggestions_are_shown_with_their_reason_and_accepted_one_after_the_other(workspace):
    _only(workspace)

    async def story(desk):
        await desk.press("j")
        assert "no tag here  p 中国AI实力 (赞扬) · P " in _foot(desk)
        first, second, third = desk.reader.hands["suggestions"].here()
        await desk.press("P", "p")
        assert _tags(workspace) == [(53, sorted([first.topic, second.topic]))]
        assert desk.said == f"tagged {first.topic}"
        [left, *_] = desk.reader.hands["suggestions"].here()
        assert left == third  # what is shown keeps its order while one stands there
        await desk.press("u", "u")
        assert desk.reader.reading.margin.tags == []
        assert desk.reader.hands["suggestions"].here() == [first, second, third]

    read(workspace, story)


def test_the_next_sentence_that_looks_like_the_topic_last_used(workspace):
    _only(workspace)

    async def story(desk):
        await desk.press("=")
        assert "tag something first" in desk.said
        desk.reader.reading.last = ("rare-earth-leverage",)
        await desk.press("=")
        assert desk.lit.startswith("与此同时,中国采取了最为激烈的反击措施")
        assert desk.said.startswith("looks like 稀土与资源筹码 (稀土磁铁")
        await desk.press("=")
        assert "稀土出口" in desk.lit
        await desk.press("=")
        assert desk.lit.startswith("与此同时")
        assert desk.said.endswith("from the beginning again")

    read(workspace, story)


def test_two_suggestions_fit_beside_the_tags_in_a_narrow_window(workspace):
    _only(workspace)

    async def story(desk):
        suggestions = desk.reader.hands["suggestions"]
        start = 2189  # 任正非在《人民日报》上谦逊地表示…
        desk.reader.places.offsets.clear()
        from seedread.text import cursor

        desk.reader.stand(cursor.at(desk.reader.units, start))
        assert len(suggestions.here()) == 3
        await desk.press("p")
        line = _foot(desk)
        assert cells(line) <= 80
        assert line.startswith(" ● CG")
        assert "…" not in line
        assert " p 中国AI实力" in line
        assert " P 舆论信号" in line

    read(workspace, story, size=(80, 24))


def test_what_nobody_can_suggest_is_said(workspace):
    _only(workspace)
    (workspace / "annotations" / "topics.jsonl").write_text("")

    async def story(desk):
        await desk.press("p")
        assert (
            desk.said == "no suggestion: topics without keywords are learnt from your tags: t tags"
        )

    read(workspace, story)


def test_what_must_not_be_overlooked_comes_first_where_not_all_fits(workspace):
    _only(workspace)
    folder = workspace / "annotations" / DOC
    folder.mkdir()
    tag = {"id": "a234567890", "start": 0, "end": 3, "quote": "黄仁勋", "before": "", "after": ""}
    rest = {"topics": ["patents"], "note": "", "by": "li", "at": "", "rev": "0" * 12}
    gone = {**tag, "id": "b234567890", "quote": "没有这样的句子在这里", "end": 10, **rest}
    lines = [json.dumps({**tag, **rest}), json.dumps(gone), "no tag at all"]
    (folder / "li.jsonl").write_text("\n".join(lines) + "\n")
    seen = []

    def story_at(width):
        async def story(desk):
            seen.append((width, desk.screen().splitlines()[-2]))

        return story

    for width in (160, 80, 44):
        read(workspace, story_at(width), size=(width, 20))
    wide, narrow, smallest = (line for _, line in seen)
    assert wide.rstrip().endswith("not found")
    assert narrow.lstrip().startswith("1 unreadable lines")
    assert "lost" in narrow
    assert smallest.lstrip().startswith("unreadable: 1 changed: ")
