-- One row a staged row whose second date lies before its first.
with pairs as (
    select file, line, null as case_id, 'fieldwork_end' as heading, fieldwork_end as found,
        is_fieldwork_start as earlier, is_fieldwork_end as later, 'fieldwork_start' as first
    from staged_inspections
    union all
    select file, line, null, 'publication_date', publication_date,
        is_fieldwork_end, is_publication_date, 'fieldwork_end'
    from staged_inspections
    union all
    select file, line, null, 'valid_to', valid_to, is_valid_from, is_valid_to, 'valid_from'
    from staged_yots
    union all
    select file, line, null, 'cohort_end', cohort_end, is_cohort_start, is_cohort_end, 'cohort_start'
    from staged_reoffending
)
select 'date' as rule, file, line, heading as "column", case_id as "case",
    '''' || found || ''', before its ' || first || ' of ' || earlier as found,
    'give a date on or after it' as allowed
from pairs
where later < earlier
