"""A figure as the words a letter uses: the claim, and what it counts after it."""

from dataclasses import dataclass

from sqs.figures.scores import Figure
from sqs.letter.basis import RATE_BEFORE, RATE_NATIONAL
from sqs.letter.value import Form
from sqs.letter.wording import Scale, count_words, number_words

SPELT_UP_TO = 15
"""Up to this many relevant cases a letter may give the counts as readily as a word."""

THAN = {"better": "better than", "worse": "worse than", "same": "the same as"}
"""How a comparison of rates begins; a lower rate is better."""

THAN_WHAT = {
    RATE_BEFORE: "the previous year",
    RATE_NATIONAL: "the England and Wales average",
}
"""What the team's rate is compared with, by what the claim counts."""

# "most cases", but "the majority of cases" and "half of the cases".
_BARE = {"all", "almost all", "most", "few", "too few", "many", "both"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Claim words and the rest: ("12 out of 14", "count", " relevant cases")."""

    claim: str
    form: Form
    rest: str


def phrase(figure: Figure, scale: Scale, noun: str, *, counts: bool) -> Phrase:
    """The figure in words; nothing relevant is not for saying (ValueError).

    Args:
        figure: met of relevant.
        scale: the proportion words.
        noun: what is counted, in the plural ("relevant cases").
        counts: whether to give the counts where a word would do as well.

    """
    met, relevant = figure.met, figure.relevant
    if not relevant:
        raise ValueError(f"{figure.question_id} has no relevant answer to speak of")
    if relevant < scale.counts_below:
        return _few(met, relevant, noun)
    if met in (0, relevant):
        word = "all" if met else "none"
        return Phrase(word, "majority_word", f"{joint(word, 'majority_word')} {noun}")
    if relevant - met == 1:
        return Phrase("all but one", "all_but", f"{joint('all but one', 'all_but')} {noun}")
    if counts and relevant <= SPELT_UP_TO:
        return Phrase(count_words(met, relevant), "count", f" {noun}")
    word = scale.word(met, relevant).text
    return Phrase(word, "majority_word", f"{joint(word, 'majority_word')} {noun}")


def joint(words: str, form: Form) -> str:
    """What stands between the words of a claim and what they count: " of", " of the" or nothing."""
    folded = words.casefold()
    if form == "all_but" or folded == "none" or (form == "majority_word" and "half" in folded):
        return " of the"
    if form in ("fraction_word", "percent") or (form == "majority_word" and folded not in _BARE):
        return " of"
    return ""


def _few(met: int, relevant: int, noun: str) -> Phrase:
    """Counts for a handful: both, neither, all three, none of the five, two out of five."""
    if relevant == 1:
        one = f" {singular(noun)}"
        return (
            Phrase("the one", "count", one) if met else Phrase("none", "count", f" of the {noun}")
        )
    if relevant == 2 and met != 1:
        return (
            Phrase("both", "count", f" {noun}")
            if met
            else Phrase("neither", "count", f" of the two {noun}")
        )
    if met == relevant:
        return Phrase(f"all {number_words(relevant)}", "count", f" {noun}")
    if met == 0:
        return Phrase(f"none of the {number_words(relevant)}", "count", f" {noun}")
    return Phrase(count_words(met, relevant), "count", f" {noun}")


def singular(noun: str) -> str:
    """The noun for one: "relevant cases" to "relevant case", "reports to panels" kept whole."""
    words = noun.split(" ")
    for place, word in enumerate(words):
        if word in ("cases", "reports", "managers"):
            words[place] = word[:-1]
            break
    return " ".join(words)
