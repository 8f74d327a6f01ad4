package rapport.social.web;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rapport.social.shared.Problem;

/**
 * Completes the description of the REST interface with what can be said of every operation alike: the refusals that it can
 * answer with, an example of what is sent and answered, and the type of every schema, which the reader of the annotations
 * leaves out of an OpenAPI 3.1 document where a schema is named by a response. Completing twice changes nothing.
 */
@SuppressWarnings("rawtypes")
final class ApiDocument {
    private static final String REFERENCE = "#/components/schemas/";
    private static final int DEEPEST_EXAMPLE = 6;

    /** Operations for whom nobody has to be signed in. */
    private static final Set<String> OPEN =
            Set.of("POST /session", "POST /embed/session", "POST /embed/session/code", "GET /sign-in");

    private final Problems problems;

    ApiDocument(Problems problems) {
        this.problems = problems;
    }

    void complete(OpenAPI api) {
        if (api.getComponents() == null) {
            api.setComponents(new Components());
        }
        Map<String, Schema> schemas = new LinkedHashMap<>();
        if (api.getComponents().getSchemas() != null) {
            schemas.putAll(api.getComponents().getSchemas());
        }
        ModelConverters.getInstance(true).readAll(ProblemDocument.class).forEach(schemas::putIfAbsent);
        api.getComponents().setSchemas(schemas);
        Set<Schema> seen = seen();
        schemas.values().forEach(schema -> type(schema, seen));
        if (api.getPaths() != null) {
            api.getPaths().keySet().removeIf(path -> path.startsWith("/api-docs")); // the page that shows this document
            api.getPaths()
                    .forEach((path, item) -> item.readOperationsMap()
                            .forEach((method, operation) -> complete(path, method, operation, schemas)));
        }
    }

    private void complete(String path, PathItem.HttpMethod method, Operation operation, Map<String, Schema> schemas) {
        boolean asks = false;
        for (Parameter parameter :
                operation.getParameters() == null ? List.<Parameter>of() : operation.getParameters()) {
            type(parameter.getSchema(), seen());
            asks |= "query".equals(parameter.getIn());
            if ("path".equals(parameter.getIn()) && parameter.getExample() == null) {
                parameter.setExample(text(parameter.getName()));
            }
        }
        if (operation.getRequestBody() != null) {
            asks = true;
            giveExamples(operation.getRequestBody().getContent(), schemas);
        }
        ApiResponses responses = operation.getResponses();
        if (responses == null) {
            responses = new ApiResponses();
            operation.setResponses(responses);
        }
        nameSuccess(responses);
        if (asks) {
            responses.computeIfAbsent(
                    "400",
                    status -> new ApiResponse()
                            .description("Refused: the answer says which field, the limit and the value"));
        }
        if (!OPEN.contains(method + " " + path)) {
            responses.computeIfAbsent("401", status -> new ApiResponse().description("Nobody is signed in"));
        }
        if (method != PathItem.HttpMethod.GET) {
            responses.computeIfAbsent("403", status -> new ApiResponse().description("The viewer may not do this"));
        }
        if (path.contains("{")) {
            responses.computeIfAbsent(
                    "404", status -> new ApiResponse().description("There is none, or the viewer may not see it"));
        }
        responses.forEach((status, response) -> {
            if (status.startsWith("2")) {
                giveExamples(response.getContent(), schemas);
            } else if (status.startsWith("4")) {
                response.setContent(refusal(Integer.parseInt(status), response.getDescription()));
            }
        });
    }

    /** What the reader of the annotations calls default is the only success that there is. */
    private static void nameSuccess(ApiResponses responses) {
        ApiResponse success = responses.remove("default");
        if (success != null && responses.keySet().stream().noneMatch(status -> status.startsWith("2"))) {
            boolean answers = success.getContent() != null
                    && success.getContent().values().stream().anyMatch(type -> type.getSchema() != null);
            success.setDescription(answers ? "Done" : "Done; there is nothing to answer");
            if (!answers) {
                success.setContent(null);
            }
            responses.addApiResponse(answers ? "200" : "204", success);
        }
        responses.forEach((status, response) -> {
            if (response.getDescription() == null || response.getDescription().isBlank()) {
                response.setDescription(status.equals("201") ? "Created" : "Done");
            }
        });
    }

    // ---- refusals

    private Content refusal(int status, @Nullable String description) {
        Problem problem = switch (status) {
            case 400 -> Problem.tooLong("body", 10_240, 10_000);
            case 401 -> Problem.unauthenticated();
            case 403 -> Problem.forbidden();
            case 404 -> Problem.notFound();
            case 412 -> Problem.versionMismatch(3, 4);
            case 429 -> Problem.tooManyRequests(60);
            default -> null;
        };
        Map<String, Object> example = new LinkedHashMap<>();
        if (problem == null) {
            example.put("title", description == null ? "Refused" : description);
            example.put("status", status);
        } else {
            ProblemDocument document = problems.document(problem, Locale.ENGLISH, null);
            example.put("type", document.type());
            example.put("title", document.title());
            example.put("status", status);
            putIfKnown(example, "detail", document.detail());
            putIfKnown(example, "field", document.field());
            putIfKnown(example, "limit", document.limit());
            putIfKnown(example, "value", document.value());
        }
        return new Content()
                .addMediaType(
                        ProblemDocument.MEDIA_TYPE,
                        new MediaType()
                                .schema(new Schema<>().$ref(REFERENCE + ProblemDocument.class.getSimpleName()))
                                .example(example));
    }

    private static void putIfKnown(Map<String, Object> example, String name, @Nullable Object value) {
        if (value != null) {
            example.put(name, value);
        }
    }

    // ---- types

    /** By identity: two schemas that say the same are two, and comparing them means comparing all that they hold. */
    private static Set<Schema> seen() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    /** As the versions 3.0 and 3.1 of the description each name it: whichever of them writes the document finds it. */
    private static void type(@Nullable Schema schema, Set<Schema> seen) {
        if (schema == null || !seen.add(schema)) {
            return;
        }
        String type = typeOf(schema);
        if (type != null) {
            schema.setType(type);
            if (schema.getTypes() == null || schema.getTypes().isEmpty()) {
                schema.addType(type);
            }
        }
        children(schema).forEach(child -> type(child, seen));
    }

    private static @Nullable String typeOf(Schema schema) {
        if (schema.getType() != null) {
            return schema.getType();
        }
        if (schema.getTypes() != null && !schema.getTypes().isEmpty()) {
            return String.valueOf(schema.getTypes().iterator().next());
        }
        return schema.get$ref() == null && schema.getProperties() != null ? "object" : null;
    }

    @SuppressWarnings("unchecked")
    private static Collection<Schema> children(Schema schema) {
        List<Schema> children = new ArrayList<>();
        if (schema.getProperties() != null) {
            children.addAll(((Map<String, Schema>) schema.getProperties()).values());
        }
        if (schema.getItems() != null) {
            children.add(schema.getItems());
        }
        if (schema.getAdditionalProperties() instanceof Schema values) {
            children.add(values);
        }
        for (List<?> some : Arrays.<List<?>>asList(schema.getAllOf(), schema.getAnyOf(), schema.getOneOf())) {
            if (some != null) {
                some.forEach(child -> children.add((Schema) child));
            }
        }
        return children;
    }

    // ---- examples

    private static void giveExamples(@Nullable Content content, Map<String, Schema> schemas) {
        if (content == null) {
            return;
        }
        content.forEach((name, media) -> {
            type(media.getSchema(), seen());
            if (media.getExample() == null && media.getExamples() == null && media.getSchema() != null) {
                Object example = name.endsWith("json") ? example(media.getSchema(), "value", schemas, 0) : null;
                if (example != null) {
                    media.setExample(example);
                }
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Object example(Schema schema, String name, Map<String, Schema> schemas, int depth) {
        if (schema.get$ref() != null) {
            Schema named =
                    schemas.get(schema.get$ref().substring(schema.get$ref().lastIndexOf('/') + 1));
            return named == null || depth > DEEPEST_EXAMPLE ? null : example(named, name, schemas, depth + 1);
        }
        if (schema.getExample() != null) {
            return schema.getExample();
        }
        if (schema.getEnum() != null && !schema.getEnum().isEmpty()) {
            return schema.getEnum().get(0);
        }
        String type = typeOf(schema);
        return switch (type == null ? "object" : type) {
            case "string" -> "date-time".equals(schema.getFormat()) ? "2026-11-20T09:15:27.000Z" : text(name);
            case "integer" -> 1;
            case "number" -> 1.5;
            case "boolean" -> true;
            case "array" -> {
                Object item = schema.getItems() == null || depth > DEEPEST_EXAMPLE
                        ? null
                        : example(schema.getItems(), singular(name), schemas, depth + 1);
                yield item == null ? List.of() : List.of(item);
            }
            default -> {
                Map<String, Object> object = new LinkedHashMap<>();
                if (schema.getProperties() != null && depth <= DEEPEST_EXAMPLE) {
                    ((Map<String, Schema>) schema.getProperties()).forEach((property, value) -> {
                        Object example = example(value, property, schemas, depth + 1);
                        if (example != null) {
                            object.put(property, example);
                        }
                    });
                }
                yield object;
            }
        };
    }

    private static String singular(String name) {
        return name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
    }

    private static String text(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith("externalid")) {
            return "65f0c1a2b3d4e5f60";
        }
        if (lower.equals("connection")) {
            return "nordwind";
        }
        if (lower.endsWith("id") || lower.endsWith("ids")) {
            return "123";
        }
        if (lower.endsWith("token")) {
            return "MTA0MQ";
        }
        if (lower.endsWith("at")) {
            return "2026-11-20T09:15:27.000Z";
        }
        if (lower.endsWith("url")) {
            return "https://example.org/page";
        }
        return name;
    }
}
