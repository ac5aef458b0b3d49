-- One row a staged case and question of its edition for which the pack has no row.
-- For a case loaded before, the pack's own files of answers have to be looked through.
with
answer_files as (
    select inspection_id, min(file) as file
    from staged_answers
    where line is not null
    group by inspection_id
)
select 'missing_answer' as rule, if(c.line is null, f.file, c.file) as file, c.line,
    q.question_id as "column", c.case_id as "case",
    'no answer to ' || q.question_id as found,
    'answer every question for every case: yes, no or not relevant' as allowed
from staged_cases as c
join known_inspections as i using (inspection_id)
join asked as q on q.edition = i.edition and not q.interview
left join answer_files as f on f.inspection_id = c.inspection_id
anti join staged_answers as a
    on a.inspection_id = c.inspection_id and a.case_id = c.case_id and a.question_id = q.question_id
where c.case_id is not null
