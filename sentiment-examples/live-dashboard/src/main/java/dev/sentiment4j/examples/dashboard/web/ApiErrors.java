package dev.sentiment4j.examples.dashboard.web;

import dev.sentiment4j.DeadlineExceededException;
import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.OverloadedException;
import dev.sentiment4j.SentimentException;
import jakarta.validation.ConstraintViolationException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.validation.BindException;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * Every failure in one form. What is the caller's doing is told; what is not is logged, and told without its insides.
 */
@RestControllerAdvice
final class ApiErrors {
    private static final Logger log = LoggerFactory.getLogger(ApiErrors.class);

    @ExceptionHandler(MethodArgumentNotValidException.class)
    ResponseEntity<ErrorBody> invalid(MethodArgumentNotValidException e) {
        return invalid((BindException) e);
    }

    private static ResponseEntity<ErrorBody> invalid(BindException e) {
        List<String> details = new ArrayList<>();
        e.getFieldErrors().forEach(error -> details.add(detail(error)));
        e.getGlobalErrors().forEach(error -> details.add(String.valueOf(error.getDefaultMessage())));
        return invalid(details);
    }

    @ExceptionHandler(HandlerMethodValidationException.class)
    ResponseEntity<ErrorBody> invalid(HandlerMethodValidationException e) {
        List<String> details = new ArrayList<>();
        for (ParameterValidationResult result : e.getParameterValidationResults()) {
            if (result instanceof ParameterErrors errors) {
                errors.getFieldErrors().forEach(error -> details.add(detail(error)));
            } else {
                result.getResolvableErrors()
                        .forEach(error -> details.add(
                                result.getMethodParameter().getParameterName() + ": " + error.getDefaultMessage()));
            }
        }
        return invalid(details);
    }

    private static String detail(FieldError error) {
        return error.getField() + ": "
                + (error.isBindingFailure() ? "has a value of the wrong kind" : error.getDefaultMessage());
    }

    @ExceptionHandler(ConstraintViolationException.class)
    ResponseEntity<ErrorBody> invalid(ConstraintViolationException e) {
        return invalid(e.getConstraintViolations().stream()
                .map(violation -> violation.getPropertyPath() + ": " + violation.getMessage())
                .toList());
    }

    @ExceptionHandler(MethodArgumentTypeMismatchException.class)
    ResponseEntity<ErrorBody> invalid(MethodArgumentTypeMismatchException e) {
        return invalid(List.of(e.getName() + ": has a value of the wrong kind"));
    }

    @ExceptionHandler(InvalidOptionsException.class)
    ResponseEntity<ErrorBody> invalid(InvalidOptionsException e) {
        return invalid(e.problems());
    }

    @ExceptionHandler(InvalidRequestException.class)
    ResponseEntity<ErrorBody> invalid(InvalidRequestException e) {
        return invalid(e.problems());
    }

    private static ResponseEntity<ErrorBody> invalid(List<String> details) {
        List<String> sorted = details.stream().sorted().toList();
        return answer(
                HttpStatus.BAD_REQUEST,
                ErrorBody.of("INVALID_REQUEST", "the request cannot be used; details say why", sorted));
    }

    @ExceptionHandler(HttpMessageNotReadableException.class)
    ResponseEntity<ErrorBody> unreadable(HttpMessageNotReadableException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyLimit.TooLargeException tooLarge) {
                return answer(
                        HttpStatus.CONTENT_TOO_LARGE, ErrorBody.of("TOO_LARGE", String.valueOf(tooLarge.getMessage())));
            }
        }
        return answer(HttpStatus.BAD_REQUEST, ErrorBody.of("MALFORMED_JSON", unreadable(e.getCause())));
    }

    /** Where it is, never what it is. */
    private static String unreadable(@Nullable Throwable cause) {
        if (cause instanceof UnrecognizedPropertyException) {
            return "the body has a field that is not known here; the OpenAPI document at /api/docs says which are";
        }
        if (cause instanceof JacksonException json && json.getLocation() != null) {
            return "the body is not the JSON that is expected here, from line "
                    + json.getLocation().getLineNr() + ", column "
                    + json.getLocation().getColumnNr() + " on";
        }
        return "the body is not the JSON that is expected here";
    }

    /** The firewall and the container look at parameters when they are read, which is here. */
    @ExceptionHandler({RequestRejectedException.class, InvalidParameterException.class})
    ResponseEntity<ErrorBody> rejected(RuntimeException e) {
        log.debug("a request was rejected", e);
        return answer(HttpStatus.BAD_REQUEST, Errors.body(400));
    }

    @ExceptionHandler(RateLimitedException.class)
    ResponseEntity<ErrorBody> limited(RateLimitedException e) {
        return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
                .header(HttpHeaders.RETRY_AFTER, Long.toString(e.retryAfterSeconds()))
                .contentType(MediaType.APPLICATION_JSON)
                .body(ErrorBody.of("RATE_LIMITED", String.valueOf(e.getMessage())));
    }

    @ExceptionHandler(SentimentException.class)
    ResponseEntity<ErrorBody> failed(SentimentException e) {
        if (e instanceof OverloadedException overloaded) {
            return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                    .header(
                            HttpHeaders.RETRY_AFTER,
                            Long.toString(overloaded.predictedWait().toSeconds() + 1))
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(ErrorBody.of("OVERLOADED", "the analyzer has too much to do; try again later"));
        }
        if (e instanceof DeadlineExceededException) {
            return answer(
                    HttpStatus.GATEWAY_TIMEOUT,
                    ErrorBody.of("TIMEOUT", "the text was not analyzed in time; try again"));
        }
        if (e.isRetriable()) {
            log.warn("a request failed for now: {}", e.getMessage());
            return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                    .header(HttpHeaders.RETRY_AFTER, "2")
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(ErrorBody.of("UNAVAILABLE", "something this needs does not answer; try again"));
        }
        return unexpected(e);
    }

    /** The client has gone, or has been answered: nobody is there to tell. */
    @ExceptionHandler(AsyncRequestNotUsableException.class)
    void gone(AsyncRequestNotUsableException e) {
        log.debug("a client has gone", e);
    }

    @ExceptionHandler(HttpMessageNotWritableException.class)
    @Nullable
    ResponseEntity<ErrorBody> unwritable(HttpMessageNotWritableException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                log.debug("a client has gone", e);
                return null;
            }
        }
        return unexpected(e);
    }

    @ExceptionHandler(Exception.class)
    ResponseEntity<ErrorBody> other(Exception e) {
        if (e instanceof BindException bind) {
            return invalid(bind);
        }
        if (e instanceof ErrorResponse known && !known.getStatusCode().is5xxServerError()) {
            HttpStatusCode status = known.getStatusCode();
            return ResponseEntity.status(status)
                    .headers(known.getHeaders())
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(Errors.body(status.value()));
        }
        return unexpected(e);
    }

    private static ResponseEntity<ErrorBody> unexpected(Exception e) {
        log.error("a request failed", e);
        return answer(HttpStatus.INTERNAL_SERVER_ERROR, Errors.body(500));
    }

    private static ResponseEntity<ErrorBody> answer(HttpStatus status, ErrorBody body) {
        // Whatever was asked for: an error that cannot be told would be a worse one.
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body);
    }
}
