package dev.sentiment4j.redis;

/** Carries a {@link RedisFailure} to where it is known whether a source or a sink failed. */
final class RedisFailureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient RedisFailure failure;

    RedisFailureException(RedisFailure failure) {
        super(failure.message(), failure.cause());
        this.failure = failure;
    }

    RedisFailure failure() {
        return failure;
    }
}
