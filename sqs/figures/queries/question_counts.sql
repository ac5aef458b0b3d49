-- One row an inspection and judged question: cases (or case managers) met, relevant, not relevant.
-- $inspections: the inspection_ids wanted, or null for all.
with
wanted as (
    select i.inspection_id, i.edition, i.caseload
    from inspections as i
    where $inspections is null or list_contains($inspections, i.inspection_id)
),
read as (
    select w.*, p.part, (select count(*) from recorded.cases as c where c.part = p.part) as cases
    from wanted as w
    join recorded.parts as p on p.is_current and p.kind = 'cases' and p.scope = w.inspection_id
),
interviewed as (
    select w.*, p.part,
        (select count(distinct interviewee) from recorded.interviews as v where v.part = p.part)
            as case_managers
    from wanted as w
    join recorded.parts as p on p.is_current and p.kind = 'interviews' and p.scope = w.inspection_id
),
case_counts as (
    select r.part, q.number as question,
        count(*) filter (c.said_yes & q.bit <> 0) as met,
        count(*) filter ((c.said_yes | c.said_no) & q.bit <> 0) as relevant,
        count(*) filter (c.said_not_relevant & q.bit <> 0) as not_relevant
    from recorded.cases as c
    join read as r using (part)
    join edition_questions as q on q.edition = r.edition and q.judged and not q.interview
    group by r.part, q.number
),
interview_counts as (
    select part, question,
        count(*) filter (answer = 'yes') as met,
        count(*) filter (answer in ('yes', 'no')) as relevant,
        count(*) filter (answer = 'not relevant') as not_relevant
    from recorded.interviews
    where part in (select part from interviewed)
    group by part, question
),
counted as (
    select r.inspection_id, r.edition, q.section, q.number, q.position, r.cases as asked, r.caseload,
        coalesce(c.met, 0) as met, coalesce(c.relevant, 0) as relevant,
        coalesce(c.not_relevant, 0) as not_relevant
    from read as r
    join edition_questions as q on q.edition = r.edition and q.judged and not q.interview
    left join case_counts as c on c.part = r.part and c.question = q.number
    union all
    select v.inspection_id, v.edition, q.section, q.number, q.position, v.case_managers, null,
        coalesce(c.met, 0), coalesce(c.relevant, 0), coalesce(c.not_relevant, 0)
    from interviewed as v
    join edition_questions as q on q.edition = v.edition and q.judged and q.interview
    left join interview_counts as c on c.part = v.part and c.question = q.number
)
select inspection_id, edition, section, question_id, asked, caseload, met, relevant, not_relevant
from counted
join question_numbers using (number)
order by inspection_id, section, position
