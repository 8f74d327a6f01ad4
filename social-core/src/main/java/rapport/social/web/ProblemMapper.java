package rapport.social.web;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import rapport.social.shared.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** The one place where an exception of the REST interface becomes an answer. */
@Component
public class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);
    private static final int MAX_SHOWN = 100;

    private final Problems problems;

    @Context
    private @Nullable HttpHeaders headers;

    @Context
    private @Nullable UriInfo uri;

    ProblemMapper(Problems problems) {
        this.problems = problems;
    }

    @Override
    public Response toResponse(Throwable failure) {
        if (isForNobody(failure)) {
            LOG.debug("the caller went away before the answer was sent");
            return Response.serverError().build(); // a document would fail to be written too, and fill the log
        }
        return answer(translate(failure));
    }

    private static boolean isForNobody(Throwable failure) {
        for (Throwable cause = failure; cause != null && cause != cause.getCause(); cause = cause.getCause()) {
            if (cause instanceof EofException) {
                return true;
            }
        }
        return false;
    }

    /** The document of one refusal among others that were not, where a request holds many. */
    public ProblemDocument document(Throwable failure, @Nullable String acceptLanguage) {
        return problems.document(translate(failure), Problems.language(acceptLanguage), null);
    }

    private Problem translate(Throwable failure) {
        for (Throwable cause = failure; cause != null && cause != cause.getCause(); cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return problem;
            }
        }
        if (failure instanceof ConstraintViolationException violations) {
            return violated(violations);
        }
        if (failure instanceof AccessDeniedException) {
            return Problem.forbidden();
        }
        for (Throwable cause = failure; cause != null && cause != cause.getCause(); cause = cause.getCause()) {
            if (cause instanceof JacksonException json) {
                return malformed(json);
            }
        }
        if (failure instanceof WebApplicationException http) {
            int status = http.getResponse().getStatus();
            return switch (status) {
                case 400 -> new Problem(400, "malformed-request");
                case 404 -> Problem.notFound();
                case 405 -> new Problem(405, "method-not-allowed");
                case 406 -> new Problem(406, "not-acceptable");
                case 415 -> new Problem(415, "unsupported-media-type");
                default -> status < 500 ? new Problem(status, "refused") : unexpected(failure);
            };
        }
        return unexpected(failure);
    }

    private static Problem unexpected(Throwable failure) {
        for (Throwable cause = failure; cause != null && cause != cause.getCause(); cause = cause.getCause()) {
            if (cause instanceof SQLException sql && "22021".equals(sql.getSQLState())) {
                return new Problem(400, "malformed-request"); // a character that PostgreSQL can't hold: U+0000
            }
        }
        String reference = UUID.randomUUID().toString().substring(0, 8);
        LOG.error("request failed, reference {}", reference, failure);
        return new Problem(500, "unexpected", null, reference, null);
    }

    private static Problem violated(ConstraintViolationException violations) {
        List<Problem> all = new ArrayList<>();
        for (ConstraintViolation<?> violation : violations.getConstraintViolations()) {
            all.add(violated(violation));
        }
        all.sort((a, b) -> String.valueOf(a.field()).compareTo(String.valueOf(b.field())));
        return all.size() == 1 ? all.get(0) : new Problem.Several(all);
    }

    private static Problem violated(ConstraintViolation<?> violation) {
        var field = new StringBuilder();
        int depth = 0;
        for (var node : violation.getPropertyPath()) {
            // method and parameter name come first: the caller knows only the members of the body and the parameters
            if (depth++ >= 2 && node.getName() != null) {
                field.append(field.isEmpty() ? "" : ".").append(node.getName());
            }
        }
        if (field.isEmpty()) {
            for (var node : violation.getPropertyPath()) {
                field.setLength(0);
                field.append(node.getName());
            }
        }
        Object value = violation.getInvalidValue();
        var constraint = violation.getConstraintDescriptor().getAnnotation();
        if (constraint instanceof NotNull || constraint instanceof NotBlank || constraint instanceof NotEmpty) {
            return Problem.required(field.toString());
        }
        if (constraint instanceof Size size) {
            boolean text = value instanceof CharSequence;
            int found = value instanceof CharSequence chars
                    ? chars.length()
                    : value instanceof Collection<?> items ? items.size() : 0;
            if (found > size.max()) {
                return text
                        ? Problem.tooLong(field.toString(), found, size.max())
                        : Problem.tooMany(field.toString(), found, size.max());
            }
            return Problem.tooShort(field.toString(), found, size.min());
        }
        Object limit = violation.getConstraintDescriptor().getAttributes().get("value");
        return Problem.invalid(field.toString(), shown(value), limit);
    }

    private static Problem malformed(JacksonException json) {
        String field = path(json);
        if (json instanceof UnrecognizedPropertyException unknown) {
            return new Problem(400, "unknown-field", field, unknown.getPropertyName(), null);
        }
        if (json instanceof DatabindException && !field.isEmpty()) {
            return Problem.invalid(field, null, null);
        }
        return new Problem(400, "malformed-json");
    }

    private static String path(JacksonException json) {
        var path = new StringBuilder();
        for (var reference : json.getPath()) {
            if (reference.getPropertyName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
            } else {
                path.append('[').append(reference.getIndex()).append(']');
            }
        }
        return path.toString();
    }

    private static @Nullable Object shown(@Nullable Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        String text = value.toString();
        return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
    }

    private Response answer(Problem problem) {
        String language = headers == null ? null : headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE);
        String instance = uri == null ? null : uri.getRequestUri().getRawPath();
        var document = problems.document(problem, Problems.language(language), instance);
        var response = Response.status(problem.status())
                .type(ProblemDocument.MEDIA_TYPE)
                .entity(document);
        if (problem.retryAfterSeconds() != null) {
            response.header(HttpHeaders.RETRY_AFTER, problem.retryAfterSeconds());
        }
        return response.build();
    }
}
