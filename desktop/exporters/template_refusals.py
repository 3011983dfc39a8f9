"""Why a file cannot be filled, in one sentence for each reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desktop.language import Message, UserError, say, say_many
from desktop.reports.templates.placeholders import TemplateProblem

_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of Office 97, also around what a password protects
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_SHOWN = 5
_NOTHING = say("Nothing was written.")
_SAVE_ANEW = say("Open it in Excel or Word, save it under a new name, and try that.")


class TemplateProblemsError(UserError):
    """A template asks for what is not known; `problems` are all of it."""

    def __init__(self, name: str, problems: Sequence[TemplateProblem]) -> None:
        title = say_many(
            "One placeholder of {file} is not understood.",
            "{count} placeholders of {file} are not understood.",
            len(problems),
            file=name,
        )
        listed: list[Message] = [_listed(one) for one in problems[:_SHOWN]]
        if len(problems) > _SHOWN:
            listed.append(say("And {count} more.", count=len(problems) - _SHOWN))
        super().__init__(title, say("{problems} Nothing was written.", problems=_after_each_other(listed)), _CORRECT)
        self.problems = tuple(problems)


_CORRECT = say("Correct them in the template, and try again. The list of names is beside the preview.")


def _after_each_other(listed: Sequence[Message]) -> Message:
    """Sentences as one value."""
    if len(listed) == 1:
        return listed[0]
    return say("{first} {rest}", first=listed[0], rest=_after_each_other(listed[1:]))


def _listed(problem: TemplateProblem) -> Message:
    if problem.nearest:
        return say(
            "{place}: {text}. {sentence} Perhaps {names} is meant.",
            place=problem.place,
            text=problem.text,
            sentence=problem.sentence,
            names=", ".join(problem.nearest),
        )
    return say("{place}: {text}. {sentence}", place=problem.place, text=problem.text, sentence=problem.sentence)


def refused_content(content: bytes, name: str) -> UserError:
    """A file that is no archive of Office, or a damaged one."""
    if content.startswith(_OLD):
        if _ENCRYPTED in content:
            return UserError(
                say("{file} is protected by a password.", file=name),
                _NOTHING,
                say("Open it with the password, save it without one under another name, and use that."),
            )
        return UserError(
            say("{file} was saved by an old version of Excel or Word.", file=name),
            _NOTHING,
            say("Open it, save it as .xlsx or .docx, and use that."),
        )
    return UserError(say("{file} is damaged, or no file of Excel or Word.", file=name), _NOTHING, _SAVE_ANEW)


def runs_something(name: str) -> UserError:
    """A file with macros, or one that filling would make look forged."""
    return UserError(
        say("{file} has macros, controls or a signature.", file=name),
        say("A template runs nothing, and one that is signed cannot be filled. Nothing was written."),
        say("Save it in Excel as .xlsx, or in Word as .docx, without them, and try that."),
    )


def unusual(name: str) -> UserError:
    """A file that is built in a way that is not changed without risk."""
    return UserError(
        say("{file} is built in a way that GrantDesk does not fill.", file=name),
        _NOTHING,
        say("Open it in Excel or Word, save it as .xlsx or .docx under a new name, and try that."),
    )


def too_many_rows(name: str, sheet: str) -> UserError:
    """More rows than a sheet has."""
    return UserError(
        say("The rows of {sheet} in {file} would be more than a sheet holds.", sheet=sheet, file=name),
        _NOTHING,
        say("Choose a shorter period, or repeat a smaller table."),
    )
