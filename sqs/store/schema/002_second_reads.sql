-- A second inspector's answers about cases that were read already. They are held beside the answers,
-- never counted among them.
create table recorded.second_reads (
    part integer not null, case_id varchar not null, question utinyint not null,
    answer judgement not null, reasons varchar, note varchar, inspector varchar not null
);

-- One row a case, question and second inspector.
create view second_reads as
select
    p.scope as inspection_id, r.case_id, q.question_id, r.answer, r.reasons, r.note, r.inspector
from recorded.second_reads as r
join recorded.parts as p on p.part = r.part and p.is_current
join question_numbers as q on q.number = r.question;
