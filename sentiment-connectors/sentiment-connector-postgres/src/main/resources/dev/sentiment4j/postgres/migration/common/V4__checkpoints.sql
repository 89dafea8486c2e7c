-- How far sources that read a platform have come.
create table sentiment_checkpoints (
    name text collate "C" primary key check (name <> ''),
    -- the source's own business
    checkpoint text not null,
    saved_at timestamptz not null default now()
);

insert into sentiment_schema (version, description) values (4, 'checkpoints');
