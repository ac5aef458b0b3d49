"""What the command line prints: rows as a table, CSV or JSON, and a pack's receipt for people."""
