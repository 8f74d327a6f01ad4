package rapport.crm.story;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rapport.crm.story.Attribution.Save;
import rapport.social.record.FieldChange;

/** Goes through kept changes as telling does, and counts instead of posting. */
final class Replay {
    private final Tracking tracking;
    private final int storyLimit;
    private final Duration grouping;
    private final Duration window;

    /**
     * @param grouping saves of one person on one record that are no further apart are one story
     * @param window   within which changes of more than {@code storyLimit} records are an import
     */
    Replay(Tracking tracking, int storyLimit, Duration grouping, Duration window) {
        this.tracking = tracking;
        this.storyLimit = storyLimit;
        this.grouping = grouping;
        this.window = window;
    }

    /**
     * A change that was kept.
     *
     * @param actor the last writer, as noticed
     * @param saves what is known of who did it; of one save where the CRM keeps no history
     */
    record Kept(
            long record,
            String type,
            @Nullable String actor,
            Instant changedAt,
            List<FieldChange> changes,
            List<Save> saves) {}

    record Count(int stories, int changes, int imports, Map<LocalDate, Integer> perDay) {}

    private record Told(long record, String type, Save save) {}

    Count of(List<Kept> kept) {
        List<Kept> tracked = kept.stream()
                .filter(row -> !tracking.told(row.type(), row.changes()).isEmpty())
                .sorted(Comparator.comparing(Kept::changedAt))
                .toList();
        Set<Kept> collapsed = collapsed(tracked);
        List<Told> told = new ArrayList<>();
        for (Kept row : tracked) {
            if (!collapsed.contains(row)) {
                row.saves().forEach(save -> told.add(new Told(row.record(), row.type(), save)));
            }
        }
        told.sort(Comparator.comparing(one -> one.save().at()));
        int changes = 0;
        Map<LocalDate, Integer> perDay = new HashMap<>();
        List<Group> groups = new ArrayList<>();
        Map<String, Group> open = new HashMap<>();
        for (Told one : told) {
            List<FieldChange> news = tracking.told(one.type(), one.save().changes());
            if (news.isEmpty()) {
                continue;
            }
            String who = one.record() + " " + one.save().actor();
            Group group = open.get(who);
            if (group == null || one.save().at().isAfter(group.begunAt.plus(grouping)) || group.isEmpty()) {
                group = new Group(one.save().at());
                groups.add(group);
                open.put(who, group);
            }
            group.add(news);
        }
        int stories = 0;
        for (Group group : groups) {
            if (!group.isEmpty()) {
                stories++;
                changes += group.fields.size();
                perDay.merge(group.begunAt.atOffset(ZoneOffset.UTC).toLocalDate(), 1, Integer::sum);
            }
        }
        return new Count(stories, changes, imports(collapsed), perDay);
    }

    private Set<Kept> collapsed(List<Kept> tracked) {
        Map<String, List<Kept>> byActor = new LinkedHashMap<>();
        tracked.forEach(row -> byActor.computeIfAbsent(String.valueOf(row.actor()), actor -> new ArrayList<>())
                .add(row));
        Set<Kept> collapsed = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
        for (List<Kept> rows : byActor.values()) {
            int from = 0;
            int to = 0;
            Map<Long, Integer> inWindow = new HashMap<>();
            for (Kept row : rows) {
                while (to < rows.size()
                        && !rows.get(to).changedAt().isAfter(row.changedAt().plus(window))) {
                    inWindow.merge(rows.get(to++).record(), 1, Integer::sum);
                }
                while (rows.get(from).changedAt().isBefore(row.changedAt().minus(window))) {
                    inWindow.computeIfPresent(rows.get(from++).record(), (id, n) -> n == 1 ? null : n - 1);
                }
                if (inWindow.size() > storyLimit && !collapsed.contains(row)) {
                    collapsed.addAll(rows.subList(from, to));
                }
            }
        }
        return collapsed;
    }

    private int imports(Set<Kept> collapsed) {
        Map<String, List<Instant>> byActor = new HashMap<>();
        collapsed.stream()
                .filter(row -> row.actor() != null)
                .forEach(row -> byActor.computeIfAbsent(Objects.requireNonNull(row.actor()), actor -> new ArrayList<>())
                        .add(row.changedAt()));
        int lines = 0;
        for (List<Instant> times : byActor.values()) {
            times.sort(Comparator.naturalOrder());
            Instant last = null;
            for (Instant time : times) {
                lines += last == null || time.isAfter(last.plus(window)) ? 1 : 0;
                last = time;
            }
        }
        return lines;
    }

    /** One story in the making: a field that returns to its start falls out again. */
    private static final class Group {
        private final Instant begunAt;
        private final Map<String, FieldChange> fields = new LinkedHashMap<>();

        Group(Instant begunAt) {
            this.begunAt = begunAt;
        }

        void add(List<FieldChange> changes) {
            for (FieldChange change : changes) {
                fields.merge(
                        change.field(),
                        change,
                        (first, last) -> new FieldChange(first.field(), first.before(), last.after()));
            }
            fields.values().removeIf(change -> Objects.equals(change.before(), change.after()));
        }

        boolean isEmpty() {
            return fields.isEmpty();
        }
    }
}
