package rapport.social.mention;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberId;
import rapport.social.shared.SubjectId;

/**
 * A piece of text as it is shown. Readers get this tree and never HTML, so that nothing a member types can become markup
 * on a page of somebody else's.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Segment.Text.class, name = "text"),
    @JsonSubTypes.Type(value = Segment.Strong.class, name = "strong"),
    @JsonSubTypes.Type(value = Segment.Emphasis.class, name = "emphasis"),
    @JsonSubTypes.Type(value = Segment.Quote.class, name = "quote"),
    @JsonSubTypes.Type(value = Segment.Paragraph.class, name = "paragraph"),
    @JsonSubTypes.Type(value = Segment.Code.class, name = "code"),
    @JsonSubTypes.Type(value = Segment.Link.class, name = "link"),
    @JsonSubTypes.Type(value = Segment.Mention.class, name = "mention"),
    @JsonSubTypes.Type(value = Segment.Topic.class, name = "topic"),
    @JsonSubTypes.Type(value = Segment.Record.class, name = "record"),
    @JsonSubTypes.Type(value = Segment.Items.class, name = "list"),
    @JsonSubTypes.Type(value = Segment.Break.class, name = "break")
})
@Schema(
        description = "A piece of text as it is shown; `type` tells which other members there are.",
        example = "{\"type\":\"mention\",\"id\":\"123\",\"name\":\"Ann Berg\"}")
public sealed interface Segment {

    /** Plain characters, to be shown as they are. */
    record Text(String text) implements Segment {}

    /** Important words. */
    record Strong(List<Segment> children) implements Segment {}

    /** Stressed words. */
    record Emphasis(List<Segment> children) implements Segment {}

    /** Somebody else's words. */
    record Quote(List<Segment> children) implements Segment {}

    /** One paragraph. */
    record Paragraph(List<Segment> children) implements Segment {}

    /** Characters of equal width, in a line or as a block of their own. */
    record Code(String text, boolean block) implements Segment {}

    /**
     * A way out of Rapport.
     *
     * @param url absolute, and http, https or mailto: nothing else leaves the parser
     */
    record Link(String url, List<Segment> children) implements Segment {}

    /** A member by id, with the name that the member has now. */
    record Mention(MemberId id, String name) implements Segment {}

    /** A topic, without its {@code #}. */
    record Topic(String name) implements Segment {}

    /**
     * Another record.
     *
     * @param name its name now; null for a reader who may not see the record
     */
    record Record(SubjectId id, @Nullable String name) implements Segment {}

    /**
     * A list.
     *
     * @param start the first number of an ordered list that does not begin with 1
     */
    record Items(boolean ordered, @Nullable Integer start, List<List<Segment>> items) implements Segment {}

    /** A new line inside a paragraph. */
    record Break() implements Segment {}
}
