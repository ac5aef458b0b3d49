"""From an inspector's bytes to loaded rows: read, check, load."""
