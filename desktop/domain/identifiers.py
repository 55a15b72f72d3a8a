"""Numbers people carry and offices give: GB 11643 ID numbers, GB 32100 credit codes, phones, division codes.

Everything here is a rule about text. A number is never repaired: what does not hold is refused with its reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import mul

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECK_CHARACTERS = "10X98765432"
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
FIRST_BIRTH_YEAR = 1800
_FIRST_YEAR_TEXT = str(FIRST_BIRTH_YEAR)

_DAYS_OF_ALL_YEARS = frozenset(
    f"{month:02d}{day:02d}"
    for month, days in enumerate((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1)
    for day in range(1, days + 1)
)
_REGIONS = frozenset(
    str(number)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for number in range(first, last + 1)
)
"""First two digits: the provinces. Prefectures and counties come and go, and numbers keep their old codes."""

_WIDTHS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_BLANKS = re.compile(r"\s+")
_NO_ID = re.compile(r"无证\s*(?:[：:]\s*\S.*|[（(]\s*[^\s）)].*[）)])")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}")
_PHONE_SEPARATORS = re.compile(r"[、，,;；/\n\r]+")
_DIVISION = re.compile(r"[0-9]{12}")


class Reason(StrEnum):
    """Why an identifier does not hold."""

    LENGTH = "length"
    CHARACTER = "character"
    DATE = "date"
    CHECK_DIGIT = "check_digit"


class BadIdentifier(ValueError):  # noqa: N818 - names the thing, as in the problem kinds
    """Text that is not the identifier it should be; ``part`` is the piece at fault."""

    def __init__(self, reason: Reason, part: str) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.part = part


class Sex(StrEnum):
    """Sex as the sequence number of an ID number tells it; the codes of the choice field."""

    MALE = "male"
    FEMALE = "female"


class DivisionLevel(StrEnum):
    """Levels of the statistical division codes: 省 市 县 乡 村."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"


@dataclass(frozen=True, slots=True)
class DivisionParts:
    """The five groups of a 12-digit division code: 2 + 2 + 2 + 3 + 3 digits."""

    province: str
    city: str
    county: str
    town: str
    village: str


def to_half_width(text: str) -> str:
    """Full-width letters, digits, signs and blanks as their ASCII forms; everything else as it is."""
    # Most of what is looked at has none of them, and is told so in a tenth of the time.
    return text if text.isascii() else text.translate(_WIDTHS)


def _compact(text: str) -> str:
    return "".join(to_half_width(text).split()).upper()


def is_no_id(text: str) -> bool:
    """Whether the text says that there is no ID number and why: ``无证：原因`` or ``无证(原因)``."""
    return _NO_ID.fullmatch(text) is not None


def id_check_character(first_17: str) -> str:
    """The 18th character that GB 11643 wants after these 17 digits."""
    return ID_CHECK_CHARACTERS[sum(map(mul, map(int, first_17), ID_WEIGHTS)) % 11]


class _Sums(dict[str, int]):
    """Pieces of some digits of a number of identity to their weighted sums. KeyError for what is no digits."""

    def __init__(self, first: int, end: int) -> None:
        super().__init__()
        self._weights = ID_WEIGHTS[first:end]

    def __missing__(self, digits: str) -> int:
        if not (digits.isascii() and digits.isdigit()):
            raise KeyError(digits)
        total = self[digits] = sum(map(mul, map(int, digits), self._weights))
        return total


# Numbers share their pieces: adding up five sums takes a third of the time of seventeen products.
_PROVINCE, _COUNTY, _YEAR, _DAY, _SEQUENCE = (_Sums(*piece) for piece in ((0, 3), (3, 6), (6, 10), (10, 14), (14, 17)))


def is_plain_id_number(text: str, before: str) -> bool:
    """Whether a text is an ID number of 18 characters that holds as it stands, of one born before the year ``before``.

    :func:`normalise_id_number` gives such a text back unchanged. It takes more: those born on a leap day, or later.
    """
    if len(text) != 18:
        return False
    year, day = text[6:10], text[10:14]
    if day not in _DAYS_OF_ALL_YEARS or not _FIRST_YEAR_TEXT <= year < before:
        return False
    try:
        total = _PROVINCE[text[:3]] + _COUNTY[text[3:6]] + _YEAR[year] + _DAY[day] + _SEQUENCE[text[14:17]]
    except KeyError:
        return False
    return ID_CHECK_CHARACTERS[total % 11] == text[17]


def normalise_id_number(text: str, *, today: date | None = None) -> str:
    """The ID number without blanks, half-width, with a capital X; ``无证：原因`` is given back as typed.

    15 digits (issued before 1999) are accepted. The region prefix is not judged, for counties are abolished.
    With ``today`` a birth date after it is refused. Raises :class:`BadIdentifier`.
    """
    if today is not None and is_plain_id_number(text, str(today.year)):
        return text
    number = _compact(text)
    if number.startswith("无证") and is_no_id(text):
        return text
    if len(number) not in (15, 18):
        raise BadIdentifier(Reason.LENGTH, number)
    body = number[:17]
    if not (body.isascii() and body.isdigit()) or (len(number) == 18 and number[17] not in "0123456789X"):
        raise BadIdentifier(Reason.CHARACTER, number)
    born = birth_date_of(number)
    if born is None or born.year < FIRST_BIRTH_YEAR or (today is not None and born > today):
        raise BadIdentifier(Reason.DATE, number[6:14] if len(number) == 18 else number[6:12])
    if len(number) == 18 and id_check_character(body) != number[17]:
        raise BadIdentifier(Reason.CHECK_DIGIT, number[17])
    return number


def id_number_forms(id_number: str) -> frozenset[str]:
    """An ID number as it is, and in its other form: 15 digits, issued before 1999, or 18 characters with the century.

    Any other text is its own only form.
    """
    digits = id_number[:17]
    if len(id_number) == 15 and birth_date_of(id_number) is not None:
        first_17 = f"{digits[:6]}19{digits[6:]}"
        return frozenset({id_number, first_17 + id_check_character(first_17)})
    is_of_that_century = len(id_number) == 18 and digits[6:8] == "19" and birth_date_of(id_number) is not None
    return frozenset({id_number, digits[:6] + digits[8:]} if is_of_that_century else {id_number})


def has_known_region(id_number: str) -> bool:
    """Whether a normalised ID number begins with the code of a province; True for ``无证`` entries.

    Residence permits of foreigners begin with 9 and name their province in the second and third digit.
    """
    if not id_number[:1].isdigit():
        return True
    return (id_number[1:3] if id_number.startswith("9") else id_number[:2]) in _REGIONS


def birth_date_of(id_number: str) -> date | None:
    """The birth date in a normalised ID number; None for ``无证`` entries and impossible dates."""
    digits = id_number[6:14] if len(id_number) == 18 else "19" + id_number[6:12] if len(id_number) == 15 else ""
    if not (digits.isascii() and digits.isdigit()):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def sex_of(id_number: str) -> Sex | None:
    """The sex in a normalised ID number: odd sequence numbers are men; None for ``无证`` entries."""
    if birth_date_of(id_number) is None:
        return None
    sequence = id_number[16] if len(id_number) == 18 else id_number[14]
    return Sex.MALE if int(sequence) % 2 else Sex.FEMALE


def normalise_credit_code(text: str) -> str:
    """The unified social credit code without blanks, half-width, in capitals.

    Length and alphabet of GB 32100 are demanded. The check character is not, since codes really issued fail it:
    see :func:`has_valid_credit_check`. Raises :class:`BadIdentifier`.
    """
    code = _compact(text)
    if len(code) != 18:
        raise BadIdentifier(Reason.LENGTH, code)
    for character in code:
        if character not in CREDIT_ALPHABET:
            raise BadIdentifier(Reason.CHARACTER, character)
    return code


def has_valid_credit_check(code: str) -> bool:
    """Whether the 18th character of a normalised credit code is the one GB 32100 computes."""
    total = sum(CREDIT_ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(code[:17]))
    return CREDIT_ALPHABET[(31 - total % 31) % 31] == code[17]


def normalise_phones(text: str) -> list[str]:
    """The phone numbers in a text, in order, each once; an empty list for blank text.

    Between numbers ``、，,;；/``, blanks and line breaks are accepted; blanks and hyphens inside a mobile number and a
    leading +86 are dropped. Raises :class:`BadIdentifier` with the part that is no phone number.
    """
    phones: list[str] = []
    for chunk in _PHONE_SEPARATORS.split(to_half_width(text)):
        whole = _one_phone(_BLANKS.sub("", chunk))
        for phone in [whole] if whole else [_one_phone(part) or _refuse_phone(part) for part in chunk.split()]:
            if phone not in phones:
                phones.append(phone)
    return phones


def is_mobile(text: str) -> bool:
    """Whether the text is one mobile number and nothing else."""
    return text.isascii() and _MOBILE.fullmatch(text) is not None


def _one_phone(text: str) -> str | None:
    mobile = text.removeprefix("+86").removeprefix("-").replace("-", "")
    if _MOBILE.fullmatch(mobile):
        return mobile
    return text if _LANDLINE.fullmatch(text) else None


def _refuse_phone(part: str) -> str:
    raise BadIdentifier(Reason.CHARACTER if re.search(r"[^0-9+-]", part) else Reason.LENGTH, part)


def normalise_division_code(text: str) -> str:
    """The 12 digits of a statistical division code. Raises :class:`BadIdentifier`."""
    code = _compact(text)
    if not (code.isascii() and code.isdigit()):
        raise BadIdentifier(Reason.CHARACTER, code)
    if not _DIVISION.fullmatch(code):
        raise BadIdentifier(Reason.LENGTH, code)
    return code


def division_parts(code: str) -> DivisionParts:
    """The groups of a 12-digit division code."""
    return DivisionParts(code[:2], code[2:4], code[4:6], code[6:9], code[9:12])


def level_of(code: str) -> DivisionLevel:
    """The level of a 12-digit division code, told by its trailing zeros."""
    parts = division_parts(code)
    if parts.village.strip("0"):
        return DivisionLevel.VILLAGE
    if parts.town.strip("0"):
        return DivisionLevel.TOWN
    if parts.county.strip("0"):
        return DivisionLevel.COUNTY
    return DivisionLevel.CITY if parts.city.strip("0") else DivisionLevel.PROVINCE


def town_of(code: str) -> str:
    """The 12-digit code of the town a village code begins with. Text only: whether the town exists is not asked."""
    return code[:9] + "000"
