# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a database holds, and how it is built, in a form that can be compared."""

COLUMNS = """
    SELECT json_build_array(table_name, json_agg(column_name::text))
      FROM information_schema.columns
      JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
       AND (table_name LIKE 'logistics%' OR table_name = ANY('{stock_picking,
            sale_order, delivery_carrier, res_partner, product_template}'))
  GROUP BY table_name
"""
SCHEMA = """
    SELECT json_build_array(table_name || '.' || column_name,
           concat_ws(' ', data_type, is_nullable, column_default))
      FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name LIKE 'logistics%'
    UNION ALL
    SELECT json_build_array(indexname, indexdef)
      FROM pg_indexes
     WHERE schemaname = 'public' AND tablename LIKE 'logistics%'
    UNION ALL
    SELECT json_build_array(conrelid::regclass || '.' || conname,
           pg_get_constraintdef(oid))
      FROM pg_constraint
     WHERE conrelid::regclass::text LIKE 'logistics%' AND contype <> 'n'
"""
# Says nothing about the record.
STAMPS = {"write_date", "write_uid"}


class Record:
    """Reads one database."""

    def __init__(self, installation):
        self._rows = installation.rows

    def schema(self):
        """Return {what: how} of all columns, indexes and constraints."""
        return dict(self._rows(SCHEMA))

    def content(self):
        """Return {table: [row]}, a row being {column: value}."""
        return {
            table: self.rows_of(table, sorted(set(columns) - STAMPS))
            for table, columns in self._rows(COLUMNS)
        }

    def rows_of(self, table, columns):
        """Return the rows of a table with these columns."""
        names = ", ".join(f'"{name}"' for name in columns)
        return self._rows(
            f'SELECT row_to_json(t) FROM (SELECT {names} FROM "{table}") t'
        )
