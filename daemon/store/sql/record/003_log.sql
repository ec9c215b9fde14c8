-- The house log, and what the house needs or finds broken.

-- A note is who wrote it and when; how it reads stands in its texts. Each of them but the first
-- supersedes the one that is numbered before it, and says why.
create table note (
    id integer primary key autoincrement,
    house integer not null references house,
    person integer not null references person,
    at integer not null,
    on_date text not null
) strict;
create index note_house on note (house, id);
create index note_day on note (house, on_date, id);

create table note_text (
    note integer not null references note,
    number integer not null,
    person integer not null references person,
    at integer not null,
    text blob not null,
    reason blob,
    primary key (note, number),
    check ((number = 1) = (reason is null))
) strict, without rowid;
create index note_text_person on note_text (person, note, number);

create table need (
    id integer primary key autoincrement,
    house integer not null references house,
    kind text not null check (kind in ('need', 'broken')),
    text text not null,
    said_by integer not null references person,
    said_at integer not null,
    -- Written once, all three together, by whoever saw to it.
    done text,
    done_by integer references person,
    done_at integer,
    check ((done is null) = (done_at is null) and (done_by is null) = (done_at is null))
) strict;
-- The list stays short while what was seen to grows for years.
create index need_open on need (house, id) where done_at is null;
create index need_done on need (house, id) where done_at is not null;
create index need_said_by on need (said_by, id);
create index need_done_by on need (done_by, id) where done_by is not null;
