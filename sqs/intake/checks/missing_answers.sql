-- One row a case of a sample and question of its edition for which the pack has no row.
-- For a case loaded before, the pack's own files of answers have to be looked through.
select 'missing_answer' as rule, coalesce(s.file, a.file) as file, s.line,
    n.question_id as "column", s.case_id as "case",
    'no answer to ' || n.question_id as found,
    'answer every question for every case: yes, no or not relevant' as allowed
from sample as s
join known_inspections as i using (inspection_id)
join edition_questions as q
    on q.edition = i.edition and not q.interview and s.answered & q.bit = 0
join question_numbers as n using (number)
left join (
    select inspection_id, min(file) as file from staged_answer_sets group by inspection_id
) as a using (inspection_id)
where s.case_id is not null
