# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A chain of hashes over audit entries: what was changed, cut out or moved is found.

An entry's hash covers the hash of the entry before it and all that the entry says. What
it says of people stands for itself in the hash by a digest alone, salted for each person:
once the salt is destroyed, nobody can tell what was said, and the chain still holds.
Signed checkpoints show that nobody made the whole chain anew.
"""

import base64
import hashlib
import hmac
import json
from typing import NamedTuple

from cryptography.fernet import Fernet, InvalidToken

#: What the first entry is written after.
GENESIS = "0" * 64
_SEAL = b"odoo-logistics audit seal\0"
_SIGN = b"odoo-logistics audit checkpoint\0"


class Entry(NamedTuple):
    """An entry as it is stored.

    :ivar str uid: its own random name, which no other entry has.
    :ivar str at: ISO 8601, UTC.
    :ivar tuple subjects: ids of the persons whose salts its digest is made with.
    :ivar details: canonical JSON; None where it is sealed, or there is none.
    :ivar sealed: the details encrypted, where they are about persons.
    """

    sequence: int
    uid: str
    company_id: int
    at: str
    actor: str
    user_id: int | None
    credential_id: int | None
    action: str
    model: str
    record_id: int | None
    subjects: tuple
    details: str | None
    sealed: str | None
    digest: str
    prev_hash: str
    hash: str


class Finding(NamedTuple):
    """What is wrong with a chain, and where.

    :ivar kind: ``changed``, ``missing``, ``reordered``, ``truncated``, ``forged``,
        ``unsigned`` or ``unreadable``.
    """

    sequence: int
    kind: str
    text: str


def canonical(value):
    """Return the one JSON text of a value."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str
    )


def digest(salts, uid, details):
    """Return what stands for the details in the chain.

    :param salts: of the persons they are about, as bytes; none for what is about none.
    :param details: canonical JSON, or None.
    """
    salted = hashlib.sha256(uid.encode())
    for salt in salts:
        salted.update(hashlib.sha256(salt).digest())
    salted.update((details or "").encode())
    return salted.hexdigest()


def seal(salts, details):
    """Return the details such that only who has all the salts can read them."""
    return _fernet(salts).encrypt(details.encode()).decode("ascii")


def unseal(salts, sealed):
    """Return the details; None where these are not the salts."""
    try:
        return _fernet(salts).decrypt(sealed.encode()).decode()
    except (InvalidToken, ValueError):
        return None


def _fernet(salts):
    key = hashlib.sha256(_SEAL + b"".join(hashlib.sha256(s).digest() for s in salts))
    return Fernet(base64.urlsafe_b64encode(key.digest()))


def entry_hash(prev_hash, entry):
    """Return the hash of an entry that is written after another."""
    said = [
        entry.uid,
        entry.company_id,
        entry.at,
        entry.actor,
        entry.user_id,
        entry.credential_id,
        entry.action,
        entry.model,
        entry.record_id,
        list(entry.subjects),
        entry.digest,
    ]
    return hashlib.sha256(f"{prev_hash}\n{canonical(said)}".encode()).hexdigest()


def chained(entry, prev_hash):
    """Return the entry as it stands after another one."""
    return entry._replace(prev_hash=prev_hash, hash=entry_hash(prev_hash, entry))


# Checkpoints


class Checkpoint(NamedTuple):
    """Somebody who has a key has seen the chain as it was at an entry."""

    company_id: int
    sequence: int
    hash: str
    at: str
    key_name: str | None
    signature: str | None


def key_name(key):
    """Return by which name a checkpoint tells the key that signed it."""
    return hashlib.sha256(_SIGN + key.encode()).hexdigest()[:12]


def sign(key, company_id, sequence, hash_, at):
    """Return the signature of a checkpoint by an encryption key."""
    signing = hashlib.sha256(_SIGN + key.encode() + b"\0sign").digest()
    text = canonical([company_id, sequence, hash_, at])
    return hmac.new(signing, text.encode(), hashlib.sha256).hexdigest()


def is_signed(checkpoint, keys):
    """Tell whether one of the keys signed it; None where none of them is its key."""
    for key in keys:
        if key_name(key) == checkpoint.key_name:
            made = sign(key, *checkpoint[:4])
            return hmac.compare_digest(made, checkpoint.signature or "")
    return None


# Verification


class Verifier:
    """Reads a company's chain from its beginning and notes what is wrong with it.

    :param checkpoints: of the company, in any order.
    :param anchors: [(sequence, hash)] that are kept outside of the database.
    :param keys: the encryption keys in use.
    :param dict salts: {person: salt, or None where it was destroyed}.
    :param forgotten: the persons the chain itself says were forgotten.
    """

    def __init__(self, checkpoints=(), anchors=(), keys=(), salts=None, forgotten=()):
        self.findings = []
        self.count = 0
        self.last = None
        self.last_hash = GENESIS
        self.unreadable = 0
        self._keys = keys
        self._salts = salts or {}
        self._forgotten = set(forgotten)
        self._signed = {}
        self._anchors = dict(anchors)
        for checkpoint in checkpoints:
            self._signed.setdefault(checkpoint.sequence, []).append(checkpoint)
        self._by_hash = {}
        self._broken_links = []
        self._sound_since = 0

    def read(self, entry):
        """Take the next entry, by sequence."""
        expected = (self.last or 0) + 1
        self._by_hash[entry.hash] = entry.sequence
        if self._read_gap(entry, expected):
            pass
        elif entry.prev_hash != self.last_hash:
            self._broken_links.append((entry.sequence, entry.prev_hash))
        if entry_hash(entry.prev_hash, entry) != entry.hash:
            self._note(entry, "changed", "what it says is not what was written")
        else:
            self._check_details(entry)
        self._check_outside(entry)
        self.count += 1
        self.last, self.last_hash = entry.sequence, entry.hash

    def finish(self):
        """Take it that there are no more; return what is wrong, in order."""
        for sequence, prev_hash in self._broken_links:
            self._note_broken_link(sequence, prev_hash)
        self._check_tail()
        self.findings.sort()
        return self.findings

    def _read_gap(self, entry, expected):
        if entry.sequence == expected:
            return False
        if entry.sequence < expected:
            self._note(entry, "reordered", "its number was given twice")
            return True
        last = entry.sequence - 1
        text = "it was cut out"
        if expected != last:
            text += f", and all up to {last}"
        self.findings.append(Finding(expected, "missing", text))
        return True

    def _note_broken_link(self, sequence, prev_hash):
        stands = self._by_hash.get(prev_hash)
        if stands:
            text = f"it was written after what is now entry {stands}"
            kind = "reordered"
        elif prev_hash == GENESIS:
            kind, text = "reordered", "it was written as the first of all"
        else:
            kind = "changed"
            text = (
                f"entry {sequence - 1} is not the one it was written after: that was "
                "replaced, or changed and hashed anew"
            )
        self.findings.append(Finding(sequence, kind, text))

    def _check_details(self, entry):
        salts = [self._salts.get(subject) for subject in entry.subjects]
        lost = [s for s, salt in zip(entry.subjects, salts, strict=True) if not salt]
        if lost:
            self.unreadable += 1
            if not set(lost) <= self._forgotten:
                text = "a salt was destroyed, and nobody is on record for it"
                self._note(entry, "unreadable", text)
            return
        details = entry.details
        if entry.subjects and entry.sealed:
            details = unseal(salts, entry.sealed)
        if not hmac.compare_digest(digest(salts, entry.uid, details), entry.digest):
            self._note(entry, "changed", "its details are not what was written")

    def _check_outside(self, entry):
        for checkpoint in self._signed.get(entry.sequence, ()):
            signed = is_signed(checkpoint, self._keys)
            if signed is False:
                self._note(entry, "forged", "its checkpoint is not signed by us")
            elif checkpoint.hash != entry.hash:
                text = "a signed checkpoint says that it was another one"
                self._note(entry, "forged", text)
            elif signed:
                self._sound_since = entry.sequence
        told = self._anchors.get(entry.sequence)
        if told and told != entry.hash:
            text = "what is on record outside of the database is another entry"
            self._note(entry, "forged", text)

    def _check_tail(self):
        last = self.last or 0
        known = [n for n in (*self._signed, *self._anchors) if n > last]
        if known:
            text = (
                f"the chain ends at {last} and went on to {max(known)} at least: its end "
                "was cut off, or an older copy of the database was restored"
            )
            self.findings.append(Finding(last + 1, "truncated", text))
        if last > self._sound_since and self._keys:
            text = f"no checkpoint signed by us vouches for entries up to {last}"
            self.findings.append(Finding(self._sound_since + 1, "unsigned", text))

    def _note(self, entry, kind, text):
        self.findings.append(Finding(entry.sequence, kind, text))
