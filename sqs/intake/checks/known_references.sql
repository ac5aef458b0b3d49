-- One row a staged row that names a team, inspection, edition, case or question nobody knows.
-- A row whose inspection is unknown is told of that alone.
with
case_rows as (
    select file, line, inspection_id, case_id, question_id, wide, answer_heading,
        false as interview
    from staged_answers
    union all
    select file, line, inspection_id, case_id, question_id, false, 'question_id', false
    from staged_second_reads
    union all
    select file, line, inspection_id, case_id, question_id, false, 'question_id', false
    from staged_quotes
),
inspection_rows as (
    select file, line, inspection_id, case_id from staged_cases
    union all
    select file, line, inspection_id, case_id from case_rows where not wide
    union all
    select file, line, inspection_id, null from staged_interviews
    union all
    select file, line, inspection_id, null from staged_recipients
),
question_rows as (
    select file, line, inspection_id, case_id, question_id,
        case when wide then answer_heading else 'question_id' end as heading, interview
    from case_rows
    union all
    select file, line, inspection_id, null, question_id, 'question_id', true
    from staged_interviews
),
known_yots as (
    select yot from staged_yots union select yot from yots
),
known_cases as (
    select inspection_id, case_id from sample
    union
    select inspection_id, case_id from cases
    where inspection_id not in (select inspection_id from sample where inspection_id is not null)
),
asked as (
    select edition, question_id, interview
    from edition_questions join question_numbers using (number)
)
select 'unknown_inspection' as rule, file, line, 'inspection_id' as "column", case_id as "case",
    '''' || inspection_id || '''' as found,
    'use the inspection_id of a row of inspections, in this pack or loaded before' as allowed
from inspection_rows
where inspection_id is not null
    and inspection_id not in (select inspection_id from known_inspections)
union all
select 'unknown_yot', file, line, 'yot', null, '''' || yot || '''',
    'use the yot of a row of yots, in this pack or loaded before'
from staged_inspections
where yot is not null and yot not in (select yot from known_yots where yot is not null)
union all
select 'unknown_yot', file, line, 'yot', null, '''' || yot || '''',
    'use the yot of a row of yots, or england-and-wales'
from staged_reoffending
where yot <> 'england-and-wales' and yot not in (select yot from known_yots where yot is not null)
union all
select 'unknown_edition', file, line, 'edition', null, '''' || edition || '''',
    'use ' || (select string_agg(distinct edition, ' or ' order by edition) from asked)
from staged_inspections
where edition is not null and edition not in (select edition from asked)
union all
select 'unknown_case', r.file, r.line, 'case_id', r.case_id, '''' || r.case_id || '''',
    'use the case_id of a row of cases of ' || r.inspection_id
from case_rows as r
join known_inspections using (inspection_id)
anti join known_cases as c on c.inspection_id = r.inspection_id and c.case_id = r.case_id
where r.case_id is not null
union all
select 'unknown_question', r.file, r.line, r.heading, r.case_id, '''' || r.question_id || '''',
    case when r.interview then 'use a question_id that ' || i.edition || ' asks case managers'
        else 'use a question_id that ' || i.edition || ' asks of cases' end
from question_rows as r
join known_inspections as i using (inspection_id)
anti join asked as q
    on q.edition = i.edition and q.question_id = r.question_id and q.interview = r.interview
where r.question_id is not null and i.edition in (select edition from asked)
