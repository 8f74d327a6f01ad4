package rapport.social.poll;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.mention.Texts;
import rapport.social.post.NewPost;
import rapport.social.post.PostId;
import rapport.social.post.PostKind;
import rapport.social.post.PostPart;
import rapport.social.shared.Problem;
import rapport.social.shared.Times;

/** A poll as it comes with its post. */
@Component
@EnableConfigurationProperties(PollSettings.class)
class PollPart implements PostPart {
    private static final int MIN_OPTIONS = 2;

    private final JdbcClient jdbc;
    private final Texts texts;
    private final PollSettings settings;

    PollPart(JdbcClient jdbc, Texts texts, PollSettings settings) {
        this.jdbc = jdbc;
        this.texts = texts;
        this.settings = settings;
    }

    @Override
    public PostKind kind() {
        return PostKind.POLL;
    }

    @Override
    public String field() {
        return "poll";
    }

    @Override
    public boolean isIn(NewPost input) {
        return input.poll() != null;
    }

    @Override
    public void check(NewPost input, Publishing publishing) {
        NewPost.NewPoll poll = Objects.requireNonNull(input.poll());
        options(poll);
        Instant end = poll.endsAt();
        Instant latest = publishing.at().plus(settings.longest());
        if (end != null && (!end.isAfter(publishing.at()) || end.isAfter(latest))) {
            throw Problem.invalid("poll.endsAt", end, publishing.at() + ".." + latest);
        }
    }

    private List<String> options(NewPost.NewPoll poll) {
        List<@Nullable String> given = Objects.requireNonNullElse(poll.options(), List.of());
        if (given.size() < MIN_OPTIONS || given.size() > settings.options()) {
            throw Problem.invalid("poll.options", given.size(), MIN_OPTIONS + ".." + settings.options());
        }
        Set<String> options = new LinkedHashSet<>();
        for (int i = 0; i < given.size(); i++) {
            String field = "poll.options[" + i + "]";
            String option = texts.line(field, given.get(i), settings.optionLength());
            if (option.isEmpty()) {
                throw Problem.required(field);
            }
            if (!options.add(option)) {
                throw Problem.invalid(field, option, "an option of its own");
            }
        }
        return new ArrayList<>(options);
    }

    @Override
    public void add(PostId post, NewPost input, Publishing publishing) {
        NewPost.NewPoll poll = Objects.requireNonNull(input.poll());
        jdbc.sql("""
                        insert into poll (post_id, multiple, anonymous, hide_until_voted, ends_at)
                        values (:post, :multiple, :anonymous, :hide, :end)
                        """)
                .param("post", post.value())
                .param("multiple", Boolean.TRUE.equals(poll.multiple()))
                .param("anonymous", Boolean.TRUE.equals(poll.anonymous()))
                .param("hide", Boolean.TRUE.equals(poll.hideUntilVoted()))
                .param("end", Times.utcOrNull(poll.endsAt()))
                .update();
        int position = 0;
        for (String option : options(poll)) {
            jdbc.sql("insert into poll_option (post_id, position, label) values (:post, :position, :label)")
                    .param("post", post.value())
                    .param("position", ++position)
                    .param("label", option)
                    .update();
        }
    }
}
