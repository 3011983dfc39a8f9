"""Lists of what belongs to volunteers and deployments, with what they come to above them."""

from __future__ import annotations

from desktop.registers.register import Link, Register
from desktop.services.records import RecordView
from desktop.ui.context import Context
from desktop.ui.pages.linked_tab import LinkedTab
from desktop.ui.widgets.leave_card import LeaveCard
from desktop.ui.widgets.service_card import ServiceCard


class LeaveTab(LinkedTab):
    """The leave of a deployment below its balance."""

    def __init__(self, context: Context, owner: Register, record: RecordView, link: Link) -> None:
        super().__init__(context, owner, record, link)
        self.add_above(LeaveCard(context, record.id))


class ServiceTab(LinkedTab):
    """The deployments of a volunteer, past ones too, below how long they come to; of anything else the list alone."""

    def __init__(self, context: Context, owner: Register, record: RecordView, link: Link) -> None:
        super().__init__(context, owner, record, link)
        if owner.key == "volunteers":
            self.add_above(ServiceCard(context, record.id))
