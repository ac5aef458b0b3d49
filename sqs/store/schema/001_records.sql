-- What was uploaded, append-only. A part is one table's rows for one inspection (or team, or
-- reoffending cohort) in one upload; the current part of a scope is the one people see. Replacing
-- and undoing move `is_current`; rows are never changed.
--
-- An answer is a bit. Of ten million answers that makes some 400,000 rows, and a question that
-- rules another out is found by and-ing two numbers.

create schema recorded;

create type judgement as enum ('yes', 'no', 'not relevant');

create table store_state (data_version bigint not null);
insert into store_state values (0);

create table recorded.uploads (
    upload integer primary key,
    status varchar not null check (status in ('ok', 'undone')),
    loaded_at timestamp not null,
    loaded_by varchar not null,
    files varchar not null,          -- JSON: name, bytes and SHA-256 of each
    tables varchar not null,         -- JSON: rows by table
    normalised varchar not null,     -- JSON: what was read as something else, counted
    content varchar not null,        -- SHA-256 of what it says, however its files were written
    intake varchar not null          -- its folder while it was read: tells a load that was cut off
);

-- What was done with each upload, and who did it; never changed.
create table recorded.events (
    upload integer not null,
    done varchar not null check (done in ('loaded', 'undone', 'put back')),
    done_at timestamp not null,
    done_by varchar not null
);

create table recorded.parts (
    part integer primary key,
    upload integer not null,
    kind varchar not null,           -- yots, inspections, cases (with answers), interviews, ...
    scope varchar not null,          -- the inspection_id, the team, or a reoffending row's key
    content varchar not null,        -- digest of the rows; only recipients have an order
    is_current boolean not null
);

-- Criteria files, as the queries need them; rewritten when the files change. Numbers stay: the
-- answers of a case are stored as sets of questions, a bit for each number.
create table question_numbers (
    number utinyint primary key check (number < 64),
    question_id varchar not null unique,
    bit ubigint not null
);
create table edition_questions (
    edition varchar not null,
    number utinyint not null,
    bit ubigint not null,
    section varchar not null,
    position utinyint not null,
    interview boolean not null,       -- asked of case managers, not of cases
    judged boolean not null,          -- facts are not
    parent varchar not null,          -- the question whose answer decides, or ''
    parent_yes ubigint not null,      -- the parent's bit where its yes leaves the question open
    parent_no ubigint not null,       -- ... where its no does
    must_be_answered boolean not null,
    reasons varchar[] not null,       -- the codes that may stand beside a no
    primary key (edition, number)
);

create table recorded.yots (
    part integer not null, yot varchar not null, name varchar not null, region varchar,
    country varchar, family varchar, valid_from date, valid_to date
);

create table recorded.inspections (
    part integer not null, inspection_id varchar not null, yot varchar not null,
    fieldwork_start date not null, fieldwork_end date not null, publication_date date,
    edition varchar not null, caseload integer, addressee varchar, addressee_post varchar,
    sender varchar, sender_post varchar, lead_inspector varchar, contact varchar
);

create table recorded.cases (
    part integer not null, case_number integer not null, case_id varchar not null,
    order_type varchar, custody varchar, sex varchar, age utinyint, ethnicity varchar,
    looked_after varchar, risk_of_harm varchar, vulnerability varchar, start_date date,
    case_manager varchar, inspector varchar,
    -- Which questions were answered so: the bits of their numbers. All counting is bit_count.
    said_yes ubigint not null, said_no ubigint not null, said_not_relevant ubigint not null
);

-- What was written beside an answer, where anything was. case_number counts within the part.
create table recorded.remarks (
    part integer not null, case_number integer not null, question utinyint not null,
    reasons varchar, note varchar
);

create table recorded.interviews (
    part integer not null, interviewee varchar not null, question utinyint not null,
    answer judgement not null, note varchar
);

create table recorded.quotes (
    part integer not null, case_id varchar not null, question utinyint not null,
    text varchar not null, cleared boolean not null,
    flagged boolean not null         -- when it was loaded, some words looked like a person
);

-- What a named person said of a quote's very text, append-only: it may be published, or not after
-- all. The newest holds, whichever upload brought the text.
create table recorded.clearances (
    clearance integer primary key,
    inspection_id varchar not null, case_id varchar not null, question_id varchar not null,
    text varchar not null, cleared boolean not null,
    done_at timestamp not null, done_by varchar not null
);

create table recorded.reoffending (
    part integer not null, yot varchar not null, cohort_start date not null,
    cohort_end date not null, method varchar not null, rate double not null,
    compared_with_previous varchar, published date, source varchar
);

create table recorded.recipients (
    part integer not null, position integer not null, role varchar not null, name varchar
);

---------- what people see: the current rows, under the pack's own names

-- One row a team and period of validity.
create view yots as
select yot, name, region, country, family, valid_from, valid_to
from recorded.yots as r join recorded.parts as p on p.part = r.part and p.is_current;

-- One row an inspection.
create view inspections as
select r.* exclude (part)
from recorded.inspections as r join recorded.parts as p on p.part = r.part and p.is_current;

-- One row a case read.
create view cases as
select p.scope as inspection_id, r.* exclude (part, said_yes, said_no, said_not_relevant)
from recorded.cases as r join recorded.parts as p on p.part = r.part and p.is_current;

-- One row a case and question.
create view answers as
select
    p.scope as inspection_id, c.case_id, q.question_id,
    (case
        when c.said_yes & q.bit <> 0 then 'yes'
        when c.said_no & q.bit <> 0 then 'no'
        else 'not relevant'
    end)::judgement as answer,
    r.reasons, r.note, c.case_number
from recorded.cases as c
join recorded.parts as p on p.part = c.part and p.is_current
join question_numbers as q on (c.said_yes | c.said_no | c.said_not_relevant) & q.bit <> 0
left join recorded.remarks as r
    on r.part = c.part and r.case_number = c.case_number and r.question = q.number;

-- One row a case manager interviewed and question.
create view interviews as
select p.scope as inspection_id, r.interviewee, q.question_id, r.answer, r.note
from recorded.interviews as r
join recorded.parts as p on p.part = r.part and p.is_current
join question_numbers as q on q.number = r.question;

-- One row a quote's text of which somebody said whether it may be published: the newest word.
create view clearances as
select * exclude (clearance) from recorded.clearances
qualify row_number() over (
    partition by inspection_id, case_id, question_id, text order by clearance desc
) = 1;

-- One row an inspector's note that may be quoted. It is publishable where the pack says that it is
-- cleared and no words of it were flagged, or somebody looked at them and cleared it.
create view quotes as
select
    p.scope as inspection_id, r.case_id, q.question_id, r.text, r.cleared, r.flagged,
    r.cleared and coalesce(c.cleared, not r.flagged) as publishable
from recorded.quotes as r
join recorded.parts as p on p.part = r.part and p.is_current
join question_numbers as q on q.number = r.question
left join clearances as c
    on c.inspection_id = p.scope and c.case_id = r.case_id and c.question_id = q.question_id
    and c.text = r.text;

-- One row a team (or england-and-wales), cohort and method.
create view reoffending as
select r.* exclude (part)
from recorded.reoffending as r join recorded.parts as p on p.part = r.part and p.is_current;

-- One row a person or body on the copy list.
create view recipients as
select p.scope as inspection_id, r.position, r.role, r.name
from recorded.recipients as r join recorded.parts as p on p.part = r.part and p.is_current;

-- What a heading of a table that is not ours was said to mean, for the next upload; '' leaves its
-- column out. `folded` is the heading without the difference of case and signs.
create table heading_meanings (
    table_name varchar not null,
    folded varchar not null,
    found varchar not null,
    means varchar not null,
    primary key (table_name, folded)
);
