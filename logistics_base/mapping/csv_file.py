# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A CSV file of any size, read row by row, as often as asked."""

import csv
import io
from copy import copy
from itertools import islice

from .csv_rows import LOOKED_AT, detect_delimiter, named_row, unique_names
from .errors import DecodeError
from .file_charset import charset_of

#: No row may have more characters, nor may any line: a quote that is never closed
#: would make one row of all that follows.
LONGEST_ROW = 1024 * 1024
# Follows the last line: within an open quote it does not make a row of its own.
_END = "\ue000\ue001"
# Whatever bytes a file of rows holds, a person can still read it as Windows-1252.
_FALLBACKS = ("cp1252", "latin-1")


class CsvFile:
    """Its ``header`` is read at once, the rows when they are asked for.

    :ivar header: the names of the columns.
    :ivar has_header: whether the file names them itself.
    """

    def __init__(self, open_file, options, content_type=None):
        """
        :param open_file: callable that opens the file as a binary stream.
        :param options: of the preset, as for `csv_rows.parse_csv`.
        :raise DecodeError: it cannot be read as text or as CSV.
        """
        declared = options.get("encoding")
        fallbacks = (declared, *_FALLBACKS) if declared else _FALLBACKS
        self._open_file = open_file
        self._charset = charset_of(open_file, content_type, fallbacks)
        self._skipped = options.get("skip_lines", 0)
        self._ends_lines = self._has_trailer = False
        self._quote = options.get("quote", '"')
        self._delimiter = options.get("delimiter") or self._detected()
        self.has_header = options.get("header", True)
        names = options.get("columns", [])
        if self.has_header:
            names = next((row for _line, row in self._records()), [])
        self.header = unique_names(names)

    def ending(self, *, ends_lines, has_trailer):
        """Return the file, knowing how it ends where all of it is there.

        :param ends_lines: the last line ends as all others do.
        :param has_trailer: the last row is of another kind, and may be shorter.
        """
        file = copy(self)
        file._ends_lines, file._has_trailer = ends_lines, has_trailer
        return file

    def rows(self):
        """Yield (line, {column: text}) of each row that is not blank.

        ``line`` is where the row ends, so that people find it in their file.

        :raise DecodeError: when its turn comes: ``truncated`` where the file stops
            short, ``syntax`` where it is no CSV, each naming the line.
        """
        header, width = self.header, len(self.header)
        for line, row in self.cells():
            if len(row) <= width:
                yield line, dict(zip(header, row, strict=False))
            else:
                yield line, named_row(header, row)

    def cells(self):
        """As `rows`, with the texts of a row as a list.

        Each row is held back until the next one is there: only then it is known to be
        whole.
        """
        records = self._records()
        if self.has_header:
            next(records, None)
        before, narrowest = None, 0
        for line, row in records:
            if before is not None:
                width = len(before[1])
                narrowest = min(narrowest or width, width)
                yield before
            before = (line, row)
        if before is not None:
            self._check_last(*before, narrowest or self._told_width())
            yield before

    def _told_width(self):
        # A header that ends in a delimiter tells of a column that no row has.
        width = len(self.header)
        while width and self.header[width - 1] == f"c{width}":
            width -= 1
        return width

    def _check_last(self, line, row, width):
        if len(row) < width and not self._has_trailer:
            raise DecodeError(
                "truncated",
                f"line {line}: the file ends within a row: {len(row)} of {width} columns",
            )

    def _records(self):
        """Yield (line, texts) of what is not blank, the header as well."""
        fed = _Lines(self._text(), self._skipped, self._ends_lines)
        reader = csv.reader(fed, delimiter=self._delimiter, quotechar=self._quote)
        try:
            for row in reader:
                fed.length = 0
                if fed.ended:
                    self._check_end(row, fed.number)
                elif row and (row[0].strip() or any(map(str.strip, row))):
                    yield fed.number, row
        except csv.Error as error:
            raise DecodeError(
                "syntax", f"not CSV at line {fed.number}: {error}"
            ) from None
        finally:
            fed.close()

    def _check_end(self, row, line):
        if row != [_END]:
            raise DecodeError(
                "truncated", f"line {line}: the file ends within a quoted text"
            )

    def _detected(self):
        with self._text() as text:
            lines = iter(lambda: text.readline(LONGEST_ROW), "")
            sample = islice(lines, self._skipped, self._skipped + LOOKED_AT)
            return detect_delimiter(list(sample), self._quote)

    def _text(self):
        return io.TextIOWrapper(self._open_file(), encoding=self._charset, newline="")


class _Lines:
    """The lines of a text as `csv.reader` wants them, and where it is.

    :ivar number: of the line that was handed out last.
    :ivar length: characters since the last row was complete; whoever reads rows sets
        it to 0.
    :ivar ended: nothing follows any more.
    """

    __slots__ = ("_ends_lines", "_last", "_text", "ended", "length", "number")

    def __init__(self, text, skipped, ends_lines):
        self._text = text
        self._ends_lines = ends_lines
        self._last = "\n"
        lines = iter(lambda: text.readline(LONGEST_ROW), "")
        self.number = sum(1 for _line in islice(lines, skipped))
        self.length = 0
        self.ended = False

    def __iter__(self):
        return self

    def __next__(self):
        line = self._text.readline(LONGEST_ROW)
        if not line:
            return self._end()
        self.number += 1
        self.length += len(line)
        if self.length >= LONGEST_ROW:
            raise DecodeError(
                "limits",
                f"line {self.number}: a row of more than {LONGEST_ROW} characters; is a "
                "quote never closed?",
            )
        if "\x00" in line:
            raise DecodeError(
                "encoding", f"line {self.number}: the message holds NUL characters"
            )
        self._last = line
        return line

    def _end(self):
        if self.ended:
            raise StopIteration
        self.ended = True
        if self._ends_lines and self._last[-1] not in "\r\n":
            raise DecodeError(
                "truncated", f"line {self.number}: the last line does not end"
            )
        return _END

    def close(self):
        self._text.close()
