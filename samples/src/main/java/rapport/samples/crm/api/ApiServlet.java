package rapport.samples.crm.api;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;
import rapport.samples.crm.data.Attribute;
import rapport.samples.crm.data.CrmData;
import rapport.samples.crm.data.CrmRecord;
import rapport.samples.crm.data.CrmRefusal;
import rapport.samples.crm.data.EntityType;
import rapport.samples.crm.data.RecordFilter;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Everything below {@code /api/v1/}. */
public final class ApiServlet extends HttpServlet {
    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};
    private static final int MAX_WEBHOOKS = 50;
    private static final int MAX_BODY = 1_000_000;
    private static final int OVERLAP = 7;

    private final transient CrmData data;
    private final transient ApiSignIn signIn;
    private final transient Faults faults;
    private final transient JsonMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    public ApiServlet(CrmData data, List<ApiUser> users, Faults faults) {
        this.data = data;
        this.signIn = new ApiSignIn(users, data.clock());
        this.faults = faults;
    }

    /** A request under way. */
    private record Call(HttpServletRequest request, ApiUser user, List<String> path) {
        String at(int index) {
            return index < path.size() ? path.get(index) : "";
        }
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        pause(faults.settings().slowMillis());
        Faults.Fate fate = faults.nextRequest();
        if (fate == Faults.Fate.FAILED_500 || fate == Faults.Fate.FAILED_503) {
            int status = fate == Faults.Fate.FAILED_500 ? 500 : 503;
            refuse(response, status, status == 500 ? "Internal server error." : "Maintenance mode.");
            return;
        }
        String path = request.getPathInfo() == null ? "/" : request.getPathInfo();
        ApiSignIn.Outcome who = signIn.of(request, path, faults.settings().wrongKey());
        ApiUser user = who.user();
        if (user == null) {
            refuseSignIn(request, response, who);
            return;
        }
        List<String> parts =
                Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
        try {
            Object answer = answer(new Call(request, user, parts));
            byte[] body = json.writeValueAsBytes(answer);
            response.setContentType("application/json");
            response.setHeader("Expires", "0");
            if (fate == Faults.Fate.CUT) {
                cut(response, body);
                return;
            }
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        } catch (CrmRefusal refusal) {
            refuse(response, refusal.status(), refusal.reason());
        } catch (JacksonException e) {
            refuse(response, 400, "Bad request body.");
        }
    }

    private static void refuseSignIn(HttpServletRequest request, HttpServletResponse response, ApiSignIn.Outcome who) {
        if (who.isLockedOut()) {
            String reason = "Max failed login attempts exceeded for IP address " + request.getRemoteAddr() + ".";
            refuse(response, 403, reason);
            return;
        }
        if (!who.hadCredentials()) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"\"");
        }
        response.setStatus(401);
        response.setContentType("text/html;charset=utf-8");
        response.setContentLength(0);
    }

    private static void refuse(HttpServletResponse response, int status, String reason) {
        response.setStatus(status);
        response.setHeader("X-Status-Reason", reason.replaceAll("[\\r\\n]", " "));
        response.setContentType("text/html;charset=utf-8");
        response.setContentLength(0);
    }

    /** Half of what was promised, then the end of the connection. */
    private static void cut(HttpServletResponse response, byte[] body) throws IOException {
        response.setContentLength(body.length);
        response.getOutputStream().write(body, 0, body.length / 2);
        response.flushBuffer();
        throw new EofException("cut on demand");
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Object answer(Call call) throws IOException {
        String method = call.request().getMethod().toUpperCase(Locale.ROOT);
        int length = call.path().size();
        if (method.equals("GET") && call.path().equals(List.of("App", "user"))) {
            return appUser(call.user());
        }
        if (method.equals("GET") && call.path().equals(List.of("Metadata"))) {
            return metadata();
        }
        if (method.equals("POST") && call.path().equals(List.of("Action"))) {
            return action(call);
        }
        EntityType type = EntityType.named(call.at(0))
                .orElseThrow(() -> CrmRefusal.notFound("Entity '" + call.at(0) + "' does not exist."));
        return switch (method + " " + length) {
            case "GET 1" -> list(call, type, ownOnly(call, type));
            case "GET 2" -> read(call, type);
            case "GET 3" -> call.at(2).equals("stream") ? stream(call, type) : related(call, type);
            case "POST 1" -> create(call, type);
            case "PUT 2", "PATCH 2" -> {
                requireWritable(call, type);
                CrmRecord changed =
                        data.update(type, call.at(1), body(call), call.user().id());
                yield data.view(changed, null, true);
            }
            case "DELETE 2" -> {
                requireWritable(call, type);
                data.delete(type, call.at(1), call.user().id());
                yield true;
            }
            case "POST 3", "DELETE 3" -> relate(call, type, method.equals("POST"));
            default -> throw CrmRefusal.notFound("Route not found.");
        };
    }

    private Object create(Call call, EntityType type) throws IOException {
        Map<String, @Nullable Object> input = body(call);
        if (type == EntityType.USER || type == EntityType.TEAM) {
            throw CrmRefusal.forbidden("No create access.");
        }
        if (type == EntityType.WEBHOOK) {
            requireEvent(input);
            int own = data.list(type, ownOnly(call, type), Comparator.comparing(CrmRecord::id))
                    .size();
            if (own >= MAX_WEBHOOKS) {
                throw CrmRefusal.forbidden("Webhook number exceeded the limit.");
            }
        }
        return data.view(data.create(type, input, call.user().id()), null, true);
    }

    private void requireEvent(Map<String, @Nullable Object> input) {
        String[] parts = String.valueOf(input.get("event")).split("\\.");
        boolean known = parts.length >= 2
                && EntityType.named(parts[0])
                        .filter(type -> type != EntityType.WEBHOOK)
                        .isPresent()
                && (parts.length == 2 && List.of("create", "update", "delete").contains(parts[1])
                        || parts.length == 3 && parts[1].equals("fieldUpdate"));
        if (!known) {
            throw CrmRefusal.forbidden("Event '" + input.get("event") + "' is not allowed.");
        }
        String url = String.valueOf(input.get("url"));
        if (!url.startsWith("http://") && !url.startsWith("https://")) {
            throw CrmRefusal.badRequest("Field validation failure; entityType: Webhook, field: url, type: valid.");
        }
    }

    private void requireWritable(Call call, EntityType type) {
        if (type == EntityType.USER || type == EntityType.TEAM) {
            throw CrmRefusal.forbidden("No edit access.");
        }
        if (type == EntityType.WEBHOOK && !ownOnly(call, type).test(data.get(type, call.at(1)))) {
            throw CrmRefusal.forbidden("No edit access.");
        }
    }

    private Predicate<CrmRecord> ownOnly(Call call, EntityType type) {
        boolean all = type != EntityType.WEBHOOK || call.user().isAdmin();
        return record -> all || call.user().id().equals(record.get("userId"));
    }

    private Object read(Call call, EntityType type) {
        CrmRecord record = data.findEvenDeleted(type, call.at(1))
                .filter(found -> !found.isDeleted() || call.user().isAdmin())
                .filter(ownOnly(call, type))
                .orElseThrow(() -> CrmRefusal.notFound("Record not found."));
        return data.view(record, null, true);
    }

    private Object related(Call call, EntityType type) {
        CrmRecord record = data.get(type, call.at(1));
        Predicate<CrmRecord> behind = data.relatedBy(record, call.at(2));
        return list(call, data.typeBehind(call.at(2)), behind);
    }

    private Object relate(Call call, EntityType type, boolean together) throws IOException {
        Map<String, @Nullable Object> body = body(call);
        List<Object> ids = new ArrayList<>();
        if (body.get("ids") instanceof Collection<?> several) {
            ids.addAll(several);
        } else if (body.get("id") != null) {
            ids.add(body.get("id"));
        } else {
            throw CrmRefusal.badRequest("No 'id' or 'ids'.");
        }
        for (Object id : ids) {
            data.relate(type, call.at(1), call.at(2), String.valueOf(id), together);
        }
        return true;
    }

    private Object stream(Call call, EntityType type) {
        CrmRecord parent = data.get(type, call.at(1));
        Predicate<CrmRecord> about = note -> parent.id().equals(note.get("parentId"))
                || type == EntityType.ACCOUNT && parent.id().equals(note.get("superParentId"));
        ListRequest asked = request(call, "number", true);
        Map<String, Object> query = PhpQuery.parse(call.request().getQueryString());
        if (query.get("after") instanceof String after) {
            about = about.and(note -> note.textOr("createdAt", "").compareTo(after) > 0);
        }
        return page(call, EntityType.NOTE, about, asked);
    }

    private Object list(Call call, EntityType type, Predicate<CrmRecord> which) {
        boolean byNumber = type == EntityType.NOTE;
        boolean byTime = type.attribute("createdAt") != null;
        ListRequest asked = request(call, byNumber ? "number" : byTime ? "createdAt" : "id", byTime);
        return page(call, type, which, asked);
    }

    private ListRequest request(Call call, String defaultOrder, boolean defaultDescending) {
        Map<String, Object> query = PhpQuery.parse(call.request().getQueryString());
        return ListRequest.of(query, json, defaultOrder, defaultDescending);
    }

    private Object page(Call call, EntityType type, Predicate<CrmRecord> which, ListRequest asked) {
        Predicate<CrmRecord> wanted = which.and(RecordFilter.of(data, type, asked.where()));
        if (asked.textFilter() != null) {
            Map<String, String> words = Map.of("type", "textFilter", "value", asked.textFilter());
            wanted = wanted.and(RecordFilter.of(data, type, List.of(words)));
        }
        List<CrmRecord> all = data.list(type, wanted, data.orderBy(type, asked.orderBy(), asked.descending()));
        int offset = asked.offset();
        if (offset > 0 && faults.settings().overlappingPages()) {
            offset = Math.max(0, offset - OVERLAP);
        }
        List<Object> rows = new ArrayList<>();
        int end = (int) Math.min(all.size(), (long) offset + asked.maxSize());
        for (int i = Math.min(offset, all.size()); i < end; i++) {
            rows.add(data.view(all.get(i), asked.select(), false));
        }
        boolean noTotal = "true".equalsIgnoreCase(call.request().getHeader("X-No-Total"));
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("total", noTotal ? (end < all.size() ? -1 : -2) : all.size());
        page.put("list", rows);
        return page;
    }

    private Object action(Call call) throws IOException {
        Map<String, @Nullable Object> body = body(call);
        EntityType type = EntityType.named(String.valueOf(body.get("entityType")))
                .filter(EntityType::isCustomerRecord)
                .orElseThrow(() -> CrmRefusal.badRequest("Bad 'entityType'."));
        if (!"merge".equals(body.get("action")) || !(body.get("data") instanceof Map<?, ?> details)) {
            throw CrmRefusal.badRequest("Unknown action.");
        }
        if (!(details.get("sourceIdList") instanceof Collection<?> sources)) {
            throw CrmRefusal.badRequest("No 'sourceIdList'.");
        }
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        if (details.get("attributes") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> attributes.put(String.valueOf(name), value));
        }
        String winner = String.valueOf(body.get("id"));
        List<String> losers = sources.stream().map(String::valueOf).toList();
        data.merge(type, winner, losers, attributes, call.user().id());
        return data.view(data.get(type, winner), null, true);
    }

    private Map<String, @Nullable Object> body(Call call) throws IOException {
        byte[] bytes = call.request().getInputStream().readNBytes(MAX_BODY);
        if (bytes.length == 0) {
            return Map.of();
        }
        return json.readValue(new String(bytes, StandardCharsets.UTF_8), OBJECT);
    }

    private Object appUser(ApiUser user) {
        Map<String, Object> table = new LinkedHashMap<>();
        for (EntityType type : EntityType.values()) {
            Map<String, String> rights = new LinkedHashMap<>();
            rights.put("read", "all");
            rights.put("stream", type.isCustomerRecord() ? "all" : "no");
            boolean mayWrite = type.isCustomerRecord() || type == EntityType.WEBHOOK;
            rights.put("create", mayWrite ? "yes" : "no");
            rights.put("edit", mayWrite ? "all" : "no");
            rights.put("delete", mayWrite ? "all" : "no");
            table.put(type.wireName(), rights);
        }
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("id", user.id());
        described.put("userName", user.userName());
        described.put("name", user.userName());
        described.put("type", "api");
        described.put("isActive", true);
        described.put("authMethod", user.secretKey() == null ? "ApiKey" : "Hmac");
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("user", described);
        answer.put("acl", Map.of("table", table, "assignmentPermission", "all", "userPermission", "all"));
        answer.put("preferences", Map.of("language", "", "timeZone", ""));
        answer.put(
                "settings",
                Map.of(
                        "recordListMaxSizeLimit", ListRequest.MAX_SIZE,
                        "version", "9.3.10",
                        "applicationName", "Sample CRM",
                        "timeZone", "UTC",
                        "defaultCurrency", "EUR"));
        return answer;
    }

    private Object metadata() {
        Map<String, Object> entities = new LinkedHashMap<>();
        for (EntityType type : EntityType.values()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            for (Attribute attribute : type.attributes().values()) {
                List<String> choices = type.choices(attribute.name());
                Map<String, Object> field = new LinkedHashMap<>();
                field.put("type", choices.isEmpty() ? fieldType(attribute) : "enum");
                if (!choices.isEmpty()) {
                    field.put("options", choices);
                }
                if (attribute.name().equals("stage")) {
                    field.put("probabilityMap", EntityType.STAGES);
                }
                fields.put(attribute.name(), field);
            }
            entities.put(type.wireName(), Map.of("fields", fields));
        }
        return Map.of("entityDefs", entities);
    }

    private static String fieldType(Attribute attribute) {
        return switch (attribute.kind()) {
            case ID, TEXT -> "varchar";
            case LONG_TEXT -> "text";
            case WHOLE_NUMBER -> "int";
            case NUMBER -> "currency";
            case BOOLEAN -> "bool";
            case DAY -> "date";
            case TIME -> "datetime";
            case IDS -> "linkMultiple";
            case NAMES, JSON -> "jsonObject";
        };
    }
}
