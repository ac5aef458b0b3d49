-- What the pages read, so that none of them joins parts by their scope or counts rows over all
-- inspections. `visits` and `rolled_up` follow from the parts that are current and from the counts
-- stored with them (the macros below say how); sqs/store/rolling.py adjusts both in the transaction
-- in which a part becomes current or stops being so.

-- One row an inspection that people see: its own row, and its parts with counts.
create table recorded.visits (
    inspection_id varchar not null, yot varchar not null,
    fieldwork_start date not null, fieldwork_end date not null, publication_date date,
    edition varchar not null, caseload integer, addressee varchar, addressee_post varchar,
    sender varchar, sender_post varchar, lead_inspector varchar, contact varchar,
    cases_part integer, interviews_part integer,
    cases integer not null,          -- read
    case_managers integer not null,  -- interviewed
    answered ubigint not null        -- the bits of the questions that anybody answered
);

-- One row an inspection of whose rows above an upload brought any; of null every inspection.
create macro recorded.touched_by(wanted) as table
select distinct scope as inspection_id
from recorded.parts
where kind in ('inspections', 'cases', 'interviews') and (wanted is null or upload = wanted);

create macro recorded.visits_touched_by(wanted) as table
with
parts as (
    select scope, kind, part
    from recorded.parts
    where is_current and kind in ('inspections', 'cases', 'interviews')
        and scope in (select inspection_id from recorded.touched_by(wanted))
),
counted as (
    select m.part, max(m.asked) as asked, bit_or(n.bit) as answered
    from recorded.metric as m
    join question_numbers as n on n.number = m.question
    where m.part in (select part from parts)
    group by m.part
)
select i.* exclude (part), c.part as cases_part, v.part as interviews_part,
    coalesce(of_cases.asked, 0) as cases, coalesce(of_interviews.asked, 0) as case_managers,
    coalesce(of_cases.answered, 0) | coalesce(of_interviews.answered, 0) as answered
from recorded.inspections as i
join parts as p on p.part = i.part and p.kind = 'inspections'
left join parts as c on c.scope = p.scope and c.kind = 'cases'
left join parts as v on v.scope = p.scope and v.kind = 'interviews'
left join counted as of_cases on of_cases.part = c.part
left join counted as of_interviews on of_interviews.part = v.part;

-- One row an edition, judged question and team; one an edition, judged question or section, and
-- month in which fieldwork ended: all inspections together. Those with one to four relevant, or in a
-- section with any such question, are kept apart (`few`): boards are not shown them.
create table recorded.rolled_up (
    edition varchar not null, measure varchar not null,
    yot varchar, month date,         -- one of the two
    few boolean not null,
    inspections integer not null,    -- with anything relevant
    met integer not null, relevant integer not null, not_relevant integer not null
);

-- The rows that the visits an upload touched make up by themselves; of null every visit.
create macro recorded.rolled_up_from(wanted) as table
with
parts as (
    select inspection_id, edition, yot, date_trunc('month', fieldwork_end)::date as month,
        unnest([cases_part, interviews_part]) as part, unnest([false, true]) as interview
    from recorded.visits
    where inspection_id in (select inspection_id from recorded.touched_by(wanted))
),
figures as (
    select p.inspection_id, p.edition, p.yot, p.month, q.section, n.question_id,
        m.met, m.relevant, m.not_relevant, m.relevant between 1 and 4 as few
    from parts as p
    join recorded.metric as m on m.part = p.part
    join edition_questions as q
        on q.edition = p.edition and q.number = m.question and q.interview = p.interview and q.judged
    join question_numbers as n on n.number = m.question
),
measures as (
    select edition, question_id as measure, yot, null::date as month, few,
        met, relevant, not_relevant
    from figures
    union all
    select edition, question_id, null, month, few, met, relevant, not_relevant
    from figures
    union all
    select edition, section, null, month, bool_or(few), sum(met), sum(relevant), sum(not_relevant)
    from figures group by inspection_id, edition, section, month
)
select edition, measure, yot, month, few, count(*) filter (relevant > 0) as inspections,
    sum(met) as met, sum(relevant) as relevant, sum(not_relevant) as not_relevant
from measures
group by edition, measure, yot, month, few;

insert into recorded.visits select * from recorded.visits_touched_by(null);
insert into recorded.rolled_up select * from recorded.rolled_up_from(null);
