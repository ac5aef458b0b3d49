-- One row a judged question as an edition means it, real or invented teams, attribute of a child and
-- value: cases met and relevant, and the teams they are from.
-- $editions, $questions, $meanings: side by side, what an edition judges and where its meaning is
-- from. $invented: the teams that are made up.
with
asked as (
    select unnest($editions) as edition, unnest($questions) as question_id,
        unnest($meanings) as meaning
),
judged as (
    select a.question_id, a.meaning, i.yot, list_contains($invented, i.yot) as invented,
        c.sex, c.age::varchar as age, c.ethnicity, c.looked_after, c.order_type,
        c.said_yes & n.bit <> 0 as met
    from recorded.cases as c
    join recorded.parts as p on p.part = c.part and p.is_current
    join inspections as i on i.inspection_id = p.scope
    join asked as a on a.edition = i.edition
    join question_numbers as n on n.question_id = a.question_id
    where (c.said_yes | c.said_no) & n.bit <> 0
),
cut as (
    select question_id, meaning, invented, yot, met, 'sex' as attribute, sex as value from judged
    union all
    select question_id, meaning, invented, yot, met, 'age', age from judged
    union all
    select question_id, meaning, invented, yot, met, 'ethnicity', ethnicity from judged
    union all
    select question_id, meaning, invented, yot, met, 'looked_after', looked_after from judged
    union all
    select question_id, meaning, invented, yot, met, 'order_type', order_type from judged
)
select question_id, meaning, invented, attribute, coalesce(value, 'not recorded') as value,
    count(*) filter (met) as met, count(*) as relevant, count(distinct yot) as teams
from cut
group by question_id, meaning, invented, attribute, coalesce(value, 'not recorded')
order by question_id, meaning, invented, attribute, value
