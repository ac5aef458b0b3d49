"""How letters say which cases were relevant: "a plan was needed in 14 cases"."""

import re

from sqs.letter.claims.grammar import NOUN, RELATIVE
from sqs.letter.claims.search import Search

NEEDED = re.compile(
    r"(?<!\bas )(?<!\bwhere )(?<!\bwhen )(?<!\bif )(?<!\bnot )(?<!\bno )(?<!\bmore )\b"
    r"(?:(?:needed|required|necessary|called for|due)\b"
    r"|(?:should|ought to) have (?:led|prompted|triggered|resulted|brought|caused)\b"
    r"|(?:should|ought to) have been (?:an?|one|some|such)\b|there had to be\b"
    r"|(?<!where )(?<!when )there (?:was|were|had been) (?:an? |some )?(?:\w+ )?(?:need|cause"
    r"|call|reason)\b)",
    re.IGNORECASE,
)
NEED = re.compile(
    r" (?:had |have )?(?:needed|required|called for) (?:a|an|such|one)\b"
    r"|(?: (?:of|to|for) [\w ]{1,40}?)? (?:had |have )?(?:needed|required) (?:to be|review|managing"
    r"|attention)\b"
    r"|(?: who)? (?:had|did) not compl(?:y|ied)\b"
    r"| (?:should have been|ought to have been|had to be|(?:was|were|had been|fell) due)\b"
    r"|(?: of the cases)? (?:had|involved|included|featured) (?:an? )?(?:\w+ )?victims?\b"
    r"| (?:were|was|had been|could be) identified\b"
    r"|[^,;.]{0,60}? (?:to|would|did) (?:need|require|warrant|call for|justify|merit) (?:an?"
    r"|another|some)\b"
    r"|,? (?:there (?:was|were|had been) (?:an? |some |good )?(?:\w+ )?(?:changes?|reasons?|events?"
    r"|need|cause|call)\b|(?:something|circumstances|events|things|matters|lives|life) (?:had|have)"
    r" (?:\w+ )?(?:happened|changed|occurred|moved)\b)",
    re.IGNORECASE,
)
CONDITION = re.compile(r"\W*(?:where|when|if)\b[^,;()]*\(\Z", re.IGNORECASE)
NEED_RELATIVE = re.compile(
    r"\b(?:need(?:ed|s)?|required|relevant|necessary|warranted|call(?:ed|s) for|due|applied|arose"
    r"|should(?: \w+)? have|ought to have|had to be|(?:did|had|have|do) not compl(?:y|ied)"
    r"|there (?:was|were) (?:an?|one|any|something)|custody (?:was|had been))\b",
    re.IGNORECASE,
)
"""What made the cases relevant: "the 20 that should have been reviewed"."""
VICTIM = re.compile(
    r"\bthere (?:was|were|had been) (?:an? )?(?:identifi\w+ |known "
    r"|clear )?victims? (?:\w+ )?in \Z"
    r"|\bvictims? (?:was|were|had been|could be) (?:clearly )?(?:identified|known|named) in \Z"
    r"|\bcustody (?:was|had been) (?:[\w-]+ ){0,3}(?:likely|possible|possibility|prospect|option"
    r"|outcome|risk"
    r"|considered|threat) (?:in|for) \Z",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(r"\b(?:where|when|whenever|if|which|who)\b", re.IGNORECASE)
_PARTITIVE = re.compile(r" of (?:the|those|these|our)\b", re.IGNORECASE)
""" "Nine of the cases where it was required": some of those."""
_ENDS = re.compile(r"[,;:.]")
IN_NEED = re.compile(
    r"(?<!that )(?<!which )\b(?:was|were|had been) (?:also )?(?:needed|required|called for"
    r"|necessary|due) "
    r"(?:for|in) \Z"
    r"|(?<!it )(?<!they )(?<!this )(?<!these )(?<!that )(?<!which )\b(?:should|ought to) have been"
    r" (?:\w+ly )?\w+ed (?:in|for) \Z",
    re.IGNORECASE,
)
AS_NEEDED = re.compile(
    r"(?:, as|[;:]|, (?:and|but|though|although)) (?:it|this|that|they|these|there) (?:should"
    r"|ought to|needed to|had to)(?: have)?(?: been| be)?"
    r"(?: done)?(?: so| this| it)? in \Z",
    re.IGNORECASE,
)
""" "Kept under review, as it should have been in 14 cases, in only eight"."""
IN_NEED_AFTER = re.compile(
    rf"(?: {NOUN})? (?:had )?(?:needed|required) (?:a|an|such|to be)\b", re.IGNORECASE
)
TAKEN_UP_LATER = re.compile(
    r"(?: of| in)? (?:(?:these|those|them|their)\b(?: cases| victims| plans| reviews| reports)?"
    r"|both\b|neither\b|which\b|whom\b)",
    re.IGNORECASE,
)
SAID_AGAIN = re.compile(
    r"\b(?:(?:that|which) is|namely|or in|in other words|i\.e\.)", re.IGNORECASE
)


def taken_up_later(search: Search, end: int) -> bool:
    """Whether a later figure is one of these: "six had been in breach, and in half of these"."""
    _, last = search.sentence(end - 1)
    return any(
        end <= each.start < last
        and TAKEN_UP_LATER.match(search.text, each.end)
        and not SAID_AGAIN.search(search.text, end, each.start)
        for each in search.found
    )


def is_needed_in(search: Search, start: int, end: int) -> bool:
    """Whether a number of all the cases there says how many are relevant: "a plan was needed in ten
    of the 14 cases", "ten of the 14 needed a plan"."""
    first, _ = search.sentence(start)
    before = (IN_NEED, VICTIM)
    return IN_NEED_AFTER.match(search.text, end) is not None or any(
        each.search(search.text, first, start) for each in before
    )


def is_named_as_needed(search: Search, start: int) -> bool:
    """Whether an aside says in how many cases it should have been: "; they should have in 15"."""
    return AS_NEEDED.search(search.text, search.sentence(start)[0], start) is not None


def says_relevant(search: Search, start: int, end: int) -> bool:
    """Whether a number there counts the relevant cases: "a plan was needed in 14 cases"."""
    text, (first, last) = search.text, search.sentence(start)
    clause = first
    for cut in re.finditer(r"[,;:)]| and\b| but\b", text[first:start]):
        clause = first + cut.end()
    needed = NEEDED.search(text, clause, start)
    if needed and not _SUBORDINATE.search(text, clause, needed.start()):
        return True
    if any(each.search(text, clause, start) for each in (VICTIM, IN_NEED)):
        return True
    if is_named_as_needed(search, start):
        return True
    if NEED.match(text, end) or CONDITION.match(text[first:start]):
        return True
    relative = RELATIVE.match(text, end)
    if relative is None or _PARTITIVE.search(text, start, end):
        return False
    after = _ENDS.search(text, relative.end(), last)
    return NEEDED.search(text, relative.end(), after.start() if after else last) is not None
