"""Signing, extending, reassigning and ending deployments, and saying who pays, each in a dialog."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import cast

from PySide6.QtWidgets import QWidget

from desktop.domain.period import ONE_DAY
from desktop.domain.staffing.deployment import Contract, Deployment
from desktop.domain.volunteer_terms import END_REASONS, DeploymentState, EndReason
from desktop.language import UserError, say
from desktop.services.deployments import signing, timeline
from desktop.services.deployments.signing import Trial
from desktop.services.deployments.timeline import TimelineEntry
from desktop.services.offices import Outcome
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.act_dialog import ActDialog, Chosen
from desktop.ui.dialogs.fields_dialog import Values
from desktop.ui.dialogs.match_dialog import open_match
from desktop.ui.dialogs.payers import Payers, id_of, shares_of
from desktop.ui.dialogs.plan_dialog import open_plan
from desktop.ui.widgets.choice_fields import ChoiceField, LookupField
from desktop.ui.widgets.fields import DateField, TextField, WholeField

Entries = Sequence[TimelineEntry]
_IDS = "id="
SIGN = "sign"


def act_route(act: str, deployment_ids: Iterable[int]) -> Route:
    """The route that asks for an act on several deployments: their ids are its filters."""
    return Route(act, "deployments", filters=tuple(f"{_IDS}{identity}" for identity in deployment_ids))


def _day(values: Values, key: str) -> date | None:
    found = values.get(key)
    return found if isinstance(found, date) else None


def _needed(values: Values, key: str) -> date:
    """A day that is among the needs of a dialog: it says nothing before there is one."""
    return cast("date", values[key])


class _OfDeployments(ActDialog):
    """What acts on deployments share: they are what is ticked."""

    def add_deployments(self, entries: Entries, *, ended: bool = False) -> None:
        """Adds a box for each deployment, with its last day; those that ended are left out unless wanted."""
        choices = []
        for entry in entries:
            if ended or entry.state is not DeploymentState.ENDED:
                code, last = self.called(entry.deployment), entry.last_day
                words = code if last is None else self.context.text(say("{code}, until {day}", code=code, day=last))
                choices.append(Chosen(entry.deployment.id, words))
        self.add_choices(choices)


class SignDialog(ActDialog):
    """Signs the contracts that are planned, many at once."""

    needs = ("on",)

    def __init__(self, context: Context, window: QWidget, entries: Entries) -> None:
        super().__init__(context, window, say("Sign contracts"), verb=say("Sign and commit"))
        self.add_choices(
            [
                Chosen(contract.id, self._words(entry.deployment, contract))
                for entry in entries
                for contract in entry.deployment.contracts
                if contract.serves and not contract.signed
            ]
        )
        on = DateField(context, say("Signed on"), required=True)
        on.set_value(context.today)
        reference = TextField(context, say("Reference of the commitment"), required=False)
        self.add_fields(("on", on, False), ("reference", reference, False))

    def _words(self, one: Deployment, contract: Contract) -> str:
        return self.context.text(
            say(
                "{code}: {first} to {last}",
                code=self.called(one),
                first=contract.period.start,
                last=contract.period.last,
            )
        )

    def attempt(self, values: Values, chosen: Sequence[int]) -> Trial:
        """What would be committed."""
        return signing.try_sign(self.context.office, contract_ids=chosen, on=_needed(values, "on"))

    def act(self, values: Values, chosen: Sequence[int], *, accept_warnings: bool) -> Outcome:
        """Signs them."""
        return signing.sign(
            self.context.office,
            contract_ids=chosen,
            on=_needed(values, "on"),
            reference=str(values.get("reference") or ""),
            accept_warnings=accept_warnings,
        )


class ExtendDialog(_OfDeployments):
    """Extends deployments to a day or by months, planned or signed at once."""

    def __init__(self, context: Context, window: QWidget, entries: Entries) -> None:
        super().__init__(context, window, say("Extend deployments"), verb=say("Extend"))
        self.add_deployments(entries)
        months = WholeField(context, say("Months more"), required=False)
        months.set_value(Decimal(6))
        until = DateField(
            context, say("Until"), required=False, hint=say("A day for all of them, in the place of the months.")
        )
        signed = DateField(context, say("Signed on"), required=False, hint=say("Empty: it is only planned."))
        reference = TextField(context, say("Reference of the commitment"), required=False)
        self.add_fields(
            ("months", months, False), ("until", until, False), ("on", signed, False), ("reference", reference, False)
        )

    def attempt(self, values: Values, chosen: Sequence[int]) -> Trial:
        """What would be committed."""
        return signing.try_extend(
            self.context.office,
            deployment_ids=chosen,
            ends_on=_day(values, "until"),
            months=_months(values),
            sign_on=_day(values, "on"),
        )

    def act(self, values: Values, chosen: Sequence[int], *, accept_warnings: bool) -> Outcome:
        """Extends them."""
        return signing.extend(
            self.context.office,
            deployment_ids=chosen,
            ends_on=_day(values, "until"),
            months=_months(values),
            sign_on=_day(values, "on"),
            reference=str(values.get("reference") or ""),
            accept_warnings=accept_warnings,
        )


def _months(values: Values) -> int:
    found = values.get("months")
    return int(found) if isinstance(found, (Decimal, int)) else 0


class ReassignDialog(_OfDeployments):
    """Moves one deployment to another duty station."""

    needs = ("station", "on")

    def __init__(self, context: Context, window: QWidget, entries: Entries) -> None:
        super().__init__(context, window, say("Reassign to another duty station"), verb=say("Reassign"))
        self.add_deployments(entries[:1])
        station = LookupField(context, say("Duty station"), register="duty_stations", required=True)
        station.refresh()
        on = DateField(context, say("First day there"), required=True)
        posted = DateField(context, say("Posted on"), required=False, hint=say("Empty: today."))
        self.add_fields(("station", station, True), ("on", on, False), ("posted_on", posted, False))

    def attempt(self, values: Values, chosen: Sequence[int]) -> Trial:
        """What would be committed or cancelled."""
        return signing.try_reassign(
            self.context.office,
            deployment_id=chosen[0],
            station_id=id_of(values.get("station")),
            on=_needed(values, "on"),
            posted_on=_day(values, "posted_on"),
        )

    def act(self, values: Values, chosen: Sequence[int], *, accept_warnings: bool) -> Outcome:
        """Reassigns it."""
        return signing.reassign(
            self.context.office,
            deployment_id=chosen[0],
            station_id=id_of(values.get("station")),
            on=_needed(values, "on"),
            posted_on=_day(values, "posted_on"),
            accept_warnings=accept_warnings,
        )


class EndDialog(_OfDeployments):
    """Ends deployments before their contracts do."""

    needs = ("on", "reason")

    def __init__(self, context: Context, window: QWidget, entries: Entries) -> None:
        super().__init__(context, window, say("End early"), verb=say("End and cancel the rest"))
        self.add_deployments(entries)
        on = DateField(context, say("Last day of service"), required=True)
        on.set_value(context.today)
        reasons = [(str(code), context.text(name)) for code, name in END_REASONS.items() if code != EndReason.COMPLETED]
        reason = ChoiceField(context, say("Reason"), choices=reasons, required=True)
        reason.set_value(str(EndReason.RESIGNATION))
        posted = DateField(context, say("Posted on"), required=False, hint=say("Empty: today."))
        self.add_fields(("on", on, False), ("reason", reason, False), ("posted_on", posted, False))

    def attempt(self, values: Values, chosen: Sequence[int]) -> Trial:
        """What would be cancelled."""
        return signing.try_end_early(
            self.context.office,
            deployment_ids=chosen,
            on=_needed(values, "on"),
            reason=str(values.get("reason") or ""),
            posted_on=_day(values, "posted_on"),
        )

    def act(self, values: Values, chosen: Sequence[int], *, accept_warnings: bool) -> Outcome:
        """Ends them."""
        return signing.end_early(
            self.context.office,
            deployment_ids=chosen,
            on=_needed(values, "on"),
            reason=str(values.get("reason") or ""),
            posted_on=_day(values, "posted_on"),
            accept_warnings=accept_warnings,
        )


class ShareDialog(_OfDeployments):
    """Says which grants and lines pay from a day on: one, or two that share."""

    needs = ("starts_on", "grant", "percent")

    def __init__(self, context: Context, window: QWidget, entries: Entries) -> None:
        super().__init__(context, window, say("Who pays"), verb=say("Let them pay"))
        self.add_deployments(entries)
        start = DateField(context, say("From"), required=True)
        until = next((entry.paid_until for entry in entries if entry.beyond is not None and entry.paid_until), None)
        start.set_value(until + ONE_DAY if until is not None else context.today)
        payers = Payers(context, required=True)
        self.add_fields(
            ("starts_on", start, False),
            ("percent", payers.percent, False),
            ("grant", payers.grant, False),
            ("line", payers.line, False),
            ("other", payers.other, False),
            ("other_line", payers.other_line, False),
        )

    def attempt(self, values: Values, chosen: Sequence[int]) -> Trial:
        """What would move from grant to grant."""
        return signing.try_share(
            self.context.office,
            deployment_ids=chosen,
            shares=shares_of(values),
            starts_on=_needed(values, "starts_on"),
        )

    def act(self, values: Values, chosen: Sequence[int], *, accept_warnings: bool) -> Outcome:
        """Lets them pay."""
        return signing.share(
            self.context.office,
            deployment_ids=chosen,
            shares=shares_of(values),
            starts_on=_needed(values, "starts_on"),
            accept_warnings=accept_warnings,
        )


# --- opening ------------------------------------------------------------------------------------------------------

Made = Callable[[Context, QWidget, Entries], ActDialog]


def _of_deployments(make: Made) -> Callable[[Context, QWidget, Route], None]:
    def open_for(context: Context, window: QWidget, route: Route) -> None:
        office = context.office
        named = [int(one.removeprefix(_IDS)) for one in route.filters if one.startswith(_IDS)]
        ids = named or [route.record_id]

        def opened(entries: Entries) -> None:
            dialog = make(context, window, entries)
            if dialog.boxes:
                dialog.open()
            else:
                dialog.deleteLater()
                context.report(_nothing())

        context.read(window, lambda: timeline.entries(office, ids), opened)

    return open_for


def _nothing() -> UserError:
    return UserError(
        say("There is nothing here that it could be about."),
        say("Nothing was changed."),
        say("Choose a deployment that has not ended, or plan a contract first."),
    )


DEPLOYMENT_OPENERS: dict[str, Callable[[Context, QWidget, Route], None]] = {
    SIGN: _of_deployments(SignDialog),
    "extend": _of_deployments(ExtendDialog),
    "reassign": _of_deployments(ReassignDialog),
    "end_early": _of_deployments(EndDialog),
    "share": _of_deployments(ShareDialog),
    "plan": open_plan,
    "match": open_match,
}
