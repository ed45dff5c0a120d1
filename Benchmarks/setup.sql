-- The tables the workloads read. Unlogged: what is measured is not the disk.
drop table if exists bench_accounts;
create unlogged table bench_accounts (id int primary key, balance int, filler text);
insert into bench_accounts select i, i, repeat('f', 84) from generate_series(1, 10000) as i;

drop table if exists bench_bytes;
create unlogged table bench_bytes (data bytea);
insert into bench_bytes select decode(repeat('ab', 1024), 'hex') from generate_series(1, 100);

drop table if exists bench_arrays;
create unlogged table bench_arrays (numbers int[]);
insert into bench_arrays
select array(select generate_series(1, 100)) from generate_series(1, 100);

drop table if exists bench_rows;
create unlogged table bench_rows (id int8, email text, score float8, created timestamptz);
insert into bench_rows
select i, 'user' || i || '@example.org', i::float8 / 3,
    timestamptz '2020-01-01 00:00:00+00' + i * interval '1 minute'
from generate_series(1, 1000) as i;
