-- Episodes of alert rules: one row from its beginning to its end.
create table sentiment_alerts (
    id bigint generated always as identity primary key,
    rule text not null check (rule <> ''),
    -- what it is about, such as "product=phone,city=Berlin"; empty for everything
    cell text not null,
    severity text not null check (severity in ('info', 'warning', 'critical')),
    state text not null check (state in ('pending', 'firing', 'resolved')),
    started_at timestamptz not null,
    updated_at timestamptz not null,
    resolved_at timestamptz,
    observed double precision,
    threshold double precision,
    post_count bigint check (post_count >= 0),
    -- [["x", "1790000000000000001"], ...]
    sample_posts jsonb not null default '[]',
    details jsonb not null default '{}',
    -- an episode that is told of twice, as after a restart, is one episode
    unique (rule, cell, started_at),
    check ((state = 'resolved') = (resolved_at is not null))
);

create index sentiment_alerts_started_at on sentiment_alerts (started_at);
create index sentiment_alerts_open on sentiment_alerts (started_at) where state <> 'resolved';

-- Who analyzes what, for PostgresSource: a lease, so that no transaction stays open and a killed worker's posts come
-- again when it has run out.
create table sentiment_work (
    source text collate "C" not null,
    post_id text collate "C" not null,
    model_id text collate "C" not null,
    model_version text collate "C" not null,
    post_version timestamptz not null,
    -- a new one for each delivery: an acknowledgement of an older one does nothing
    lease uuid not null,
    -- infinity once that version of the post is dealt with
    leased_until timestamptz not null,
    deliveries integer not null check (deliveries > 0),
    primary key (source, post_id, model_id, model_version)
);

create table sentiment_dead_letters (
    id bigint generated always as identity primary key,
    -- the source's name, and its name for the entry
    origin text not null,
    delivery_id text not null,
    source text,
    post_id text,
    -- the event as JSON, or the entry as it came: {"field": {"text": ...} or {"base64": ...}}
    event jsonb,
    raw jsonb,
    stage text not null check (stage in ('source', 'analysis', 'sink')),
    sink text,
    error_type text not null,
    message text not null,
    attempts integer not null check (attempts > 0),
    deliveries integer not null check (deliveries > 0),
    failed_at timestamptz not null,
    stored_at timestamptz not null default now(),
    check ((event is null) <> (raw is null))
);

-- one letter an entry, also if it is written twice; hashed, since names may be long
create unique index sentiment_dead_letters_entry on sentiment_dead_letters (md5(origin), md5(delivery_id));
-- deletion of a post finds its letters
create index sentiment_dead_letters_post on sentiment_dead_letters (source, post_id) where post_id is not null;

insert into sentiment_schema (version, description) values (3, 'alerts, work and dead letters');
