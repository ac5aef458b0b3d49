"""One paragraph of a letter's Markdown taken from another, with the footnotes it needs."""

import re

from sqs.letter.merging import SourceParagraph, paragraphs

_REFERENCE = re.compile(r"(\\.)|\[\^([^\]\s]+)\](?!:)")
_DEFINITION = re.compile(r"^\[\^([^\]\s]+)\]:[ \t]*(.*)$", re.MULTILINE)


def with_paragraph_of(text: str, drafted: str, place: str) -> str:
    """The text with its paragraph at a place as another text has it; the rest byte for byte.

    A footnote that the paragraph brings along is added to those of the text under a label of its
    own, and one that nothing refers to any more is taken out.

    Args:
        text: the letter's Markdown.
        drafted: the Markdown to take the paragraph from.
        place: which, as `merging.paragraphs` names it.

    Raises:
        KeyError: where one of them has no such paragraph.

    """
    old, new = _at(text, place), _at(drafted, place)
    brought = dict(_DEFINITION.findall(drafted))
    own = dict(_DEFINITION.findall(text))
    labels: dict[str, str] = {}
    for label in _referred(new.text):
        note = brought.get(label, "")
        known = (each for each, words in own.items() if words == note)
        labels[label] = next(known, None) or _unused(own)
        own.setdefault(labels[label], note)
    words = _REFERENCE.sub(lambda found: found[1] or f"[^{labels[found[2]]}]", new.text)
    changed = text[: old.start] + words + text[old.end :]
    for label in _referred(old.text):
        if label not in _referred(changed):
            changed = _without_note(changed, label)
    added = [label for label in labels.values() if label not in dict(_DEFINITION.findall(changed))]
    return _with_notes(changed, [f"[^{label}]: {own[label]}" for label in added])


def _at(text: str, place: str) -> SourceParagraph:
    for paragraph in paragraphs(text):
        if paragraph.place == place and not paragraph.heading:
            return paragraph
    raise KeyError(place)


def _referred(text: str) -> list[str]:
    return [found[2] for found in _REFERENCE.finditer(text) if found[2]]


def _unused(own: dict[str, str]) -> str:
    return next(str(number) for number in range(1, len(own) + 2) if str(number) not in own)


def _without_note(text: str, label: str) -> str:
    for paragraph in paragraphs(text):
        if paragraph.text.startswith(f"[^{label}]:"):
            return text[: paragraph.start] + text[paragraph.end :].lstrip("\n")
    return text


def _with_notes(text: str, notes: list[str]) -> str:
    """New notes stand after those there are, else before the letter's last lines on its making."""
    if not notes:
        return text
    all_paragraphs = paragraphs(text)
    there = [each.end for each in all_paragraphs if _DEFINITION.match(each.text)]
    joined = "\n\n".join(notes)
    if there:
        return f"{text[: there[-1]]}\n\n{joined}{text[there[-1] :]}"
    last = all_paragraphs[-1]
    at = last.start if re.fullmatch(r"\*[^*].*\*", last.text, re.DOTALL) else last.end
    if at == last.start:
        return f"{text[:at]}{joined}\n\n{text[at:]}"
    return f"{text[:at]}\n\n{joined}{text[at:]}"
