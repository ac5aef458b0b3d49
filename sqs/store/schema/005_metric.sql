-- What figures are read from, so that a page never counts answers: of each part of cases or of
-- interviews, and each question answered in it, how many said what. Written with the part and never
-- changed; a part's is_current says whether it counts.
create table recorded.metric (
    part integer not null,
    question utinyint not null,
    asked integer not null,          -- cases read, or case managers interviewed, in the part
    met integer not null, relevant integer not null, not_relevant integer not null
);

-- The same, counted from the answers.
create view recorded.counted_cases as
select * from (
    select
        c.part, q.number as question, count(*) as asked,
        count(*) filter (c.said_yes & q.bit <> 0) as met,
        count(*) filter ((c.said_yes | c.said_no) & q.bit <> 0) as relevant,
        count(*) filter (c.said_not_relevant & q.bit <> 0) as not_relevant
    from recorded.cases as c cross join question_numbers as q
    group by c.part, q.number
)
where relevant + not_relevant > 0;

create view recorded.counted_interviews as
select
    v.part, v.question, any_value(a.asked) as asked,
    count(*) filter (v.answer = 'yes') as met,
    count(*) filter (v.answer in ('yes', 'no')) as relevant,
    count(*) filter (v.answer = 'not relevant') as not_relevant
from recorded.interviews as v
join (
    select part, count(distinct interviewee) as asked from recorded.interviews group by part
) as a using (part)
group by v.part, v.question;

insert into recorded.metric
select * from recorded.counted_cases
union all
select * from recorded.counted_interviews
order by part, question;
