-- What the house needs or finds broken.

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
