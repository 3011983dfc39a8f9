"""Countries by ISO 3166 code of two or three letters, or by name: CLDR's, the United Nations', and common ones."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Final

from babel.core import get_global

from desktop.importers.values.names import Names, languages

# Official names of the United Nations (M49, in English and French) where CLDR's are others, and names in common use.
_ALSO: Final = {
    "BF": "Burkina",
    "BO": "Bolivia (Plurinational State of)|Bolivie (État plurinational de)",
    "CD": "Democratic Republic of the Congo|République démocratique du Congo|DRC|DR Congo|RDC|Zaire",
    "CF": "CAR|RCA|Centrafrique",
    "CG": "Republic of the Congo|République du Congo",
    "CI": "Ivory Coast|RCI",
    "CV": "Cabo Verde|Cape Verde",
    "CZ": "Czech Republic|République tchèque",
    "FM": "Micronesia (Federated States of)",
    "GB": "UK|United Kingdom of Great Britain and Northern Ireland|Great Britain|Grande-Bretagne|England",
    "GM": "The Gambia",
    "IR": "Iran (Islamic Republic of)|Iran (République islamique d’)",
    "KP": "Democratic People’s Republic of Korea|DPRK|République populaire démocratique de Corée",
    "KR": "Republic of Korea|République de Corée",
    "LA": "Lao People’s Democratic Republic|Lao PDR|République démocratique populaire lao",
    "LY": "Libyan Arab Jamahiriya",
    "MD": "Republic of Moldova|République de Moldova",
    "MK": "Macedonia|Macédoine",
    "MM": "Burma|Birmanie",
    "NL": "The Netherlands|Holland",
    "PS": "State of Palestine|Palestine|État de Palestine|Occupied Palestinian Territory|oPt",
    "RU": "Russian Federation|Fédération de Russie",
    "SY": "Syrian Arab Republic|République arabe syrienne",
    "SZ": "Swaziland",
    "TL": "East Timor",
    "TR": "Turkey|Turquie|Türkiye",
    "TZ": "United Republic of Tanzania|République-Unie de Tanzanie",
    "US": "USA|United States of America|États-Unis d’Amérique",
    "VA": "Holy See|Saint-Siège",
    "VE": "Venezuela (Bolivarian Republic of)|Venezuela (République bolivarienne du)",
    "VN": "Viet Nam",
}


def _called() -> Iterator[tuple[str, str]]:
    countries = {code for code, _name in languages()[0].countries()}
    for language in languages():
        yield from language.countries()
    for code, names in _ALSO.items():
        yield from ((code, name) for name in names.split("|"))
    for longer, codes in get_global("territory_aliases").items():  # CLDR: the codes of three letters
        if len(longer) == 3 and longer.isalpha() and len(codes) == 1 and codes[0] in countries:
            yield codes[0], longer


@functools.cache
def names_of_countries() -> Names:
    """What countries are called."""
    return Names(_called())
