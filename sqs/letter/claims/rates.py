"""How letters compare a rate with the year before and with England and Wales."""

import re

from sqs.letter.claims.meanings import Comparison
from sqs.letter.claims.search import Search

_TARGET = (
    r"(?:(?:that|the rate|the figure)(?: of| for| in)? )?(?:in |for )?"
    r"(?:(?P<previous{0}>(?:the |a |its |their )?(?:previous|preceding|prior|last|earlier)"
    r"(?: published)?"
    r" (?:12 months|twelve months|year|period|cohort|rate|figure)(?:'s)?(?: rate| figure)?"
    r"|the year before|a year (?:earlier|before)|the rate a year (?:earlier|before)|before"
    r"|previously|the one before)"
    r"|(?P<national{0}>(?:the )?(?:average |rate |figure )?(?:for |in |across )?"
    r"(?:England and Wales|England & Wales|national(?:ly)?(?! (?:standard|guid|polic|framework"
    r"|requirement|expectation)))"
    r"(?: (?:re-?offending )?(?:average|rate|figure))?|the average"
    r"|the (?:figure|rate|average)(?= of [\d.]+ ?(?:%|per cent) (?:for|in|across) England)))"
)
_BETTER = (
    r"better|lower|below|under|an? improvement|improved|fallen|decreased|down|reduced|an? reduction"
    r"|a fall|a decrease|more favourable|compare[ds]? (?:well|favourably)|less|fell|dropped"
    r"|favourably|not (?:quite |nearly )?(?:as|so) (?:high|bad|poor)"
)
_WORSE = (
    r"worse|higher|above|an? deterioration|deteriorated|risen|increased|up|an? rise|an? increase"
    r"|compare[ds]? (?:poorly|badly|unfavourably)|poorer|worsened|less favourable|more|rose|grown"
    r"|not (?:quite |nearly )?(?:as|so) (?:good|low|favourable)|less good"
)
_SAME = (
    r"the same|unchanged|equal|no different|in line|level|identical|similar|not changed"
    r"|broadly similar|no change"
)
BESIDE = (
    "year",
    "12 months",
    "period",
    "cohort",
    "england",
    "national",
    "average",
    "before",
    "previous",
)
COMPARED = re.compile(
    rf"(?<![\w-])(?P<not>(?:no|not|neither) )?"
    rf"(?:much |slightly |a little |considerably |well |far |significantly "
    rf"|just |somewhat |exactly )?"
    rf"(?:(?P<same>{_SAME})|(?P<worse>less favourable|{_WORSE})|(?P<better>{_BETTER}))"
    rf"(?: (?:result|rate|figure|position|performance))?"
    rf"(?: when)?(?: compared)?(?: than| as| to| from| on| with| since| against| in)*(?: both)? "
    rf"{_TARGET.format(1)}"
    rf"(?:,? (?:and|or|as well as)(?: than| as| also| on| from| with)* {_TARGET.format(2)})?"
    rf"(?![\w-])",
    re.IGNORECASE,
)
REOFFENDERS = re.compile(
    r"(?<![\w-])(?:(?P<worse>more|a (?:larger|higher|greater) (?:share|proportion|number))"
    r"|(?P<better>fewer|a (?:smaller|lower) (?:share|proportion|number)))(?: [\w-]+){1,8}?"
    rf" re-?offend(?:ed|ing|s)?(?: again)? than(?: in| for| across)? {_TARGET.format(1)}(?![\w-])",
    re.IGNORECASE,
)
""" "More children here go on to reoffend than in England and Wales"."""
MOVED = re.compile(
    r"\b(?:had|has|have)(?: also)? (?P<moved>risen|increased|worsened|deteriorated|gone up|grown"
    r"|fallen|decreased|improved|gone down|dropped|reduced|come down|stayed the same|not changed"
    r"|remained the same)(?! (?:from|by|to|since|against|compared|on|as|than))\b",
    re.IGNORECASE,
)
""" "The rate had risen": since the year before."""
RISES = ("risen", "increased", "worsened", "deteriorated", "gone up", "grown")
STAYS = ("stayed the same", "not changed", "remained the same")


def comparisons(search: Search) -> None:
    """Comparisons with the year before and with England and Wales."""
    for found in search.each(COMPARED, *BESIDE):
        verdict = next(name for name in ("same", "worse", "better") if found[name])
        verdicts = frozenset({verdict})
        if found["not"]:
            verdicts = frozenset({"same", "worse", "better"}) - verdicts
        second = found["previous2"] or found["national2"]
        for place in ("1", "2") if second else ("1",):
            target = "previous" if found[f"previous{place}"] else "national"
            start, end = found.span(f"{target}{place}")
            if place == "1":
                start = found.start()
            search.add(start, end, "comparison", Comparison(verdicts, target))  # type: ignore[arg-type]
    for found in search.each(REOFFENDERS, "offend"):
        people = Comparison(
            frozenset({"worse" if found["worse"] else "better"}),
            "previous" if found["previous1"] else "national",
        )
        search.add(*found.span(), "comparison", people)
    for found in search.each(MOVED, "rate", "offend"):
        moved = found["moved"].lower()
        verdict = "worse" if moved in RISES else "same" if moved in STAYS else "better"
        meaning = Comparison(frozenset({verdict}), "previous")
        search.add(*found.span(), "comparison", meaning, loose=True)
