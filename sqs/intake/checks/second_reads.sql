-- One row a second read that its own inspector's other answers rule out, that is "not relevant" where
-- it may not be, whose reasons do not fit, or whose inspector read the case the first time as well.
-- Nothing is held against the first inspector's answers: whether those agree is what is asked.
with
said as (
    select inspection_id, case_id, inspector, question_id, any_value(is_answer) as is_answer
    from staged_second_reads
    group by all
),
judged as (
    select r.*, q.parent, q.must_be_answered, q.reasons as listed, p.is_answer as parent_answer,
        coalesce(case p.is_answer
            when 'yes' then q.parent_yes <> 0
            when 'no' then q.parent_no <> 0
        end, false) as open
    from staged_second_reads as r
    join known_inspections as i using (inspection_id)
    join question_numbers as n using (question_id)
    join edition_questions as q
        on q.edition = i.edition and q.number = n.number and not q.interview
    left join said as p
        on p.inspection_id = r.inspection_id and p.case_id = r.case_id
        and p.inspector = r.inspector and p.question_id = q.parent
),
codes as (
    select * exclude (code), lower(trim(code)) as code
    from (select *, unnest(string_split(reasons, ';')) as code from judged where is_answer = 'no')
),
first_inspectors as (
    select inspection_id, case_id, inspector from sample
    union
    select inspection_id, case_id, inspector from cases
    where inspection_id not in (select inspection_id from sample where inspection_id is not null)
)
select 'routed_out' as rule, file, line, 'answer' as "column", case_id as "case",
    '''' || answer || ''' to ' || question_id as found,
    'answer not relevant, because ' || parent || ' is ' || parent_answer || ', or mend '
        || parent as allowed
from judged
where is_answer in ('yes', 'no') and parent <> '' and not open and parent_answer is not null
union all
select 'must_answer', file, line, 'answer', case_id, '''' || answer || ''' to ' || question_id,
    case when parent = '' then 'answer yes or no, because it is asked of every case'
        else 'answer yes or no, because ' || parent || ' is ' || parent_answer end
from judged
where is_answer = 'not relevant' and must_be_answered and (parent = '' or open)
union all
select 'reason_without_no', file, line, 'reasons', case_id,
    '''' || left(reasons, 60) || ''' beside the answer ' || is_answer,
    'give reasons only where the answer is no'
from judged
where reasons is not null and is_answer <> 'no'
union all
select 'unknown_reason', file, line, 'reasons', case_id, '''' || left(code, 60) || '''',
    case when listed = [] then question_id || ' is a fact and takes no reasons'
        else 'for ' || question_id || ' use ' || array_to_string(listed, ', ') end
from codes
where code <> '' and not list_contains(listed, code)
union all
select 'duplicate', r.file, r.line, 'inspector', r.case_id,
    '''' || r.inspector || ''', who read the case the first time as well',
    'give the inspector who read it the second time'
from staged_second_reads as r
join first_inspectors as c
    on c.inspection_id = r.inspection_id and c.case_id = r.case_id
    and nfc_normalize(c.inspector) = nfc_normalize(r.inspector)
