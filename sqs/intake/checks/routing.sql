-- One row an answer that its condition rules out, or that is "not relevant" where it may not be.
with
judged as (
    select a.file, a.line, a.case_id, a.question_id, a.answer, a.is_answer, a.answer_heading,
        q.parent, q.must_be_answered, s.answered & p.bit <> 0 as parent_answered,
        (q.parent_yes & s.said_yes) | (q.parent_no & s.said_no) <> 0 as open,
        case
            when s.said_yes & p.bit <> 0 then 'yes'
            when s.said_no & p.bit <> 0 then 'no'
            when s.said_not_relevant & p.bit <> 0 then 'not relevant'
        end as parent_answer
    from staged_answers as a
    join (
        select distinct inspection_id, case_id, answered, said_yes, said_no, said_not_relevant
        from sample
    ) as s using (inspection_id, case_id)
    join known_inspections as i using (inspection_id)
    join question_numbers as n using (question_id)
    join edition_questions as q
        on q.edition = i.edition and q.number = n.number and not q.interview
    left join question_numbers as p on p.question_id = q.parent
)
select 'routed_out' as rule, file, line, answer_heading as "column", case_id as "case",
    '''' || answer || ''' to ' || question_id as found,
    'answer not relevant, because ' || parent || ' is ' || parent_answer || ', or mend '
        || parent as allowed
from judged
where is_answer in ('yes', 'no') and parent <> '' and not open and parent_answer is not null
union all
select 'must_answer', file, line, answer_heading, case_id,
    '''' || answer || ''' to ' || question_id,
    case when parent = '' then 'answer yes or no, because it is asked of every case'
        else 'answer yes or no, because ' || parent || ' is ' || parent_answer end
from judged
where is_answer = 'not relevant' and must_be_answered and (parent = '' or open)
union all
select 'must_answer', s.file, s.line, 'answer', null,
    '''' || s.answer || ''' to ' || s.question_id,
    'answer yes or no, because it is asked in every interview'
from staged_interviews as s
join known_inspections as i using (inspection_id)
join question_numbers as n using (question_id)
join edition_questions as q on q.edition = i.edition and q.number = n.number and q.interview
where s.is_answer = 'not relevant'
