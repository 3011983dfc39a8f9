"""Reads the templates that reports are written into, and how often each was."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.language import UserError, say
from desktop.reports.facts import GrantFacts
from desktop.storage.models import DonorReport, ReportTemplate, ReportTemplateContent
from desktop.storage.report_facts import grants_for_reports


def templates_of(session: Session, *, layout: str = "") -> list[tuple[ReportTemplate, int]]:
    """The templates by name, the newest version of each first, with how many reports were written into it."""
    used = (
        select(DonorReport.template_id, func.count().label("reports"))
        .group_by(DonorReport.template_id)
        .subquery("used")
    )
    statement = (
        select(ReportTemplate, func.coalesce(used.c.reports, 0))
        .outerjoin(used, used.c.template_id == ReportTemplate.id)
        .order_by(ReportTemplate.name, ReportTemplate.number.desc())
    )
    if layout:
        statement = statement.where(ReportTemplate.layout == layout)
    return [(template, int(count)) for template, count in session.execute(statement)]


def template_of(session: Session, template_id: int) -> ReportTemplate:
    """The template. Raises UserError when it is gone."""
    found = session.get(ReportTemplate, template_id)
    if found is None:
        raise UserError(say("This record is no longer there."), say("Someone removed it."), say("Go back to the list."))
    return found


def grant_for_template(session: Session, grants: Sequence[int]) -> GrantFacts | None:
    """What a template may say of the grant that a report is about; None of a report on all."""
    return next(iter(grants_for_reports(session, grants)), None) if len(grants) == 1 else None


def newest_of(session: Session, name: str) -> ReportTemplate | None:
    """The newest version of the template `name`."""
    statement = select(ReportTemplate).where(ReportTemplate.name == name).order_by(ReportTemplate.number.desc())
    return session.scalars(statement.limit(1)).first()


def template_content_of(session: Session, template: ReportTemplate) -> bytes:
    """The content of a template, to the last byte as it was kept. Raises UserError when it is damaged."""
    kept = select(ReportTemplateContent.content).where(ReportTemplateContent.template_id == template.id)
    try:
        content = zlib.decompress(session.scalars(kept).one())
    except zlib.error:
        content = b""
    if hashlib.sha256(content).hexdigest() != template.sha256:
        raise UserError(
            say("{file} is not as it was kept.", file=template.file_name),
            say("Nothing was written: its content is damaged."),
            say("Get it from a backup, or add the template anew."),
        )
    return content
