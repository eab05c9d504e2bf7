"""A run that something goes wrong with: every write that can fail, a full disk, a place that is closed, two at once."""

import errno
import gc
import json
import multiprocessing
import os
import resource
import runpy
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from co2label import _storage
from co2label.catalogue import CatalogueSource, _journal, _outputs, run
from co2label.errors import BookError, RunError

TESTS = Path(__file__).parents[2]
MADE = runpy.run_path(str(TESTS / "catalogue_products.py"))
job, product, source, tree = (MADE[name] for name in ("job", "product", "source", "tree"))
WATCHED = ("open", "write", "replace", "fsync", "close")


class FailingSystem:
    """The module `os`, whose n-th call of those that change a disk fails; a write that fails has written its half."""

    def __init__(self, failing, error):
        self.failing, self.error, self.calls = failing, error, []

    def __getattr__(self, name):
        return getattr(os, name) if name not in WATCHED else lambda *args, **kw: self._call(name, args, kw)

    def _call(self, name, args, kw):
        self.calls.append(name)
        if len(self.calls) != self.failing:
            return getattr(os, name)(*args, **kw)
        if name == "write":
            os.write(args[0], bytes(args[1])[: len(args[1]) // 2])
        if name == "close":
            os.close(*args)
        raise OSError(self.error, os.strerror(self.error))


class FailingSync:
    """The module `os` of the writer of whole files: only its `fsync` is one of the calls that fail."""

    def __init__(self, system):
        self.system = system

    def __getattr__(self, name):
        return getattr(self.system if name == "fsync" else os, name)


def failing_run(monkeypatch, where, failing, error):
    system = FailingSystem(failing, error)
    with monkeypatch.context() as patched:
        for module in (_journal, _outputs):
            patched.setattr(module, "os", system)
        patched.setattr(_storage, "os", FailingSync(system))
        try:
            run(source(8), where, job(book="book.sqlite"))
        except (RunError, BookError) as refused:
            return system.calls, str(refused)
    return system.calls, None


def test_whatever_fails_is_said_and_the_next_run_ends_with_the_same_folder(tmp_path, monkeypatch):
    """A full disk and a broken one in turns, at every call of a whole run."""
    run(source(8), tmp_path / "whole", job(book="book.sqlite"))
    expected = tree(tmp_path / "whole")
    calls, refused = failing_run(monkeypatch, tmp_path / "spied", 0, errno.EIO)
    assert refused is None
    assert tree(tmp_path / "spied") == expected
    assert {"open", "write", "replace", "fsync", "close"} <= set(calls)
    assert len(calls) > 60
    for number in range(1, len(calls) + 1):
        where, error = tmp_path / str(number), (errno.ENOSPC, errno.EIO)[number % 2]
        _, refused = failing_run(monkeypatch, where, number, error)
        assert refused is not None, f"call {number} ({calls[number - 1]}) failed and nobody was told"
        assert os.strerror(error) in refused or "another run" in refused
        halves = {
            name
            for name, content in tree(where).items()
            if name != ".co2label/journal.jsonl" and content != expected.get(name)
        }
        assert halves == set(), f"call {number}"
        run(source(8), where, job(book="book.sqlite"))
        assert tree(where) == expected, f"call {number} ({calls[number - 1]})"


LIMITED = """
import json, resource, runpy, sys
from co2label.catalogue import run
from co2label.errors import RunError
made, folder, said = runpy.run_path(sys.argv[1]), sys.argv[2], {}
for limit in map(int, sys.argv[3:]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        run(made["source"](24), f"{folder}/{limit}", made["job"]())
    except RunError as error:
        said[limit] = str(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(json.dumps(said))
"""


def test_files_that_the_system_does_not_let_grow(tmp_path):
    """A real refusal of the kernel (EFBIG) in the middle of a journal, of a label, of the summary; then there is room."""
    run(source(24), tmp_path / "whole", job())
    expected = tree(tmp_path / "whole")
    sizes = {name: len(content) for name, content in expected.items()}
    limits = [1, 3000, sizes[".co2label/journal.jsonl"] // 2, sizes["index.html"] - 1]
    script = [str(TESTS / "catalogue_products.py"), str(tmp_path), *map(str, limits)]
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, *script], capture_output=True, text=True, check=True, timeout=120
    )
    said = json.loads(done.stdout)
    assert list(map(int, said)) == limits
    for limit, refused in said.items():
        assert "\n" not in refused
        assert "File too large" in refused
        assert "the same command goes on where this run stopped" in refused
        where = tmp_path / limit
        labels = {name: content for name, content in tree(where).items() if name.startswith("labels/")}
        assert all(content == expected[name] for name, content in labels.items())
        run(source(24), where, job())
        assert tree(where) == expected


@pytest.mark.parametrize("place", ["file/out", "/proc/co2label-out"])
def test_a_place_that_cannot_be_written_to(tmp_path, place):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(
        RunError, match=r"cannot write .*(Not a directory|No such file|Permission|File exists)"
    ):
        run(source(3), tmp_path / place, job())
    assert tree(tmp_path) == {"file": b"mine"}


def test_a_file_in_the_place_of_a_folder_of_labels(tmp_path):
    run(source(3), tmp_path, job(labels=False))
    (tmp_path / "labels").write_text("mine")
    with pytest.raises(RunError, match=r"cannot write .*labels"):
        run(source(3), tmp_path, job(), restart=True)
    assert (tmp_path / "labels").read_text() == "mine"


@pytest.mark.parametrize(
    "name", ["labels", ".co2label", ".co2label/pictures", ".co2label/journal.jsonl", ".co2label/lock"]
)
def test_a_link_in_the_folder_leads_nowhere(tmp_path, name):
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    run(source(3), out, job())
    (out / name).rename(elsewhere)
    before = tree(tmp_path)
    (out / name).symlink_to(elsewhere)
    with pytest.raises(RunError, match=f"{name} is a link, .* remove the link"):
        run(source(3), out, job(), restart=True)
    (out / name).unlink()
    assert tree(tmp_path).items() >= {(key, each) for key, each in before.items() if "elsewhere" in key}


def test_a_folder_that_is_a_link_itself_is_the_one_that_was_chosen(tmp_path):
    (tmp_path / "large-disk").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "large-disk")
    assert run(source(3), tmp_path / "out", job()).labelled > 0
    assert (tmp_path / "large-disk" / "index.html").is_file()


HOLDING = """
import sys
from co2label.catalogue._journal import RunFolder
with RunFolder.taken(sys.argv[1]):
    print("taken", flush=True)
    sys.stdin.read()
"""


def test_a_second_process_is_refused_until_the_first_has_ended(tmp_path):
    first = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert first.stdout.readline() == b"taken\n"
        with pytest.raises(RunError, match="another run is at work in this folder"):
            run(source(3), tmp_path, job())
        assert not (tmp_path / "labels").exists()
    finally:
        first.kill()
        first.communicate()
    assert run(source(3), tmp_path, job()).refused == 2


def test_a_worker_that_is_killed_ends_the_run_which_then_goes_on(tmp_path):
    run(source(200), tmp_path / "whole", job())

    def kill(count, total):
        for child in multiprocessing.active_children() if total is not None and count > 70 else ():
            child.kill()

    with pytest.raises(RunError, match="a worker process has ended"):
        run(source(200), tmp_path / "out", job(), workers=2, progress=kill)
    assert multiprocessing.active_children() == []
    run(source(200), tmp_path / "out", job())
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")


def test_killed_at_random_moments_a_run_goes_on_to_the_same_folder(tmp_path):
    """Six runs of a hundred products; in `tests/heavy` fifty of three hundred."""
    script = [sys.executable, str(TESTS / "killed_runs.py"), str(tmp_path), "6", "7", "100"]
    done = subprocess.run(script, capture_output=True, text=True, check=True, timeout=300)
    report = json.loads(done.stdout)
    assert report["different"] == []
    assert report["killed"] >= 3
    assert len(set(report["before"])) > 2


HOSTILE = [
    "../../etc/passwd", "/etc/passwd", "..", ".", "", "a/b", "a\\b", "C:\\x", "con", "NUL", "aux.txt", "LPT1", "a\0b", "~",
    "~root", "-rf", "--", "$(touch x)", "`x`", "a\nb", "%2e%2e%2f", "．．／", "ﬁle", "é", "é", "É", "ＡＢＣ", "İ", "ı", "ß",
    "SS", "\u202egpj", "x" * 5000, "ẞ", "name ", "name.", "name", "NAME", ".hidden", ".co2label", ".co2label/journal.jsonl",
    "index.html", "journal.jsonl", "鮭おにぎり", "🍙", "a:b", "a|b", "a?b", "a*b", "..\\..\\x", "\u2025", "labels/../../x",
]  # fmt: skip


def test_no_id_leads_out_of_the_folder_or_to_the_file_of_another(tmp_path):
    """Ids that the model would refuse are put in behind its back; every file that is opened for writing is watched."""
    items = [product(2 * number).model_copy(update={"id": name}) for number, name in enumerate(HOSTILE)]
    made = [each.model_copy(update={"activities": product(0).activities, "gtin": None}) for each in items]
    opened, watching = [], [True]

    def watch(event, args):
        if (
            watching[0]
            and event == "open"
            and isinstance(args[2], int)
            and args[2] & (os.O_WRONLY | os.O_RDWR)
        ):
            opened.append(args[0])
        if watching[0] and event in {
            "os.rename",
            "os.mkdir",
            "os.remove",
            "os.rmdir",
            "os.symlink",
            "os.link",
        }:
            opened.extend(each for each in args[:2] if isinstance(each, str))

    sys.addaudithook(watch)
    try:
        outcome = run(CatalogueSource("hostile", lambda: made), tmp_path / "out", job(qr=True))
    finally:
        watching[0] = False
    root = os.path.realpath(tmp_path / "out")
    written = {os.path.realpath(each) for each in opened if isinstance(each, str | bytes)}
    assert len(written) > 50
    assert {each for each in written if not each.startswith(root)} == set()
    files = [path.relative_to(root).as_posix() for path in Path(root).rglob("*.svg")]
    assert len({name.casefold() for name in files}) == len(files)
    labels = [name for name in files if name.startswith("labels/")]
    assert len(labels) == outcome.labelled
    assert outcome.labelled + outcome.refused == len(HOSTILE)
    assert {path.name for path in tmp_path.iterdir()} == {"out"}


def test_memory_does_not_grow_with_the_number_of_products(tmp_path):
    """Of what is held, not of what waits to be collected; both summaries show 120 labels.

    Caches may fill once, hence twice; all products have one name, for the bounded cache of set lines would fill with theirs.
    """

    def peak(name, count):
        items = CatalogueSource(
            "many", lambda: (product(2 * number + 1, activities=plain, name="米") for number in range(count))
        )
        gc.collect()
        tracemalloc.start()
        run(items, tmp_path / name, job(book="book.sqlite"), progress=lambda n, _: n % 100 or gc.collect())
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    plain = product(0).activities
    run(CatalogueSource("warm", lambda: [product(1)]), tmp_path / "warm", job(book="book.sqlite"))
    few, many = peak("few", 240), peak("many", 720)
    assert many <= 1.2 * few or peak("again", 720) <= 1.2 * few


def test_the_limit_of_the_test_is_that_of_the_system():
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
