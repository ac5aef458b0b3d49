-- One row a staged inspection whose caseload is smaller than the sample drawn from it, or the first
-- row of a staged sample that is larger than the caseload loaded before.
with
samples as (
    select inspection_id, count(*) as cases, min(file) as file, min(line) as line
    from sample
    group by inspection_id
    union all
    select inspection_id, count(*), null, null
    from cases
    where inspection_id in (select inspection_id from staged_inspections)
        and inspection_id not in (select coalesce(inspection_id, '') from sample)
    group by inspection_id
)
select 'number' as rule, i.file, i.line, 'caseload' as "column", null as "case",
    '''' || i.caseload || ''' for ' || s.cases || ' cases read' as found,
    'give the whole caseload from which the sample was drawn, or leave it blank' as allowed
from staged_inspections as i
join samples as s using (inspection_id)
where i.is_caseload < s.cases
union all
select 'number', s.file, s.line, null, null,
    s.cases || ' cases for a caseload of ' || i.caseload,
    'correct the caseload in inspections, or leave cases out that were not read'
from samples as s
join inspections as i using (inspection_id)
where s.file is not null and i.caseload < s.cases
    and inspection_id not in (select coalesce(inspection_id, '') from staged_inspections)
