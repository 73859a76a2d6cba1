"""The school's database: tables, connections, the differences of dialects, and what is read and written in rows."""
