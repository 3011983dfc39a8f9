"""Writes IATI 2.03 activity files for tests, element by element."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr


def narrative(text: str, language: str = "") -> str:
    """A text element, in a language when one is given."""
    tag = f" xml:lang={quoteattr(language)}" if language else ""
    return f"<narrative{tag}>{escape(text)}</narrative>"


def budget(
    amount: str, *, first: str = "2019-01-01", last: str = "2019-12-31", kind: str = "1", money: str = ""
) -> str:
    """A budget of a period; `kind` 1 is an original one, 2 a revised one."""
    return (
        f'<budget type="{kind}"><period-start iso-date="{first}"/><period-end iso-date="{last}"/>'
        f'<value value-date="{first}"{money}>{amount}</value></budget>'
    )


def transaction(
    kind: str,
    amount: str,
    *,
    day: str = "2019-03-04",
    reference: str = "",
    provider: str = "",
    receiver: str = "",
    money: str = "",
) -> str:
    """A transaction; `kind` is a code of the list TransactionType, `money` further attributes of the value."""
    parts = [
        f'<transaction ref="{reference}"><transaction-type code="{kind}"/>',
        f'<transaction-date iso-date="{day}"/><value value-date="{day}"{money}>{amount}</value>',
    ]
    if provider:
        parts.append(f'<provider-org ref="{provider}">{narrative(provider)}</provider-org>')
    if receiver:
        parts.append(f'<receiver-org ref="{receiver}">{narrative(receiver)}</receiver-org>')
    return "".join([*parts, "</transaction>"])


def activity(identifier: str, *elements: str, title: str = "A project", currency: str = "USD") -> str:
    """An activity of the publisher XX-1."""
    return (
        f'<iati-activity default-currency="{currency}"><iati-identifier>{identifier}</iati-identifier>'
        f'<reporting-org ref="XX-1" type="40">{narrative("The publisher")}</reporting-org>'
        f"<title>{narrative(title)}</title>{''.join(elements)}</iati-activity>"
    )


def document(*activities: str, version: str = "2.03") -> str:
    """A whole file."""
    body = "".join(activities)
    return f'<?xml version="1.0" encoding="UTF-8"?><iati-activities version="{version}">{body}</iati-activities>'


def write(path: Path, *activities: str, version: str = "2.03") -> Path:
    """Writes a file and returns its path."""
    path.write_text(document(*activities, version=version), encoding="utf-8")
    return path


def many(count: int) -> Sequence[str]:
    """Activities with everything that an office has a place for, like those a large publisher issues."""
    return [
        activity(
            f"XX-1-{number:04}",
            f"<description>{narrative('What it is for. ' * 20)}</description>",
            f'<participating-org ref="XX-9" role="1" type="10">{narrative("A ministry")}</participating-org>',
            '<activity-status code="2"/><activity-date iso-date="2019-01-01" type="2"/>',
            '<recipient-country code="NE"/><sector vocabulary="1" code="15130"/>',
            f'<tag vocabulary="3" code="16.3">{narrative("Rule of law")}</tag>',
            budget(f"{1000 + number}.25"),
            transaction("11", f"{1000 + number}.25", provider="XX-9"),
            title=f"Project {number}",
        )
        for number in range(count)
    ]
