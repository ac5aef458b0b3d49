-- One row a text of `texts` and what in it looks like something by which a person could be known.
-- $batch: of the texts.
-- The patterns know ASCII letters alone, so that they are quick to compile: they look at a plain
-- copy as long as the text, and `words` are what stands in the text at that place.
with
written as materialized (
    select number, nfc_normalize(text) as exact from texts where batch = $batch
),
plained as materialized (
    select number, exact, translate(
        strip_accents(exact),
        'ÆæŒœØøÐðĐđŁłÞþßı’‘ʼ`´' || chr(160) || chr(9), 'AaOoOoDdDdLlTtsi''''''''''  '
    ) as plain
    from written
),
-- A capitalised word is no name where it begins a sentence, or is a term of the work, a day or a
-- month; these are put out of the way, a sign for each. April, May and June may be names.
without_terms as materialized (
    select *, regexp_replace(
        plain,
        '\b(?:'
        || '(?:Young|Older|Younger) (?:Person|People|Offenders?|Adults?|Man|Men|Woman|Women|Children)|'
        -- words that begin sentences
        || 'A|About|Across|Actions?|Additional|Adequate|After|All|Also|Although|An|And|Another|Any|Appropriate|'
        || 'Are|As|At|Attempts?|Attendance|Attended|Because|Before|Being|Both|Brief|But|By|Clear|Clearly|Comprehensive|'
        || 'Consideration|Contacts?|Could|Despite|Detailed|Did|Discussed|Due|During|Each|Earlier|Early|Effective|'
        || 'Even|Every|Everyone|Evidence|Excellent|Few|First|Following|For|From|Further|Given|Good|Had|Has|Have|'
        || 'He|Her|Here|His|How|However|I|If|In|Initial|Insufficient|Is|It|Its|Joint|Last|Late|Later|Less|'
        || 'Limited|Little|Many|Missing|More|Most|Much|My|Neither|New|Next|No|Nobody|None|Nor|Not|Nothing|Now|Of|On|Once|One|'
        || 'Only|Or|Other|Our|Out|Over|Overall|Poor|Previous|Prior|Recent|Regular|Reviewed|Saw|Second|See|Seen|Several|'
        || 'Several|She|Should|Since|So|Some|Someone|Spoke|Strong|Strengths|Such|Sufficient|Than|That|The|Their|'
        || 'Them|Then|There|Therefore|These|They|Third|This|Thorough|Those|Though|Three|Through|Throughout|Timely|'
        || 'To|Today|Tomorrow|Too|Two|Under|Unfortunately|Unless|Until|Updated|Used|Very|Was|We|Weaknesses|Well|Were|What|'
        || 'When|Where|Whether|Which|While|Whilst|Who|Why|With|Within|Without|Would|Yes|Yesterday|Yet|You|Your|'
        -- people by what they are
        || 'Advisers?|Advisors?|Advocates?|Auntie|Aunt|Aunty|Boys?|Brothers?|Carers?|Chair|Chief|Child|Children|Clerks?|'
        || 'Clients?|Clinician|Coordinators?|Cousins?|Dad|Daddy|Deputy|Director|Doctors?|Executive|Families|Family|Father|Foster|'
        || 'Girls?|Gran|Grandad|Grandma|Grandmother|Grandfather|GP|Head|Inspectors?|Magistrates?|Mam|Managers?|'
        || 'Mentors?|Mother|Mum|Mummy|Nan|Nanny|Nurses?|Offenders?|Officers?|Panels?|Parents?|People|Persons?|Practitioners?|'
        || 'Psychiatrist|Psychologist|Secretary|Sisters?|Solicitor|Specialists?|Staff|Teachers?|Therapists?|Uncle|Victims?|'
        || 'Volunteers?|Workers?|YP|'
        -- the work, its papers, orders and places
        || 'Academy|Access|Accommodation|Act|Action|Agencies|Agency|Alcohol|Alternative|Anger|Appendix|Area|Assessments?|Asset|ASSET|AssetPlus|'
        || 'ASSETPLUS|Authority|Bail|Behaviour|Board|Borough|Breach|British|CAMHS|Camhs|Care|Careers|Case|Cases|Category|Caution|'
        || 'Centre|Church|City|Class|Classroom|Cognitive|College|Committee|Communication|Communications|Community|Compliance|Concerns?|Conditional|Conference|'
        || 'Connexions|Core|Council|County|Court|Courts|Crime|Criminal|Crown|Custody|Data|Decision|Department|Detention|Disposal|'
        || 'Diversity|Domestic|Drugs?|Education|Emotional|Engagement|England|English|Exploitation|Final|Finance|Fund|Gangs?|Government|'
        || 'Grade|Group|Harm|Health|Hepatitis|High|HMIP|HMP|Home|Hospital|House|Housing|Hub|Inclusion|Inspection|Inspectorate|'
        || 'Institution|Intensive|Internet|Interventions?|Joint|Justice|Language|Law|Learning|Leaving|Level|Liaison|Library|Licence|Likelihood|'
        || 'Local|Looked|Low|Management|MAPPA|Medium|Meetings?|Mental|Ministry|Misuse|National|Need|Needs|Offence|Offending|Office|Onset|'
        || 'Option|Orders?|Parenting|Part|Partnership|Partnerships|Physical|Placement|Plan|Planning|Plans|Point|Police|Policy|Post|Prevent|Prevention|'
        || 'Prison|Probation|Programme|Project|Protection|Protecting|Public|Pupil|Quality|Reducing|Referrals?|Rehabilitation|Relationships?|Remand|'
        || 'Reoffending|Reparation|Reports?|Restorative|Reviews?|Right|Rights|Risks?|ROSH|RoSH|Safeguarding|Safety|Schedule|School|'
        || 'Schools|Screening|Section|Secure|Sentence|Sentencing|Serious|Services?|Sessions?|Sexual|Short|Signs|Skills?|Social|Special|Speech|'
        || 'Standards?|Station|Statutory|Step|Strategy|Substance|Support|Supervision|Supported|Surveillance|Targets?|Team|Teams|Therapy|Training|'
        || 'Transport|Trust|Type|Unit|University|Unpaid|Vitamin|Voluntary|Vulnerability|Vulnerable|Wales|Warning|Welfare|Wellbeing|Welsh|Women|'
        || 'Work|Workshop|YOT|YOTs|YOS|YOI|Youth|Youths|North|South|East|West|Northern|Southern|Eastern|Western|Central|'
        || 'Great|Greater|Britain|Europe|European|UK|London|'
        || 'Facebook|Instagram|Snapchat|WhatsApp|YouTube|Google|Skype|Zoom|TikTok|Xbox|PlayStation|Microsoft|Word|Excel|'
        -- days and months
        || 'Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mondays|Fridays|Saturdays|Sundays|'
        || 'January|February|March|July|August|September|October|November|December|'
        || 'Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Spring|Summer|Autumn|Winter|'
        || 'Christmas|Easter|Ramadan|Eid|Diwali|Bank|Holidays?|Year|Years|Term'
        || ')\b',
        '¤', 'g'
    ) as rest
    from plained
),
looks as materialized (
    select number, exact, plain, [
        {'looks_like': 'an e-mail address', 'found': regexp_extract_all(
            plain, '[\w.%+''-]+@[\w-]+(?:\.[\w-]+)+'
        )},
        {'looks_like': 'a phone number', 'found': regexp_extract_all(
            plain, '(?:^|[^\d/+])((?:\+44[ ()-]*|\(?0)(?:\d[ ()-]*){8,10}\d)(?:$|[^\d/])', 1
        )},
        {'looks_like': 'an NHS number', 'found': regexp_extract_all(
            plain, '(?:^|[^\d-])(\d{3}[ -]\d{3}[ -]\d{4})(?:$|[^\d-])', 1
        )},
        -- Where nothing parts the digits, the last one must check the others.
        {'looks_like': 'an NHS number', 'found': list_filter(
            regexp_extract_all(plain, '(?:^|\D)(\d{10})(?:$|\D)', 1),
            lambda number: list_sum(list_transform(
                string_split(number, ''), lambda digit, place: digit::integer * (11 - place)
            )) % 11 = 0
        )},
        {'looks_like': 'a PNC number', 'found': regexp_extract_all(
            plain, '(?:^|[^\d/])((?:\d{4}|\d{2})/\d{3,7}[A-Za-z])(?:$|\W)', 1
        )},
        -- The two letters at its end are none of C, I, K, M, O and V; "A1 2nd" is no postcode.
        {'looks_like': 'a postcode', 'found': list_filter(
            regexp_extract_all(
                plain,
                '\b((?:[A-Z]{1,2}\d[A-Z\d]?|[a-z]{1,2}\d[a-z\d]?) ?\d'
                || '(?:[ABD-HJLNP-UW-Z]{2}|[abd-hjlnp-uw-z]{2}))\b',
                1
            ),
            lambda code: not regexp_matches(code, '\d(st|nd|rd|th)$')
        )},
        {'looks_like': 'an address', 'found': regexp_extract_all(
            plain,
            '\b(\d{1,4}[a-z]?,? (?:[A-Z][A-Za-z''-]+ ){1,3}(?:Avenue|Close|Court|Crescent|Drive|'
            || 'Gardens|Grove|Lane|Road|Square|Street|Terrace|Way))\b',
            1
        )},
        {'looks_like': 'a date of birth', 'found': regexp_extract_all(
            plain,
            '(?i)\b((?:born|d\.?o\.?b|date of birth|birth ?date|birthday)\b[^\d.;]{0,24}'
            || '(?:(?:\d{1,2}[-/. ]){2}\d{2,4}|\d{1,2}(?:st|nd|rd|th)?(?: of)? '
            || '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:,? \d{4})?'
            || '|(?:19|20)\d\d(?:[-/.]\d{1,2}){0,2}))\b',
            1
        )},
        -- 14/02/1999, 14.2.99, 14 02 1999, 1999-02-14
        {'looks_like': 'a full date', 'found': regexp_extract_all(
            plain,
            '(?:^|[^\d/.-])((?:0?[1-9]|[12]\d|3[01])(?:[-/.](?:0?[1-9]|[12]\d|3[01])[-/.]'
            || '(?:(?:19|20)\d\d|\d\d)| (?:0?[1-9]|1[0-2]) (?:19|20)\d\d)|'
            || '(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01]))(?:$|[^\d/-])',
            1
        )},
        -- 14 February 1999, 14th Feb 99, 14-Feb-99, 14 February '99
        {'looks_like': 'a full date', 'found': regexp_extract_all(
            plain,
            '(?i)\b((?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?: of)?[-/. ]*'
            || '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/., ]{1,2}'
            || '(?:(?:19|20)\d\d|''?\d\d))\b',
            1
        )},
        -- February 14th, 1999
        {'looks_like': 'a full date', 'found': regexp_extract_all(
            plain,
            '(?i)\b((?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? '
            || '(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?,? (?:19|20)\d\d)\b',
            1
        )},
        -- Mr Smith, mr smith, Dr. Jones
        {'looks_like': 'a name', 'found': regexp_extract_all(
            rest,
            '\b((?:[Mm][Rr][Ss]?\.? [A-Za-z][A-Za-z''-]+|(?:[Mm]s|MS|Miss|Mx|[Dd]r|DR|Prof|Professor|'
            || 'Sir|Lady|Lord|Rev|Reverend|Imam|PC|DC|DS|Sgt|Judge)\.? [A-Z][A-Za-z''-]+)'
            || '(?: [A-Z][A-Za-z''-]+)?)',
            1
        )},
        -- Sam's mum, Jess' older brother
        {'looks_like': 'a name', 'found': regexp_extract_all(
            rest,
            '\b([A-Z][A-Za-z-]*(?:''s|s'') '
            || '(?:(?:step|grand|foster|half|older|younger|elder|little|big|birth|own|new|late|ex|twin)[- ]?)*'
            || '(?:mum|mam|mom|mother|father|dad|brother|sister|sibling|twin|nana?|nanny|gran|granny|grandma|'
            || 'uncle|aunt|auntie|cousin|parent|carer|family|partner|girlfriend|boyfriend|son|daughter|baby|'
            || 'home address)s?)\b',
            1
        )},
        -- J Smith, J. Smith, J.R. Smith
        {'looks_like': 'a name', 'found': regexp_extract_all(
            rest, '(?:^|[^\w''.])((?:(?:[A-Z]\. ?)+|[B-HJ-Z] )[A-Z][A-Za-z''-]*[a-z][A-Za-z''-]*)', 1
        )},
        -- Anne Smith, Anne-Marie O'Brien, Anne van der Berg, John P. SMITH
        {'looks_like': 'a name', 'found': regexp_extract_all(
            rest,
            '(?:^|[^\w''-])([A-Z][A-Za-z''-]*[a-z][A-Za-z''-]*'
            || '(?: +(?:(?:van|von|der|den|de|da|del|di|du|la|le|el|al|bin|ibn|ap|ab|ferch) +){0,2}'
            || '(?:[A-Z]\.? +){0,2}(?:[A-Z][A-Za-z''-]*[a-z][A-Za-z''-]*|[A-Z][A-Z''-]{3,}))+)',
            1
        )},
        -- Sam T
        {'looks_like': 'a name', 'found': regexp_extract_all(
            rest, '(?:^|[^\w''-])([A-Z][A-Za-z''-]*[a-z] +[B-HJ-Z]\.?)(?:$|[^\w''.-])', 1
        )},
        {'looks_like': 'a name', 'found': regexp_extract_all(
            rest, '\b((?:called|named|nicknamed|known as|name is|name was) [A-Z][A-Za-z''-]+)', 1
        )},
        -- Within a sentence a capitalised word alone says no more: Kieran, or Luton.
        {'looks_like': 'a name or a place', 'found': regexp_extract_all(
            rest, '[a-z\d,;)¤][''"”]? +\(?([A-Z][A-Za-z''-]*[a-z][A-Za-z''-]*)', 1
        )},
        -- Cyrillic, Arabic, Chinese and other writings
        {'looks_like': 'a name', 'found': regexp_extract_all(
            plain, '[\x{370}-\x{1dff}\x{2c00}-\x{d7ff}\x{f900}-\x{faff}]{2,}'
        )}
    ] as looks
    from without_terms
),
-- From here on without the texts: one may be copied for each of its words. Fifty of them say enough,
-- and no text of nothing but names takes long.
found as (
    select number, look.looks_like, unnest(list_transform(
        look.found[:50],
        lambda found: {'plain': found, 'place': instr(plain, found), 'words': case
            when length(plain) = length(exact)
                then substring(exact, instr(plain, found), length(found))
            else found
        end}
    ), max_depth := 2)
    from (select number, exact, plain, unnest(looks) as look from looks)
),
different as (
    select * from found
    qualify row_number() over (partition by number, plain) = 1
),
first_fifty as (
    select * from different
    qualify row_number() over (partition by number order by place, length(plain) desc) <= 50
)
-- Of two that lie within each other the longer one stays.
select number, looks_like, words, place
from first_fifty as f
where not exists (
    select 1 from first_fifty as o
    where o.number = f.number and length(o.plain) > length(f.plain) and contains(o.plain, f.plain)
)
