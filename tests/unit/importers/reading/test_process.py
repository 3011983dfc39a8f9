"""Whatever becomes of the child process, the program gets an answer in time, and nothing of the child is left."""

from __future__ import annotations

import gc
import os
import runpy
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from desktop import __main__
from desktop.domain.progress import Silent
from desktop.importers.reading import child, foreign, limits, process, read_book, wire
from desktop.importers.reading.process import Child, FailedWayError, command_line
from desktop.importers.reading.refusal import Reason, RefusedError
from desktop.importers.reading.troubles import trouble
from desktop.language import Cancelled, Message, UserError
from tests.helpers import hostile
from tests.helpers.processes import children

WRITE = "import sys; from desktop.importers.reading import wire; out = sys.stdout.buffer; "


def python(code: str) -> list[str]:
    """A child that does as told instead."""
    return [sys.executable, "-c", code]


def watching() -> None:
    """Watches, and asks for nothing."""


def frames(command: list[str], *, seconds: float = 20, progress: Callable[[], None] = watching) -> list[Any]:
    """What comes from a child with another command."""
    with Child(seconds=seconds, command=command) as one:
        return list(one.read("fast", "table", b"content", progress=progress))


@pytest.fixture(autouse=True)
def _nobody_left() -> Iterator[None]:
    """No child outlives its test, dead or alive."""
    before = children()
    yield
    assert children() <= before


class Impatient:
    """Asks to stop once something is under way."""

    def __init__(self, reports: int = 3) -> None:
        self.left = reports
        self.asked = 0.0

    def report(self, done: int, total: int, doing: Message) -> None:  # noqa: ARG002 - as Progress has it
        """See Progress."""
        self.left -= 1
        if self.left < 0:
            self.asked = time.monotonic()
            raise Cancelled


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import os; os.abort()", Reason.MEMORY),
        ("import os; os.kill(os.getpid(), 9)", Reason.MEMORY),
        ("import os; os.kill(os.getpid(), 11)", Reason.DAMAGED),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", Reason.TIME),
        ("raise SystemExit(3)", Reason.DAMAGED),
        ("print('Panic! ' * 10000)", Reason.DAMAGED),
        ("import os; os.write(1, b'\\2\\0\\0\\0\\0\\0\\0\\0xx')", Reason.DAMAGED),
        ("import os; os.write(1, b'\\xff' * 9)", Reason.DAMAGED),
        (WRITE + "wire.write(out, 'failed', 'memory', 'x')", Reason.MEMORY),
        ("import os, time; os.close(1); os.close(2); time.sleep(60)", Reason.DAMAGED),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
def test_however_it_dies_is_one_reason(code: str, reason: Reason) -> None:
    with pytest.raises(FailedWayError) as failure:
        frames(python(code))
    assert failure.value.reason == reason


def test_one_that_hangs_is_ended() -> None:
    started = time.monotonic()
    with pytest.raises(FailedWayError) as failure:
        frames(python("while True: pass"), seconds=0.5)
    assert failure.value.reason == Reason.TIME
    assert time.monotonic() - started < 5


def test_one_that_never_takes_the_file_is_ended() -> None:
    with pytest.raises(FailedWayError), Child(seconds=0.5, command=python("import time; time.sleep(60)")) as one:
        list(one.read("fast", "table", b"x" * 10_000_000, progress=watching))


def test_one_that_floods_the_program_is_held_up() -> None:
    code = WRITE + "\nwhile True: wire.write(out, 'note', 'x' * 100000, [])"
    with Child(seconds=20, command=python(code)) as one:
        flood = one.read("fast", "table", b"", progress=watching)
        assert len(list(islice(flood, 20))) == 20


def test_refusals_are_handed_on() -> None:
    with pytest.raises(RefusedError) as refused:
        frames(python(WRITE + "wire.write(out, 'refused', 'protected', '')"))
    assert refused.value.reason == Reason.PROTECTED


def test_frames_until_done() -> None:
    assert frames(python(WRITE + "wire.write(out, 'kind', 'xls'); wire.write(out, 'done')")) == [("kind", "xls")]


def test_a_cancelled_file_ends_the_child_within_half_a_second(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    path.write_bytes(hostile.styled_rows(300_000))
    before = set(tmp_path.iterdir())
    progress = Impatient()
    with pytest.raises(Cancelled):
        read_book(path, progress=progress)
    assert time.monotonic() - progress.asked < 0.5
    assert set(tmp_path.iterdir()) == before


def test_cancelled_while_the_child_hangs() -> None:
    progress = Impatient()
    with pytest.raises(Cancelled):
        frames(python("while True: pass"), progress=lambda: progress.report(0, 0, Message("x")))
    assert time.monotonic() - progress.asked < 0.5


def test_the_child_is_quiet(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "far.xlsx"
    path.write_bytes(hostile.far_cell())
    book = read_book(path, progress=Silent())
    assert book.sheets[0].row(1) == ["Fuel", 5]
    assert capfd.readouterr() == ("", "")


def test_the_second_way_is_gone_where_the_first_one_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ways: list[str] = []
    read = Child.read

    def noted(one: Child, way: str, *rest: Any, **named: Any) -> Any:
        ways.append(way)
        return read(one, way, *rest, **named)

    monkeypatch.setattr(Child, "read", noted)
    path = tmp_path / "far.xlsx"
    path.write_bytes(hostile.far_cell())
    assert read_book(path, progress=Silent()).sheets[0].height == 2
    assert ways == ["fast", "patient"]


@pytest.mark.parametrize(
    ("reasons", "sentence"),
    [
        ((Reason.DAMAGED, Reason.DAMAGED, Reason.DAMAGED), "cannot be read: a part of it is damaged"),
        ((Reason.DAMAGED, Reason.TIME, Reason.MEMORY), "took too long to read"),
        ((Reason.MEMORY, Reason.DAMAGED), "would need more memory to read than it may have"),
        ((Reason.MEMORY, Reason.TIME), "took too long to read"),
    ],
)
def test_all_ways_failing_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reasons: tuple[Reason, ...], sentence: str
) -> None:
    left = list(reasons)

    def failing(*_given: Any, **_named: Any) -> Any:
        raise FailedWayError(left.pop(0))

    monkeypatch.setattr(Child, "read", failing)
    path = tmp_path / "book.xlsx"
    path.write_bytes(hostile.workbook())
    with pytest.raises(UserError) as error:
        read_book(path, progress=Silent())
    assert sentence in str(error.value.title)
    assert left == []


def test_a_child_that_cannot_be_started_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "command_line", lambda: [str(tmp_path / "nowhere")])
    path = tmp_path / "book.xlsx"
    path.write_bytes(hostile.workbook())
    with pytest.raises(UserError, match="the process that reads foreign files does not start"):
        read_book(path, progress=Silent())


def test_every_reason_has_its_sentences() -> None:
    for reason in Reason:
        title, text, remedy = trouble(RefusedError(reason), "book.xlsx").sentences()
        assert "book.xlsx" in str(title)
        assert (str(text), str(remedy)[-1]) == ("Nothing was imported.", ".")


def test_content_and_its_fingerprint_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    content = hostile.workbook()
    path.write_bytes(content)
    book = read_book(path, progress=Silent())
    assert (book.name, book.content, len(book.sha256)) == ("book.xlsx", content, 64)


def test_large_files_may_take_more_memory_than_small_ones() -> None:
    assert foreign._memory(1_000_000) == limits.MEMORY
    assert foreign._memory(70_000_000) > limits.MEMORY


def test_how_the_child_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    assert command_line()[1:] == ["-P", "-m", "desktop.importers.reading.child"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command_line() == [sys.executable, process.CHILD_WORD]


def test_the_program_itself_is_the_child_when_it_is_told_so() -> None:
    assert __main__.CHILD_WORD == process.CHILD_WORD
    with Child(seconds=20, command=[sys.executable, "-m", "desktop", process.CHILD_WORD]) as one:
        found = list(one.read("fast", "table", hostile.workbook(), progress=watching))
    assert found[0] == (wire.KIND, "xlsx")


def test_the_child_loads_little() -> None:
    code = (
        "import sys; import desktop.importers.reading.child, desktop.importers.reading.ways; "
        "import desktop.importers.reading.fast, desktop.importers.reading.xlsx_marks; "
        "heavy = ('sqlalchemy', 'babel', 'PySide6', 'openpyxl', 'lxml', 'alembic'); "
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run(python(code), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_task_and_file_are_read_and_answered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`main` here, without its limits, which would bind this process."""
    bound: list[dict[str, int]] = []
    monkeypatch.setattr(limits, "bind", lambda **wanted: bound.append(wanted))
    monkeypatch.setattr(gc, "disable", lambda: None)
    given, taken = tmp_path / "in", tmp_path / "out"
    with given.open("wb") as stream:
        wire.write(stream, "fast", "table", 5, 6)
        wire.write_bytes(stream, hostile.workbook())
    with given.open(encoding="latin-1") as source, taken.open("w") as target:
        monkeypatch.setattr(sys, "stdin", source)
        monkeypatch.setattr(sys, "stdout", target)
        assert __main__.main([process.CHILD_WORD]) == 0
        source.seek(0)
        with pytest.raises(SystemExit):
            runpy.run_path(child.__file__, run_name="__main__")
    assert bound == [{"memory": 5, "seconds": 6}] * 2
    with taken.open("rb") as stream:
        assert wire.decode(wire.read_bytes(stream)) == (wire.KIND, "xlsx")


@pytest.mark.parametrize(("error", "reason"), [(MemoryError(), "memory"), (BaseException("panic"), "damaged")])
def test_whatever_a_reader_raises_is_a_frame(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, reason: str, tmp_path: Path
) -> None:
    def failing(*_given: Any) -> None:
        raise error

    monkeypatch.setattr("desktop.importers.reading.ways.read", failing)
    path = tmp_path / "out"
    with path.open("wb") as out:
        child.answer(out, "fast", "table", b"")
    with path.open("rb") as stream:
        assert wire.decode(wire.read_bytes(stream))[:2] == (wire.FAILED, reason)
