"""Writing a letter: one part as text, its claims with their verdicts beside it."""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from sqs.criteria import editions
from sqs.figures import saying
from sqs.letter.checked import VERDICTS, checked_body
from sqs.letter.forms import CHOICES, say
from sqs.letter.judged import Statement, sensitivity
from sqs.letter.kept import draft_again, save
from sqs.letter.merging import SourceParagraph, paragraphs
from sqs.letter.rewriting import choices, in_form, in_scale
from sqs.letter.value import Form
from sqs.letter.wording import scales
from sqs.ui import letter_desk, live, markup
from sqs.ui.letter_desk import Desk
from sqs.ui.markup import Column

FORMS: dict[Form, str] = {
    "count": "count", "majority_word": "word", "fraction_word": "fraction", "percent": "percentage",
    "all_but": "all but", "complement": "those that fell short", "rate": "rate",
    "comparison": "comparison",
}  # fmt: skip
"""How the forms of a claim are called."""


def write(desk: Desk) -> None:
    """The chosen part as text on one side, as it reads on the other, and its claims."""
    parts = _parts(desk.sitting.text)
    part = _chosen_part([title for title, _, _ in parts], _to_mend(desk, parts))
    title, start, end = next(each for each in parts if each[0] == part)
    left, right = st.columns(2)
    with left:
        key = f"text_{desk.sitting.name}_{desk.sitting.edits}_{title}"
        own = desk.sitting.text[start:end]
        st.text_area(
            f"Text of “{markup.plain(title)}”, in Markdown",
            own,
            height=520,
            key=key,
            on_change=partial(_typed, desk, start, end, key),
            help="[words](claim:question) ties words to a figure. Saved by itself when you pause.",
        )
        live.save_at_pauses()
    with right:
        st.html(checked_body(desk.letter, desk.rests_on, desk.judged, title))
    places = _places(title, own)
    here = [each for each in desk.claims if each.place in places]
    _margin(here)
    _claim_form(desk, here)
    _insert(desk, start, end)
    _again(desk, start, end)


def _parts(text: str) -> list[tuple[str, int, int]]:
    """(heading, start, end) of what stands above the first section, and of each section."""
    heads = [
        each for each in paragraphs(text) if each.heading and each.text.startswith(("# ", "## "))
    ]
    if not heads:
        return [("The letter", 0, len(text))]
    starts = [0, *(each.start for each in heads if each.text.startswith("## "))]
    title = next((each.place for each in heads if each.text.startswith("# ")), "The letter")
    names = [title, *(each.place for each in heads if each.text.startswith("## "))]
    return list(zip(names, starts, [*starts[1:], len(text)], strict=True))


def _chosen_part(titles: list[str], to_mend: Mapping[str, int]) -> str:
    """The part somebody chose, or the one with the next claim that is not borne out."""
    key = "letter_part"
    if st.session_state.get(key) not in titles:
        st.session_state[key] = next((t for t in titles if t == "Summary"), titles[0])
    troubled = list(to_mend)
    choose, jump = st.columns([3, 2], vertical_alignment="bottom")
    jump.button(
        "Next claim to mend",
        disabled=not troubled,
        on_click=_to_next,
        args=(key, titles, troubled),
    )
    # The names stay as they are: a choice whose name changes is lost.
    choose.selectbox("Part of the letter", titles, key=key, persist_state="session")
    listed = [f"{title} ({count})" for title, count in to_mend.items()]
    told = f"Claims to mend: {saying.listed(listed)}." if listed else "No claim is to be mended."
    st.html(markup.note(told))
    return str(st.session_state[key])


def _to_next(key: str, titles: list[str], troubled: list[str]) -> None:
    at = titles.index(st.session_state[key])
    turned = [*titles[at + 1 :], *titles[: at + 1]]
    st.session_state[key] = next(title for title in turned if title in troubled)


def _places(title: str, own: str) -> set[str]:
    """The places of a part's claims: its paragraphs', and its heading's."""
    return {each.place for each in paragraphs(own)} | {title}


def _to_mend(desk: Desk, parts: Sequence[tuple[str, int, int]]) -> dict[str, int]:
    """How many claims are to be mended in each part that has any, in the order of the letter."""
    found = {}
    for title, start, end in parts:
        places = _places(title, desk.sitting.text[start:end])
        if count := sum(1 for each in desk.problems if each.place in places):
            found[title] = count
    return found


def _typed(desk: Desk, start: int, end: int, key: str) -> None:
    text = desk.sitting.text
    own = str(st.session_state[key]).rstrip("\n")
    tail = text[start:end]
    gap = tail[len(tail.rstrip("\n")) :]
    letter_desk.typed(desk, text[:start] + own + gap + text[end:])


def _margin(claims: list[Statement]) -> None:
    if not claims:
        st.markdown("No figure is claimed in this part.")
        return
    st.html(
        markup.table(
            "Claims of this part, in the order of reading",
            ("Words", "Where", "Verdict", Column("The data say", long=True)),
            (
                (each.words, each.place, VERDICTS[each.state], each.message or each.figure)
                for each in claims
            ),
        )
    )


def _claim_form(desk: Desk, claims: list[Statement]) -> None:
    """One claim with all that is known of it, and its words in another form."""
    marked = {each.key: each for each in claims if not each.key.startswith("unmarked")}
    if not marked:
        return
    with st.expander("Open a claim: its evidence, and other words for it"):
        key = st.selectbox(
            "Claim", list(marked),
            format_func=lambda key: f"{marked[key].place}: {marked[key].words}",
        )  # fmt: skip
        claim = marked[key]
        evidence = [claim.message, *claim.known.sentences]
        evidence.append(sensitivity(desk.letter, desk.rests_on, key))
        for sentence in filter(None, evidence):
            st.markdown(markup.plain(sentence))
        said = choices(desk.sitting.text, desk.rests_on, key)
        if not said:
            st.markdown("The data have no figure for it, so no other words can be offered.")
            return
        form = st.radio(
            "Say it as", list(said), format_func=lambda form: f"{FORMS[form]}: {said[form]}",
        )  # fmt: skip
        st.button("Write it so", on_click=_say_so, args=(desk, key, form))


def _say_so(desk: Desk, key: str, form: Form) -> None:
    text = in_form(desk.sitting.text, desk.rests_on, key, form)
    if text is not None:
        _save(desk, text, f"said as a {FORMS[form]}: {key.rpartition('_')[0]}")


def _save(desk: Desk, text: str, done: str, scale: str | None = None) -> None:
    letter_desk.changed(
        desk,
        lambda: save(
            desk.source.database, text, based_on=desk.sitting.version, by=letter_desk.writer(),
            done=done, scale=scale,
        ),
    )  # fmt: skip


def _own_paragraphs(desk: Desk, start: int, end: int) -> list[SourceParagraph]:
    return [each for each in paragraphs(desk.sitting.text[start:end]) if not each.heading]


def _insert(desk: Desk, start: int, end: int) -> None:
    own = _own_paragraphs(desk, start, end)
    if not own:
        return
    with st.expander("Put a figure into the text"):
        edition = editions()[desk.rests_on.edition]
        known = {
            each.question_id: each
            for each in desk.rests_on.known.values()
            if each.relevant and edition.holds(each.question_id)
        }
        question = st.selectbox(
            "Figure", list(known),
            format_func=lambda q: f"{edition.question(q).title}: {known[q].figure}",
        )  # fmt: skip
        scale = scales()[desk.rests_on.scale]
        said = {form: words for form in CHOICES if (words := say(known[question], form, scale))}
        form = st.radio(
            "Said as", list(said), format_func=lambda form: f"{FORMS[form]}: {said[form]}"
        )
        places = {each.place: each for each in own}
        place = st.selectbox("At the end of", list(places))
        link = f"[{said[form]}](claim:{question})"
        st.button(
            "Put it in",
            on_click=_put_in,
            args=(desk, start + places[place].start + len(places[place].text), link),
        )


def _put_in(desk: Desk, at: int, link: str) -> None:
    text = desk.sitting.text
    _save(desk, f"{text[:at]} {link}{text[at:]}", "a figure put in")


def _again(desk: Desk, start: int, end: int) -> None:
    own = [each.place for each in _own_paragraphs(desk, start, end)]
    if not own:
        return
    with st.expander("Draft one paragraph again from the data"):
        place = st.selectbox("Paragraph", own, key="again")
        st.button("Draft it again", on_click=_draft_again, args=(desk, place))
        st.html(markup.note("Every other edit stays; what it replaces stays among the versions."))


def _draft_again(desk: Desk, place: str) -> None:
    sitting = desk.sitting
    letter_desk.changed(
        desk,
        lambda: draft_again(
            desk.source.database, place, sitting.text, based_on=sitting.version,
            by=letter_desk.writer(),
        ),
    )  # fmt: skip


def scale(desk: Desk) -> None:
    """Which proportion words the letter is written in, and the change to others."""
    labels = {name: each.title for name, each in scales().items()}
    now = desk.sitting.version.scale
    wanted = st.selectbox(
        "Words for shares", list(labels), index=list(labels).index(now),
        format_func=lambda name: labels[name], key=f"scale_{desk.sitting.edits}",
    )  # fmt: skip
    if wanted != now:
        text = in_scale(desk.sitting.text, desk.rests_on, wanted)
        _save(desk, text, f"words of {labels[wanted]}", wanted)
        st.rerun()
