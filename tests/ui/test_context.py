"""What pages are given: outcomes are announced once, expected troubles are shown, faults are not hidden."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QObject

from desktop.config import paths
from desktop.config.settings import Settings, ViewSettings
from desktop.domain.progress import Progress
from desktop.language import Cancelled, Message, UserError, load_language, say
from desktop.services.offices import Office, Outcome
from desktop.ui.context import Context, Route
from desktop.ui.tasks import DirectRunner
from desktop.ui.theme import load_palette
from tests.helpers.window import make_context

TROUBLE = UserError(say("The file is open elsewhere."), say("Nothing was changed."), say("Close it there."))
DONE = Outcome(say("Saved."), frozenset({"grant"}), entry_id=7)


class Listener:
    """Everything a context announces."""

    def __init__(self, context: Context) -> None:
        self.changed: list[frozenset[str]] = []
        self.said: list[Message] = []
        self.failed: list[UserError] = []
        self.wanted: list[Route] = []
        context.changed.connect(self.changed.append)
        context.said.connect(self.said.append)
        context.failed.connect(self.failed.append)
        context.wanted.connect(self.wanted.append)


def raising(error: BaseException) -> Callable[..., Outcome]:
    def work(*_arguments: object) -> Outcome:
        raise error

    return work


@pytest.fixture
def context() -> Context:
    return make_context(None)


def test_outcome_is_announced_once_and_can_be_undone(context: Context) -> None:
    heard = Listener(context)
    done: list[Outcome] = []
    context.run(context, lambda _progress: DONE, say("Saving"), on_done=done.append)
    assert heard.said == [say("Saved.")]
    assert heard.changed == [frozenset({"grant"})]
    assert done == [DONE]
    assert context.undo_stack.can_undo


def test_outcome_that_changed_nothing_makes_no_page_read_again(context: Context) -> None:
    heard = Listener(context)
    context.announce(Outcome(say("Wrote a file.")))
    assert (heard.said, heard.changed) == ([say("Wrote a file.")], [])
    assert not context.undo_stack.can_undo


def test_taking_back_is_not_remembered_as_something_new(context: Context) -> None:
    context.announce(DONE, remember=False)
    assert not context.undo_stack.can_undo


def test_expected_trouble_is_shown(context: Context) -> None:
    heard = Listener(context)
    context.run(context, raising(TROUBLE), say("Saving"))
    context.read(context, raising(TROUBLE), lambda _nothing: None)
    assert heard.failed == [TROUBLE, TROUBLE]
    assert heard.said == []


def test_cancelled_work_is_said_in_the_status_bar(context: Context) -> None:
    heard = Listener(context)
    context.run(context, raising(Cancelled()), say("Importing"))
    assert heard.said == [say("Cancelled. Nothing was changed.")]
    assert (heard.failed, heard.changed) == ([], [])


def test_fault_of_the_program_is_not_hidden(context: Context) -> None:
    with pytest.raises(ZeroDivisionError):
        context.run(context, raising(ZeroDivisionError()), say("Saving"))


def test_a_form_may_take_its_troubles_itself(context: Context) -> None:
    heard = Listener(context)
    own: list[BaseException] = []
    context.run(context, raising(TROUBLE), say("Saving"), on_error=own.append)
    assert own == [TROUBLE]
    assert heard.failed == []


def test_progress_is_given_to_the_work(context: Context) -> None:
    def work(progress: Progress) -> Outcome:
        progress.report(1, 2, say("Rows"))
        return DONE

    heard = Listener(context)
    context.run(QObject(context), work, say("Importing"))
    assert heard.said == [say("Saved.")]


def test_reading_hands_the_result_over(context: Context) -> None:
    found: list[int] = []
    context.read(context, lambda: 41 + 1, found.append, patient=True)
    assert found == [42]


def test_without_an_office_there_is_none_to_work_with(context: Context) -> None:
    with pytest.raises(RuntimeError, match="no office is open"):
        _ = context.office


def test_day_that_counts_is_the_one_of_the_office(sample: Office, empty: Office) -> None:
    assert make_context(sample).today == date(2019, 10, 21)
    assert make_context(empty).today == empty.clock().astimezone().date()


def test_going_somewhere_asks_the_window(context: Context) -> None:
    heard = Listener(context)
    context.go(Route("record", "grants", 3))
    assert heard.wanted == [Route("record", "grants", 3)]


def test_text_is_in_the_language_of_the_screen() -> None:
    message = say("{first} to {last}", first=date(2019, 8, 1), last=date(2019, 10, 20))
    assert make_context(None).text(message) == "1 Aug 2019 to 20 Oct 2019"


def test_settings_are_kept_and_announced_but_the_shape_of_a_list_only_kept() -> None:
    kept: list[Settings] = []
    announced: list[Settings] = []
    context = Context(
        office=None,
        language=load_language(paths.translations(), "en"),
        palette=load_palette("light"),
        settings=Settings(),
        tasks=DirectRunner(),
        keep=kept.append,
    )
    context.settings_changed.connect(announced.append)
    context.keep_settings(replace(context.settings, theme="dark"))
    assert kept == announced == [Settings(theme="dark")]
    view = ViewSettings(sort="amount", descending=True)
    context.keep_view("ledger", view)
    assert context.settings == Settings(theme="dark", views={"ledger": view})
    assert kept[-1] == context.settings
    assert len(announced) == 1


def test_what_the_system_refuses_is_told_as_a_trouble(context: Context) -> None:
    heard = Listener(context)
    context.run(context, raising(OSError(36, "File name too long", "office")), say("Saving"))
    context.run(context, raising(OSError(28, "No space left on device")), say("Saving"))
    assert [[str(sentence) for sentence in error.sentences()] for error in heard.failed] == [
        [
            f"{named} cannot be used.",
            f"The system says: {reason}.",
            "Choose another name or folder, or free some space.",
        ]
        for named, reason in (("office", "File name too long"), ("A file", "No space left on device"))
    ]
