"""Claims in a letter's text: found, bound to a question, and held against the data.

`judging.judge` does all three; `evidence.evidence_for` reads what it holds them against, and
`reading.passages` the text of a .md, .txt or .docx letter. No language model: the same text and the
same data always give the same verdicts.
"""
