"""Runs a verb and turns every expected trouble into a sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop.bootstrap import set_up_desk
from desktop.cli.call import DONE, TROUBLE, Call
from desktop.cli.parser import parse
from desktop.cli.typed import language_in
from desktop.language import UserError, refused_by_system, say


def run_verb(arguments: Sequence[str]) -> int:
    """Runs what was typed; returns the exit status. Wrong usage ends in SystemExit(2), as argparse does it."""
    _write_utf8()
    desk = set_up_desk()
    language = desk.language(language_in(arguments))
    options = parse(arguments, language)
    try:
        status: int = options.run(Call(options, desk, language))
        return status
    except UserError as error:
        print(language.join(error.sentences()), file=sys.stderr)
        return TROUBLE
    except KeyboardInterrupt:
        print(language.text(say("Stopped. Nothing was changed.")), file=sys.stderr)
        return TROUBLE
    except BrokenPipeError:
        # Whoever reads has seen enough (`grantdesk list ledger … | head`). What is left must not be flushed at the end.
        with Path(os.devnull).open("w", encoding="utf-8") as nothing:
            os.dup2(nothing.fileno(), sys.stdout.fileno())
        return DONE
    except OSError as error:
        print(language.join(refused_by_system(error).sentences()), file=sys.stderr)
        return TROUBLE


def refuse_window() -> int:
    """Says that there is no screen for the window; returns the exit status."""
    _write_utf8()
    sentences = (
        say("There is no screen to open the window on."),
        say("Nothing was opened."),
        say("Work without it: grantdesk --help names what can be done."),
    )
    print(set_up_desk().language().join(sentences), file=sys.stderr)
    return TROUBLE


def _write_utf8() -> None:
    """Consoles of Windows are set to old code pages; names and minus signs need more."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
