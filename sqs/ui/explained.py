"""How we count, from the files that decide it: criteria, wording, and the project's own texts."""

import functools
import tomllib
from collections.abc import Iterable

import streamlit as st

from sqs import settings
from sqs.criteria import Edition, Question
from sqs.letter.wording import HOUSE_SCALE, Scale
from sqs.ui import markup
from sqs.ui.markup import Column


@functools.cache
def page(name: str) -> str:
    """A text of the project's own, as Markdown: data/explained/<name>.md."""
    return (settings.DATA / "explained" / f"{name}.md").read_text(encoding="utf-8")


@functools.cache
def terms() -> list[tuple[str, str]]:
    """The glossary: (term, meaning), in alphabetical order."""
    text = (settings.DATA / "explained" / "glossary.toml").read_text(encoding="utf-8")
    return sorted(tomllib.loads(text).items(), key=lambda pair: pair[0].lower())


def questions(edition: Edition) -> None:
    """An edition's questions by section, when each is relevant, and its reasons."""
    st.header(markup.plain(edition.title))
    what = f"Laid over {edition.extends}" if edition.extends else "Our reconstruction"
    st.html(markup.mark(f"{what}. {edition.provenance}"))
    for section in edition.sections:
        st.subheader(markup.plain(section.title))
        st.html(
            markup.table(
                f"{section.title}: asked about {section.of}",
                (
                    "Question",
                    Column("In full", long=True),
                    Column("Relevant to", long=True),
                    "Letter",
                    "Question id",
                ),
                (
                    (
                        question.title,
                        question.asks,
                        question.relevant_text,
                        "a fact, never scored" if question.fact else ", ".join(question.letter),
                        question.id,
                    )
                    for question in section.questions
                ),
            )
        )
    st.subheader("Reasons why an answer was no")
    st.html(
        markup.table(
            "Reason codes and the questions that list them",
            ("Reason", "Code", Column("Questions", long=True)),
            (
                (reason.title, reason.code, _listing(reason.code, edition.case_questions))
                for reason in edition.reasons.values()
            ),
        )
    )


def house_first(scales: Iterable[Scale]) -> list[Scale]:
    """The scales, the house scale before the others."""
    return sorted(scales, key=lambda scale: scale.name != HOUSE_SCALE)


def _listing(code: str, asked: tuple[Question, ...]) -> str:
    titles = [question.title for question in asked if code in question.reasons]
    judged = sum(1 for question in asked if not question.fact)
    return "every judged question" if len(titles) == judged else "; ".join(titles)


def words(scale: Scale) -> None:
    """A proportion scale and its bands."""
    house = " (our house scale)" if scale.name == HOUSE_SCALE else ""
    st.header(markup.plain(f"{scale.title}{house}"))
    st.html(
        markup.note(
            f"{scale.source.rstrip('.')}. With fewer than {scale.counts_below} relevant cases the "
            "draft gives the counts instead. Shares are compared exactly, never after rounding."
        )
    )
    st.html(
        markup.table(
            f"{scale.title}: words and the shares they stand for",
            ("Words", "Written for", "Accepted in a letter for", "Also accepted"),
            (
                (word.text, str(word.written), str(word.accepted), ", ".join(word.also) or "–")
                for word in scale.words
            ),
        )
    )
