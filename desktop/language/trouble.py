"""Troubles that are expected and told to the user; anything else that is raised is a fault of the program."""

from __future__ import annotations

from desktop.language.message import Message, say


class UserError(Exception):
    """Something the user can understand and mend: what happened, what it means, what to do.

    Shown as it is by the window and printed on standard error by the command line (exit status 1).
    """

    def __init__(self, title: Message, text: Message, remedy: Message) -> None:
        super().__init__(f"{title} {text} {remedy}")
        self.title = title
        self.text = text
        self.remedy = remedy

    def sentences(self) -> tuple[Message, Message, Message]:
        """Title, text and remedy, in the order in which they are read."""
        return self.title, self.text, self.remedy


def refused_by_system(error: OSError) -> UserError:
    """What the system refused with files and folders, as a trouble, where nobody could say more of it."""
    named = error.filename is not None
    return UserError(
        say("{file} cannot be used.", file=str(error.filename)) if named else say("A file cannot be used."),
        say("The system says: {reason}", reason=f"{error.strerror or error}."),
        say("Choose another name or folder, or free some space."),
    )


class Cancelled(Exception):  # noqa: N818 - not an error: the user asked for it
    """The user stopped a long task; whatever it had begun is rolled back."""

    message = say("Cancelled. Nothing was changed.")
