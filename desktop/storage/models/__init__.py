"""The tables. Migrations never import these; a test proves that both say the same."""

from desktop.storage.models.base import Base, Imported, Versioned
from desktop.storage.models.grants import (
    Allocation,
    AllocationShare,
    Amendment,
    Grant,
    GrantRule,
    GrantShare,
    Instalment,
)
from desktop.storage.models.money import Budget, BudgetLine, BudgetPhase, ExchangeRate, LedgerEntry, LedgerSum
from desktop.storage.models.office import (
    AuditChange,
    AuditEntry,
    ImportBatch,
    ImportFile,
    ImportMapping,
    MonthLock,
    MonthUnlock,
    OfficeRecord,
    Waiver,
)
from desktop.storage.models.partners import (
    Agreement,
    AgreementParty,
    Contact,
    Document,
    DocumentContent,
    Obligation,
    Organisation,
)
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
    "Allocation",
    "AllocationShare",
    "Amendment",
    "AuditChange",
    "AuditEntry",
    "Base",
    "Budget",
    "BudgetLine",
    "BudgetPhase",
    "Contact",
    "Document",
    "DocumentContent",
    "ExchangeRate",
    "Grant",
    "GrantRule",
    "GrantShare",
    "ImportBatch",
    "ImportFile",
    "ImportMapping",
    "Imported",
    "Instalment",
    "LedgerEntry",
    "LedgerSum",
    "MonthLock",
    "MonthUnlock",
    "Obligation",
    "OfficeRecord",
    "Organisation",
    "Project",
    "ProjectCountry",
    "ProjectRole",
    "ProjectSector",
    "ProjectTag",
    "ResultNode",
    "Versioned",
    "Waiver",
]
