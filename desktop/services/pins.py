"""PINs: asked before somebody works under a name. They keep colleagues apart; they do not encrypt the ledger.

They are kept as scrypt hashes in a table of the ledger that is in no change log: no workbook carries them, undo does
not bring an old one back, and an encrypted ledger encrypts them.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable

from desktop.data.ledger import Ledger
from desktop.data.pins import StoredPin, drop_pin, names_with_pins, note_tries, put_pin, stored_pin
from desktop.domain.errors import Problem, Refused

FEWEST, MOST_DIGITS, MOST_CHARACTERS = 4, 8, 64
FREE_TRIES = 3
"""Wrong ones before there is a delay."""

FIRST_DELAY, LONGEST_DELAY = 5, 900
"""Seconds; the delay doubles with every wrong one."""

# 32 MB and about a sixth of a second on this class of machine.
_COST, _BLOCK, _MEMORY = 2**15, 8, 2**26
_DIGITS = "01234567890123456789"

Clock = Callable[[], float]


def pin_is_needed(ledger: Ledger, name: str) -> bool:
    """Whether somebody has a PIN."""
    return stored_pin(ledger, name) is not None


def check_pin(ledger: Ledger, name: str, pin: str, *, clock: Clock = time.time) -> None:
    """Let pass who knows the PIN of ``name``, and whoever has none.

    Refused: ``pin_wrong`` (``seconds`` until the next try), ``pin_wait`` (``seconds`` still to wait: not tried).
    """
    kept = stored_pin(ledger, name)
    if kept is None:
        return
    with ledger.transaction():
        # Asked again within: two programs must not have two tries for one.
        kept = stored_pin(ledger, name) or kept
        now = clock()
        rest = _rest(kept, now)
        if rest <= 0:
            # Counted before it is tried: ending the program in between takes no try back.
            note_tries(ledger, name, kept.wrong + 1, now)
        elif now < kept.wrong_at:
            # A clock that was set back must not make the delay longer than it is, nor take it away.
            note_tries(ledger, name, kept.wrong, now)
    if rest > 0:
        raise Refused("pin_wait", name=name, seconds=rest)
    if not hmac.compare_digest(_hash(pin, kept.salt), kept.hash):
        raise Refused("pin_wrong", name=name, seconds=_delay(kept.wrong + 1))
    with ledger.transaction():
        note_tries(ledger, name, 0, 0.0)


def set_pin(ledger: Ledger, name: str, pin: str, *, before: str = "", clock: Clock = time.time) -> None:
    """Give somebody a PIN, or another one. It is noted in the access log.

    One's own takes the one ``before``; that of others is set by who is in charge, which is the way when it is lost.
    Refused: ``invalid``, ``not_in_charge``, ``pin_charge_first`` (who is in charge has none yet), ``pin_wrong``,
    ``pin_wait``.
    """
    # Loaded here, as below: at the start it is only asked whether there is a PIN.
    from desktop.data.access_log import append_access
    from desktop.data.writing import wall_now
    from desktop.services.sight import Act

    checked = _checked(pin)
    _refuse_stranger(ledger, name, before, clock)
    _refuse_open_charge(ledger, name)
    salt = secrets.token_bytes(16)
    kept = StoredPin(salt, _hash(checked, salt), 0, 0.0)
    with ledger.transaction():
        put_pin(ledger, name, kept, wall_now())
        append_access(ledger, wall_now(), Act.PIN_SET, about=name)


def remove_pin(ledger: Ledger, name: str, *, before: str = "", clock: Clock = time.time) -> None:
    """Let somebody work without a PIN. Refused: as :func:`set_pin`."""
    from desktop.data.access_log import append_access
    from desktop.data.writing import wall_now
    from desktop.services.sight import Act

    if not pin_is_needed(ledger, name):
        return
    _refuse_stranger(ledger, name, before, clock)
    with ledger.transaction():
        drop_pin(ledger, name)
        append_access(ledger, wall_now(), Act.PIN_REMOVED, about=name)


def with_pins(ledger: Ledger) -> frozenset[str]:
    """The names that have a PIN."""
    return names_with_pins(ledger)


def _refuse_stranger(ledger: Ledger, name: str, before: str, clock: Clock) -> None:
    from desktop.services.people import refuse_not_in_charge

    if name == ledger.actor:
        check_pin(ledger, name, before, clock=clock)
    else:
        refuse_not_in_charge(ledger)


def _refuse_open_charge(ledger: Ledger, name: str) -> None:
    """A PIN is of no use while anybody can work as who may set it anew."""
    from desktop.services.people import people_in_charge, people_of

    charge, pins = people_in_charge(ledger), names_with_pins(ledger)
    is_named = any(person.name == name for person in people_of(ledger))
    if is_named and name not in charge and (bare := [one for one in charge if one not in pins]):
        raise Refused("pin_charge_first", people=bare)


def _checked(pin: str) -> str:
    text = pin.strip()
    problem = None
    if not text:
        problem = Problem("missing", "pin")
    elif not FEWEST <= len(text) <= (MOST_DIGITS if _is_digits(text) else MOST_CHARACTERS) or not text.isprintable():
        problem = Problem("bad_pin", "pin")
    elif len(set(text)) == 1 or (_is_digits(text) and (text in _DIGITS or text in _DIGITS[::-1])):
        problem = Problem("plain_pin", "pin")
    if problem is not None:
        raise Refused("invalid", problems=[problem], rows=1)
    return text


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _hash(pin: str, salt: bytes) -> bytes:
    text = pin.strip().encode("utf-8", "surrogatepass")
    return hashlib.scrypt(text, salt=salt, n=_COST, r=_BLOCK, p=1, maxmem=_MEMORY)


def _delay(wrong: int) -> int:
    """Seconds to wait after so many wrong ones."""
    return 0 if wrong < FREE_TRIES else min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(wrong - FREE_TRIES, 16))


def _rest(kept: StoredPin, now: float) -> int:
    since = max(0.0, now - kept.wrong_at)
    return max(0, round(_delay(kept.wrong) - since + 0.499))
