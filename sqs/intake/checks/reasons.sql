-- One row a reason that stands beside no "no", or that its question does not list.
with
judged as (
    select a.*, q.reasons as listed
    from staged_answers as a
    join known_inspections as i using (inspection_id)
    join question_numbers as n using (question_id)
    join edition_questions as q
        on q.edition = i.edition and q.number = n.number and not q.interview
    where a.reasons is not null and a.is_answer is not null
),
codes as (
    select * exclude (code), lower(trim(code)) as code
    from (select *, unnest(string_split(reasons, ';')) as code from judged where is_answer = 'no')
)
select 'reason_without_no' as rule, file, line, reasons_heading as "column", case_id as "case",
    '''' || left(reasons, 60) || ''' beside the answer ' || is_answer as found,
    'give reasons only where the answer is no' as allowed
from judged
where is_answer <> 'no'
union all
select 'unknown_reason', file, line, reasons_heading, case_id, '''' || left(code, 60) || '''',
    case when listed = [] then question_id || ' is a fact and takes no reasons'
        else 'for ' || question_id || ' use ' || array_to_string(listed, ', ') end
from codes
where code <> '' and not list_contains(listed, code)
