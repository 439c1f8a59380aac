# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How a request shows whose it is."""

import base64
import threading
import time

from ..call_errors import CallError

#: A token is renewed so long before its end, in seconds, and by up to as much earlier
#: again: not everybody at once.
RENEW_EARLY = 60.0
#: Where the partner does not say how long a token holds.
DEFAULT_LIFETIME = 3600.0


class Auth:
    """Nothing to show; subclasses add it to the request."""

    #: Texts that must never be shown.
    secrets = ()

    def apply(self, headers, params, patience):
        """Add to the headers (a dict) and parameters (a list of pairs) of a request.

        :param patience: seconds it may take at most.
        :raise CallError: where it takes a call itself, and that fails.
        """

    def rejected(self):
        """The partner does not accept it. Return True if another try may go better."""
        return False


class BearerAuth(Auth):
    """``Authorization: Bearer …`` (RFC 6750)."""

    def __init__(self, token):
        self._token = token
        self.secrets = (token,)

    def apply(self, headers, params, patience):
        headers["Authorization"] = f"Bearer {self._token}"


class BasicAuth(Auth):
    """``Authorization: Basic …`` (RFC 7617), in UTF-8."""

    def __init__(self, user, password=""):
        pair = f"{user}:{password}".encode()
        self._value = base64.b64encode(pair).decode()
        # Some partners take an API key as the user, with no password.
        self.secrets = (password or user, self._value)

    def apply(self, headers, params, patience):
        headers["Authorization"] = f"Basic {self._value}"


class HeaderAuth(Auth):
    """A header of the partner's own, such as ``X-Api-Key``."""

    def __init__(self, name, value):
        self._name = name
        self._value = value
        self.secrets = (value,)

    def apply(self, headers, params, patience):
        headers[self._name] = self._value


class QueryAuth(Auth):
    """A parameter of the address: only for partners that know nothing better."""

    def __init__(self, name, value):
        self._name = name
        self._value = value
        self.secrets = (value,)

    def apply(self, headers, params, patience):
        params.append((self._name, self._value))


class OAuth2ClientCredentials(Auth):
    """A token that we get for our client id and secret (RFC 6749, 4.4).

    :param store: a :class:`TokenStore` shared by all who call the partner.
    :param client: an ``HttpClient`` whose base is the token endpoint.
    :param in_body: send the client's id and secret as fields, not as Basic.
    """

    def __init__(
        self, store, client, client_id, client_secret, *, scope=None, in_body=False
    ):
        self._store = store
        self._client = client
        self._id = client_id
        self._secret = client_secret
        self._scope = scope
        self._in_body = in_body
        self._token = None

    @property
    def secrets(self):
        return tuple(filter(None, (self._secret, self._token)))

    def apply(self, headers, params, patience):
        client = self._client.with_deadline(patience)
        self._token = self._store.get(lambda: self._fetch(client), patience)
        headers["Authorization"] = f"Bearer {self._token}"

    def rejected(self):
        token, self._token = self._token, None
        return bool(token) and self._store.drop(token)

    def _fetch(self, client):
        """Return (token, seconds it holds)."""
        form = {"grant_type": "client_credentials"}
        if self._scope:
            form["scope"] = self._scope
        headers = {}
        if self._in_body:
            form |= {"client_id": self._id, "client_secret": self._secret}
        else:
            BasicAuth(self._id, self._secret).apply(headers, [], 0)
        try:
            # A token too many does no harm.
            answer = client.request(
                "POST", "", form=form, headers=headers, repeatable=True
            )
        except CallError as error:
            if error.category != "refused":
                raise
            # RFC 6749, 5.2: no login is 400 there; nobody has read the request itself.
            raise CallError(
                "unauthorized",
                str(error),
                status=error.status,
                problems=error.problems,
            ) from None
        return _read_token(answer)


def _read_token(answer):
    found = answer.json()
    token = found.get("access_token") if isinstance(found, dict) else None
    if not isinstance(token, str) or not _is_fit(token):
        raise CallError(
            "unauthorized", "The partner gave no token for our client id and secret."
        )
    try:
        lifetime = float(found.get("expires_in") or DEFAULT_LIFETIME)
    except (TypeError, ValueError):
        lifetime = DEFAULT_LIFETIME
    return token, lifetime


def _is_fit(token):
    return bool(token) and token.isascii() and token.isprintable()


class TokenStore:
    """Keeps one token; fetched by one caller while the others wait.

    This one is for the threads of one process.

    :param clock: seconds since the epoch.
    :param random: returns a number from 0 to 1.
    """

    def __init__(self, *, clock=time.time, random=lambda: 0.5):
        self._clock = clock
        self._random = random
        self._lock = threading.Lock()
        self._token = None
        self._renew_at = 0.0

    def get(self, fetch, patience):
        """Return a token that holds; ``fetch()`` gives a new one and its seconds.

        :param patience: seconds to wait for another caller who fetches it.
        :raise CallError: as ``fetch`` does; ``deadline`` if the wait was in vain.
        """
        if not self._lock.acquire(timeout=patience):
            raise CallError("deadline", "Somebody else waits for the partner's token.")
        try:
            if not self._token or self._clock() >= self._renew_at:
                self._token, lifetime = fetch()
                self._renew_at = renewal(self._clock(), lifetime, self._random())
            return self._token
        finally:
            self._lock.release()

    def drop(self, token):
        """Forget this token, unless there is a newer one; return whether to retry."""
        with self._lock:
            if self._token == token:
                self._token = None
            return True


def renewal(now, lifetime, random):
    """Return when to renew a token: early, and not everywhere at the same moment."""
    early = min(RENEW_EARLY * (1 + random), lifetime / 2)
    return now + lifetime - early
