"""The open-data pack: what may be published of the data, as CSV files that describe themselves."""
