"""Which page shows what: every page of an open office, by the name of its routes."""

from __future__ import annotations

from collections.abc import Callable

from desktop.ui.context import Context, Route
from desktop.ui.pages.budget_page import BudgetPage
from desktop.ui.pages.checks_page import ChecksPage
from desktop.ui.pages.comparison_page import ComparisonPage
from desktop.ui.pages.deadlines_page import DeadlinesPage
from desktop.ui.pages.deployments_page import DeploymentsPage
from desktop.ui.pages.donor_report_page import DonorReportPage
from desktop.ui.pages.folder_page import FolderPage
from desktop.ui.pages.home_page import HomePage
from desktop.ui.pages.iati_page import IatiPage
from desktop.ui.pages.import_page import ImportPage
from desktop.ui.pages.months_page import MonthsPage
from desktop.ui.pages.page import Page
from desktop.ui.pages.reconciliation_page import ReconciliationPage
from desktop.ui.pages.record_page import RecordPage
from desktop.ui.pages.register_page import RegisterPage
from desktop.ui.pages.report_entries_page import ReportChangesPage, ReportEntriesPage
from desktop.ui.pages.report_page import ReportPage
from desktop.ui.pages.reports_page import ReportsPage
from desktop.ui.pages.settings_page import SettingsPage
from desktop.ui.pages.templates_page import TemplatesPage
from desktop.ui.pages.work_page import WorkPage

PAGES: dict[str, Callable[[Context, Route], Page]] = {
    "home": HomePage,
    "register": RegisterPage,
    "record": RecordPage,
    "reports": ReportsPage,
    "report": ReportPage,
    "donor_report": DonorReportPage,
    "report_entries": ReportEntriesPage,
    "report_changes": ReportChangesPage,
    "checks": ChecksPage,
    "deadlines": DeadlinesPage,
    "deployments": DeploymentsPage,
    "months": MonthsPage,
    "budget": BudgetPage,
    "comparison": ComparisonPage,
    "table": ImportPage,
    "folder": FolderPage,
    "reconciliation": ReconciliationPage,
    "iati": IatiPage,
    "settings": SettingsPage,
    "templates": TemplatesPage,
    "work": WorkPage,
}
