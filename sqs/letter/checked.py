"""The letter as its writer sees it: every claim with its verdict, marked or only found in words.

Never by colour alone: a claim that is not borne out says so beside itself, and every claim opens
what the data say. No script; a claim is a button and its evidence a popover.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from sqs.letter.basis import Basis
from sqs.letter.claims.judging import Claim, State
from sqs.letter.html import letter_style
from sqs.letter.plain import one_line
from sqs.letter.value import Bullets, Footnote, Heading, Letter, Paragraph, Table, Text

VERDICTS: Mapping[State, str] = {
    "matched": "true",
    "contradicted": "not so",
    "untraced": "untraced",
}
"""What a claim is called to its writer."""


def checked_body(
    letter: Letter, rests_on: Basis, claims: Iterable[Claim], part: str, title_level: int = 3
) -> str:
    """One part of a letter with its claims' verdicts, to be shown inside a page (`st.html`).

    Args:
        letter: the whole letter; a claim may take its subject from before the part.
        rests_on: what its claims are held against.
        claims: those of the whole letter, as `judged` gives them.
        part: the words of the heading over it; the title for what stands before the first.
        title_level: level of the part's heading.

    """
    by_passage: dict[int, list[Claim]] = {}
    for claim in claims:
        by_passage.setdefault(claim.passage, []).append(claim)
    blocks = "\n".join(_blocks(letter, by_passage, rests_on, part, title_level))
    return f'<style>\n{letter_style()}\n</style>\n<article class="letter">{blocks}</article>'


def _blocks(
    letter: Letter,
    by_passage: Mapping[int, Sequence[Claim]],
    rests_on: Basis,
    part: str,
    title_level: int,
) -> Iterator[str]:
    within, passage = part == letter.title, 0
    for block in letter.blocks:
        if isinstance(block, Heading):
            within = block.text == part if block.level == 2 else within
            if within:
                tag = f"h{block.level - 2 + title_level}"
                number = f"{block.number}. " if block.number else ""
                yield f'<{tag} class="section">{escape(number + block.text)}</{tag}>'
        elif isinstance(block, Table):
            if within:
                yield "".join(
                    f"<p>{escape(', '.join(filter(None, row)))}</p>" for row in block.rows
                )
        else:
            items = block.items if isinstance(block, Bullets) else (block,)
            shown = [
                _paragraph(item, passage + n, by_passage.get(passage + n, ()), rests_on)
                for n, item in enumerate(items)
            ]
            passage += len(items)
            if within and isinstance(block, Bullets):
                yield f"<ul>{''.join(f'<li>{item}</li>' for item in shown)}</ul>"
            elif within:
                number = block.number if isinstance(block, Paragraph) else ""
                label = f'<span class="number">{escape(number)}.</span> ' if number else ""
                yield f"<p{' class=numbered' if number else ''}>{label}{shown[0]}</p>"


def _paragraph(paragraph: Paragraph, passage: int, claims: Sequence[Claim], rests_on: Basis) -> str:
    """The words of a paragraph with each claim as a button, its evidence after them."""
    words, italics = "", []
    for run in paragraph.runs:
        if isinstance(run, Footnote):
            continue
        if isinstance(run, Text) and run.italic:
            italics.append((len(words), len(words) + len(run.text)))
        words += run.text
    parts, evidence, at = [], [], 0
    for n, claim in enumerate(sorted(claims, key=lambda each: each.start)):
        if claim.start < at:  # it says a second thing in the same words
            evidence.append(_evidence(f"{passage}-{n}", claim, rests_on))
            continue
        parts.append(_plain(words, at, claim.start, italics))
        parts.append(_button(f"{passage}-{n}", claim))
        evidence.append(_evidence(f"{passage}-{n}", claim, rests_on))
        at = max(claim.end, claim.start)
    parts.append(_plain(words, at, len(words), italics))
    return "".join([*parts, *evidence])


def _plain(words: str, start: int, end: int, italics: Sequence[tuple[int, int]]) -> str:
    """Words without a claim; a quotation that lies wholly in them stands in italics."""
    parts, at = [], start
    for first, last in italics:
        if start <= first and last <= end:
            parts.append(escape(words[at:first]))
            parts.append(f"<i>{escape(words[first:last])}</i>")
            at = last
    return "".join([*parts, escape(words[at:end])])


def _button(place: str, claim: Claim) -> str:
    said = escape(one_line(claim.text)) or "(no words)"
    verdict = "" if claim.state == "matched" else f' <b class="verdict">{VERDICTS[claim.state]}</b>'
    return (
        f'<button type="button" class="claim {claim.state}" popovertarget="verdict-{place}">'
        f"{said}{verdict}</button>"
    )


def _evidence(place: str, claim: Claim, rests_on: Basis) -> str:
    known = rests_on.known.get(claim.question_id)
    said = [f"{VERDICTS[claim.state].capitalize()}. {claim.message}"]
    said += known.sentences if known else ()
    sentences = "".join(f"<span>{escape(sentence)}</span>" for sentence in said)
    return (
        f'<span popover id="verdict-{place}" class="evidence" role="note" '
        f'aria-label="What the data say of: {escape(one_line(claim.text))}">{sentences}</span>'
    )
