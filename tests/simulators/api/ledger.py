# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the simulated carriers have on their books: SQLite, so a restart forgets none."""

import json
import random
import sqlite3
import threading
import zlib
from collections import Counter
from contextlib import contextmanager

_TABLES = """
CREATE TABLE IF NOT EXISTS entry (
    carrier TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
    key TEXT, state TEXT, content TEXT NOT NULL,
    PRIMARY KEY (carrier, kind, id)
);
CREATE INDEX IF NOT EXISTS entry_key ON entry (carrier, kind, key);
CREATE TABLE IF NOT EXISTS parcel (
    carrier TEXT NOT NULL, number TEXT NOT NULL, booking TEXT NOT NULL,
    position INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS parcel_number ON parcel (carrier, number);
CREATE INDEX IF NOT EXISTS parcel_booking ON parcel (carrier, booking);
CREATE TABLE IF NOT EXISTS event (
    carrier TEXT NOT NULL, number TEXT NOT NULL, id TEXT NOT NULL,
    content TEXT NOT NULL, UNIQUE (carrier, number, id)
);
CREATE TABLE IF NOT EXISTS counter (
    carrier TEXT NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL,
    PRIMARY KEY (carrier, name)
);
"""


class Ledger:
    """The books of all carriers. Every method is safe to call from any thread.

    :param path: of the SQLite file; without one all is kept in memory.
    """

    def __init__(self, path=None):
        self._database = sqlite3.connect(
            path or ":memory:", check_same_thread=False, isolation_level=None
        )
        self._lock = threading.RLock()
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=NORMAL")
        self._database.executescript(_TABLES)

    def close(self):
        """Close the file."""
        with self._lock:
            self._database.close()

    def book_of(self, carrier):
        """Return the part of the ledger that is one carrier's."""
        return Book(self, carrier)

    @contextmanager
    def transaction(self):
        """Make what is written inside all or nothing, and nobody else's turn."""
        with self._lock:
            if self._database.in_transaction:
                yield
                return
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

    def execute(self, statement, *values):
        """Run a statement and return all its rows."""
        with self._lock:
            return self._database.execute(statement, values).fetchall()


class Book:
    """One carrier's entries: bookings, offers, pickups, manifests, tokens."""

    def __init__(self, ledger, carrier):
        self._ledger = ledger
        self.carrier = carrier
        self.transaction = ledger.transaction

    def next_number(self, name):
        """Return 1, 2, 3... for each name, never the same twice."""
        with self.transaction():
            self._ledger.execute(
                "INSERT INTO counter VALUES (?, ?, 1) ON CONFLICT (carrier, name)"
                " DO UPDATE SET value = value + 1",
                self.carrier,
                name,
            )
            return self.count(name)

    def count(self, name):
        """Return how far a counter is."""
        found = self._ledger.execute(
            "SELECT value FROM counter WHERE carrier = ? AND name = ?",
            self.carrier,
            name,
        )
        return found[0][0] if found else 0

    def next_digits(self, name):
        """Return the next number of a carrier that no other carrier and ledger gives."""
        with self.transaction():
            base = self.read("base", name)
            if not base:
                base = {"value": random.SystemRandom().randrange(10**7, 10**8)}
                self.write("base", name, base)
            ours = zlib.crc32(self.carrier.encode()) % 1000
            return f"{ours:03d}{base['value'] * 10 + self.next_number(name):010d}"

    def write(self, kind, identifier, content, *, key=None, state=None):
        """Enter something, or put it in place of what is there."""
        self._ledger.execute(
            "INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?, ?)",
            self.carrier,
            kind,
            identifier,
            key,
            state,
            json.dumps(content),
        )

    def read(self, kind, identifier):
        """Return what was entered, None if there is nothing."""
        found = self._entries(kind, "id", identifier)
        return found[0] if found else None

    def by_key(self, kind, key):
        """Return everything of a kind that was entered under a key, oldest first."""
        return self._entries(kind, "key", key)

    def by_state(self, kind, *states):
        """Return everything of a kind in one of these states, oldest first."""
        return [
            each for state in states for each in self._entries(kind, "state", state)
        ]

    def _entries(self, kind, column, value):
        rows = self._ledger.execute(
            "SELECT content FROM entry WHERE carrier = ? AND kind = ?"
            f" AND {column} = ? ORDER BY rowid",
            self.carrier,
            kind,
            value,
        )
        return [json.loads(content) for (content,) in rows]

    def bookings_by_reference(self, value):
        """Return the bookings whose customer gave this reference, oldest first."""
        rows = self._ledger.execute(
            "SELECT content FROM entry WHERE carrier = ? AND kind = 'booking'"
            " AND EXISTS (SELECT 1 FROM"
            " json_each(entry.content, '$.request.consignment.references') AS one"
            " WHERE json_extract(one.value, '$.value') = ?) ORDER BY rowid",
            self.carrier,
            value,
        )
        return [json.loads(content) for (content,) in rows]

    def give_numbers(self, booking, numbers):
        """Note which tracking numbers a booking's parcels bear."""
        for position, number in enumerate(numbers):
            self._ledger.execute(
                "INSERT INTO parcel VALUES (?, ?, ?, ?)",
                self.carrier,
                number,
                booking,
                position,
            )

    def booking_of(self, number):
        """Return the id of the booking that bears a tracking number, the first one."""
        found = self._ledger.execute(
            "SELECT booking FROM parcel WHERE carrier = ? AND number = ?"
            " ORDER BY rowid LIMIT 1",
            self.carrier,
            number,
        )
        return found[0][0] if found else None

    def last_number(self):
        """Return the tracking number given last, None if there was none."""
        found = self._ledger.execute(
            "SELECT number FROM parcel WHERE carrier = ? ORDER BY rowid DESC LIMIT 1",
            self.carrier,
        )
        return found[0][0] if found else None

    def remember(self, number, identifier, content):
        """Note an event of a parcel, once."""
        self._ledger.execute(
            "INSERT OR IGNORE INTO event VALUES (?, ?, ?, ?)",
            self.carrier,
            number,
            identifier,
            json.dumps(content),
        )

    def events(self, number):
        """Return a parcel's events in the order they were told."""
        rows = self._ledger.execute(
            "SELECT content FROM event WHERE carrier = ? AND number = ? ORDER BY rowid",
            self.carrier,
            number,
        )
        return [json.loads(content) for (content,) in rows]

    def summary(self):
        """Return what a fault test counts: bookings by state and by key."""
        rows = self._ledger.execute(
            "SELECT key, state FROM entry WHERE carrier = ? AND kind = 'booking'",
            self.carrier,
        )
        keys = Counter(key for key, _state in rows if key)
        numbers = Counter(
            number
            for (number,) in self._ledger.execute(
                "SELECT number FROM parcel WHERE carrier = ?", self.carrier
            )
        )
        return {
            "bookings": len(rows),
            "by_state": dict(Counter(state for _key, state in rows)),
            "keys": len(keys),
            "without_key": sum(1 for key, _state in rows if not key),
            "booked_twice": {key: n for key, n in keys.items() if n > 1},
            "tracking_numbers": sum(numbers.values()),
            "duplicate_numbers": {no: n for no, n in numbers.items() if n > 1},
            "calls": self._calls(),
        }

    def _calls(self):
        rows = self._ledger.execute(
            "SELECT name, value FROM counter WHERE carrier = ? AND name LIKE 'call %'",
            self.carrier,
        )
        return {name.removeprefix("call "): value for name, value in rows}
