-- One row an inspection, with its team, the cases read and the case managers interviewed.
-- $inspection: one inspection_id for the visits of its team, or null for all.
with
-- A team may have been renamed: a name holds from its day to the next one's. Where none held yet,
-- the newest does.
names as (
    select yot, name, region, country, family, valid_from,
        lead(valid_from) over by_day as valid_until,
        lead(yot) over by_day is null as newest,
        min(coalesce(valid_from, date '0001-01-01')) over (partition by yot) as first_from
    from yots
    window by_day as (partition by yot order by valid_from nulls first)
)
select i.* exclude (cases_part, interviews_part, cases, case_managers, answered),
    y.name, y.region, y.country, y.family, i.cases, i.case_managers
from recorded.visits as i
join names as y
    on y.yot = i.yot
    and case
        when i.fieldwork_end < y.first_from then y.newest
        else coalesce(y.valid_from <= i.fieldwork_end, true)
            and coalesce(y.valid_until > i.fieldwork_end, true)
    end
where $inspection is null
    or i.yot = (select yot from recorded.visits where inspection_id = $inspection)
order by i.fieldwork_end, i.inspection_id
