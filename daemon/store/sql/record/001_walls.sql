-- The first shape of the record. Instants are seconds UTC, dates YYYY-MM-DD in the house's zone,
-- minutes count from the evening's midnight. Every text column has its class in columns.txt.

create table meta (
    name text primary key,
    value text not null
) strict, without rowid;

-- Houses, beds, people

create table house (
    id integer primary key autoincrement,
    handle text not null unique,
    name text not null,
    zone text not null,
    zone_mark text not null default '',
    added_at integer not null
) strict;

create table bed (
    id integer primary key autoincrement,
    house integer not null references house,
    handle text not null,
    added_at integer not null,
    removed_at integer,
    unique (house, handle)
) strict;

create table person (
    id integer primary key autoincrement,
    house integer not null references house,
    handle text not null,
    name text not null,
    added_at integer not null,
    unique (house, handle)
) strict;

create table stay (
    id integer primary key autoincrement,
    person integer not null references person,
    house integer not null references house,
    moved_in_on text not null,
    moved_out_on text,
    admitted_at integer not null,
    agreement_signed_on text,
    orientation_due_at integer not null,
    ended_by text,
    belongings_kept_until text,
    phone blob,
    emergency_name blob,
    emergency_phone blob,
    leave_reason blob,
    help_given blob,
    forward_to blob
) strict;
create index stay_person on stay (person, moved_in_on);
create unique index stay_current on stay (person) where moved_out_on is null;
create index stay_house on stay (house, moved_out_on);

create table lodging (
    id integer primary key autoincrement,
    stay integer not null references stay,
    bed integer not null references bed,
    from_on text not null,
    until_on text
) strict;
create index lodging_stay on lodging (stay, from_on);
create index lodging_bed on lodging (bed, from_on);

create table orientation (
    stay integer not null references stay,
    item text not null,
    done_at integer not null,
    primary key (stay, item)
) strict, without rowid;

-- Who may call

create table account (
    id integer primary key autoincrement,
    kind text not null check (kind in ('person', 'operator', 'kiosk')),
    uid integer,
    house integer references house,
    person integer references person,
    pin_salt blob,
    pin_hash blob,
    pin_set_at integer,
    pin_set_by integer references person,
    added_at integer not null,
    disabled_at integer
) strict;
create unique index account_uid on account (uid) where disabled_at is null;
create unique index account_person on account (person) where disabled_at is null;

create table role_term (
    id integer primary key autoincrement,
    person integer not null references person,
    house integer not null references house,
    role text not null,
    from_at integer not null,
    until_at integer
) strict;
create index role_term_person on role_term (person, from_at);
create index role_term_house on role_term (house, role);

create table lockout (
    kiosk integer not null references account,
    handle text not null,
    failures integer not null,
    untold integer not null,
    wait_seconds integer not null,
    since_wall integer not null,
    since_boot integer not null,
    boot_id text not null,
    primary key (kiosk, handle)
) strict, without rowid;

-- Chores

create table chore (
    id integer primary key autoincrement,
    house integer not null references house,
    handle text not null,
    name text not null,
    area text,
    instructions text,
    rule text,
    starts_on text not null,
    due_minute integer not null,
    effort integer not null,
    added_at integer not null,
    unique (house, handle)
) strict;

create table assignment (
    id integer primary key autoincrement,
    house integer not null references house,
    chore integer not null references chore,
    person integer not null references person,
    on_date text not null,
    due_at integer not null,
    state text not null check (state in ('planned', 'done')),
    unique (chore, person, on_date)
) strict;
-- In the order in which a week is shown, so that nothing has to be sorted.
create index assignment_house on assignment (house, on_date, due_at);
-- A person's own is read far more often than it changes, so the index has all a week shows of it.
create index assignment_person on assignment (person, on_date, due_at, chore, state);

create table assignment_mark (
    assignment integer not null references assignment,
    number integer not null,
    kind text not null check (kind in ('assigned', 'done', 'undone')),
    at integer not null,
    actor text not null,
    note blob,
    primary key (assignment, number)
) strict, without rowid;

-- What people hear about, and the record of who did what

create table event (
    id integer primary key,
    at integer not null,
    house integer references house,
    kind text not null,
    audience text not null,
    person integer references person,
    subject text,
    on_date text
) strict;
create index event_house on event (house, id);

create table audit (
    seq integer primary key,
    body text not null,
    hash text not null,
    detail blob,
    house integer,
    noun text not null,
    actor_person integer,
    was_read integer not null
) strict;
create index audit_house on audit (house, noun, seq);
create index audit_noun on audit (noun, seq);

-- In the order of its key: quick_check of SQLite 3.40 finds NULL in any other.
create table audit_on (
    person integer not null,
    seq integer not null references audit,
    read_by_other integer not null,
    primary key (person, seq)
) strict, without rowid;
create index audit_on_read on audit_on (person, seq) where read_by_other;

create table checkpoint (
    seq integer primary key,
    at integer not null,
    note text not null,
    signature blob not null
) strict;

-- Which keys are in use; the keys themselves stand in keys.db.

create table sealed_key (
    id integer primary key autoincrement,
    person integer not null,
    class text not null,
    period text not null,
    created_at integer not null,
    destroyed_at integer
) strict;
create unique index sealed_key_scope on sealed_key (person, class, period)
    where destroyed_at is null;
