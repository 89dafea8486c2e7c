-- What the schema holds: one row a script, written by the scripts themselves, so that any runner leaves the same.
create table sentiment_schema (
    version integer primary key,
    description text not null,
    -- SHA-256 of the script, from PostgresSchema.migrate; null where another runner applied it
    checksum text,
    applied_at timestamptz not null default now()
);

-- How texts are searched, in one place: the index and the queries cannot come to use different configurations.
-- A tsvector holds at most 1 MB, hence the bound: the beginning of a longer text is found, the rest is not.
create function sentiment_search_document(content text) returns tsvector
    language sql immutable strict parallel safe
    as $$ select to_tsvector('${search_configuration}'::regconfig, left(content, 100000)) $$;

-- The syntax of web search engines: words, "phrases", or, -not. Never fails on what people type.
create function sentiment_search_query(query text) returns tsquery
    language sql immutable strict parallel safe
    as $$ select websearch_to_tsquery('${search_configuration}'::regconfig, query) $$;

insert into sentiment_schema (version, description) values (1, 'search');
