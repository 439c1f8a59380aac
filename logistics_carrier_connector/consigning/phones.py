# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Phone numbers as carriers want them: E.164, such as +4930123456."""

from contextlib import suppress

import phonenumbers

#: Digits, without the country's, that a number of no known range has at least.
SHORTEST = 6


def to_e164(number, country=None):
    """Return a phone number in E.164, None where it is no number that can be called.

    :param number: as people type it, with or without the country's prefix.
    :param country: ISO 3166-1 alpha-2 of who is called, for numbers without prefix.
    """
    readings = list(_parsed((number or "").strip(), country))
    # Ranges are opened faster than anybody's tables know, so the length may do.
    for is_number in (phonenumbers.is_valid_number, _is_long_enough):
        for parsed in filter(is_number, readings):
            return phonenumbers.format_number(
                parsed, phonenumbers.PhoneNumberFormat.E164
            )
    return None


def _is_long_enough(parsed):
    reason = phonenumbers.is_possible_number_with_reason(parsed)
    return (
        reason == phonenumbers.ValidationResult.IS_POSSIBLE
        and len(str(parsed.national_number)) >= SHORTEST
    )


def _parsed(number, country):
    for candidate in _readings(number):
        with suppress(phonenumbers.NumberParseException):
            yield phonenumbers.parse(candidate, country or None)


def _readings(number):
    """Yield the number, then what else may be meant by it."""
    if not number:
        return
    yield number
    if number.startswith("00"):
        yield "+" + number[2:]
    elif not number.startswith("+"):
        yield "+" + number
