package rapport.social.kudos;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.member.Member;
import rapport.social.member.MemberId;
import rapport.social.member.Members;
import rapport.social.post.NewPost;
import rapport.social.post.PostId;
import rapport.social.post.PostKind;
import rapport.social.post.PostPart;
import rapport.social.shared.Problem;

/** Kudos as they come with their post. */
@Component
@EnableConfigurationProperties(KudosSettings.class)
class KudosPart implements PostPart {
    private final JdbcClient jdbc;
    private final Members members;
    private final KudosSettings settings;

    KudosPart(JdbcClient jdbc, Members members, KudosSettings settings) {
        this.jdbc = jdbc;
        this.members = members;
        this.settings = settings;
    }

    @Override
    public PostKind kind() {
        return PostKind.KUDOS;
    }

    @Override
    public String field() {
        return "kudos";
    }

    @Override
    public boolean isIn(NewPost input) {
        return input.kudos() != null;
    }

    @Override
    public void check(NewPost input, Publishing publishing) {
        NewPost.NewKudos kudos = Objects.requireNonNull(input.kudos());
        String reason = kudos.reason();
        if (reason != null && !settings.reasons().contains(reason)) {
            throw Problem.invalid("kudos.reason", reason, String.join(", ", settings.reasons()));
        }
        List<MemberId> thanked = thanked(kudos);
        var known = members.byIds(thanked);
        for (MemberId member : thanked) {
            Member found = known.get(member);
            if (found == null || !found.active() || member.equals(publishing.author())) {
                throw Problem.invalid("kudos.memberIds", member, "a colleague");
            }
        }
    }

    private List<MemberId> thanked(NewPost.NewKudos kudos) {
        List<@Nullable MemberId> given = Objects.requireNonNullElse(kudos.memberIds(), List.of());
        if (given.isEmpty() || given.size() > settings.members()) {
            throw Problem.invalid("kudos.memberIds", given.size(), "1.." + settings.members());
        }
        Set<MemberId> thanked = new LinkedHashSet<>();
        for (MemberId member : given) {
            if (member == null || !thanked.add(member)) {
                throw Problem.invalid("kudos.memberIds", member, "different colleagues");
            }
        }
        return new ArrayList<>(thanked);
    }

    @Override
    public void add(PostId post, NewPost input, Publishing publishing) {
        NewPost.NewKudos kudos = Objects.requireNonNull(input.kudos());
        jdbc.sql("insert into kudos (post_id, reason) values (:post, :reason)")
                .param("post", post.value())
                .param("reason", kudos.reason())
                .update();
        int position = 0;
        for (MemberId member : thanked(kudos)) {
            jdbc.sql("insert into kudos_member (post_id, member_id, position) values (:post, :member, :position)")
                    .param("post", post.value())
                    .param("member", member.value())
                    .param("position", ++position)
                    .update();
        }
    }
}
