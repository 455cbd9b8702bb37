"""Archives: written the same way every time, and read without what a hostile one could do."""

import io
import zipfile
import zlib
from collections.abc import Mapping

MOST = 1 << 30  # bytes an archive may come to
ENOUGH = 1 << 26  # up to so many it may be as dense as it likes
DENSEST = 100  # times its packed size: text comes to 5, a bomb to 1,000
_NEVER_CHANGES = (1980, 1, 1, 0, 0, 0)


def written(files: Mapping[str, bytes]) -> bytes:
    """Return an archive of files, in the order given; the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, _NEVER_CHANGES)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            info.external_attr = 0o100644 << 16
            archive.writestr(info, data)
    return out.getvalue()


def read(data: bytes) -> dict[str, bytes]:
    """Return the files of an archive; nothing is unpacked to disk.

    Raises ValueError for what is none, is damaged or encrypted, has a name that leads elsewhere
    or two of one name, or would swell beyond measure.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [info for info in archive.infolist() if not info.is_dir()]
            _refuse(entries, len(data))
            return {info.filename: _unpacked(archive, info) for info in entries}
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error) as e:
        raise ValueError(f"not an archive that can be read: {e}") from None


def _refuse(entries: list[zipfile.ZipInfo], packed: int) -> None:
    names = [info.filename for info in entries]
    for name in names:
        parts = name.replace("\\", "/").split("/")
        if ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0]:
            raise ValueError(f"an archive with a name that leads elsewhere: {name}")
    if len(set(names)) < len(names):
        raise ValueError("an archive with two files of one name")
    if any(info.flag_bits & 1 for info in entries):
        raise ValueError("an encrypted archive")
    if any(
        info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in entries
    ):
        raise ValueError("an archive packed in a way that is not read here")
    size = sum(info.file_size for info in entries)
    if size > MOST or (size > ENOUGH and size > DENSEST * packed):
        raise ValueError(f"an archive of {packed:,} bytes that would swell to {size:,}: refused")


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    # Never more than the archive says there is, whatever there is.
    with archive.open(info) as file:
        found = file.read(info.file_size + 1)
    if len(found) != info.file_size:
        raise ValueError(f"{info.filename} is not as long as the archive says")
    return found
