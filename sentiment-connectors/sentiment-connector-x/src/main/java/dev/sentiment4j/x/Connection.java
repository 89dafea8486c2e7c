package dev.sentiment4j.x;

import dev.sentiment4j.http.HttpLink;
import java.net.URI;

/** Where X is and how to speak to it. */
record Connection(HttpLink link, URI base) {}
