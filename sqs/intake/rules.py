"""The rules of the pack in words: what each asks, and how to mend what breaks it.

What finds them stands elsewhere: `reading` the rules on files, `checks` those on rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqs.intake.tables import FIRST_YEAR, LAST_YEAR


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in words: its title, what it asks, and how to mend what breaks it."""

    name: str
    title: str
    asks: str
    mend: str


RULES: Mapping[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule(
            "heading_missing", "A heading is missing",
            "Every file has all the headings of its table, in any order.",
            "Add the heading; its cells may stay blank where the table allows it.",
        ),
        Rule(
            "heading_unknown", "A heading is not known",
            "A file has no headings but those of its table.",
            "Rename the column as suggested, or delete it.",
        ),
        Rule(
            "heading_repeated", "A heading stands twice",
            "Each heading stands once.", "Delete or rename one of the columns.",
        ),
        Rule(
            "column_count", "A row has too many or too few cells",
            "Every row has one cell for each heading.",
            "Look for a comma in a text without quotation marks round it, or a cell left out.",
        ),
        Rule(
            "encoding", "The characters cannot be read",
            "Files are UTF-8 (UTF-16 and Windows-1252 are read too).",
            "In Excel choose Save as, CSV UTF-8.",
        ),
        Rule(
            "empty_file", "The file is empty",
            "A file has a heading row and rows under it.",
            "Check that you saved the sheet you meant.",
        ),
        Rule(
            "not_csv", "The file is neither CSV nor a workbook that can be read",
            "Files are CSV or Excel workbooks (.xlsx), alone or in one zip.",
            "Open the file in its own program and save the sheet as CSV UTF-8.",
        ),
        Rule(
            "too_large", "The file is too large",
            "A file, or what a zip or a workbook unpacks to, has at most 1 GB; a workbook has at "
            "most 300 MB of text.",
            "Load it in parts; save the sheets of a large workbook as CSV UTF-8.",
        ),
        Rule(
            "required", "A cell is blank that may not be",
            "Keys, dates of fieldwork and answers are never blank; a blank answer is not "
            "'not relevant'.",
            "Fill the cell in.",
        ),
        Rule(
            "date", "A date cannot be read or lies the wrong way round",
            f"Dates are written 2014-11-17 or 17/11/2014 and lie in the years {FIRST_YEAR} to "
            f"{LAST_YEAR}, and ends do not come before beginnings.",
            "Write the date in one of the two forms, or correct it.",
        ),
        Rule(
            "number", "A number cannot be read or cannot be right",
            "Ages, caseloads and rates are plain numbers within their bounds.",
            "Correct the number, or leave the cell blank where it may be.",
        ),
        Rule(
            "vocabulary", "A word is not one of those allowed",
            "An answer is yes, no or not relevant; other lists are given with the problem.",
            "Use one of the words that the problem names.",
        ),
        Rule(
            "unknown_question", "A question is not known",
            "Questions are those of the inspection's edition.",
            "Correct the question_id, or the inspection's edition.",
        ),
        Rule(
            "unknown_case", "A case is not known",
            "Answers, second reads and quotes are about a case of the same inspection.",
            "Correct the case_id, or add the case.",
        ),
        Rule(
            "unknown_inspection", "An inspection is not known",
            "Rows belong to an inspection in the pack or loaded before.",
            "Correct the inspection_id, or add the inspection.",
        ),
        Rule(
            "unknown_yot", "A team is not known",
            "Inspections and rates belong to a team in the pack or loaded before.",
            "Correct the yot, or add the team.",
        ),
        Rule(
            "unknown_edition", "An edition is not known",
            "The edition is one of the question sets held here.",
            "Correct the edition, or have its criteria file added.",
        ),
        Rule(
            "duplicate", "A row stands twice",
            "A team, an inspection, a case and an answer stand once each; nobody reads a case a "
            "second time who read it the first time.",
            "Delete one of the two rows, or correct the inspector of the second read.",
        ),
        Rule(
            "routed_out", "Answered although it cannot be relevant",
            "A question that another answer rules out is not relevant.",
            "Correct one of the two answers.",
        ),
        Rule(
            "must_answer", "Not relevant although it must be answered",
            "What is asked of every case is answered yes or no.",
            "Answer yes or no.",
        ),
        Rule(
            "reason_without_no", "A reason without a no",
            "Reasons stand only beside the answer no.",
            "Delete the reason, or correct the answer.",
        ),
        Rule(
            "unknown_reason", "A reason is not one the question lists",
            "Reason codes are those of the question, separated by semicolons.",
            "Use one of the codes that the problem names, or other.",
        ),
        Rule(
            "missing_answer", "A case has no answer to a question",
            "Every case has a row for every question of its edition.",
            "Add the answer, not relevant if it is.",
        ),
        Rule(
            "text_too_long", "A text is too long",
            "References have at most 64 characters, other texts at most 4,000.",
            "Shorten it.",
        ),
        Rule(
            "identifier", "A reference looks like a person",
            "Cases and people stand under references that say nothing of who they are.",
            "Give the case or the person a reference of your own, such as ABC14-01 or CM01.",
        ),
        Rule(
            "conflict", "Already loaded with other content",
            "What is loaded is not changed by loading it again.",
            "Check which is right, then do what the problem says.",
        ),
    )
}  # fmt: skip
"""Every rule by its name, in the order of the contract."""
