"""The commands, one a module, and the statuses that they end with.

A module's docstring is its page of help; `arguments` says what it takes, `run` does it and returns
the status. A module is imported when its command was chosen, and imports what needs the database
when it runs, so that no page of help waits for it.
"""

DONE = 0
HAS_PROBLEMS = 1
WRONG = 2
NO_DATABASE = 3
INTERRUPTED = 130
