package rapport.social.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.MemberId;
import rapport.social.mention.Names;
import rapport.social.post.PostKind;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;

/** Questions that may have been asked before, for who is about to ask: only those that this writer may read. */
@Component
class SimilarQuestions {
    static final int MOST = 3;
    /** Looked at word by word; the index has put the likeliest first. */
    private static final int COMPARED = 30;

    /** Of the words that count, this part must be in the other question too; of three or fewer any one. */
    private static final double SHARE = 0.3;

    private static final int WHOLE = 1_000_000;

    private final TextSearch texts;

    SimilarQuestions(TextSearch texts) {
        this.texts = texts;
    }

    /** An answer that was accepted is worth more than a few words in common, something said a little more. */
    private static final double ANSWERED = 1.5;

    private static final double COMMENTED = 1.2;

    private record Likely(TextSearch.Visible item, double likeness) {}

    /**
     * @param subject where it is going to be asked, if that is known: questions there come before others that are as like
     * @throws Problem not found, if the viewer may not see the subject
     */
    List<SearchHit> of(MemberId viewer, SearchWords title, @Nullable SubjectId subject) {
        TextQuery.Place near = subject == null ? null : texts.place(viewer, subject);
        if (title.isEmpty()) {
            return List.of();
        }
        var questions =
                new TextQuery.Filter(TextQuery.Texts.POSTS, null, null, EnumSet.of(PostKind.QUESTION), null, null);
        List<TextSearch.Visible> candidates =
                texts.find(viewer, new TextQuery(title, false, questions), false, Long.MAX_VALUE).items().stream()
                        .sorted(Comparator.comparingDouble(TextSearch.Visible::score)
                                .thenComparing(TextSearch.Visible::item)
                                .reversed())
                        .limit(COMPARED)
                        .toList();
        if (candidates.isEmpty()) {
            return List.of();
        }
        Map<Long, TextSearch.Text> found = texts.texts(viewer, candidates);
        List<Likely> likely = new ArrayList<>();
        for (TextSearch.Visible candidate : candidates) {
            TextSearch.Text text = found.get(candidate.item());
            if (text == null) {
                continue;
            }
            double likeness = likeness(title, text);
            if (likeness > 0) {
                double here = near != null && near.subjects().contains(candidate.subject()) ? 1.2 : 1;
                double said = text.answered() ? ANSWERED : text.commentCount() > 0 ? COMMENTED : 1;
                likely.add(new Likely(candidate, likeness * here * said));
            }
        }
        likely.sort(Comparator.comparingDouble(Likely::likeness)
                .thenComparing(one -> one.item().item())
                .reversed());
        return texts.hits(viewer, likely.stream().limit(MOST).map(Likely::item).toList(), title);
    }

    /** The part of the title's words that the other question holds, in its title twice what in its details; 0: too few. */
    private static double likeness(SearchWords title, TextSearch.Text text) {
        int words = title.words().size();
        var inTitle = title.foundIn(text.title() == null ? "" : text.title());
        var inDetails = title.foundIn(text.prose().excerpt(Names.NONE, WHOLE));
        inDetails.removeAll(inTitle);
        int shared = inTitle.size() + inDetails.size();
        int needed = Math.max(1, (int) Math.ceil(words * SHARE));
        return shared < needed ? 0 : (inTitle.size() + inDetails.size() / 2.0) / words;
    }
}
