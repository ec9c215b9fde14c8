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
