# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What every signature scheme promises, and the steps they have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hmac import compare_digest

MAX_HEADER_LENGTH = 8192
FIVE_MINUTES = 300

_MESSAGES = {
    "missing": "The request has no header {header}.",
    "malformed": "The header {header} is not well formed.",
    "mismatch": "The header {header} does not match the request and the secret.",
    "stale": "The time in the header {header} is too far from the present.",
    "no_secret": "No usable secret is set, so nothing can be accepted.",
}


class SignatureError(Exception):
    """A request that must not be accepted.

    ``reason`` is ``missing``, ``malformed``, ``mismatch``, ``stale`` or
    ``no_secret``. The text names a header at most: it holds no secret, no digest and
    nothing the sender wrote, so it may be logged and shown.
    """

    def __init__(self, reason, header=""):
        self.reason = reason
        self.header = header
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
    #: seconds a timestamp may lie in the past or in the future; None: none is sent.
    #: The option ``tolerance`` replaces it.
    tolerance: int | None = None
    #: False where the proof says who sent, but not that the body is what was sent
    covers_body = True
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
        :param message_id: the delivery's id, where the scheme sends one
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
        being rotated; blank or unusable ones are never tried.

        :param now: seconds since the epoch
        :param options: the integration's signature options
        :raise SignatureError: in every other case, and no other exception
        """
        raise NotImplementedError

    def _keys(self, secrets):
        """Return the key of each usable secret; refuse when there is none."""
        if isinstance(secrets, str):
            secrets = [secrets]  # never its letters, one by one
        keys = [self._key(secret) for secret in secrets or () if secret]
        usable = [key for key in keys if key]
        if not usable:
            raise SignatureError("no_secret")
        return usable

    def _key(self, secret):
        """Return what ``secret`` stands for, or None if it cannot be used."""
        return utf8(secret) if secret.strip() else None

    def _check_time(self, timestamp, now, header, options):
        """Refuse a time further than the tolerance from ``now``, either way."""
        tolerance = option(options, "tolerance", self.tolerance, kind=int)
        if not abs(now - timestamp) <= tolerance:
            raise SignatureError("stale", header)


def utf8(text):
    """Return ``text`` as UTF-8, or None if it holds what UTF-8 cannot."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return None


def option(options, name, default, kind=str):
    """Return the option if it is set and of its kind, else the default."""
    value = options.get(name) if options else None
    return value if value and type(value) is kind else default


def read_header(request, name):
    """Return the header's value; refuse an absent, oversized or non-ASCII one."""
    value = request.headers.get(name)
    if not value:
        raise SignatureError("missing", name)
    if type(value) is not str or len(value) > MAX_HEADER_LENGTH or not value.isascii():
        raise SignatureError("malformed", name)
    return value


def read_pattern(request, name, pattern):
    """Return the match of the whole header with ``pattern``, else refuse it."""
    match = pattern.fullmatch(read_header(request, name))
    if not match:
        raise SignatureError("malformed", name)
    return match


def require_match(expected, given, header):
    """Refuse unless ``given`` is among ``expected``, comparing with every one."""
    matched = False
    for candidate in expected:
        matched |= compare_digest(candidate, given)
    if not matched:
        raise SignatureError("mismatch", header)
