"""A file is written whole or not at all, and what is no workbook is told so."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from roster.domain.errors import InputError, OutputError
from roster.io import archive, files
from roster.io.files import open_workbook, replace_file


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def failing(error: BaseException):
    def write(path: Path) -> None:
        path.write_text("half")
        raise error

    return write


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    file = tmp_path / "roster.xlsx"
    file.write_text("old")
    file.chmod(0o600)
    rights = file.stat().st_mode
    replace_file(file, lambda path: path.write_text("new") and None)
    assert file.read_text() == "new"
    assert names(tmp_path) == ["roster.xlsx"]
    assert file.stat().st_mode == rights


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    replace_file(tmp_path / "a" / "b" / "roster.xlsx", lambda path: path.write_text("new") and None)
    assert (tmp_path / "a" / "b" / "roster.xlsx").read_text() == "new"


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own")
@pytest.mark.parametrize("there", [True, False])
def test_a_link_is_never_followed(tmp_path: Path, there: bool) -> None:
    file, link = tmp_path / "real.txt", tmp_path / "link.txt"
    link.symlink_to(file)
    if there:
        file.write_text("old")
    for action in (files.try_target, lambda path: replace_file(path, lambda path: path.write_text("new") and None)):
        with pytest.raises(OutputError, match=r"it is a link to .*real\.txt"):
            action(link)
    assert link.is_symlink()
    assert not there or file.read_text() == "old"


def test_another_name_of_the_same_file_keeps_what_it_had(tmp_path: Path) -> None:
    file, other = tmp_path / "one.txt", tmp_path / "other.txt"
    file.write_text("old")
    other.hardlink_to(file)
    replace_file(file, lambda path: path.write_text("new") and None)
    assert (file.read_text(), other.read_text()) == ("new", "old")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full"),
        (OSError(errno.EFBIG, "File too large"), "the disk is full"),
        (OSError(errno.EROFS, "Read-only file system"), "read-only"),
        (PermissionError(errno.EACCES, "Permission denied"), "open in another program"),
        (OSError(errno.EIO, "Input/output error"), "Input/output error"),
    ],
)
def test_a_failed_write_is_a_sentence_and_the_old_file_stays(tmp_path: Path, error: OSError, words: str) -> None:
    file = tmp_path / "roster.xlsx"
    file.write_text("old")
    with pytest.raises(OutputError, match=words) as caught:
        replace_file(file, failing(error))
    assert str(file) in str(caught.value)
    assert file.read_text() == "old"
    assert names(tmp_path) == ["roster.xlsx"]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError("a fault of the program")])
def test_whatever_else_goes_wrong_is_passed_on_and_nothing_is_left(tmp_path: Path, error: BaseException) -> None:
    with pytest.raises(type(error)):
        replace_file(tmp_path / "roster.xlsx", failing(error))
    assert names(tmp_path) == []


def test_a_rest_that_cannot_be_removed_hides_no_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows keeps a file that a failed writer has left open."""

    def held(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(errno.EACCES, "The process cannot access the file", str(self))

    monkeypatch.setattr(Path, "unlink", held)
    with pytest.raises(OutputError, match="the disk is full"):
        replace_file(tmp_path / "roster.xlsx", failing(OSError(errno.ENOSPC, "No space left on device")))


def test_a_file_open_in_excel_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "roster.xlsx"
    file.write_text("old")

    def locked(self: Path, target: Path) -> Path:
        raise PermissionError(errno.EACCES, "Access is denied", str(target))

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(OutputError, match="close it"):
        replace_file(file, lambda path: path.write_text("new") and None)
    assert file.read_text() == "old"
    assert names(tmp_path) == ["roster.xlsx"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is read-only to root; rights are POSIX")
def test_a_read_only_folder_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputError, match="may not write there"):
            replace_file(tmp_path / "roster.xlsx", lambda path: path.write_text("new") and None)
    finally:
        tmp_path.chmod(0o700)


def test_a_folder_in_the_place_of_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is a folder"):
        replace_file(tmp_path, lambda path: path.write_text("new") and None)


@pytest.mark.skipif(os.name == "nt", reason="devices are no files")
def test_a_device_is_never_replaced() -> None:
    with pytest.raises(OutputError, match="is a device"):
        replace_file(Path(os.devnull), lambda path: path.write_text("new") and None)


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "outputs").write_text("a file")
    with pytest.raises(OutputError, match="is a file, not a folder"):
        replace_file(tmp_path / "outputs" / "roster.xlsx", lambda path: path.write_text("new") and None)


FILLS_THE_DISK = """
import resource, signal, sys
from pathlib import Path
from openpyxl import Workbook
from roster.domain.errors import OutputError
from roster.io.files import replace_file
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
book = Workbook()
for row in range(3000):
    book.active.append([row * 7919 % 10007, f"text {row}"])
try:
    replace_file(Path(sys.argv[1]), book.save)
except OutputError as error:
    print(error)
"""

IS_KILLED = """
import sys, time
from pathlib import Path
from roster.io.files import replace_file
def write(path):
    with path.open("w") as file:
        file.write("half a file")
        file.flush()
        print("writing", flush=True)
        time.sleep(60)
replace_file(Path(sys.argv[1]), write)
"""


def python(script: str, *arguments: str) -> subprocess.Popen[str]:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-W", "error", "-c", script, *arguments]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.skipif(os.name == "nt", reason="limits of file sizes are POSIX")
def test_a_workbook_that_does_not_fit_on_the_disk_leaves_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "roster.xlsx"
    file.write_text("old")
    said, errors = python(FILLS_THE_DISK, str(file)).communicate(timeout=60)
    assert "the disk is full" in said
    assert errors == ""
    assert file.read_text() == "old"
    assert names(tmp_path) == ["roster.xlsx"]


def test_a_killed_process_leaves_the_old_file_and_its_rest_is_cleared_next_time(tmp_path: Path) -> None:
    file = tmp_path / "roster.xlsx"
    file.write_text("old")
    process = python(IS_KILLED, str(file))
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    replace_file(tmp_path / "other.xlsx", lambda path: path.write_text("other") and None)
    replace_file(file, lambda path: path.write_text("newer") and None)
    assert len(names(tmp_path)) == 3, "the temporary of a running process is left alone"
    process.kill()
    process.communicate(timeout=10)
    assert file.read_text() == "newer"
    assert len(names(tmp_path)) == 3
    replace_file(file, lambda path: path.write_text("newest") and None)
    assert file.read_text() == "newest"
    assert names(tmp_path) == ["other.xlsx", "roster.xlsx"]


def workbook(path: Path) -> Path:
    book = Workbook()
    assert book.active is not None
    book.active["A1"] = "text"
    book.save(path)
    return path


def test_a_workbook_is_read(tmp_path: Path) -> None:
    book = open_workbook(workbook(tmp_path / "book.xlsx"))
    assert book.worksheets[0]["A1"].value == "text"


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        open_workbook(path)
    (fault,) = caught.value.faults
    assert fault.place == str(path)
    return fault.found


def test_what_is_no_workbook_is_told_apart(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    assert refused(book) == "no such file"
    assert refused(tmp_path) == "a folder"
    book.write_bytes(b"")
    assert refused(book) == "an empty file"
    book.write_bytes(b"officer,date\n")
    assert refused(book) == "a file that is no workbook"
    book.write_bytes(archive.OLE_MARK + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500)
    assert refused(book) == "a workbook encrypted with a password"
    book.write_bytes(archive.OLE_MARK + b"\0" * 500 + "Workbook".encode("utf-16-le"))
    assert refused(book) == "a workbook in the old .xls format"
    with zipfile.ZipFile(book, "w") as letters:
        letters.writestr("letter.txt", "hello")
    assert refused(book) == "an archive that is no workbook"


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.99])
def test_a_truncated_workbook_is_told(tmp_path: Path, share: float) -> None:
    path = workbook(tmp_path / "book.xlsx")
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    assert refused(path) == "a truncated or damaged workbook"


def test_a_workbook_with_damaged_parts_is_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx")
    with zipfile.ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    for damage in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"):
        with zipfile.ZipFile(path, "w") as whole:
            for name, content in parts.items():
                whole.writestr(name, content[: len(content) // 2] if name == damage else content)
        assert refused(path) == "a truncated or damaged workbook", damage
    flipped = bytearray(workbook(path).read_bytes())
    flipped[len(flipped) // 3] ^= 0xFF
    path.write_bytes(bytes(flipped))
    assert refused(path) == "a truncated or damaged workbook"


def test_a_cell_at_the_far_end_of_a_sheet_is_told_with_the_sheet(tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet("Far")["XFD1048576"] = "here"
    book.save(tmp_path / "book.xlsx")
    with pytest.raises(InputError) as caught:
        open_workbook(tmp_path / "book.xlsx")
    (fault,) = caught.value.faults
    assert fault.place.endswith("Far")
    assert "1048576" in fault.found
