-- One row an inspection, section and case (or case manager): judgements met and relevant in it.
-- $inspections: the inspection_ids wanted, or null for all.
with
wanted as (
    select * from recorded.visits
    where $inspections is null or inspection_id in (select unnest($inspections))
),
judged as (
    select edition, section, interview, bit_or(bit) as questions
    from edition_questions where judged group by edition, section, interview
),
of_cases as (
    select w.inspection_id, j.section, c.case_number::varchar as cluster,
        bit_count(c.said_yes & j.questions) as met,
        bit_count((c.said_yes | c.said_no) & j.questions) as relevant,
        (c.said_yes | c.said_no | c.said_not_relevant) & j.questions as answered
    from recorded.cases as c
    join wanted as w on w.cases_part = c.part
    join judged as j on j.edition = w.edition and not j.interview
),
of_case_managers as (
    select w.inspection_id, q.section, v.interviewee as cluster,
        count(*) filter (v.answer = 'yes') as met,
        count(*) filter (v.answer in ('yes', 'no')) as relevant
    from recorded.interviews as v
    join wanted as w on w.interviews_part = v.part
    join edition_questions as q on q.edition = w.edition and q.number = v.question and q.judged
    group by w.inspection_id, q.section, v.interviewee
)
select inspection_id, section, cluster, met, relevant from of_cases where answered <> 0
union all
select inspection_id, section, cluster, met, relevant from of_case_managers
order by inspection_id, section, cluster
