-- One row a reference that looks like something by which a person could be known.
with
-- Materialized, or the patterns below are compiled once for each of its parts.
refs as materialized (
    select file, line, case_id as "case", 'case_id' as heading, case_id as found from staged_cases
    union all
    select file, line, case_id, 'case_manager', case_manager from staged_cases
    union all
    select file, line, case_id, 'inspector', inspector from staged_cases
    union all
    select file, line, null, 'interviewee', interviewee from staged_interviews
),
looked_at as (
    select *,
        case
            when contains(found, '@') then 'an e-mail address'
            when regexp_full_match(found, '\d{1,2}[-/. ]\d{1,2}[-/. ](\d{4}|\d{2})') then 'a date of birth'
            when regexp_full_match(found, '(19|20)\d\d[-/. ]\d\d[-/. ]\d\d') then 'a date of birth'
            when regexp_full_match(found, '\d{2,4}/\d{1,7}[A-Za-z]') then 'a PNC number'
            when regexp_full_match(found, '(\+44|0)[ ()\d-]{9,14}') then 'a phone number'
            when regexp_full_match(found, '\d{3}[ -]?\d{3}[ -]?\d{4}') then 'an NHS number'
            when regexp_full_match(found, '[A-Za-z]{1,2}\d[A-Za-z\d]? \d[A-Za-z]{2}') then 'a postcode'
            when regexp_full_match(found, '(\p{Lu}[\p{L}''.]+)([ ,-]+\p{Lu}[\p{L}''.]*)*')
                and regexp_matches(found, '\p{Ll}') then 'a name'
            when regexp_full_match(found, '(\p{Lu}{2,})([ ,]+\p{Lu}{2,})+') then 'a name'
        end as looks_like
    from refs
)
select 'identifier' as rule, file, line, heading as "column", "case",
    '''' || found || ''', which looks like ' || looks_like as found,
    'use a reference that says nothing of the person, such as ABC14-01 or CM01' as allowed
from looked_at
where looks_like is not null and line is not null
