"""Counts, shares and intervals: the figures that pages show and the letter states."""
