"""Workbooks sealed with a password: ECMA-376 agile encryption ([MS-OFFCRYPTO] 2.3.4.10) in an OLE compound file.

The cipher is msoffcrypto's; here stand what it leaves to luck, and the words for what can go wrong.
"""

from __future__ import annotations

import io
import struct
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from xml.parsers.expat import ExpatError

from desktop.domain.errors import Refused
from desktop.exchange.packages import OLE_FAULTS, OLE_MAGIC
from desktop.exchange.replacing import replacing

LEAST_CHARACTERS = 6
MOST_UNITS = 255
"""Most UTF-16 units of a password that Excel takes."""

# What falls out of msoffcrypto, and the libraries below it, over bytes that somebody else wrote.
_FAULTS = (*OLE_FAULTS, KeyError, OverflowError, NotImplementedError, ExpatError)
_AGILE, _STANDARD = (4, 4), 2

# A package up to this size would be laid into the small sectors by msoffcrypto and could not be read again.
_LEAST_PACKAGE = 4096
_SECTOR = 512
_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE
_IN_HEADER = 109
# In the header: how many allocation sectors, first sector of their table, how many sectors of it, its first entry.
_HEADER_PLACES = (44, 68, 72, 76)


def is_sealed(data: bytes) -> bool:
    """Whether the bytes are a package sealed with a password; a damaged compound file is none."""
    if not data.startswith(OLE_MAGIC):
        return False
    import olefile

    try:
        with olefile.OleFileIO(data) as compound:
            return bool(compound.exists("EncryptionInfo") and compound.exists("EncryptedPackage"))
    except OLE_FAULTS:
        return False


def unsealed(data: bytes, password: str, file: str) -> bytes:
    """The package inside sealed bytes.

    Refused with ``file``: ``encrypted`` (no password given), ``wrong_password``, ``cipher_unknown`` (sealed in a way
    that neither Excel 2007 nor a later one writes), ``damaged``. Takes two derivations of the key, 0.05 s each on a
    good computer, at most a hundred times as long where the file asks for more rounds.
    """
    if not password:
        raise Refused("encrypted", file=file)
    # Costs a twentieth of a second, which the start of the program must not pay.
    from cryptography.exceptions import UnsupportedAlgorithm
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError
    from msoffcrypto.format.ooxml import OOXMLFile

    _check_scheme(data, file)
    plain = io.BytesIO()
    try:
        package = OOXMLFile(io.BytesIO(data))
        # Without a key the decryption would go on with none and fail over it.
        package.load_key(password=password, verify_password=True)
    except UnicodeEncodeError as error:
        raise Refused("wrong_password", file=file) from error
    except InvalidKeyError as error:
        raise Refused("wrong_password", file=file) from error
    except (DecryptionError, UnsupportedAlgorithm) as error:
        raise Refused("cipher_unknown", file=file) from error
    except (*_FAULTS, FileFormatError, ParseError) as error:
        raise Refused("damaged", file=file) from error
    try:
        package.decrypt(plain)
    except (*_FAULTS, DecryptionError, FileFormatError, ParseError) as error:
        # The password has been verified, so it is the package that is not what it was.
        raise Refused("damaged", file=file) from error
    return plain.getvalue()


def _check_scheme(data: bytes, file: str) -> None:
    """Refuse what is sealed in another way, or describes itself by a document type."""
    import olefile

    try:
        with olefile.OleFileIO(data) as compound:
            description = compound.openstream("EncryptionInfo").read()
        version = struct.unpack_from("<HH", description)
    except OLE_FAULTS as error:
        raise Refused("damaged", file=file) from error
    if version != _AGILE and version[1] != _STANDARD:
        raise Refused("cipher_unknown", file=file)
    # Without the zeros, in UTF-16 too.
    if b"<!" in description[8:].replace(b"\0", b"") and version == _AGILE:
        raise Refused("damaged", file=file)


def check_password(password: str) -> None:
    """Refused ``password_short``, ``password_long`` or ``password_character`` for what must not seal a workbook."""
    try:
        units = len(password.encode("utf-16-le")) // 2
    except UnicodeEncodeError as error:
        raise Refused("password_character") from error
    if any(unicodedata.category(character) == "Cc" for character in password):
        raise Refused("password_character")
    if len(password) < LEAST_CHARACTERS:
        raise Refused("password_short", least=LEAST_CHARACTERS)
    if units > MOST_UNITS:
        raise Refused("password_long", most=MOST_UNITS)


def sealed(package: bytes, password: str) -> bytes:
    """A package sealed with a password: AES-256, SHA-512, 100,000 rounds.

    Any password: what is sealed again keeps the one it had. ``check_password`` judges a new one.
    """
    from msoffcrypto.method.ecma376_agile import ECMA376Agile

    if len(package) < _LEAST_PACKAGE:
        raise ValueError("too small for a workbook")
    return _with_sound_table(ECMA376Agile.encrypt(password, io.BytesIO(package)))


def _with_sound_table(compound: bytes) -> bytes:
    """The compound file with its table of allocation sectors (DIFAT, [MS-CFB] 2.5) written anew.

    From 7 MB on there is such a table outside the header; msoffcrypto names one sector too many in it and leaves its
    end open, which strict readers refuse. Its sectors follow each other, and so do the allocation sectors.
    """
    sectors, first, count, first_allocation = (struct.unpack_from("<I", compound, place)[0] for place in _HEADER_PLACES)
    table = [first_allocation + number for number in range(_IN_HEADER, sectors)]
    room = _SECTOR // 4 - 1
    parts = []
    for number in range(count):
        entries = table[number * room : (number + 1) * room]
        entries += [_FREE] * (room - len(entries))
        parts.append(struct.pack(f"<{room + 1}I", *entries, first + number + 1 if number + 1 < count else _END))
    start = (first + 1) * _SECTOR if count else len(compound)
    return compound[:start] + b"".join(parts) + compound[start + count * _SECTOR :]


@contextmanager
def sealing(target: Path, password: str) -> Iterator[BinaryIO]:
    """A binary file to write, sealed with ``password`` into the place of ``target`` when the block ends well.

    What is written stays in memory: the plain file is at no time on the disk. Refused: as
    :func:`desktop.exchange.replacing.replacing`.
    """
    with replacing(target) as file:
        plain = io.BytesIO()
        yield plain
        file.write(sealed(plain.getvalue(), password))
