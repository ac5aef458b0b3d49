-- One row a case and question of an inspection: the answer, its reasons and the inspector's note.
-- $inspection: one inspection_id.
select question_id, case_id, answer, reasons, note
from answers
where inspection_id = $inspection
order by question_id, answer, case_id
