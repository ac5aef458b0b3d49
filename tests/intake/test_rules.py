"""Every rule of the pack: an alteration of the Bedfordshire pack a line, with its verdict.

An alteration of second_reads is one of the pack with some of them.

An alteration is one or more of, joined by &:
    TABLE LINE HEADING = VALUE    a cell (line 1 is the headings; · is a space)
    TABLE LINE delete             a row left out
    TABLE LINE copy               a row written once more, at the end
    TABLE add CELL,CELL,...       a row more, at the end
    TABLE head HEADING = VALUE    a heading written differently
    TABLE drop HEADING            a column left out
    TABLE leave                   a file left out
A row that begins with + is loaded together with the row above it.
A verdict is `passes`, or for each problem: rule, file (without .csv), line, column, case; joined
by +. A dash stands for none.
"""

import functools
import itertools
import re
from collections.abc import Callable

import duckdb
import pytest
from packs import Pack, bedfordshire, read_twice

from sqs.intake import checking
from sqs.intake.loading import Receipt, load
from sqs.intake.problems import IntakeError
from sqs.intake.rules import RULES
from sqs.intake.staging import SAFE

SPEC = """
heading_missing
    second_reads drop note                      | heading_missing second_reads 1 note -
    answers drop note                           | heading_missing answers 1 note -
    answers drop note & answers drop reasons    | heading_missing answers 1 reasons - + heading_missing answers 1 note -
    recipients drop role                        | heading_missing recipients 1 role -
    cases head case_id = case_id.reasons        | heading_unknown cases 1 case_id.reasons - + heading_missing cases 1 case_id -
    cases head inspector = rosh_plan.reasons    | heading_missing cases 1 inspector - + heading_missing cases 1 rosh_plan -

heading_unknown
    answers head note = comment                 | heading_unknown answers 1 comment - + heading_missing answers 1 note -
    answers head note = ·Note·                  | passes
    second_reads head note = comment            | heading_unknown second_reads 1 comment - + heading_missing second_reads 1 note -
    second_reads head inspector = INSPECTOR     | passes
    interviews head question_id = question      | heading_unknown interviews 1 question - + heading_missing interviews 1 question_id -
    yots head yot = a & yots head name = b & yots head region = c & yots head country = d | heading_unknown yots 1 - -
    cases head sex = rosh_pl                    | heading_unknown cases 1 rosh_pl - + heading_missing cases 1 sex -

heading_repeated
    answers head note = reasons                 | heading_repeated answers 1 reasons - + heading_repeated answers 1 reasons - + heading_missing answers 1 note -

column_count
    answers add bedfordshire-2014,BED14-01      | column_count answers 542 - -
    recipients add bedfordshire-2014,Clerk,A,B  | column_count recipients 20 - -
    recipients add bedfordshire-2014,Clerk,A,,· | passes
    yots add ,,,,,,,,,,                         | passes
    # the row is one problem, and its answer or its case is not missed as well
    answers 14 delete & answers add bedfordshire-2014,BED14-01,rosh_plan_review,yes,,a,b | column_count answers 541 - -
    cases 2 delete & cases add bedfordshire-2014,BED14-01,x                              | column_count cases 21 - -

required
    yots 2 name =                               | required yots 2 name -
  + inspections 2 fieldwork_end = ··            | required inspections 2 fieldwork_end -
  + inspections 2 publication_date =            | passes
  + inspections 2 caseload =                    | passes
  + answers 9 answer =                          | required answers 9 answer BED14-01
  + answers 14 answer =                         | required answers 14 answer BED14-01
  + second_reads 3 answer =                     | required second_reads 3 answer BED14-01
  + second_reads 3 reasons =                    | passes
  + second_reads 4 inspector =                  | required second_reads 4 inspector BED14-01
  + second_reads 7 case_id =                    | required second_reads 7 case_id -
  + interviews 2 answer =                       | required interviews 2 answer -
  + interviews 3 interviewee =                  | required interviews 3 interviewee -
  + recipients 2 role =                         | required recipients 2 role -
  + recipients 3 name =                         | passes
  + reoffending 2 rate =                        | required reoffending 2 rate -
  + cases 2 age =                               | passes
    answers 9 case_id =                         | required answers 9 case_id - + missing_answer cases 2 lor_plan BED14-01
    answers 9 answer =                          | required answers 9 answer BED14-01

date
    cases 2 start_date = 17/11/2014             | passes
  + cases 3 start_date = 1/1/2014               | passes
  + cases 4 start_date =                        | passes
  + cases 5 start_date = 2014-11-31             | date cases 5 start_date BED14-04
  + cases 6 start_date = 11/17/2014             | date cases 6 start_date BED14-05
  + cases 7 start_date = 17.11.2014             | date cases 7 start_date BED14-06
  + cases 8 start_date = 17/11/14               | date cases 8 start_date BED14-07
  + cases 9 start_date = 2014-11-17·10:00       | date cases 9 start_date BED14-08
  + cases 10 start_date = 14-1-7                | date cases 10 start_date BED14-09
  + cases 11 start_date = yesterday             | date cases 11 start_date BED14-10
  + cases 12 start_date = 0000-01-01            | date cases 12 start_date BED14-11
  + cases 13 start_date = 31/12/1899            | date cases 13 start_date BED14-12
  + cases 14 start_date = 1900-01-01            | passes
  + cases 15 start_date = 2100-12-31            | passes
  + cases 16 start_date = 1/1/2101              | date cases 16 start_date BED14-15
  + cases 17 start_date = 0214-08-18            | date cases 17 start_date BED14-16
  + yots 2 valid_to = 2009-03-31                | date yots 2 valid_to -
  + reoffending 2 cohort_end = 2011-09-30       | date reoffending 2 cohort_end -
    inspections 2 fieldwork_start = 2014-11-20  | date inspections 2 fieldwork_end -
    inspections 2 fieldwork_start = 2014-11-19  | passes
    inspections 2 publication_date = 2014-11-18 | date inspections 2 publication_date -
    inspections 2 fieldwork_end = 19.11.2014    | date inspections 2 fieldwork_end -

number
    cases 2 age = 14.0                          | passes
  + cases 3 age = 8                             | passes
  + cases 4 age = 21                            | passes
  + cases 5 age = 7                             | number cases 5 age BED14-04
  + cases 6 age = 22                            | number cases 6 age BED14-05
  + cases 7 age = 14.5                          | number cases 7 age BED14-06
  + cases 8 age = fourteen                      | number cases 8 age BED14-07
  + cases 9 age = 1e1                           | number cases 9 age BED14-08
  + cases 10 age = +14                          | number cases 10 age BED14-09
  + reoffending 2 rate = 34.2%                  | number reoffending 2 rate -
  + reoffending 3 rate = 100.1                  | number reoffending 3 rate -
    reoffending 2 rate = 0                      | passes
  + reoffending 3 rate = 100                    | passes
  + inspections 2 caseload = 20                 | passes
    inspections 2 caseload = 19                 | number inspections 2 caseload -
    inspections 2 caseload = 0                  | number inspections 2 caseload -
    inspections 2 caseload = -200               | number inspections 2 caseload -
    inspections 2 caseload = 1,200              | number inspections 2 caseload -

vocabulary
    answers 9 answer = Maybe                    | vocabulary answers 9 answer BED14-01
  + answers 14 answer = yes?                    | vocabulary answers 14 answer BED14-01
  + answers 10 answer = -                       | vocabulary answers 10 answer BED14-01
  + answers 12 answer = ·N/A·                   | passes
  + answers 13 answer = NOT·APPLICABLE          | passes
  + answers 8 answer = Y                        | passes
  + answers 18 answer = N                       | passes
  + second_reads 4 answer = maybe               | vocabulary second_reads 4 answer BED14-01
  + second_reads 7 answer = ·Y                  | passes
  + interviews 2 answer = maybe                 | vocabulary interviews 2 answer -
  + yots 2 country = Scotland                   | vocabulary yots 2 country -
  + cases 2 risk_of_harm = Very·High            | passes
  + cases 3 risk_of_harm = severe               | vocabulary cases 3 risk_of_harm BED14-02
  + cases 4 looked_after = n/a                  | vocabulary cases 4 looked_after BED14-03
  + reoffending 2 method = 6m                   | vocabulary reoffending 2 method -
  + reoffending 2 compared_with_previous = up   | vocabulary reoffending 2 compared_with_previous -
  + quotes 2 cleared = n/a                      | vocabulary quotes 2 cleared BED14-02
    yots 2 country = ENGLAND                    | passes
  + quotes 2 cleared = Y                        | passes

unknown_question
    answers 9 question_id = lor_plans           | unknown_question answers 9 question_id BED14-01 + missing_answer cases 2 lor_plan BED14-01
    answers add bedfordshire-2014,BED14-01,policies,yes,, | unknown_question answers 542 question_id BED14-01
    interviews 2 question_id = lor_plan         | unknown_question interviews 2 question_id -
    second_reads 3 question_id = lor_plans      | unknown_question second_reads 3 question_id BED14-01
  + second_reads 7 question_id = policies       | unknown_question second_reads 7 question_id BED14-02
    quotes 2 question_id = lor_plans            | unknown_question quotes 2 question_id BED14-02

unknown_case
    answers add bedfordshire-2014,BED14-21,lor_plan,yes,, | unknown_case answers 542 case_id BED14-21
    second_reads 7 case_id = BED14-21           | unknown_case second_reads 7 case_id BED14-21
    quotes 2 case_id = BED14-21                 | unknown_case quotes 2 case_id BED14-21

unknown_inspection
    answers add bedford,BED14-01,lor_plan,yes,, | unknown_inspection answers 542 inspection_id BED14-01
    recipients 3 inspection_id = bedford        | unknown_inspection recipients 3 inspection_id -
    interviews 3 inspection_id = bedford        | unknown_inspection interviews 3 inspection_id -
    second_reads 7 inspection_id = bedford      | unknown_inspection second_reads 7 inspection_id BED14-02
    quotes 3 inspection_id = bedford            | unknown_inspection quotes 3 inspection_id BED14-16

unknown_yot
    yots leave                                  | unknown_yot inspections 2 yot - + unknown_yot reoffending 2 yot -
    reoffending 3 yot = wales                   | unknown_yot reoffending 3 yot -

unknown_edition
    inspections 2 edition = sqs-2013            | unknown_edition inspections 2 edition -

duplicate
    answers 9 copy                              | duplicate answers 542 question_id BED14-01
    answers 9 copy & answers 542 answer = no    | duplicate answers 542 question_id BED14-01
    cases 3 copy                                | duplicate cases 22 case_id BED14-02
    yots 2 copy                                 | duplicate yots 3 valid_from -
    yots 2 copy & yots 3 valid_from = 2015-04-01 | passes
    yots 2 copy & yots 3 valid_from = 01/04/2009 | duplicate yots 3 valid_from -
    yots 2 copy & yots 2 valid_from = & yots 3 valid_from = | duplicate yots 3 valid_from -
    yots 2 copy & yots 2 valid_from = x & yots 3 valid_from = y | date yots 2 valid_from - + date yots 3 valid_from -
    inspections 2 copy                          | duplicate inspections 3 inspection_id -
    interviews 4 copy                           | duplicate interviews 102 question_id -
    recipients 2 copy                           | duplicate recipients 20 name -
    recipients 2 name = & recipients 2 copy     | duplicate recipients 20 name -
    second_reads 7 copy                         | duplicate second_reads 8 case_id BED14-02
    second_reads 7 copy & second_reads 8 inspector = I4 | passes
    second_reads 7 copy & second_reads 8 question_id = sv_plan | passes
    # read by the inspector who read the case first
    second_reads 7 inspector = I2               | duplicate second_reads 7 inspector BED14-02
    second_reads 7 inspector = I2 & cases 3 inspector = | passes
    quotes 2 copy                               | duplicate quotes 7 case_id BED14-02
    reoffending 2 copy                          | duplicate reoffending 4 cohort_start -
    reoffending 2 copy & reoffending 4 cohort_start = 1/10/2011 & reoffending 4 method = 12M | duplicate reoffending 4 cohort_start -

routed_out
    answers 3 answer = yes                      | routed_out answers 3 answer BED14-01
  + answers 28 answer = no                      | routed_out answers 28 answer BED14-01
  + answers 14 answer = yes                     | routed_out answers 14 answer BED14-01
    answers 12 answer = yes & answers 14 answer = yes | passes
    # by the second inspector's own answers, where they were given, never by the first's
    second_reads 6 question_id = psr_quality    | routed_out second_reads 6 answer BED14-01
    second_reads 7 question_id = psr_quality    | passes

must_answer
    answers 9 answer = not·relevant             | must_answer answers 9 answer BED14-01
  + second_reads 3 answer = n/a & second_reads 3 reasons = | must_answer second_reads 3 answer BED14-01
  + second_reads 6 answer = not·relevant        | must_answer second_reads 6 answer BED14-01
  + answers 6 answer = n/a                      | must_answer answers 6 answer BED14-01
  + answers 27 answer = no                      | must_answer answers 28 answer BED14-01
  + answers 56 answer = not·relevant            | must_answer answers 56 answer BED14-03
  + answers 8 answer = not·relevant             | passes
  + interviews 2 answer = not·relevant          | must_answer interviews 2 answer -
    answers 2 answer = yes                      | must_answer answers 3 answer BED14-01
    answers 2 answer = yes & answers 3 answer = yes | passes

reason_without_no
    answers 9 reasons = not_done                | reason_without_no answers 9 reasons BED14-01
  + second_reads 7 reasons = other              | reason_without_no second_reads 7 reasons BED14-02
  + answers 14 reasons = other                  | reason_without_no answers 14 reasons BED14-01

unknown_reason
    answers 18 reasons = not_done;not_timely    | passes
  + answers 21 reasons = Not_Done·;·other;      | passes
  + answers 48 reasons =                        | passes
  + second_reads 3 reasons = not_done;lazy      | unknown_reason second_reads 3 reasons BED14-01
  + second_reads 2 reasons = other              | unknown_reason second_reads 2 reasons BED14-01
  + answers 68 reasons = lazy                   | unknown_reason answers 68 reasons BED14-03
  + answers 75 reasons = victim_not_considered  | unknown_reason answers 75 reasons BED14-03
  + answers 102 reasons = lazy;not_done;late    | unknown_reason answers 102 reasons BED14-04 + unknown_reason answers 102 reasons BED14-04
  + answers 2 reasons = other                   | unknown_reason answers 2 reasons BED14-01

missing_answer
    answers 9 delete                            | missing_answer cases 2 lor_plan BED14-01
    answers 14 delete                           | missing_answer cases 2 rosh_plan_review BED14-01
    interviews 9 delete                         | passes
    second_reads 3 delete                       | passes

text_too_long
    answers 9 note = {4000}                     | passes
  + answers 10 note = {4001}                    | text_too_long answers 10 note BED14-01
  + second_reads 3 note = {4001}                | text_too_long second_reads 3 note BED14-01
  + second_reads 4 inspector = {65}             | text_too_long second_reads 4 inspector BED14-01
  + yots 2 name = {4001}                        | text_too_long yots 2 name -
  + interviews 2 interviewee = {64}             | passes
  + interviews 3 interviewee = {65}             | text_too_long interviews 3 interviewee -
  + quotes 2 text = {4001}                      | text_too_long quotes 2 text BED14-02

identifier
    cases 2 case_manager = CM-17                | passes
  + cases 3 case_manager = M.·Smith-Jones       | identifier cases 3 case_manager BED14-02
  + cases 4 case_manager = Smith                | identifier cases 4 case_manager BED14-03
  + cases 5 case_manager = SMITH,·ANNE          | identifier cases 5 case_manager BED14-04
  + cases 6 inspector = a.smith@example.org     | identifier cases 6 inspector BED14-05
  + cases 7 inspector = 07700·900123            | identifier cases 7 inspector BED14-06
  + cases 8 inspector = 943·476·5919            | identifier cases 8 inspector BED14-07
  + cases 9 inspector = 12/345678K              | identifier cases 9 inspector BED14-08
  + cases 10 inspector = 14/02/1999             | identifier cases 10 inspector BED14-09
  + cases 11 inspector = SW1A·2AA               | identifier cases 11 inspector BED14-10
  + cases 12 inspector = 1999-02-14             | identifier cases 12 inspector BED14-11
  + cases 13 inspector = +44·7700·900123        | identifier cases 13 inspector BED14-12
  + cases 14 inspector = Gŵyn                   | identifier cases 14 inspector BED14-13
  + second_reads 4 inspector = Anne·Smith       | identifier second_reads 4 inspector BED14-01
  + interviews 2 interviewee = Anne·Smith       | identifier interviews 2 interviewee -
    cases 2 inspector = john·smith              | identifier cases 2 inspector BED14-01
  + cases 3 inspector = smith,·john             | identifier cases 3 inspector BED14-02
  + cases 4 inspector = john.smith              | identifier cases 4 inspector BED14-03
  + cases 5 inspector = J·Smith                 | identifier cases 5 inspector BED14-04
  + cases 6 inspector = j.·smith                | identifier cases 6 inspector BED14-05
  + cases 7 inspector = SMITH,·J                | identifier cases 7 inspector BED14-06
  + cases 8 inspector = Jack·Smith·2            | identifier cases 8 inspector BED14-07
  + cases 9 inspector = O’Brien                 | identifier cases 9 inspector BED14-08
  + cases 10 inspector = siân·o’brien           | identifier cases 10 inspector BED14-09
  + cases 11 inspector = Иван·Петров            | identifier cases 11 inspector BED14-10
  + cases 12 inspector = 王伟                    | identifier cases 12 inspector BED14-11
  + cases 13 inspector = 12031999               | identifier cases 13 inspector BED14-12
  + cases 14 inspector = 19990312               | identifier cases 14 inspector BED14-13
  + cases 15 inspector = Case·manager·Smith     | identifier cases 15 inspector BED14-14
  + cases 16 inspector = anne-marie·smith       | identifier cases 16 inspector BED14-15
  + cases 17 inspector = john_smith             | identifier cases 17 inspector BED14-16
  + cases 18 inspector = J.R.·SMITH             | identifier cases 18 inspector BED14-17
  + cases 19 inspector = Smith,·Jane·A.         | identifier cases 19 inspector BED14-18
    cases 2 inspector = 4·March·2001            | identifier cases 2 inspector BED14-01
  + cases 3 inspector = 04-Mar-01               | identifier cases 3 inspector BED14-02
  + cases 4 inspector = 4th·March·2001          | identifier cases 4 inspector BED14-03
  + cases 5 inspector = 4Mar01                  | identifier cases 5 inspector BED14-04
  + cases 6 inspector = Case·3·John·Smith       | identifier cases 6 inspector BED14-05
  + cases 7 inspector = case·3:·john·smith      | identifier cases 7 inspector BED14-06
  + cases 8 inspector = BED14-07·John·Smith     | identifier cases 8 inspector BED14-07
  + cases 9 inspector = 12·-·J·Smith            | identifier cases 9 inspector BED14-08
  + cases 10 inspector = 9434765919             | identifier cases 10 inspector BED14-09
  + cases 11 inspector = 9434765918             | passes
  + cases 12 inspector = 2014000124             | passes
  + cases 13 inspector = 3·Luton                | passes
  + cases 14 inspector = Team·2·Luton           | passes
  + cases 15 inspector = 4-Map-01               | passes
  + cases 16 inspector = Case·3                 | passes
  + cases 17 inspector = March·2                | passes
    cases 2 inspector = Team·A                  | passes
  + cases 3 inspector = CM-Luton                | passes
  + cases 4 inspector = CM01                    | passes
  + cases 5 inspector = BED14-01                | passes
  + cases 6 inspector = I1                      | passes
  + cases 7 inspector = C03                     | passes
  + cases 8 inspector = inspector-2             | passes
  + cases 9 inspector = case·12                 | passes
  + cases 10 inspector = Case·Manager·3         | passes
  + cases 11 inspector = Luton·3                | passes
  + cases 12 inspector = A                      | passes
  + cases 13 inspector = 20141399               | passes
  + cases 14 inspector = youth·worker           | passes
  + cases 15 inspector = Д12-Ж                   | passes
  + cases 16 inspector = JS                     | passes
"""  # noqa: E501  a table reads best unbroken


def _rows() -> list[tuple[str, str]]:
    """(alterations, verdicts): one pair a load, a line a row of the table."""
    loads: list[list[tuple[str, str]]] = []
    for line in SPEC.splitlines():
        if "|" not in line or line.lstrip().startswith("#"):
            continue
        alteration, verdict = (part.strip() for part in line.rsplit("|", 1))
        if alteration.startswith("+ "):
            loads[-1].append((alteration.removeprefix("+ "), verdict))
        else:
            loads.append([(alteration, verdict)])
    return [
        (" & ".join(row[0] for row in rows), "\n".join(_problems(row[1] for row in rows)))
        for rows in loads
    ]


def _problems(verdicts) -> list[str]:
    found = [one for verdict in verdicts for one in verdict.split(" + ") if one != "passes"]
    return sorted(found) or ["passes"]


def altered(alteration: str) -> Pack:
    pack = read_twice() if "second_reads" in alteration else bedfordshire()
    for step in alteration.split(" & "):
        table, what, *rest = step.split(" ", 2)
        words = rest[0] if rest else ""
        if what == "leave":
            pack = pack.without(table)
        elif what == "drop":
            pack = pack.column(table, words)
        elif what == "add":
            pack = pack.add(table, tuple(words.replace("·", " ").split(",")))
        elif what == "head":
            heading, value = (word.strip() for word in words.split("="))
            pack = pack.cell(table, 1, heading, value.replace("·", " "))
        elif words == "delete":
            pack = pack.without_line(table, int(what))
        elif words == "copy":
            pack = pack.add(table, pack.tables[table][int(what) - 1])
        else:
            heading, value = (word.strip() for word in words.split("=", 1))
            if value.startswith("{"):
                value = "x" * int(value.strip("{}"))
            pack = pack.cell(table, int(what), heading, value.replace("·", " "))
    return pack


@pytest.fixture(scope="module")
def checked(empty) -> Callable[[str], Receipt]:
    """What a dry run says of an altered pack; each alteration is checked once."""
    return functools.cache(
        lambda alteration: load(empty, altered(alteration).files(), dry_run=True)
    )


@pytest.mark.parametrize(("alteration", "verdict"), _rows())
def test_every_rule(checked, alteration, verdict):
    receipt = checked(alteration)

    found = [
        f"{p.rule} {p.file.removesuffix('.csv')} {p.line or '-'} {p.column or '-'} {p.case or '-'}"
        for p in receipt.problems
    ]
    assert "\n".join(sorted(found) or ["passes"]) == verdict
    assert receipt.status == ("checked" if verdict == "passes" else "refused")


SENTENCES = {
    "answers drop note":
        "answers.csv, line 1, note: found no heading 'note'; answers has inspection_id, case_id, "
        "question_id, answer, reasons, note.",
    "answers head question_id = Question ID":
        "answers.csv, line 1, Question ID: found 'Question ID'; did you mean question_id.",
    "answers head note = reasons":
        "answers.csv, line 1, reasons: found 'reasons' 2 times; keep each heading once.",
    "answers add bedfordshire-2014,BED14-01":
        "answers.csv, line 542: found 2 cells; every row has 6, one for each heading.",
    "answers 9 answer =":
        "answers.csv, line 9, answer (case BED14-01): found a blank cell; use yes, no or not "
        "relevant.",
    "yots 2 name =": "yots.csv, line 2, name: found a blank cell; fill it in.",
    "cases 2 start_date = 2014-02-30":
        "cases.csv, line 2, start_date (case BED14-01): found '2014-02-30'; write the date as "
        "2014-11-17 or 17/11/2014, in a year from 1900 to 2100.",
    "inspections 2 fieldwork_start = 2014-11-20":
        "inspections.csv, line 2, fieldwork_end: found '2014-11-19', before its fieldwork_start "
        "of 2014-11-20; give a date on or after it.",
    "cases 2 age = 7":
        "cases.csv, line 2, age (case BED14-01): found '7'; use a whole number from 8 to 21.",
    "inspections 2 caseload = 19":
        "inspections.csv, line 2, caseload: found '19' for 20 cases read; give the whole caseload "
        "from which the sample was drawn, or leave it blank.",
    "answers 14 answer = Maybe":
        "answers.csv, line 14, answer (case BED14-01): found 'Maybe'; use yes, no or not relevant.",
    "yots 2 country = Scotland":
        "yots.csv, line 2, country: found 'Scotland'; use England or Wales.",
    "interviews 2 question_id = lor_plan":
        "interviews.csv, line 2, question_id: found 'lor_plan'; use a question_id that sqs-2014 "
        "asks case managers.",
    "quotes 2 case_id = BED14-21":
        "quotes.csv, line 2, case_id: found 'BED14-21'; use the case_id of a row of cases of "
        "bedfordshire-2014.",
    "second_reads 7 inspector = I2":
        "second_reads.csv, line 7, inspector (case BED14-02): found 'I2', who read the case the "
        "first time as well; give the inspector who read it the second time.",
    "second_reads 6 question_id = psr_quality":
        "second_reads.csv, line 6, answer (case BED14-01): found 'yes' to psr_quality; answer not "
        "relevant, because psr_prepared is no, or mend psr_prepared.",
    "second_reads 6 answer = n/a":
        "second_reads.csv, line 6, answer (case BED14-01): found 'n/a' to noncompliance_response; "
        "answer yes or no, because compliance is no.",
    "recipients 3 inspection_id = bedford":
        "recipients.csv, line 3, inspection_id: found 'bedford'; use the inspection_id of a row of "
        "inspections, in this pack or loaded before.",
    "reoffending 3 yot = wales":
        "reoffending.csv, line 3, yot: found 'wales'; use the yot of a row of yots, or "
        "england-and-wales.",
    "inspections 2 edition = sqs-2013":
        "inspections.csv, line 2, edition: found 'sqs-2013'; use sqs-2014 or sqs-2016.",
    "cases 3 copy":
        "cases.csv, line 22, case_id: found the same inspection_id and case_id as cases.csv, "
        "line 3; keep one of the two rows.",
    "answers 3 answer = yes":
        "answers.csv, line 3, answer (case BED14-01): found 'yes' to psr_quality; answer not "
        "relevant, because psr_prepared is no, or mend psr_prepared.",
    "answers 9 answer = n/a":
        "answers.csv, line 9, answer (case BED14-01): found 'n/a' to lor_plan; answer yes or no, "
        "because it is asked of every case.",
    "answers 27 answer = no":
        "answers.csv, line 28, answer (case BED14-01): found 'not relevant' to "
        "noncompliance_response; answer yes or no, because compliance is no.",
    "interviews 2 answer = n/a":
        "interviews.csv, line 2, answer: found 'n/a' to policies; answer yes or no, because it is "
        "asked in every interview.",
    "answers 9 reasons = not_done":
        "answers.csv, line 9, reasons (case BED14-01): found 'not_done' beside the answer yes; "
        "give reasons only where the answer is no.",
    "answers 18 reasons = lazy":
        "answers.csv, line 18, reasons (case BED14-01): found 'lazy'; for sv_assessment_review use "
        "not_done, not_timely, not_after_change, insufficient_evidence, other.",
    "answers 2 reasons = other":
        "answers.csv, line 2, reasons (case BED14-01): found 'other'; psr_prepared is a fact and "
        "takes no reasons.",
    "answers 14 delete":
        "cases.csv, line 2, rosh_plan_review (case BED14-01): found no answer to rosh_plan_review; "
        "answer every question for every case: yes, no or not relevant.",
    "answers 9 note = {4001}":
        "answers.csv, line 9, note (case BED14-01): found 4001 characters; use at most 4,000 "
        "characters.",
    "interviews 2 interviewee = Anne Smith":
        "interviews.csv, line 2, interviewee: found 'Anne Smith', which looks like a name; use a "
        "reference that says nothing of the person, such as ABC14-01 or CM01.",
}  # fmt: skip


@pytest.mark.parametrize("alteration", SENTENCES)
def test_a_problem_says_where_what_and_what_is_allowed(checked, alteration):
    receipt = checked(alteration)

    assert receipt.problems[0].message == SENTENCES[alteration]


def test_every_rule_of_the_contract_has_its_words():
    assert list(RULES) == [
        "heading_missing", "heading_unknown", "heading_repeated", "column_count", "encoding",
        "empty_file", "not_csv", "too_large", "required", "date", "number", "vocabulary",
        "unknown_question", "unknown_case", "unknown_inspection", "unknown_yot", "unknown_edition",
        "duplicate", "routed_out", "must_answer", "reason_without_no", "unknown_reason",
        "missing_answer", "text_too_long", "identifier", "conflict",
    ]  # fmt: skip
    assert not [
        rule.name for rule in RULES.values() if not (rule.title and rule.asks and rule.mend)
    ]


@pytest.mark.parametrize(
    "alteration",
    [
        "answers 3 answer = no & answers 3 reasons = not_timely",
        "answers 9 answer = Maybe",
    ],
)
def test_a_wide_file_is_told_of_its_own_headings(empty, alteration):
    """The same faults, found in a wide file, are named by the question's own column."""
    receipt = load(empty, altered(alteration).wide().files(), dry_run=True)

    heading = "psr_quality" if "answers 3" in alteration else "lor_plan"
    assert [(p.file, p.line, p.column, p.case) for p in receipt.problems] == [
        ("cases.csv", 2, heading, "BED14-01")
    ]


def test_an_answer_in_a_wide_row_and_in_a_row_of_its_own_stands_twice(empty, pack):
    both = pack.wide().rows("answers", pack.tables["answers"][:3])

    receipt = load(empty, both.files(), dry_run=True)

    assert [(p.rule, p.file, p.line, p.column) for p in receipt.problems] == [
        ("duplicate", "answers.csv", 2, "question_id"),
        ("duplicate", "answers.csv", 3, "question_id"),
    ]


def test_a_caseload_is_held_against_cases_loaded_before(loaded, pack):
    smaller = pack.only("inspections").cell("inspections", 2, "caseload", "19")
    receipt = load(loaded, smaller.files(), replace=True)
    assert [(p.rule, p.line, p.column) for p in receipt.problems] == [("number", 2, "caseload")]

    fitting = pack.only("inspections").cell("inspections", 2, "caseload", "20")
    assert load(loaded, fitting.files(), replace=True).status == "loaded"
    one_more = pack.only("cases", "answers")
    one_more = one_more.add("cases", _as_case(pack.tables["cases"][1], "BED14-21"))
    one_more = one_more.add(
        "answers", *(_as_case(row, "BED14-21") for row in pack.tables["answers"][1:28])
    )
    receipt = load(loaded, one_more.files(), replace=True)
    assert [p.message for p in receipt.problems] == [
        (
            "cases.csv, line 2: found 21 cases for a caseload of 20; correct the caseload in "
            "inspections, or leave cases out that were not read."
        )
    ]


def _as_case(row: tuple[str, ...], case: str) -> tuple[str, ...]:
    return (row[0], case, *row[2:])


def test_references_that_are_safe_by_their_shape_look_like_nobody():
    """They are passed over where a pack is read, so no pattern for people may know any of them."""
    parts = (
        ("A", "CM", "BED", "jan", "Smith", "sw"),
        ("", "-"),
        ("1", "14", "012", "020", "1999", "02141999", "9434765919", "07700900123"),
        ("", "-01", "-02-14"),
        ("", "K", "a", "-B", "-z"),
    )
    safe = list(map("".join, itertools.product(*parts)))
    assert all(re.fullmatch(SAFE, each) for each in safe)
    with duckdb.connect() as connection:
        connection.execute(
            "create table staged_cases as select 1 as file, 2 as line, unnest(?) as case_id, "
            "null::varchar as case_manager, null::varchar as inspector, true as suspect",
            [[*safe, "Anne Smith"]],
        )
        connection.execute(
            "create view staged_interviews as select *, '' as interviewee from staged_cases limit 0"
        )
        connection.execute("create view staged_second_reads as from staged_cases limit 0")
        found = connection.execute(checking.checks()["identifiers"]).fetchall()

    assert [case for *_, case, _, _ in found] == ["Anne Smith"]


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("routing", lambda pack: pack.cell("answers", 9, "answer", "?")),
        ("cells of answers", lambda pack: pack.cell("answers", 9, "answer", "?")),
        ("duplicates in yots", lambda pack: pack.add("yots", pack.tables["yots"][1])),
        ("known_references", lambda pack: pack.cell("answers", 9, "answer", "?")),
    ],
)
def test_a_check_that_fails_never_looks_like_a_pass(empty, pack, monkeypatch, name, spoil):
    assert name in checking.checks()
    monkeypatch.setattr(
        checking, "checks", lambda: {name: "select no_such_column from staged_answers"}
    )

    with pytest.raises(IntakeError, match=rf"^The check '{name}' failed .*; nothing was loaded\.$"):
        load(empty, spoil(pack).files())

    assert empty.version() == 0
