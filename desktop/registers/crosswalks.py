"""Crosswalks from the UN categories to the classes of funders' forms, as the office or one grant has them."""

from desktop.domain.crosswalk import CLASS_CHOICES, SCHEMES
from desktop.language import say, say_many
from desktop.registers.columns import CATEGORIES, grant_column
from desktop.registers.register import Column, Depends, Kind, Register

_CLASS = Depends(
    "scheme", dict.fromkeys(SCHEMES, say("Class")), choices=CLASS_CHOICES, required=frozenset(CLASS_CHOICES)
)

CROSSWALKS = Register(
    key="crosswalks",
    title=say("Crosswalks"),
    singular=say("Part of a crosswalk"),
    counted=say_many("{count} part", "{count} parts", count=0),
    new=say("New part of a crosswalk"),
    record="crosswalk",
    code="target",
    name="category",
    sort="category",
    columns=(
        Column("scheme", say("Form"), Kind.CHOICE, choices=SCHEMES, editable=True, required=True),
        Column("category", say("Category"), Kind.CHOICE, choices=CATEGORIES, editable=True, required=True),
        Column(
            "target",
            say("Class"),
            Kind.CHOICE,
            choices={code: name for classes in CLASS_CHOICES.values() for code, name in classes.items()},
            editable=True,
            required=True,
            depends=_CLASS,
        ),
        Column(
            "percent",
            say("Per cent"),
            Kind.PERCENT,
            editable=True,
            required=True,
            hint=say("The parts of a category sum to 100; a category without parts goes where the program puts it."),
        ),
        grant_column(required=False),
    ),
    empty=say("No crosswalk was changed"),
)
