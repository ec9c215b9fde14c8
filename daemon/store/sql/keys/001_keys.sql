-- Keys, each wrapped under a key that is derived from the master key.

create table meta (
    name text primary key,
    value text not null
) strict, without rowid;

create table secret (
    name text primary key,
    wrapped blob not null
) strict, without rowid;

create table key (
    id integer primary key,
    wrapped blob not null
) strict;

-- What was destroyed on purpose, so that an older kith.db beside this file is not taken for one
-- whose keys are lost.
create table destroyed (
    id integer primary key
) strict;
