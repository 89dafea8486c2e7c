-- Windows over posts: whole, for this library, and a row for each cell, for everybody who speaks SQL.
create table sentiment_windows (
    name text collate "C" not null check (name <> ''),
    started_at timestamptz not null,
    ended_at timestamptz not null check (ended_at > started_at),
    state text not null check (state in ('open', 'closed', 'corrected')),
    revision integer not null check (revision >= 0),
    snapshot bytea not null,
    primary key (name, started_at)
);

create table sentiment_window_cells (
    name text collate "C" not null,
    started_at timestamptz not null,
    -- as in sentiment_alerts: "product=phone,city=Berlin"; empty for everything
    cell text not null,
    -- by this library, of the cell as it was: its text may be long, and hold what this column cannot
    cell_hash text collate "C" not null,
    ended_at timestamptz not null,
    posts bigint not null,
    negative bigint not null,
    neutral bigint not null,
    positive bigint not null,
    mean_score double precision,
    score_variance double precision,
    score_median double precision,
    mean_toxicity double precision,
    toxic bigint not null,
    mean_churn double precision,
    churning bigint not null,
    distinct_authors bigint,
    emotions jsonb not null,
    complete boolean not null,
    primary key (name, started_at, cell_hash),
    foreign key (name, started_at) references sentiment_windows on delete cascade
);

-- the course of one cell
create index sentiment_window_cells_course on sentiment_window_cells (name, cell_hash, started_at);

insert into sentiment_schema (version, description) values (5, 'windows');
