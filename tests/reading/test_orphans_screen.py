"""The screen of tags whose passage has changed or is gone, as a person meets it."""

from desk import Desk, read

from changed import changed, lines
from seedread.ui.upkeep.orphans import Orphans

LINKS = "_links/mei.jsonl"


def test_on_the_screen_a_tag_is_accepted_attached_parked_and_all_taken_back(tmp_path):
    root = changed(tmp_path)
    before = lines(root)

    async def story(desk: Desk) -> None:
        await desk.press("j", "ctrl+g")
        page = desk.app.screen
        assert isinstance(page, Orphans)
        screen = desk.screen()
        assert "反而加速了进步。⟧" in screen
        assert "反倒加速" in screen
        assert "nothing like it is left" in screen
        await desk.press("y")
        assert lines(root)["出mei"]["quote"] == "出口禁令反倒加速了进步。"
        await desk.press("u")
        assert lines(root) == before
        await desk.press("j", "y")
        assert "li's: only they can place it" in desk.screen()
        page.roll.stand(next(n for n in page._heads if page._rows[n][0].record.id == "别mei"))
        await desk.press("p")
        assert lines(root)["别mei"]["parked"] == desk.reader.seed.rev
        page.roll.stand(next(n for n in page._heads if page._rows[n][0].record.id == "别mei"))
        await desk.press("a")
        fields = lines(root)["别mei"]
        assert "parked" not in fields
        assert (fields["start"], fields["end"]) == desk.reader.cursor.passage
        await desk.press("u", "u", "escape")
        assert lines(root) == before

    read(root, story, size=(160, 48))


def test_the_end_of_a_link_is_placed_again_too(tmp_path):
    root = changed(tmp_path)
    text = root / "seeds/a.txt"
    text.write_text(text.read_text().replace("出口禁令", "出海口令"))
    links = lines(root, LINKS)

    async def story(desk: Desk) -> None:
        await desk.press("j", "ctrl+g")
        page = desk.app.screen
        page.roll.stand(next(n for n in page._heads if page._rows[n][0].record.id in links))
        assert "link, agrees: its end" in desk.screen()
        await desk.press("a")
        there = lines(root, LINKS)["linklinkli"]["to"]
        assert (there["start"], there["end"]) == desk.reader.cursor.passage
        await desk.press("u", "escape")
        assert lines(root, LINKS) == links

    read(root, story, size=(160, 48))
