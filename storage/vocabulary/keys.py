"""What requests, calls, whispers, digests and editions are called, by the numbers that storage knows them by."""

from typing import NewType

RequestKey = NewType("RequestKey", str)
"""What people call a request: `R-1042`."""

MOST_DIGITS = 12
LARGEST_NUMBER = 2**31 - 1
"""Larger ones are nobody's request, call or whisper, and PostgreSQL's INTEGER would not hold them."""

FIRST_REQUEST = 1000
"""Keys start above this number, so that every key of the first years has four digits."""


NEW_CUSTOMER = "new:"
"""What stands before the name of a customer that no list has, in the place of an account's id."""


def request_key(number: int) -> RequestKey:
    """Name the request that storage knows as `number`."""
    return RequestKey(f"R-{FIRST_REQUEST + number}")


def request_number(key: str) -> int | None:
    """Answer the number that storage knows `key` by, or None where `key` is not a request key."""
    digits = key.removeprefix("R-")
    if digits == key or not (digits.isascii() and digits.isdigit()) or len(digits) > MOST_DIGITS:
        return None
    number = int(digits) - FIRST_REQUEST
    return number if 0 < number <= LARGEST_NUMBER else None


CallKey = NewType("CallKey", str)
"""What buttons call a call: `call-12`; people never read it."""
WhisperKey = NewType("WhisperKey", str)
"""What buttons call a whisper: `whisper-7`; people never read it."""


def call_key(number: int) -> CallKey:
    """Name the call that storage knows as `number`."""
    return CallKey(f"call-{number}")


def call_number(key: str) -> int | None:
    """Answer the number that storage knows a call by, or None where `key` is no key of a call."""
    return _number_after("call-", key)


def whisper_key(number: int) -> WhisperKey:
    """Name the whisper that storage knows as `number`."""
    return WhisperKey(f"whisper-{number}")


def whisper_number(key: str) -> int | None:
    """Answer the number that storage knows a whisper by, or None where `key` is no key of a whisper."""
    return _number_after("whisper-", key)


DigestKey = NewType("DigestKey", str)
"""What buttons call a digest: `digest-3`; people never read it."""
EditionKey = NewType("EditionKey", str)
"""What notices call one posted digest: `edition-17`; people never read it."""


def digest_key(number: int) -> DigestKey:
    """Name the digest that storage knows as `number`."""
    return DigestKey(f"digest-{number}")


def digest_number(key: str) -> int | None:
    """Answer the number that storage knows a digest by, or None where `key` is no key of a digest."""
    return _number_after("digest-", key)


def edition_key(number: int) -> EditionKey:
    """Name the edition that storage knows as `number`."""
    return EditionKey(f"edition-{number}")


def edition_number(key: str) -> int | None:
    """Answer the number that storage knows an edition by, or None where `key` is no key of an edition."""
    return _number_after("edition-", key)


def _number_after(prefix: str, key: str) -> int | None:
    digits = key.removeprefix(prefix)
    is_number = digits != key and digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS
    return int(digits) if is_number and int(digits) <= LARGEST_NUMBER else None
