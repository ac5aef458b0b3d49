"""The DuckDB file: opening, migrating, reading and writing. The only place that opens DuckDB."""
