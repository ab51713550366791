"""Claims in DuckDB: one file, runs that are whole or not there, papers that count once."""
