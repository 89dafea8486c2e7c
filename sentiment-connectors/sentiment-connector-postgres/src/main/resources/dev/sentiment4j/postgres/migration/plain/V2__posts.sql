-- Posts in their present form, with the latest analysis beside them: nearly every query reads this table alone.
create table social_media_posts (
    source text collate "C" not null check (source <> ''),
    post_id text collate "C" not null check (post_id <> ''),
    content text not null,
    created_at timestamptz not null,
    edited_at timestamptz,
    author_id text collate "C",
    author_name text,
    language text,
    url text,
    city text,
    country text,
    latitude double precision check (latitude between -90 and 90),
    longitude double precision check (longitude between -180 and 180),
    product text,
    channel text,
    attributes jsonb,
    supersedes text[],
    -- the latest analysis; all null while there is none
    label text collate "C" check (label in ('negative', 'neutral', 'positive')),
    score real check (score between -1 and 1),
    confidence real check (confidence between 0 and 1),
    emotion text collate "C",
    toxicity real check (toxicity between 0 and 1),
    model_id text collate "C",
    model_version text collate "C",
    analyzed_at timestamptz,
    stored_at timestamptz not null default now(),
    primary key (source, post_id),
    check ((latitude is null) = (longitude is null)),
    check ((model_id is null) = (analyzed_at is null) and (model_version is null) = (analyzed_at is null))
);

-- recent posts, windows, series, export, retention
create index social_media_posts_created_at on social_media_posts (created_at);
-- posts of an author, and their deletion; a bounded prefix, as index entries are
create index social_media_posts_author on social_media_posts (left(author_id, 128), created_at)
    where author_id is not null;
-- full-text search
create index social_media_posts_search on social_media_posts using gin (sentiment_search_document(content));
-- what nobody has analyzed yet, as it came; empty where posts come through the sink
create index social_media_posts_unanalyzed on social_media_posts (stored_at) where analyzed_at is null;

-- One row for each post and version of a model: the history of what was said of it. No foreign key: the sink writes both
-- in one statement and deletes both, and checking each row takes nearly half the time of writing it.
create table sentiment_analysis (
    source text collate "C" not null,
    post_id text collate "C" not null,
    post_created_at timestamptz not null,
    -- which form of the post was analyzed: when it was edited, or else created
    post_version timestamptz not null,
    model_id text collate "C" not null,
    model_version text collate "C" not null,
    label text collate "C" check (label in ('negative', 'neutral', 'positive')),
    score real check (score between -1 and 1),
    confidence real check (confidence between 0 and 1),
    negative real check (negative between 0 and 1),
    neutral real check (neutral between 0 and 1),
    positive real check (positive between 0 and 1),
    -- further heads: {"emotion": {"exclusive": true, "labels": ["joy"], "probabilities": {"joy": 0.93, ...}}, ...}
    heads jsonb,
    tokens integer not null,
    tokens_cut integer not null,
    windows integer not null,
    profile text not null,
    engine text not null,
    device text not null,
    -- set where a cheaper model stood in: {"step": 1, "model": ..., "version": ..., "reason": ...}
    degradation jsonb,
    analyzed_at timestamptz not null,
    primary key (source, post_id, model_id, model_version),
    check ((label is null) = (score is null) and (label is null) = (confidence is null))
);

-- Posts that must not come back: no version up to deleted_at is stored again. For those that another post superseded
-- that is the end of all time.
create table social_media_deletions (
    source text collate "C" not null,
    post_id text collate "C" not null,
    deleted_at timestamptz not null,
    recorded_at timestamptz not null default now(),
    primary key (source, post_id)
);

insert into sentiment_schema (version, description) values (2, 'posts, plain');
