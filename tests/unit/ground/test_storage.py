"""Files are there in whole or not at all, and SQLite is opened in one way."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from co2label._database import connect, mark, pragmas, refusing, scratch_database, transaction
from co2label._storage import locked, make_folder, whole_files, write, write_all
from co2label.errors import BookError, DrawError


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_text_is_utf8_with_plain_line_ends(tmp_path):
    write(tmp_path / "tea.txt", "茶\n")
    assert (tmp_path / "tea.txt").read_bytes() == "茶\n".encode()
    assert names(tmp_path) == ["tea.txt"]


def test_all_files_are_written_or_none(tmp_path):
    (tmp_path / "a").write_text("old", encoding="utf-8")
    (tmp_path / "b").mkdir()
    with pytest.raises(DrawError, match=r"cannot write .*b: Is a directory; choose another place"):
        write_all({tmp_path / "a": b"new", tmp_path / "b": b"new"})
    assert (tmp_path / "a").read_text(encoding="utf-8") == "old"
    assert names(tmp_path) == ["a", "b"]


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(DrawError, match=r"cannot write .*tea\.txt: No such file or directory"):
        write(tmp_path / "none" / "tea.txt", b"")


@pytest.mark.parametrize("sync", [False, True])
def test_files_appear_when_all_are_written(tmp_path, sync):
    targets = [tmp_path / "a", tmp_path / "b"]
    with whole_files(*targets, sync=sync) as parts:
        for part in parts:
            part.write_text("x", encoding="utf-8")
        assert not any(target.exists() for target in targets)
    assert names(tmp_path) == ["a", "b"]


def test_nothing_is_left_of_what_failed(tmp_path):
    def write_half(part):
        part.write_text("x", encoding="utf-8")
        raise RuntimeError

    with pytest.raises(RuntimeError), whole_files(tmp_path / "a") as (part,):
        write_half(part)
    assert names(tmp_path) == []


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(DrawError, match="cannot make the folder"):
        make_folder(tmp_path / "file" / "below")


HOLD = "import sys; from pathlib import Path; from co2label._storage import locked\nwith locked(Path(sys.argv[1])): pass"


def test_a_lock_is_held_by_one_process(tmp_path):
    def other():
        return subprocess.run(
            [sys.executable, "-c", HOLD, str(tmp_path / "lock")],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )

    with locked(tmp_path / "lock"):
        assert "BlockingIOError" in other().stderr
    assert other().returncode == 0


def test_a_database_is_marked_and_read(tmp_path):
    place = tmp_path / "book.sqlite"
    connection = connect(place, script="CREATE TABLE goods (id TEXT)")
    with transaction(connection):
        connection.execute("INSERT INTO goods VALUES ('tea')")
    mark(connection, 7, 2)
    connection.close()

    reading = connect(place, read_only=True)
    assert pragmas(reading, "application_id", "user_version") == (7, 2)
    assert reading.execute("SELECT id FROM goods").fetchall() == [("tea",)]
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reading.execute("DELETE FROM goods")
    reading.close()


def test_a_transaction_that_fails_changes_nothing():
    connection = connect(":memory:", script="CREATE TABLE goods (id TEXT)")

    def insert_and_fail():
        connection.execute("INSERT INTO goods VALUES ('tea')")
        raise RuntimeError

    with pytest.raises(RuntimeError), transaction(connection):
        insert_and_fail()
    assert connection.execute("SELECT count(*) FROM goods").fetchone() == (0,)
    connection.close()


def test_a_scratch_database_is_gone_afterwards():
    with scratch_database("CREATE TABLE ids (id TEXT)") as database:
        (_, _, place) = database.execute("PRAGMA database_list").fetchone()
        database.execute("INSERT INTO ids VALUES ('tea')")
        assert Path(place).exists()
    assert not Path(place).exists()


def test_what_sqlite_refuses_is_an_error_of_ours(tmp_path):
    (tmp_path / "book.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(BookError, match="file is not a database"), refusing(BookError):
        connect(tmp_path / "book.sqlite", script="SELECT * FROM sqlite_master")
