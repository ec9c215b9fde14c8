-- Chores that come round by themselves: rotations, what an assignment goes through, who cannot, and
-- the ledger by which the next one is chosen.

alter table chore add column list text check (list in ('daily', 'weekly', 'deep-clean'));
alter table chore add column window_minutes integer;
alter table chore add column people integer not null default 1;
alter table chore add column rotation text not null default 'fair'
    check (rotation in ('fair', 'round-robin', 'fixed', 'volunteer', 'everyone'));
alter table chore add column hold_weeks integer not null default 1;
alter table chore add column looked_at_by text not null default 'coordinator'
    check (looked_at_by in ('coordinator', 'housemate', 'nobody'));
alter table chore add column retired_at integer;

-- Who may have it, in their order; without any, everybody may.
create table chore_holder (
    chore integer not null references chore,
    position integer not null,
    person integer not null references person,
    primary key (chore, position),
    unique (chore, person)
) strict, without rowid;
create index chore_holder_person on chore_holder (person);

-- Single days that are not as the schedule says. `to_date` stands for a day that was moved.
create table chore_exception (
    chore integer not null references chore,
    on_date text not null,
    kind text not null check (kind in ('skipped', 'moved', 'extra')),
    to_date text,
    primary key (chore, on_date)
) strict, without rowid;

-- Round-robin: whose turn began on which Monday.
create table chore_turn (
    chore integer not null references chore,
    place integer not null,
    from_monday text not null,
    person integer not null references person,
    primary key (chore, place, from_monday)
) strict, without rowid;

-- What a house has settled about its chores; a row from its first chore on. `plan_days` is null
-- where nothing is planned ahead, `plan_at` when planning is next to be done, null: never.
create table chore_house (
    house integer primary key references house,
    plan_days integer,
    plan_at integer,
    grace_minutes integer not null default 60,
    on_paper integer not null default 0,
    settled_through text
) strict;
create index chore_house_plan on chore_house (plan_at) where plan_at is not null;
insert into chore_house (house) select distinct house from chore;

-- The ledger up to and with `settled_through`, in units (domain/ledger.h).
create table fair_balance (
    person integer primary key references person,
    carried integer not null,
    share integer not null
) strict;

alter table assignment rename to former_assignment;
alter table assignment_mark rename to former_assignment_mark;

-- `person` is null while nobody has it. One place of one chore on one day is one row for ever, so
-- that nothing is planned twice; of a chore for everyone the place is the person's number.
create table assignment (
    id integer primary key autoincrement,
    house integer not null references house,
    chore integer not null references chore,
    person integer references person,
    on_date text not null,
    due_at integer not null,
    state text not null check (state in ('open', 'planned', 'done', 'checked', 'sent-back',
                                         'missed', 'excused', 'cancelled')),
    place integer not null,
    lapses_at integer,
    fair_effort integer not null default 0,
    is_agreed integer not null default 0,
    first_person integer references person,
    done_at integer,
    unique (chore, person, on_date),
    unique (chore, on_date, place)
) strict;
insert into assignment (id, house, chore, person, on_date, due_at, state, place, is_agreed)
    select id, house, chore, person, on_date, due_at, state,
           row_number() over (partition by chore, on_date order by id), 1
    from former_assignment;

create table assignment_mark (
    assignment integer not null references assignment,
    number integer not null,
    kind text not null check (kind in ('assigned', 'planned', 'given-on', 'claimed', 'swapped',
                                       'done', 'undone', 'checked', 'sent-back', 'missed',
                                       'excused', 'answered', 'opened', 'cancelled', 'moved')),
    at integer not null,
    actor text not null,
    note blob,
    person integer references person,
    ticked integer,
    primary key (assignment, number)
) strict, without rowid;
insert into assignment_mark (assignment, number, kind, at, actor, note)
    select assignment, number, kind, at, actor, note from former_assignment_mark;

drop table former_assignment_mark;
drop table former_assignment;

-- In the order in which a week is shown, so that nothing has to be sorted.
create index assignment_house on assignment (house, on_date, due_at);
-- A person's own is read far more often than it changes, so the index has all a week shows of it.
create index assignment_person on assignment (person, on_date, due_at, chore, state, first_person);
create index assignment_lapse on assignment (lapses_at) where lapses_at is not null;

-- Why it was given to whom it was given first, as the figures stood.
create table assignment_choice (
    assignment integer primary key references assignment,
    reason text not null,
    balance integer,
    able integer not null,
    next_person integer references person,
    next_balance integer,
    passed_person integer references person,
    last_on text
) strict;

-- When somebody cannot. Of one chore where `chore` is named.
create table absence (
    id integer primary key autoincrement,
    house integer not null references house,
    person integer not null references person,
    chore integer references chore,
    kind text not null check (kind in ('away', 'exempt')),
    from_on text not null,
    until_on text,
    reason blob,
    granted_by integer references person,
    granted_at integer not null,
    withdrawn_at integer
) strict;
create index absence_person on absence (person, from_on);
create index absence_house on absence (house, until_on);

-- Hours of a week in which somebody cannot, such as those of work; minutes from midnight.
create table busy (
    id integer primary key autoincrement,
    person integer not null references person,
    weekdays integer not null,
    from_minute integer not null,
    until_minute integer not null,
    from_on text not null,
    until_on text
) strict;
create index busy_person on busy (person, from_on);

-- A chore that somebody would give away; `to_person` is null where anybody may take it. An offer is
-- 'over' when its assignment was done, missed or given to another before anybody took it.
create table swap (
    id integer primary key autoincrement,
    house integer not null references house,
    assignment integer not null references assignment,
    from_person integer not null references person,
    to_person integer references person,
    state text not null check (state in ('offered', 'accepted', 'declined', 'withdrawn', 'over')),
    offered_at integer not null,
    closed_at integer,
    taken_by integer references person
) strict;
create unique index swap_offered on swap (assignment) where state = 'offered';
create index swap_house on swap (house, state, id);
create index swap_assignment on swap (assignment, from_person);
create index swap_from on swap (from_person);
create index swap_to on swap (to_person) where to_person is not null;
create index swap_taken on swap (taken_by) where taken_by is not null;
