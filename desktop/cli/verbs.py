"""Every verb of the command line, in the order in which `grantdesk --help` names them."""

from __future__ import annotations

from desktop.cli.batches import BATCHES, UNDO
from desktop.cli.budget import BUDGET
from desktop.cli.check import CHECK, WAIVE
from desktop.cli.deployments import DEPLOYMENTS
from desktop.cli.donor_reports import REPORTS
from desktop.cli.evidence import EVIDENCE
from desktop.cli.export import EXPORT
from desktop.cli.extracts import FOLDER, RECONCILE
from desktop.cli.file_import import IMPORT
from desktop.cli.grant import AMENDMENT, ATTACH, GRANT
from desktop.cli.inspection import INSPECT, TEMPLATE
from desktop.cli.ledger import LEDGER
from desktop.cli.month import MONTH
from desktop.cli.office import BACKUP, LETTERHEAD, NEW, RESTORE, UPGRADE, VERSION
from desktop.cli.people import CALENDAR, EVACUATION
from desktop.cli.record_list import LIST
from desktop.cli.report import REPORT
from desktop.cli.rules import DEADLINES, RULES
from desktop.cli.verb import Verb, VerbGroup
from desktop.cli.work import WORK

VERBS: tuple[Verb | VerbGroup, ...] = (
    *(NEW, INSPECT, IMPORT, BATCHES, UNDO, TEMPLATE, FOLDER, RECONCILE),
    *(LIST, REPORT, REPORTS, EVIDENCE, EXPORT, CHECK, WAIVE),
    *(MONTH, RULES, DEADLINES, BUDGET),
    *(DEPLOYMENTS, WORK, EVACUATION, CALENDAR),
    *(GRANT, AMENDMENT, ATTACH, LEDGER),
    *(LETTERHEAD, BACKUP, RESTORE, UPGRADE, VERSION),
)
