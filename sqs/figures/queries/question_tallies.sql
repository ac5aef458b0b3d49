-- One row a part and question answered in it: cases (or case managers) met, relevant, not relevant.
-- $questions: the question_ids. $parts: the parts wanted; null for those of every inspection.
select m.part, n.question_id, m.met, m.relevant, m.not_relevant
from recorded.metric as m
join question_numbers as n on n.number = m.question
where m.question in (
        select number from question_numbers where question_id in (select unnest($questions))
    )
    and m.part in (
        select unnest($parts)
        union all
        select unnest([cases_part, interviews_part]) from recorded.visits where $parts is null
    )
