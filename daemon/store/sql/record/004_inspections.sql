-- What a house looks at in its rooms, and what was found there. An item that is looked at no more
-- stays for what was found of it before; one that comes back under its handle is another.

create table inspection_item (
    id integer primary key autoincrement,
    house integer not null references house,
    handle text not null,
    name text not null,
    added_at integer not null,
    removed_at integer
) strict;
create unique index inspection_item_current on inspection_item (house, handle)
    where removed_at is null;

-- Appended, never changed: what corrects one is another one that stands instead of it.
-- `bed` is null for what everybody shares; `person` is who slept in that bed, null for nobody.
create table inspection (
    id integer primary key autoincrement,
    house integer not null references house,
    room text not null,
    bed integer references bed,
    person integer references person,
    on_date text not null,
    inspector integer references person,
    at integer not null,
    instead_of integer references inspection,
    why blob
) strict;
-- Each of these has a list in the order in which it is shown.
create index inspection_house on inspection (house, on_date, id);
create index inspection_shared on inspection (house, on_date, id) where bed is null;
create index inspection_room on inspection (house, room, on_date, id);
create index inspection_person on inspection (person, on_date, id);
create unique index inspection_instead on inspection (instead_of) where instead_of is not null;

create table inspection_result (
    inspection integer not null references inspection,
    item integer not null references inspection_item,
    result text not null check (result in ('pass', 'fail', 'unseen')),
    note blob,
    primary key (inspection, item)
) strict, without rowid;
create index inspection_result_failed on inspection_result (inspection, item)
    where result = 'fail';

-- What the resident says of it, once; it stands beside it for ever.
create table inspection_answer (
    inspection integer not null,
    item integer not null,
    at integer not null,
    words blob not null,
    primary key (inspection, item),
    foreign key (inspection, item) references inspection_result
) strict, without rowid;
