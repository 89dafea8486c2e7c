package dev.sentiment4j.testkit;

import java.time.Instant;

/** What X says when it refuses. */
public final class FakeXReplies {
    private FakeXReplies() {}

    private static FakeReply problem(int status, String json) {
        return FakeReply.json(status, json).withHeader("content-type", "application/problem+json");
    }

    /** 429: too many requests in this window. */
    public static FakeReply rateLimited(Instant reset) {
        return problem(429, "{\"title\":\"Too Many Requests\",\"type\":\"about:blank\",\"status\":429}")
                .withHeader("x-rate-limit-limit", "50")
                .withHeader("x-rate-limit-remaining", "0")
                .withHeader("x-rate-limit-reset", Long.toString(reset.getEpochSecond()));
    }

    /** 429 in the old form. */
    public static FakeReply rateLimitedLegacy() {
        return FakeReply.json(429, "{\"errors\":[{\"code\":88,\"message\":\"Rate limit exceeded\"}]}");
    }

    /** 429: another connection is open; the window has room. */
    public static FakeReply tooManyConnections(Instant reset) {
        return problem(
                        429,
                        "{\"title\":\"ConnectionException\",\"detail\":\"This stream is currently at the maximum allowed"
                                + " connection limit.\",\"connection_issue\":\"TooManyConnections\",\"type\":"
                                + "\"https://api.twitter.com/2/problems/streaming-connection\"}")
                .withHeader("x-rate-limit-limit", "50")
                .withHeader("x-rate-limit-remaining", "48")
                .withHeader("x-rate-limit-reset", Long.toString(reset.getEpochSecond()));
    }

    /** 429: the posts of the period are used up. */
    public static FakeReply usageCapped(String period) {
        return problem(
                429,
                "{\"title\":\"UsageCapExceeded\",\"detail\":\"Usage cap exceeded\",\"period\":\"" + period
                        + "\",\"scope\":\"Product\",\"type\":\"https://api.x.com/2/problems/usage-capped\"}");
    }

    /** 401. */
    public static FakeReply unauthorized() {
        return problem(
                        401,
                        "{\"title\":\"Unauthorized\",\"type\":\"about:blank\",\"status\":401,\"detail\":\"Unauthorized\"}")
                .withHeader("connection", "close");
    }

    /** 402: no credits. */
    public static FakeReply creditsDepleted() {
        return problem(
                402,
                "{\"account_id\":1,\"title\":\"CreditsDepleted\",\"detail\":\"Your enrolled account does not have any"
                        + " credits to fulfill this request.\",\"type\":\"https://api.twitter.com/2/problems/credits\"}");
    }

    /** 403: the app may not. */
    public static FakeReply clientForbidden() {
        return problem(
                403,
                "{\"client_id\":\"1\",\"detail\":\"When authenticating requests to the Twitter API v2 endpoints, you must"
                        + " use keys and tokens from a developer App that is attached to a Project.\",\"title\":\"Client"
                        + " Forbidden\",\"required_enrollment\":\"Appropriate Level of API Access\",\"reason\":"
                        + "\"client-not-enrolled\",\"type\":\"https://api.twitter.com/2/problems/client-forbidden\"}");
    }

    /** 409: there are no rules. */
    public static FakeReply noRules() {
        return problem(
                409,
                "{\"title\":\"ConnectionException\",\"detail\":\"You must define rules for your stream before connecting to"
                        + " it.\",\"connection_issue\":\"RuleConfigurationIssue\",\"type\":"
                        + "\"https://api.x.com/2/problems/streaming-connection\"}");
    }

    /** 400. */
    public static FakeReply invalidRequest(String message) {
        return problem(
                400,
                "{\"errors\":[{\"message\":\"" + message
                        + "\",\"parameters\":{}}],\"title\":\"Invalid Request\",\"detail\":\"One or more parameters to your"
                        + " request was invalid.\",\"type\":\"https://api.x.com/2/problems/invalid-request\"}");
    }

    /** 503. */
    public static FakeReply unavailable() {
        return problem(503, "{\"title\":\"Service Unavailable\",\"type\":\"about:blank\",\"status\":503}");
    }

    /** 503: a new subscription is being made. */
    public static FakeReply provisioning() {
        return problem(
                503,
                "{\"title\":\"ConnectionException\",\"detail\":\"Your subscription change is currently being provisioned,"
                        + " please try again in a minute.\",\"connection_issue\":\"ProvisioningSubscription\",\"type\":"
                        + "\"https://api.x.com/2/problems/streaming-connection\"}");
    }

    /** A line of the stream that ends it. */
    public static String disconnectLine(String type) {
        return "{\"errors\":[{\"title\":\"operational-disconnect\",\"disconnect_type\":\"" + type
                + "\",\"detail\":\"This stream has been disconnected for operational reasons.\",\"type\":"
                + "\"https://api.x.com/2/problems/operational-disconnect\"}]}";
    }

    /** A line of the stream that is a problem by itself. */
    public static String problemLine() {
        return "{\"title\":\"ConnectionException\",\"detail\":\"stream ended\",\"type\":"
                + "\"https://api.x.com/2/problems/streaming-connection\"}";
    }
}
