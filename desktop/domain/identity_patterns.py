"""How numbers that tell who a person is are written in English, French and Arabic: of cases, births, papers, phones."""

from __future__ import annotations

import re
from typing import Final

_NUMBER = r"(?: n\s?[°ºo]\.? | nos?\. | num[ée]ro | number | رقم )"
_YEAR = r"(?: 19 | 20 ) \d\d"
_MONTH = r"""(?:
    (?: jan | f[ée]v | feb | mar | avr | apr | mai | may | juin | jun | juil | jul | ao[uû]t | aug | sep | oct | nov
      | d[ée]c ) \w* \.?
  | يناير | فبراير | مارس | أبريل | مايو | يونيو | يوليو | أغسطس | سبتمبر | أكتوبر | نوفمبر | ديسمبر
)"""
_DAY = rf"""(?:
    \d{{1,2}} [/.\-\ ] \d{{1,2}} [/.\-\ ] \d{{4}}
  | {_YEAR} - \d\d - \d\d
  | \d{{1,2}} (?: er | st | nd | rd | th )? \s+ {_MONTH} \s+ \d{{4}}
)"""


def _written(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


CASES: Final = (
    # RP 123/2018, RG n° 12/19: the registers of a prosecutor or a court.
    _written(
        rf"""
        \b R \.?\s? [PGI] \.?\s* (?: {_NUMBER} \s* )? :?\s*
        \d{{1,6}} \s?/\s? (?: [A-Z.]+ \s?/\s? )* \d{{2,4}} \b
        """
    ),
    # n° 45/PG/2019: a number, an office of the court, a year.
    _written(rf"{_NUMBER} \s* \d{{1,6}} \s?/\s? (?: [A-Z.\-]{{1,8}} \s?/\s? )+ (?: {_YEAR} | \d\d ) \b"),
    # dossier n° 12, case no. 4521
    _written(
        rf"""
        (?: \b (?: dossiers? | parquet | affaires? | proc[ée]dure | jugement | instruction | cases? | files? | docket
                 | judge?ment | [ée]crou )
          | قضية | القضية | ملف | الملف )
        \s* :?\s* {_NUMBER} \s* :?\s* \d [\w./\-]*
        """
    ),
    # dossier 123/2018, écrou 1204
    _written(
        rf"""
        \b (?: dossier | parquet | affaire | docket | case | file ) \s* :?\s*
        \d{{1,6}} / (?: [A-Z.]+ / )* {_YEAR} \b
        """
    ),
    _written(r"\b [ée]crou \s* :?\s* \d{2,} \b"),
)

BIRTHS: Final = (
    _written(
        rf"""
        (?: \b (?: n[ée] (?: \s?\(e\) | e )? \s+ le | born (?: \s+ on )?
                 | date \s+ (?: of \s+ birth | de \s+ naissance ) | DOB | D\.O\.B\.? )
          | تاريخ \s+ (?: الميلاد | الازدياد )
          | (?: مولود | مولودة | ولد | ولدت ) \s+ (?: في | بتاريخ ) )
        \s* :?\s* {_DAY}
        """
    ),
    _written(
        rf"""
        (?: \b (?: n[ée] (?: \s?\(e\) | e )? \s+ vers | born \s+ (?: about | around | circa ) ) | مواليد )
        \s+ {_YEAR}
        """
    ),
)

CARDS: Final = (
    _written(
        rf"""
        (?: \b (?: carte \s+ (?: nationale \s+ )? d[’']identit[ée] | CNI | NINA | passe?port | identity \s+ card
                 | ID \s+ card | national \s+ ID )
          | بطاقة \s+ (?: التعريف | الهوية )
          | جواز \s+ (?: السفر | سفر ) )
        \s* (?: {_NUMBER} )? \s* :?\s* [A-Z]{{0,3}} \s? \d [\d\ ./\-]{{3,}} \d
        """
    ),
)

PHONES: Final = (
    # Eight digits at least: +227 000 is how much more there is of something.
    _written(
        r"""
        (?<! [\w+] ) \+ (?= (?: [\ .\-()]{0,2} \d ){8} )
        \d{1,3} (?: [\ .\-]? (?: \( \d{2,4} \) | \d{2,4} ) ){2,5} (?! \w )
        """
    ),
    _written(r"(?<! \w ) 00 \d{2,3} (?: [\ .\-] \d{2,4} ){2,5} (?! \w )"),
    _written(
        rf"""
        (?: \b (?: t[ée]l (?: [ée]phone )? | phone | mobile | gsm | cell | whatsapp ) | هاتف | الهاتف | جوال )
        \.? \s* (?: {_NUMBER} )? \s* :?\s* \d (?: [\ .\-]? \d ){{6,14}}
        """
    ),
)

# What is numbered alike and known to everybody, right before the number.
PUBLIC: Final = _written(
    r"""
    \b (?: lois? | laws? | arr[êe]t[ée] | d[ée]cret | decree | ordonnance | order | r[ée]solution | circulaire
         | convention | accord | agreement | contrat | contract | march[ée] | facture | invoice | purchase | bon
         | commande | act | art (?: icle )? | القانون | قانون | مرسوم | قرار )
    \W+ (?: \w+ \W+ ){0,2} $
    """
)

AGAINST: Final = re.compile(
    r"""
    \b (?: affaire | case ) \b [^.\n]{0,60}? (?: \b contre | \b c/ | \b v\. | \b vs\.? | \b versus | \b against ) \s+
  | \b (?: minist[èe]re \s+ public | prosecutor | the \s+ state ) \s+
       (?: contre | c/ | v\. | vs\.? | versus | against ) \s+
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What stands before the name of whoever a case is against."""

_LETTERS = "[\u0621-\u064a]"
ARABIC_NAMES: Final = _written(
    rf"""
    (?: المدعو | المدعوة | المسمى | المسماة ) \s+ {_LETTERS}{{2,}} (?: \s+ {_LETTERS}{{2,}} )?
  | {_LETTERS}{{3,}} \s+ بن \s+ {_LETTERS}{{3,}}
    """
)
"""Arabic has no capitals: a name is told by “called” before it, or by “son of” in it."""
