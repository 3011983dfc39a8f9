"""The tables. Migrations never import these; a test proves that both say the same."""

from desktop.storage.models.base import Base, Imported, Versioned
from desktop.storage.models.money import Budget, BudgetLine, ExchangeRate, Grant, GrantShare, LedgerEntry
from desktop.storage.models.office import AuditChange, AuditEntry, ImportBatch, ImportFile, OfficeRecord
from desktop.storage.models.partners import Agreement, AgreementParty, Organisation
from desktop.storage.models.programme import (
    Project,
    ProjectCountry,
    ProjectRole,
    ProjectSector,
    ProjectTag,
    ResultNode,
)

MODELS: dict[str, type[Base]] = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}

__all__ = [
    "MODELS",
    "Agreement",
    "AgreementParty",
    "AuditChange",
    "AuditEntry",
    "Base",
    "Budget",
    "BudgetLine",
    "ExchangeRate",
    "Grant",
    "GrantShare",
    "ImportBatch",
    "ImportFile",
    "Imported",
    "LedgerEntry",
    "OfficeRecord",
    "Organisation",
    "Project",
    "ProjectCountry",
    "ProjectRole",
    "ProjectSector",
    "ProjectTag",
    "ResultNode",
    "Versioned",
]
