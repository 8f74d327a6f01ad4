package rapport.social.notification;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.audience.Audience;
import rapport.social.follow.FollowLevel;
import rapport.social.member.MemberId;
import rapport.social.notification.NotificationChoices.PlaceChoice;
import rapport.social.record.Records;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;

/** What members want to be told. Told of everything in the app and in no other way is where everybody starts. */
@Component
public class NotificationPreferences {
    /** Places that one answer or one change can hold. */
    static final int MAX_PLACES = 500;

    private final JdbcClient jdbc;
    private final Records records;

    NotificationPreferences(JdbcClient jdbc, Records records) {
        this.jdbc = jdbc;
        this.records = records;
    }

    NotificationChoices get(MemberId member) {
        Map<String, Map<String, Boolean>> kinds = new LinkedHashMap<>();
        for (NotificationKind kind : NotificationKind.values()) {
            Map<String, Boolean> channels = new LinkedHashMap<>();
            for (NotificationChannel channel : NotificationChannel.values()) {
                channels.put(channel.toString(), channel == NotificationChannel.IN_APP);
            }
            kinds.put(kind.toString(), channels);
        }
        jdbc.sql(
                        "select kind, channel, enabled from notification_setting where member_id = :member and channel < :channels")
                .param("member", member.value())
                .param("channels", NotificationChannel.values().length)
                .query(row -> {
                    var channels =
                            kinds.get(NotificationKind.of(row.getInt("kind")).toString());
                    if (channels != null) {
                        channels.put(
                                NotificationChannel.values()[row.getInt("channel")].toString(),
                                row.getBoolean("enabled"));
                    }
                });
        boolean mutedByMention = jdbc.sql(
                        "select muted_by_mention from notification_preference where member_id = :member")
                .param("member", member.value())
                .query(Boolean.class)
                .optional()
                .orElse(true);
        return new NotificationChoices(kinds, places(member), mutedByMention);
    }

    private List<PlaceChoice> places(MemberId member) {
        return jdbc.sql("""
                        select sj.id, sj.kind, sj.name, f.level
                          from follow f join subject sj on sj.id = f.subject_id join subject_access s on s.subject_id = f.subject_id
                         where f.member_id = :viewer and f.level > 0 and %s
                         order by sj.name, sj.id limit :most
                        """.formatted(Audience.MAY_SEE))
                .param("viewer", member.value())
                .param("most", MAX_PLACES)
                .query((row, number) -> new PlaceChoice(
                        new SubjectId(row.getLong("id")),
                        FollowLevel.values()[row.getInt("level")],
                        row.getString("name"),
                        SubjectKind.of(row.getInt("kind")).toString()))
                .list();
    }

    /** @throws Problem if a kind, a channel or a place is not known: then nothing is changed */
    @Transactional
    public void set(MemberId member, NotificationChoices choices) {
        if (choices.kinds() != null) {
            for (var entry : choices.kinds().entrySet()) {
                var kind = kind(entry.getKey());
                if (entry.getValue() == null) {
                    throw Problem.required("kinds." + entry.getKey());
                }
                for (var channel : entry.getValue().entrySet()) {
                    set(member, kind, channel(entry.getKey(), channel.getKey()), channel.getValue());
                }
            }
        }
        if (choices.mutedByMention() != null) {
            setMutedByMention(member, choices.mutedByMention());
        }
        if (choices.places() != null) {
            setPlaces(member, choices.places());
        }
    }

    private static NotificationKind kind(String text) {
        for (NotificationKind kind : NotificationKind.values()) {
            if (kind.toString().equals(text)) {
                return kind;
            }
        }
        throw Problem.invalid("kinds", text, List.of(NotificationKind.values()));
    }

    private static NotificationChannel channel(String kind, String text) {
        for (NotificationChannel channel : NotificationChannel.values()) {
            if (channel.toString().equals(text)) {
                return channel;
            }
        }
        throw Problem.invalid("kinds." + kind, text, List.of(NotificationChannel.values()));
    }

    private void set(MemberId member, NotificationKind kind, NotificationChannel channel, @Nullable Boolean enabled) {
        if (enabled == null) {
            throw Problem.required("kinds." + kind + "." + channel);
        }
        for (String statement : List.of("""
                        insert into notification_setting (member_id, kind, channel, enabled)
                        values (:member, :kind, :channel, :enabled) on conflict do nothing
                        """, """
                        update notification_setting set enabled = :enabled
                         where member_id = :member and kind = :kind and channel = :channel
                        """)) {
            jdbc.sql(statement)
                    .param("member", member.value())
                    .param("kind", kind.code())
                    .param("channel", channel.ordinal())
                    .param("enabled", enabled)
                    .update();
        }
    }

    private void setMutedByMention(MemberId member, boolean told) {
        for (String statement :
                List.of("""
                        insert into notification_preference (member_id, muted_by_mention) values (:member, :told)
                        on conflict do nothing
                        """, "update notification_preference set muted_by_mention = :told where member_id = :member")) {
            jdbc.sql(statement)
                    .param("member", member.value())
                    .param("told", told)
                    .update();
        }
    }

    private void setPlaces(MemberId member, List<PlaceChoice> places) {
        if (places.size() > MAX_PLACES) {
            throw Problem.tooMany("places", places.size(), MAX_PLACES);
        }
        var unknown = new ArrayList<PlaceChoice>();
        for (PlaceChoice place : places) {
            int found = jdbc.sql("""
                            update follow set level = :level, origin = 0 where member_id = :member and subject_id = :subject
                            """)
                    .param("level", place.level().ordinal())
                    .param("member", member.value())
                    .param("subject", records.current(place.subjectId()).value())
                    .update();
            if (found == 0) {
                unknown.add(place);
            }
        }
        if (!unknown.isEmpty()) {
            throw Problem.invalid("places", unknown.get(0).subjectId(), "what one follows");
        }
    }
}
