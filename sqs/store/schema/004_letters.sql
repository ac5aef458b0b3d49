-- The letters people keep. Versions are added, never changed, but for one thing: while somebody
-- types, what is saved by itself takes the place of what it saved a moment before.

create table recorded.letter_versions (
    inspection_id varchar not null,
    version integer not null,        -- from 1, in the order of saving
    saved_at timestamp not null,
    saved_by varchar not null,
    based_on integer,                -- the version its writer had before them
    done varchar not null,           -- drafted, edited, restored from 3, ...
    sitting varchar not null,        -- in which it was saved by itself; '' for a save by hand
    aside boolean not null,          -- it met another's change of the same paragraph: not current
    resolves integer,                -- the version aside whose text was seen to
    text varchar not null,           -- Markdown
    edition varchar not null,
    scale varchar not null,
    data_version bigint not null,
    rests_on varchar not null,       -- JSON: each claim's figure when its words were written
    primary key (inspection_id, version)
);

-- How far a letter is; append-only. The newest entry holds.
create table recorded.letter_stages (
    entry integer primary key,
    inspection_id varchar not null,
    stage varchar not null check (
        stage in ('draft', 'quality check', 'factual accuracy', 'signed off', 'published')
    ),
    version integer not null,        -- which was looked at
    done_at timestamp not null,
    done_by varchar not null,
    note varchar not null
);

-- What was published: one a letter.
create table recorded.letter_receipts (
    inspection_id varchar primary key,
    version integer not null,
    text_sha256 varchar not null,
    figures varchar not null,        -- CSV: all that the data said then
    figures_sha256 varchar not null,
    edition varchar not null,
    scale varchar not null,
    data_version bigint not null,
    published_at timestamp not null,
    published_by varchar not null
);

-- What the team said of the claims of one version; append-only. The newest word on a claim holds.
create table recorded.letter_comments (
    comment integer primary key,
    inspection_id varchar not null,
    version integer not null,
    claim varchar not null,          -- its key in that version
    agreed boolean,                  -- null where it was left open
    comment_text varchar not null,
    received_at timestamp not null,
    received_by varchar not null
);
