# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who may call a carrier: API keys, and OAuth2 client credentials (RFC 6749 4.4)."""

import base64
import binascii
import hmac
import secrets
from dataclasses import dataclass, field

from .problems import ApiError

CANCELLING = ("immediate", "pending")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A customer of the carrier, and how the carrier treats it.

    :param honours_keys: a repeated booking with the same key is answered by the first.
    :param lookup: bookings can be looked up by key and by reference.
    :param cancelling: ``immediate``, or ``pending``: decided later.
    :param journeys: what is booked sets out on a journey.
    :param handover_wait: seconds for which a parcel waits for a pickup or a manifest
        before the carrier fetches it all the same.
    :param webhooks: what happens is told without being asked.
    :param token_lifetime: seconds for which an access token counts.
    :param cutoff: hour of the day, UTC, until which a pickup can be had today.
    """

    number: str
    api_key: str | None = field(default=None, repr=False)
    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)
    currency: str = "EUR"
    honours_keys: bool = True
    lookup: bool = True
    cancelling: str = "immediate"
    journeys: bool = True
    handover_wait: int = 0
    webhooks: bool = True
    token_lifetime: int = 3600
    cutoff: int = 16
    journey: str | None = None


class Door:
    """Lets an account in, or nobody."""

    def __init__(self, account, book, clock):
        self._account = account
        self._book = book
        self._clock = clock

    def issue(self, request, form):
        """Return a fresh access token and its lifetime.

        :raise ApiError: if the client is not who it says.
        """
        if form.get("grant_type") != "client_credentials":
            raise ApiError(400, "unsupported_grant_type", "Ask for client_credentials.")
        client, secret = _client(request, form)
        if not (
            _same(client, self._account.client_id)
            and _same(secret, self._account.client_secret)
        ):
            raise ApiError(401, "invalid_client", "The client is not known.")
        token = secrets.token_urlsafe(24)
        expires = self._clock.time() + self._account.token_lifetime
        self._book.write("token", token, {"expires": expires})
        self._book.next_number("tokens")
        return token, self._account.token_lifetime

    def check_bearer_or_key(self, request, header="X-Api-Key"):
        """Let a valid token or the account's key pass. :raise ApiError: else."""
        authorization = request.header("Authorization", "")
        if authorization.startswith("Bearer "):
            token = self._book.read("token", authorization.removeprefix("Bearer "))
            if token and token["expires"] > self._clock.time():
                return
        elif _same(request.header(header), self._account.api_key):
            return
        raise ApiError(
            401,
            "unauthorized",
            "The credentials are missing, wrong or expired.",
            headers={"WWW-Authenticate": "Bearer"},
        )


def _client(request, form):
    scheme, _space, given = request.header("Authorization", "").partition(" ")
    if scheme != "Basic":
        return form.get("client_id"), form.get("client_secret")
    try:
        pair = base64.b64decode(given, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None, None
    client, _colon, secret = pair.partition(":")
    return client, secret


def _same(given, known):
    if not given or not known:
        return False
    return hmac.compare_digest(given.encode(), known.encode())
