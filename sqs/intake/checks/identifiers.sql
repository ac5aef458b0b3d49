-- One row a reference that looks like something by which a person could be known.
-- A name is told by its words: what is left of the reference without words such as "case" or "team",
-- without a number at its end, and without a number or a reference before it.
with
-- Materialized, or the patterns below are compiled once for each of its parts.
refs as (
    select file, line, case_id as "case", 'case_id' as heading, case_id as found
    from staged_cases where suspect
    union all
    select file, line, case_id, 'case_manager', case_manager from staged_cases where suspect
    union all
    select file, line, case_id, 'inspector', inspector from staged_cases where suspect
    union all
    select file, line, case_id, 'inspector', inspector from staged_second_reads where suspect
    union all
    select file, line, null, 'interviewee', interviewee from staged_interviews where suspect
),
different as materialized (
    select distinct found from refs where found is not null
),
worded as (
    select *,
        trim(regexp_replace(
            translate(nfc_normalize(found), '’‘ʼ`_', ''''''''' '),
            '(?i)\b(case|cm|inspector|interviewee|manager|officer|practitioner|team|worker|yos|yot|youth)\b',
            ' ', 'g'
        )) as words
    from different
),
named as materialized (
    select * exclude (words),
        regexp_replace(
            words, '^[A-Za-z]*-?\d+(-\d+)*[ ,.:;#-]+|[ ,.-]*\d+$', '', 'g'
        ) as name,
        regexp_matches(words, '^[A-Za-z]*-?\d|\d$') as numbered
    from worded
),
looked_at as (
    select *,
        case
            when contains(found, '@') then 'an e-mail address'
            when regexp_full_match(found, '\d{1,2}[-/. ]\d{1,2}[-/. ](\d{4}|\d{2})') then 'a date of birth'
            when regexp_full_match(found, '(19|20)\d\d[-/. ]\d\d[-/. ]\d\d') then 'a date of birth'
            when regexp_full_match(found, '(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])(19|20)\d\d') then 'a date of birth'
            when regexp_full_match(found, '(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])') then 'a date of birth'
            -- 4 March 2001, 04-Mar-01, 4th Mar '01
            when regexp_full_match(
                found,
                '(?i)\d{1,2}(st|nd|rd|th)?( of)?[-/. ]?'
                || '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/., ]{0,2}(\d{4}|[''’]?\d\d)'
            ) then 'a date of birth'
            when regexp_full_match(found, '\d{2,4}/\d{1,7}[A-Za-z]') then 'a PNC number'
            when regexp_full_match(found, '(\+44|0)[ ()\d-]{9,14}') then 'a phone number'
            when regexp_full_match(found, '\d{3}[ -]\d{3}[ -]\d{4}') then 'an NHS number'
            -- Ten digits may be any number: the last one must check the others.
            when regexp_full_match(found, '\d{10}') and list_sum(list_transform(
                string_split(found, ''),
                lambda digit, place: try_cast(digit as integer) * (11 - place)
            )) % 11 = 0 then 'an NHS number'
            when regexp_full_match(found, '[A-Za-z]{1,2}\d[A-Za-z\d]? \d[A-Za-z]{2}') then 'a postcode'
            -- Smith; J Smith; Smith, Anne-Marie; but a word with a number may be a place: Luton 3.
            when regexp_full_match(name, '[\p{L}''-]+([ ,.]+[\p{L}''-]+)*[.]?')
                and regexp_matches(name, '(^|[ ,.])\p{Lu}[\p{L}'']*\p{Ll}[\p{L}'']*(-[\p{L}'']{2,})*($|[ ,.])')
                and (not numbered or regexp_matches(name, '[ ,.]')) then 'a name'
            -- john smith; john.p.smith; SMITH, ANNE
            when regexp_full_match(name, '[\p{L}''-]{2,}([ ,.]+[\p{L}''-]+)*[ ,.]+[\p{L}''-]{2,}') then 'a name'
            -- j smith; J.R. SMITH; smith, j
            when regexp_full_match(name, '(\p{L}[ .]+)+[\p{L}''-]{3,}') then 'a name'
            when regexp_full_match(name, '[\p{L}''-]{2,} ?, ?\p{L}[.]?') then 'a name'
            when regexp_matches(found, '[^\P{L}\p{Latin}].*[^\P{L}\p{Latin}]')
                and not regexp_matches(found, '\d') then 'a name'
        end as looks_like
    from named
)
select 'identifier' as rule, r.file, r.line, r.heading as "column", r."case",
    '''' || r.found || ''', which looks like ' || looks_like as found,
    'use a reference that says nothing of the person, such as ABC14-01 or CM01' as allowed
from refs as r
join looked_at using (found)
where looks_like is not null
