package rapport.social.mention;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.swagger.v3.oas.annotations.media.DiscriminatorMapping;
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
    @JsonSubTypes.Type(value = Segment.Space.class, name = "space"),
    @JsonSubTypes.Type(value = Segment.Role.class, name = "role"),
    @JsonSubTypes.Type(value = Segment.Image.class, name = "image"),
    @JsonSubTypes.Type(value = Segment.Items.class, name = "list"),
    @JsonSubTypes.Type(value = Segment.Break.class, name = "break")
})
@Schema(
        description = "A piece of text as it is shown; `type` tells which other members there are.",
        discriminatorProperty = "type",
        discriminatorMapping = {
            @DiscriminatorMapping(value = "text", schema = Segment.Text.class),
            @DiscriminatorMapping(value = "strong", schema = Segment.Strong.class),
            @DiscriminatorMapping(value = "emphasis", schema = Segment.Emphasis.class),
            @DiscriminatorMapping(value = "quote", schema = Segment.Quote.class),
            @DiscriminatorMapping(value = "paragraph", schema = Segment.Paragraph.class),
            @DiscriminatorMapping(value = "code", schema = Segment.Code.class),
            @DiscriminatorMapping(value = "link", schema = Segment.Link.class),
            @DiscriminatorMapping(value = "mention", schema = Segment.Mention.class),
            @DiscriminatorMapping(value = "topic", schema = Segment.Topic.class),
            @DiscriminatorMapping(value = "record", schema = Segment.Record.class),
            @DiscriminatorMapping(value = "space", schema = Segment.Space.class),
            @DiscriminatorMapping(value = "role", schema = Segment.Role.class),
            @DiscriminatorMapping(value = "image", schema = Segment.Image.class),
            @DiscriminatorMapping(value = "list", schema = Segment.Items.class),
            @DiscriminatorMapping(value = "break", schema = Segment.Break.class)
        },
        example = "{\"type\":\"mention\",\"id\":\"123\",\"name\":\"Ann Berg\"}")
public sealed interface Segment {

    /** Plain characters, to be shown as they are. */
    @Schema(name = "TextSegment")
    record Text(String text) implements Segment {}

    /** Important words. */
    @Schema(name = "StrongSegment")
    record Strong(List<Segment> children) implements Segment {}

    /** Stressed words. */
    @Schema(name = "EmphasisSegment")
    record Emphasis(List<Segment> children) implements Segment {}

    /** Somebody else's words. */
    @Schema(name = "QuoteSegment")
    record Quote(List<Segment> children) implements Segment {}

    /** One paragraph. */
    @Schema(name = "ParagraphSegment")
    record Paragraph(List<Segment> children) implements Segment {}

    /** Characters of equal width, in a line or as a block of their own. */
    @Schema(name = "CodeSegment")
    record Code(String text, boolean block) implements Segment {}

    /**
     * A way out of Rapport.
     *
     * @param url absolute, and http, https or mailto: nothing else leaves the parser
     */
    @Schema(name = "LinkSegment")
    record Link(String url, List<Segment> children) implements Segment {}

    /** A member by id, with the name that the member has now. */
    @Schema(name = "MentionSegment")
    record Mention(MemberId id, String name) implements Segment {}

    /** A topic, without its {@code #}. */
    @Schema(name = "TopicSegment")
    record Topic(String name) implements Segment {}

    /**
     * Another record.
     *
     * @param name its name now; null for a reader who may not see the record
     */
    @Schema(name = "RecordSegment")
    record Record(SubjectId id, @Nullable String name) implements Segment {}

    /**
     * A space, whose members are mentioned.
     *
     * @param name its name now; null for a reader who may not see the space
     */
    @Schema(name = "SpaceSegment")
    record Space(SubjectId id, @Nullable String name) implements Segment {}

    /** Those who have a role on the record on which the text stands. */
    @Schema(name = "RoleSegment")
    record Role(MentionedRole role) implements Segment {}

    /**
     * An image that stands on the same post or comment, at its place in the text. Images from elsewhere are never shown.
     *
     * @param id     of the file
     * @param alt    what the text says in its place
     * @param width  in pixels, as uploaded
     * @param height in pixels, as uploaded
     */
    @Schema(
            name = "ImageSegment",
            example = "{\"type\":\"image\",\"id\":\"812\",\"alt\":\"The ramp\",\"width\":1600,\"height\":900}")
    record Image(String id, String alt, int width, int height) implements Segment {}

    /**
     * A list.
     *
     * @param start the first number of an ordered list that does not begin with 1
     */
    @Schema(name = "ListSegment")
    record Items(boolean ordered, @Nullable Integer start, List<List<Segment>> items) implements Segment {}

    /** A new line inside a paragraph. */
    @Schema(name = "BreakSegment")
    record Break() implements Segment {}
}
