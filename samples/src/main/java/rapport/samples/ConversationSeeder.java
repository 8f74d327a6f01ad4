package rapport.samples;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Brings the conversations into Rapport through its REST interface, as an import of an earlier tool would: dated back,
 * the oldest first across posts and comments, each under a key of its own. So it can be killed at any moment and run
 * again: what is there already is answered, not doubled.
 */
final class ConversationSeeder {
    private static final Pattern MENTION = Pattern.compile("@\\{([0-9a-zA-Z]+)}");
    private static final Pattern RECORD = Pattern.compile("\\[\\[(Account|Contact|Opportunity):([0-9a-zA-Z]+)]]");

    private final RapportApi rapport;
    private final String connection;
    private final String adminToken;
    private final Map<String, Person> people;
    private final Instant firstStart;
    private final Map<String, JsonNode> records = new HashMap<>();
    private final Map<String, String> itemIds = new HashMap<>();
    private final List<String> refusals = new ArrayList<>();

    /**
     * Somebody of the company in Rapport.
     *
     * @param id    Rapport's
     * @param token for requests in their name; null for who left
     */
    record Person(String id, String name, @Nullable String token) {}

    /** @param people by the CRM's ids */
    ConversationSeeder(
            RapportApi rapport, String connection, String adminToken, Map<String, Person> people, Instant firstStart) {
        this.rapport = rapport;
        this.connection = connection;
        this.adminToken = adminToken;
        this.people = people;
        this.firstStart = firstStart;
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private record Dated(Instant at, Step step) {}

    /**
     * @param progress hears how many of how many steps are done
     * @return what Rapport refused, in words; the rest is there
     */
    List<String> seed(List<Conversation> conversations, Consumer<String> progress)
            throws IOException, InterruptedException {
        List<Dated> steps = new ArrayList<>();
        for (Conversation conversation : conversations) {
            steps.add(new Dated(conversation.publishedAt(firstStart), () -> post(conversation)));
            for (Conversation.Said comment : orEmpty(conversation.comments())) {
                Instant at = conversation.publishedAt(comment, firstStart);
                steps.add(new Dated(at, () -> comment(conversation, comment)));
            }
        }
        steps.sort(Comparator.comparing(Dated::at));
        int done = 0;
        for (Dated dated : steps) {
            try {
                dated.step().run();
            } catch (RapportApi.Refused refused) {
                refusals.add(String.valueOf(refused.getMessage()));
            }
            if (++done % 100 == 0) {
                progress.accept(done + " of " + steps.size());
            }
        }
        return List.copyOf(refusals);
    }

    /**
     * Lets people follow the records that they own, as they would on their first day.
     *
     * @param owned the records of each person, by the CRM's ids: type and id
     */
    void follow(Map<String, List<String[]>> owned) throws IOException, InterruptedException {
        for (Map.Entry<String, List<String[]>> entry : owned.entrySet()) {
            Person person = people.get(entry.getKey());
            String token = person == null ? null : person.token();
            if (token == null) {
                continue;
            }
            for (String[] record : entry.getValue()) {
                JsonNode found = rapport.get(token, "records/" + connection + "/" + record[0] + "/" + record[1]);
                if (found.path("follow").isMissingNode()) {
                    rapport.put(
                            token, "records/" + found.path("id").asString() + "/follow", Map.of("level", "everything"));
                }
            }
        }
    }

    private void post(Conversation conversation) throws IOException, InterruptedException {
        Person author = person(conversation.author());
        Map<String, Object> body = new LinkedHashMap<>();
        if (conversation.on().type().equals("Member")) {
            body.put("subjectId", author.id());
        } else {
            body.put(
                    "record",
                    Map.of(
                            "connection", connection,
                            "type", conversation.on().type().toLowerCase(Locale.ROOT),
                            "externalId", conversation.on().id()));
        }
        body.put("kind", conversation.kind());
        putIfPresent(body, "title", conversation.title());
        putIfPresent(body, "body", text(conversation.body(), author));
        body.put("publishedAt", conversation.publishedAt(firstStart).toString());
        body.put("authorId", author.id());
        JsonNode post = rapport.create(adminToken, "posts", body, "sample:" + conversation.key());
        String id = post.path("id").asString();
        itemIds.put(conversation.key(), id);
        follow("posts/" + id, post, author, conversation.edits(), conversation.reactions());
    }

    private void comment(Conversation conversation, Conversation.Said comment)
            throws IOException, InterruptedException {
        String post = itemIds.get(conversation.key());
        if (post == null) {
            return; // the post was refused, which is told already
        }
        Person author = person(comment.author());
        Map<String, Object> body = new LinkedHashMap<>();
        putIfPresent(body, "body", text(comment.body(), author));
        putIfPresent(body, "parentId", comment.replyTo() == null ? null : itemIds.get(comment.replyTo()));
        body.put("publishedAt", conversation.publishedAt(comment, firstStart).toString());
        body.put("authorId", author.id());
        JsonNode said = rapport.create(adminToken, "posts/" + post + "/comments", body, "sample:" + comment.key());
        String id = said.path("id").asString();
        itemIds.put(comment.key(), id);
        follow("comments/" + id, said, author, comment.edits(), comment.reactions());
    }

    /** Edits by the author, then reactions by others; done before, they change nothing. */
    private void follow(
            String path,
            JsonNode item,
            Person author,
            @Nullable List<Conversation.Edit> edits,
            @Nullable List<Conversation.Reaction> reactions)
            throws IOException, InterruptedException {
        int version = 1;
        String writer = author.token();
        for (Conversation.Edit edit : orEmpty(edits)) {
            if (writer != null && item.path("version").asInt(1) == version) {
                item = rapport.patch(
                        writer, path, Map.of("body", Objects.requireNonNull(text(edit.body(), author))), version);
            }
            version++;
        }
        for (Conversation.Reaction reaction : orEmpty(reactions)) {
            rapport.put(
                    adminToken,
                    path + "/reaction",
                    Map.of(
                            "kind",
                            reaction.kind(),
                            "authorId",
                            person(reaction.by()).id()));
        }
    }

    private Person person(String userId) throws IOException {
        Person person = people.get(userId);
        if (person == null) {
            throw new IOException("conversations.json: nobody has the id " + userId);
        }
        return person;
    }

    /** Mentions and record links as Rapport writes them. */
    private @Nullable String text(@Nullable String source, Person author) throws IOException, InterruptedException {
        if (source == null) {
            return null;
        }
        StringBuilder withPeople = new StringBuilder();
        Matcher mention = MENTION.matcher(source);
        while (mention.find()) {
            Person named = person(mention.group(1));
            mention.appendReplacement(
                    withPeople, Matcher.quoteReplacement("[@" + named.name() + "](member:" + named.id() + ")"));
        }
        mention.appendTail(withPeople);
        StringBuilder text = new StringBuilder();
        Matcher record = RECORD.matcher(withPeople);
        while (record.find()) {
            JsonNode found = record(record.group(1), record.group(2), author);
            String link = "[" + found.path("name").asString().replace("[", "").replace("]", "") + "](record:"
                    + found.path("id").asString() + ")";
            record.appendReplacement(text, Matcher.quoteReplacement(link));
        }
        record.appendTail(text);
        return text.toString();
    }

    private JsonNode record(String type, String id, Person reader) throws IOException, InterruptedException {
        String path = "records/" + connection + "/" + type.toLowerCase(Locale.ROOT) + "/" + id;
        JsonNode known = records.get(path);
        if (known == null) {
            String token = reader.token();
            known = rapport.get(token == null ? adminToken : token, path);
            records.put(path, known);
        }
        return known;
    }

    private static void putIfPresent(Map<String, Object> body, String name, @Nullable String value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
