# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Files instead of calls: EDI both ways, and stock lists as CSV."""

import hashlib
import logging
import os
from datetime import timedelta
from pathlib import Path

from .. import folder
from . import edi

_logger = logging.getLogger(__name__)
ENDINGS = {"x12": "x12", "edifact": "edi"}
#: Rows of a stock file that are written at once.
CHUNK = 2000
#: As the suite's own preset for such files reads them.
HEADER = "warehouse,as_of,sku,status,lot,on_hand\n"


class Files:
    """The folders of one warehouse; without folders nothing happens."""

    def __init__(self, plan, book, clock, mishaps):
        self.plan = plan
        self.book = book
        self._clock = clock
        self._mishaps = mishaps

    # Taking

    def taken(self):
        """Yield (type, document) of the files that lie there; each is taken once."""
        if not self.plan.picks_up:
            return
        for path in folder.whole_files(self.plan.picks_up):
            yield from self._read(path)
            self.book.next_number("taken")
            path.unlink()

    def _read(self, path):
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        if self.book.read("file", digest) is not None:
            self.book.next_number("repeated")
            return
        try:
            found, facts, answer = edi.read(content)
        except Exception as error:  # noqa: BLE001  whatever a file makes of a reader
            _logger.warning("%s cannot be read: %s", path.name, error)
            self.book.next_number("broken")
            return
        self.book.write("facts", "partner", facts)
        if answer:
            self._write(edi.acknowledged(answer, self._envelope()))
        yield from found
        # Only now: what a crash interrupts is done again.
        self.book.write("file", digest, {})

    # Putting

    def put(self, document_type, content, fault):
        """Put a document into the folder as a file, unless a fault has it otherwise."""
        written = edi.write(self.plan, document_type, content, self._envelope())
        if written is not None:
            self._write(written, fault)

    def _envelope(self):
        facts = self.book.read("facts", "partner")
        control = self.book.next_number("control")
        return edi.envelope(self.plan, facts, control, self._clock.now())

    def _write(self, content, fault=None):
        name = f"{self.plan.code}-{self.book.next_number('written'):06d}"
        if fault == "truncate":
            content = content[: len(content) // 2]
        copies = ("", "-again") if fault == "duplicate" else ("",)
        for copy in copies:
            ending = ENDINGS[self.plan.format]
            folder.put(self.plan.drops, f"{name}{copy}.{ending}", content)

    def stock_list(self, rows, megabytes, *, cut=False):
        """Put a list of stock of that size into the folder, and return its name.

        :param rows: what is on the shelf; goods nobody knows fill it up.
        :param cut: it ends in the middle of a line.
        """
        name = self._list_name()
        size = int(megabytes * 1024 * 1024)
        as_of = self._clock.now().isoformat()
        with folder.hidden_until_whole(self.plan.drops, name) as path:
            self._write_list(path, rows, as_of, size)
            if cut:
                os.truncate(path, path.stat().st_size - len(as_of) // 2)
        return name

    def _list_name(self):
        """Return a name that no list there has: the stamp in it tells them apart."""
        when = self._clock.now()
        while True:
            stamp = when.strftime("%Y%m%d%H%M%S")
            name = f"stock_complete_{self.plan.warehouse}_{stamp}.csv"
            if not (Path(self.plan.drops) / name).exists():
                return name
            when += timedelta(seconds=1)

    def _write_list(self, path, rows, as_of, size):
        with open(path, "w", encoding="utf-8") as file:
            file.write(HEADER)
            for lines in self._stock_lines(rows, as_of):
                file.write(lines)
                if file.tell() >= size:
                    break

    def _stock_lines(self, rows, as_of):
        """Yield the lines, many at once; without end."""
        told = self.plan.warehouse
        yield "".join(
            f"{told},{as_of},{row['sku']},{row['status']},{row['lot'] or ''},"
            f"{row['quantity']}\n"
            for row in rows
        )
        number = 0
        while True:
            yield "".join(
                f"{told},{as_of},FILL{number + at:09d},good,,{at % 50}\n"
                for at in range(CHUNK)
            )
            number += CHUNK
