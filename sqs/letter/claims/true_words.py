"""Words of a claim's own kind that would be true."""

from decimal import Decimal
from fractions import Fraction

from sqs.letter.claims.bands import share_band
from sqs.letter.claims.meanings import Counts, PerCent, per_cent
from sqs.letter.claims.search import Found
from sqs.letter.wording import Scale, count_words, number_words


def true_words(claim: Found, met: int, relevant: int, scale: Scale) -> str:
    """Words of the claim's own kind that are true, in quotation marks."""
    short = relevant - met
    words = scale.phrase(met, relevant)
    match claim.form:
        case "count":
            meaning = claim.meaning
            alone = isinstance(meaning, Counts) and meaning.relevant is None
            words = number_words(met, relevant) if alone else count_words(met, relevant)
        case "all_but":
            words = f"all but {number_words(short)}" if 0 < short < relevant else words
        case "complement":
            words = f"the {number_words(short)}" if short else words
        case "percent":
            like = claim.meaning.printed if isinstance(claim.meaning, PerCent) else Decimal(0)
            words = f"{per_cent(met, relevant, like)}%"
        case "fraction_word":
            words = _fraction(Fraction(met, relevant)) or words
        case _:
            words = words if relevant < scale.counts_below else scale.word(met, relevant).text
    return f"'{words}'"


_FRACTIONS = {
    "half": Fraction(1, 2), "one-third": Fraction(1, 3), "two-thirds": Fraction(2, 3),
    "one-quarter": Fraction(1, 4), "three-quarters": Fraction(3, 4),
}  # fmt: skip


def _fraction(share: Fraction) -> str:
    """The nearest common fraction with the modifier that makes it true; empty where none does."""
    for name, fraction in sorted(_FRACTIONS.items(), key=lambda pair: abs(pair[1] - share)):
        for modifier in ("exactly", "almost", "just over", "well over"):
            if share_band(modifier, fraction).holds(share):
                return name if modifier == "exactly" else f"{modifier} {name}"
    return ""
