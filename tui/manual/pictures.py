"""Draw the manual's pictures anew from the running program: `python tui/manual/pictures.py`."""

import asyncio
import os
import re
import shutil
import tempfile
from pathlib import Path

from rich.cells import cell_len

MANUAL = Path(__file__).parent
REPOSITORY = MANUAL.parents[1]
SIZE = (120, 36)
# Each picture and the keys that lead to it.
PICTURES = {
    "reader": ("n", "j", "2", "n"),
    "picker": ("J", "J", "J", "t", *"標準"),
}


def main() -> None:
    """Draw every picture, on a copy of the repository's documents and in an empty home."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(HOME=folder, XDG_STATE_HOME=folder, XDG_CONFIG_HOME=folder)
        for name, keys in PICTURES.items():
            root = Path(folder) / name / "memo"
            for part in ("seeds", "annotations"):
                shutil.copytree(REPOSITORY / part, root / part)
            svg = asyncio.run(_draw(root, keys))
            (MANUAL / f"{name}.svg").write_text(widened(svg), "utf-8")


async def _draw(root: Path, keys: tuple[str, ...]) -> str:
    from seedread.ui.app import SeedreadApp
    from seedread.workspace import find

    app = SeedreadApp(find(root), "mei")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(0.2)
        for key in keys:
            await pilot.press(key)
            await app.workers.wait_for_complete()
        await pilot.pause(0.2)
        return app.export_screenshot(title="seedread")


def widened(svg: str) -> str:
    """Give every text the width it has in a terminal: the exporter counts 字 as one cell."""

    def told(found: re.Match[str]) -> str:
        text = found["text"].replace("&#160;", " ")
        plain = re.sub(r"&[a-z]+;", "x", text)
        length = float(found["length"]) / max(1, len(plain)) * cell_len(plain)
        return f'{found["before"]}textLength="{length:g}"{found["after"]}>{found["text"]}</text>'

    drawn = re.sub(
        r'(?P<before><text class="[^"]*-r\d+"[^>]*?)textLength="(?P<length>[\d.]+)"'
        r"(?P<after>[^>]*)>(?P<text>[^<]*)</text>",
        told,
        svg,
    )
    drawn = re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)  # nothing from elsewhere
    return drawn.replace("Fira Code", "DejaVu Sans Mono, Noto Sans Mono CJK SC")


if __name__ == "__main__":
    main()
