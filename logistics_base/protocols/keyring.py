# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Secrets at rest, and secrets that live outside the database.

Tokens are Fernet (https://github.com/fernet/spec): AES-128-CBC with HMAC-SHA256.
"""

import os
import re
import stat
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

MAX_FILE_SIZE = 64 * 1024
_SEPARATORS = re.compile(r"[,\s]+")
_KEY = re.compile(r"[0-9A-Za-z_-]{43}=")


class KeyringError(Exception):
    """A key or a secret that cannot be used; says what to mend, never the secret."""


class Keyring:
    """The keys that protect stored secrets: the first encrypts, all decrypt."""

    def __init__(self, keys):
        self._fernet = MultiFernet(keys)

    @classmethod
    def from_text(cls, text):
        """Return the keyring of comma- or newline-separated keys.

        :raise KeyringError: if there is no key, or one is not a Fernet key
        """
        keys = keys_in(text)
        if not keys:
            raise KeyringError(
                "No encryption key is set. Generate one and set it before storing "
                "credentials."
            )
        return cls([cls._fernet_of(key, at) for at, key in enumerate(keys, 1)])

    @staticmethod
    def _fernet_of(key, position):
        # Fernet itself reads over what follows the padding, such as a second key.
        if not _KEY.fullmatch(key):
            raise KeyringError(
                f"Encryption key number {position} is not valid: it must be 32 random "
                "bytes in URL-safe base64. Generate one instead of typing it."
            )
        return Fernet(key)

    @staticmethod
    def generate():
        """Return a new random key as text."""
        return Fernet.generate_key().decode("ascii")

    def encrypt(self, secret):
        """Return ``secret`` as a token that only this keyring's keys can read."""
        return self._fernet.encrypt(secret.encode()).decode("ascii")

    def decrypt(self, token):
        """Return the secret in ``token``.

        :raise KeyringError: if no key of the ring made it, or it was changed
        """
        return self._guarded(self._fernet.decrypt, token).decode()

    def rotate(self, token):
        """Return the same secret as a token of the first key.

        :raise KeyringError: if no key of the ring made it, or it was changed
        """
        return self._guarded(self._fernet.rotate, token).decode("ascii")

    @staticmethod
    def _guarded(operation, token):
        try:
            return operation(token.encode("ascii"))
        except (InvalidToken, UnicodeEncodeError, AttributeError):
            pass
        raise KeyringError(
            "A stored credential cannot be decrypted: none of the encryption keys in "
            "use made it. Add the key it was stored with as a further key, or enter "
            "the credential again."
        )


def keys_in(text):
    """Return the keys of a comma- or newline-separated list, the first one first."""
    return [key for key in _SEPARATORS.split(text or "") if key]


def resolve_reference(value):
    """Return the secret ``value`` stands for, read at use and kept nowhere.

    ``env:NAME`` is an environment variable, ``file:/path`` the stripped content of a
    file of at most 64 KiB; anything else is the secret itself.

    :raise KeyringError: if the place holds nothing usable; names the place and mend
    """
    if value.startswith("env:"):
        return _from_environment(value[len("env:") :])
    if value.startswith("file:"):
        return _from_file(value[len("file:") :])
    return value


def _from_environment(name):
    secret = os.environ.get(name, "").strip()
    if not secret:
        raise KeyringError(
            f"The environment variable {name!r} is not set or empty. Set it for the "
            "server and restart."
        )
    return secret


def _from_file(name):
    path = Path(name)
    if not path.is_absolute():
        raise KeyringError(f"The secret file {name!r} needs an absolute path.")
    try:
        raw = _read_regular_file(path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a usable path"
    else:
        return _secret_text(name, raw)
    raise KeyringError(
        f"The secret file {name!r} cannot be read ({reason}). Check that it exists "
        "and that the server's user may read it."
    )


def _read_regular_file(path):
    # O_NONBLOCK: opening a named pipe must not hang the worker.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ValueError
        return file.read(MAX_FILE_SIZE + 1)


def _secret_text(name, raw):
    if len(raw) > MAX_FILE_SIZE:
        raise KeyringError(
            f"The secret file {name!r} is larger than {MAX_FILE_SIZE} bytes. Point to "
            "a file that holds the secret alone."
        )
    try:
        secret = raw.decode().strip()
    except UnicodeDecodeError:
        secret = None
    if secret:
        return secret
    raise KeyringError(
        f"The secret file {name!r} is empty or not UTF-8 text. Write the secret into "
        "it."
    )
