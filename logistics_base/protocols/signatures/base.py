# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What every webhook signature scheme promises, and the refusals they share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hmac import compare_digest

MAX_HEADER_LENGTH = 8192
FIVE_MINUTES = 300

_MESSAGES = {
    "missing": "The request carries no signature in the header {header}.",
    "malformed": "The header {header} is not a well-formed signature.",
    "mismatch": "The signature in the header {header} does not match the request.",
    "stale": "The time in the header {header} is outside the tolerance.",
    "no_secret": "No usable secret is set, so nothing can be accepted.",
}


class SignatureError(Exception):
    """A request that must not be accepted.

    ``reason`` is ``missing``, ``malformed``, ``mismatch``, ``stale`` or
    ``no_secret``. The text names the header at most: it holds no secret, no digest
    and nothing the sender wrote, so it may be logged and shown.
    """

    def __init__(self, reason, header="of the signature"):
        self.reason = reason
        super().__init__(_MESSAGES[reason].format(header=header))


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """A request as it was signed: the raw body, untouched.

    ``path`` includes the query; ``headers`` is any mapping whose ``get`` ignores case.
    """

    method: str
    path: str
    headers: Mapping
    body: bytes


class SignatureScheme:
    """How one family of senders proves that a request is its own.

    A scheme holds no state. Secrets, the clock and the options come with each call,
    so one instance serves every integration and every thread.
    """

    code: str
    label: str
    #: names of the credentials that hold the secret
    secret_names: tuple[str, ...] = ("webhook_secret",)
    requires_secret = True
    #: seconds a timestamp may lie in the past or in the future; None: none is sent
    tolerance: int | None = None
    #: checked against the sender's own published documentation or library
    verified = True

    def sign(
        self,
        secret: str,
        request: SignedRequest,
        *,
        now: float,
        message_id: str | None = None,
        options: Mapping | None = None,
    ) -> dict[str, str]:
        """Return the headers a sender adds to ``request``.

        :param now: seconds since the epoch
        :param options: as for :meth:`verify`
        :raise SignatureError: ``no_secret`` if the secret cannot sign
        """
        raise NotImplementedError

    def verify(
        self,
        secrets: Sequence[str],
        request: SignedRequest,
        *,
        now: float,
        options: Mapping | None = None,
    ) -> None:
        """Return quietly if one of ``secrets`` signed ``request``; else raise.

        Compares in constant time. Several secrets are valid at once while they are
        being rotated; empty ones are never tried.

        :param now: seconds since the epoch
        :param options: the integration's signature options
        :raise SignatureError: in every other case, and no other exception
        """
        raise NotImplementedError


def usable(secrets):
    """Return the secrets that are not blank; refuse when there is none."""
    found = [secret for secret in secrets or () if secret and secret.strip()]
    if not found:
        raise SignatureError("no_secret")
    return found


def read_header(request, name, max_length=MAX_HEADER_LENGTH):
    """Return the header's value, refusing an absent, oversized or non-ASCII one."""
    value = request.headers.get(name)
    if not value:
        raise SignatureError("missing", name)
    if not isinstance(value, str) or len(value) > max_length or not value.isascii():
        raise SignatureError("malformed", name)
    return value


def check_time(timestamp, now, tolerance, header):
    """Refuse a time further than ``tolerance`` seconds from ``now``, either way."""
    if not abs(now - timestamp) <= tolerance:
        raise SignatureError("stale", header)


def require_match(expected, given, header):
    """Refuse unless ``given`` is one of ``expected``; every one is compared."""
    matched = False
    for candidate in expected:
        matched |= compare_digest(candidate, given)
    if not matched:
        raise SignatureError("mismatch", header)
