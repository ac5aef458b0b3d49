-- One row an answer that its condition rules out, or that is "not relevant" where it may not be.
with
judged as (
    select a.*, q.title, q.parent, q.parent_answers, q.must_be_answered
    from staged_answers as a
    join known_inspections as i using (inspection_id)
    join asked as q on q.edition = i.edition and q.question_id = a.question_id and not q.interview
),
with_parent as (
    select j.*, p.is_answer as parent_answer
    from judged as j
    left join staged_answers as p
        on p.inspection_id = j.inspection_id and p.case_id = j.case_id and p.question_id = j.parent
)
select 'routed_out' as rule, file, line, answer_heading as "column", case_id as "case",
    '''' || answer || ''' to ' || question_id as found,
    'answer not relevant, because ' || parent || ' is ' || parent_answer || ', or mend '
        || parent as allowed
from with_parent
where is_answer in ('yes', 'no') and parent <> '' and not list_contains(parent_answers, parent_answer)
union all
select 'must_answer', file, line, answer_heading, case_id,
    '''' || answer || ''' to ' || question_id,
    case when parent = '' then 'answer yes or no, because it is asked of every case'
        else 'answer yes or no, because ' || parent || ' is ' || parent_answer end
from with_parent
where is_answer = 'not relevant' and must_be_answered
    and (parent = '' or list_contains(parent_answers, parent_answer))
union all
select 'must_answer', s.file, s.line, 'answer', null,
    '''' || s.answer || ''' to ' || s.question_id,
    'answer yes or no, because it is asked in every interview'
from staged_interviews as s
join known_inspections as i using (inspection_id)
join asked as q on q.edition = i.edition and q.question_id = s.question_id and q.interview
where s.is_answer = 'not relevant'
