"""The verbs about an office as a whole: `new`, `backup`, `restore`, `upgrade`, and `version` of the program."""

from __future__ import annotations

from pathlib import Path

from desktop import __version__
from desktop.cli.call import Call
from desktop.cli.verb import Options, Verb
from desktop.domain.progress import Silent
from desktop.language import say
from desktop.services import backups, letterheads, offices


def _new_options(options: Options) -> None:
    new_place = say("a file that is not there yet, or a postgresql:// address")
    options.add("office", metavar="FILE", about=new_place)
    options.add("--name", default="", about=say("what the office is called"))
    options.flag("--sample", say("fill it with the sample: real facts, invented amounts"))


def _new(call: Call) -> int:
    options = call.options
    if options.sample:
        from desktop.services.sample import new_sample_office

        office = new_sample_office(options.office, name=options.name, actor=call.desk.actor, language=call.language)
    else:
        office = offices.new_office(options.office, name=options.name, actor=call.desk.actor)
    office.close()
    return call.tell(say("Made {office}.", office=office.location.shown))


def _backup_options(options: Options) -> None:
    options.office()
    options.add("target", type=Path, metavar="FILE", about=say("the new file"))


def _restore_options(options: Options) -> None:
    options.add("source", type=Path, metavar="BACKUP", about=say("the file of the backup"))
    options.office()


def _backup(call: Call) -> int:
    return call.tell(backups.back_up_office(call.options.office, call.options.target, progress=Silent()).message)


def _restore(call: Call) -> int:
    return call.tell(backups.restore_office(call.options.source, call.options.office, progress=Silent()).message)


def _upgrade(call: Call) -> int:
    return call.tell(offices.upgrade_office(call.options.office, progress=Silent()).message)


def _version(call: Call) -> int:
    return call.tell(say("GrantDesk {version}, schema {schema}", version=__version__, schema=offices.SCHEMA))


def _letterhead_options(options: Options) -> None:
    options.office()
    for name, about in (
        ("--address", say("the address, lines parted by |")),
        ("--contact", say("whom to ask")),
        ("--uei", say("the UEI: box 4a of the SF-425")),
        ("--ein", say("the EIN: box 4b of the SF-425")),
    ):
        options.add(name, metavar="TEXT", about=about)
    options.add("--logo", type=Path, metavar="FILE", about=say("a PNG or JPEG"))


def _letterhead(call: Call) -> int:
    """Changes what is given; the rest stays as it is."""
    options = call.options
    with call.office(read_only=False) as office:
        now = letterheads.letterhead(office)
        address = None if options.address is None else options.address.replace("|", "\n")
        given = {"address": address, "contact": options.contact, "uei": options.uei, "ein": options.ein}
        texts = {name: getattr(now, name) if text is None else text for name, text in given.items()}
        logo = None if options.logo is None else letterheads.read_logo(options.logo)
        outcome = letterheads.save_letterhead(office, letterheads.Heading(**texts, logo=logo))
    return call.tell(outcome.message)


NEW = Verb("new", say("make an office"), _new_options, _new)
BACKUP = Verb("backup", say("copy an office to a new file, checked"), _backup_options, _backup)
RESTORE = Verb("restore", say("make an office at a new place from a backup"), _restore_options, _restore)
UPGRADE = Verb(
    "upgrade", say("bring an office of an older version up to date, after a backup"), Options.office, _upgrade
)
VERSION = Verb("version", say("print the version of the program and of its schema"), Options.none, _version)
LETTERHEAD = Verb(
    "letterhead", say("say how the office stands at the head of its reports"), _letterhead_options, _letterhead
)
