# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a carrier's API refuses, and how it says so."""


class ApiError(Exception):
    """The API answers with an error.

    :param status: the HTTP status.
    :param code: a stable word for machines.
    :param errors: ``(field, message)`` pairs, where fields are wrong.
    """

    def __init__(self, status, code, message, errors=(), headers=None):
        super().__init__(message)
        self.status = status
        self.code = code
        self.errors = tuple(errors)
        self.headers = dict(headers or {})


def invalid(*errors):
    """Return the error that names what is wrong with a request."""
    return ApiError(422, "invalid", "The request cannot be carried out.", errors)


def not_found(what):
    """Return the error for something that is not there."""
    return ApiError(404, "not_found", f"There is no such {what}.")
