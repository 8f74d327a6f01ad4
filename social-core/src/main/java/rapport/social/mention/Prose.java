package rapport.social.mention;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.Block;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;
import org.nibor.autolink.LinkExtractor;
import org.nibor.autolink.LinkSpan;
import org.nibor.autolink.LinkType;
import org.nibor.autolink.Span;
import rapport.social.member.MemberId;
import rapport.social.shared.SubjectId;

/**
 * A text, parsed: Markdown as its author wrote it, and what it says.
 *
 * <p>Every text can be parsed; what is no valid markup is shown as it was typed. A member is named by
 * {@code [@Ann Berg](member:123)}, a record by {@code [Acme](record:456)}, a space by {@code [@Cold chain](space:55)}, a role by {@code @owner}, a topic by {@code #renewal}, and an image on the same post by {@code ![The ramp](file:812)}. The words in such
 * brackets are for the writer alone: what is shown is the name that the member or record has at reading, and only to a
 * reader who may know it.
 *
 * <p>Headings, rules and HTML are no markup here. Dashes under a greeting would make a headline of it, and raw HTML has
 * no business in a conversation.
 */
public final class Prose {

    /** Deeper quotes, lists and emphasis are shown as plain text: no reader needs them and no stack should hold them. */
    private static final int MAX_DEPTH = 12;

    /** Stands for the words in the brackets of a record link until the reader is known. */
    private static final String NO_NAME = "…";

    private static final Pattern REFERENCE = Pattern.compile("(member|record|space):([1-9][0-9]{0,17})");
    private static final Pattern FILE = Pattern.compile("file:([1-9][0-9]{0,17})");
    private static final Pattern SAFE_URL = Pattern.compile("(?i)(https?://|mailto:)[^\\s\\p{Cntrl}]+");
    private static final Pattern TOPIC = Pattern.compile(
            "(?<![\\p{L}\\p{N}\\p{M}_#&/@])#((?=[\\p{N}_-]*\\p{L})[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}_-]{0,48}"
                    + "[\\p{L}\\p{N}\\p{M}])(?![\\p{L}\\p{N}\\p{M}_#])");
    private static final Pattern ROLE = Pattern.compile(
            "(?i)(?<![\\p{L}\\p{N}\\p{M}_@&/.#-])@(owner|account-team)(?![\\p{L}\\p{N}\\p{M}_@-])(?!\\.[\\p{L}\\p{N}])");
    private static final Pattern NEEDS_ESCAPE = Pattern.compile("[\\\\\\[\\]*_`<>&!#~]");

    private static final Set<Class<? extends Block>> BLOCKS =
            Set.of(BlockQuote.class, ListBlock.class, FencedCodeBlock.class);
    private static final Parser PARSER = Parser.builder()
            .enabledBlockTypes(BLOCKS)
            .maxOpenBlockParsers(MAX_DEPTH)
            .maxInlineNesting(MAX_DEPTH)
            .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
            .build();
    private static final LinkExtractor ADDRESSES = LinkExtractor.builder()
            .linkTypes(Set.of(LinkType.URL, LinkType.WWW, LinkType.EMAIL))
            .build();

    /**
     * The same few texts are read again and again: those of the newest posts. A parsed text holds no name that only some
     * may know, so that it can serve every reader.
     */
    private static final Cache<String, Prose> PARSED = Caffeine.newBuilder()
            .maximumWeight(8_000_000)
            .weigher((String text, Prose prose) -> 200 + text.length())
            .build();

    private final String source;
    private final List<Segment> segments;
    private final List<Reference> references;
    private final Set<MemberId> members = new LinkedHashSet<>();
    private final Set<SubjectId> records = new LinkedHashSet<>();
    private final Set<SubjectId> spaces = new LinkedHashSet<>();
    private final Set<MentionedRole> roles = new LinkedHashSet<>();
    private final Set<String> topics = new LinkedHashSet<>();
    private final Set<String> pictures = new HashSet<>();

    private Prose(String source) {
        this.source = source;
        this.references = new ArrayList<>();
        if (source.isEmpty()) {
            this.segments = List.of();
            return;
        }
        Node document = PARSER.parse(source);
        findReferences(document);
        List<Segment> blocks = blocks(document, 0);
        // A text made of nothing but link definitions says nothing as Markdown; its author meant the characters.
        this.segments = blocks.isEmpty() ? List.of(new Segment.Paragraph(List.of(new Segment.Text(source)))) : blocks;
    }

    /** Parses {@code markdown}; never refuses. */
    public static Prose of(String markdown) {
        return PARSED.get(markdown, Prose::new);
    }

    /** The members whom the text names, in the order of the text. */
    public Set<MemberId> members() {
        return Collections.unmodifiableSet(members);
    }

    /** The records and spaces that the text names: what not every reader may know by name. */
    public Set<SubjectId> records() {
        return Collections.unmodifiableSet(records);
    }

    /** The spaces that the text mentions, whether its writer may or not. */
    public Set<SubjectId> spaces() {
        return Collections.unmodifiableSet(spaces);
    }

    /** The roles that the text mentions. */
    public Set<MentionedRole> roles() {
        return Collections.unmodifiableSet(roles);
    }

    /** How many members, spaces and roles it mentions. */
    int mentions() {
        return members.size() + spaces.size() + roles.size();
    }

    /** The topics in the text, as they are written. */
    public Set<String> topics() {
        return Collections.unmodifiableSet(topics);
    }

    public boolean isEmpty() {
        return segments.isEmpty();
    }

    /** Whether the text is the address of a page, and nothing else. */
    public boolean isLinkAlone() {
        return segments.size() == 1
                && segments.get(0) instanceof Segment.Paragraph paragraph
                && paragraph.children().size() == 1
                && paragraph.children().get(0) instanceof Segment.Link link
                && link.url().regionMatches(true, 0, "http", 0, 4);
    }

    /** The text as a reader sees it who may know {@code names}; its images as the words in their place. */
    public List<Segment> segments(Names names) {
        return segments(names, Images.NONE);
    }

    /**
     * The text as a reader sees it who may know {@code names}.
     *
     * @param images those that stand with the text; of any other the words in its place are shown
     */
    public List<Segment> segments(Names names, Images images) {
        return references.isEmpty() && pictures.isEmpty() ? segments : named(segments, new Known(names, images));
    }

    /** What one reader gets of what the text names. */
    private record Known(Names names, Images images) {}

    /** The source for a reader who may know {@code names}: the words in the brackets of references are the names of today. */
    public String source(Names names) {
        return relabelled(reference -> {
            if (reference.member() != null) {
                String name = names.of(reference.member());
                return name == null ? reference.label() : "@" + name;
            }
            String name = reference.subject() == null ? null : names.of(reference.subject());
            return name == null ? NO_NAME : reference.kind().equals("space") ? "@" + name : name;
        });
    }

    /**
     * The source as it is stored. The name of a record or a space is taken out, because the text will be read by people who
     * may see the text and not that record.
     */
    public String stored() {
        return relabelled(reference -> reference.member() != null ? reference.label() : NO_NAME);
    }

    /** The beginning of the text as plain words on one line, at most {@code length} characters and cut between words. */
    public String excerpt(Names names, int length) {
        StringBuilder words = new StringBuilder();
        collectText(segments(names), words, length + 200);
        String line = words.toString().replaceAll("\\s+", " ").strip();
        if (line.length() <= length) {
            return line;
        }
        int end = line.lastIndexOf(' ', length - 1);
        if (end < length / 2) {
            end = Character.isHighSurrogate(line.charAt(length - 2)) ? length - 2 : length - 1;
        }
        return line.substring(0, end).stripTrailing() + "…";
    }

    // ---- references

    /**
     * A member, a record or a space named in the text: {@code from} and {@code to} are its place in the source.
     *
     * @param kind as it stands before the colon; empty of a definition, which is taken out
     */
    private record Reference(
            int from,
            int to,
            String kind,
            @Nullable MemberId member,
            @Nullable SubjectId subject,
            String label) {}

    private interface Label {
        String of(Reference reference);
    }

    private String relabelled(Label label) {
        if (references.isEmpty()) {
            return source;
        }
        StringBuilder text = new StringBuilder();
        int done = 0;
        for (Reference reference : references) {
            text.append(source, done, reference.from());
            done = reference.to();
            if (reference.kind().isEmpty()) {
                continue;
            }
            String words = label.of(reference).replaceAll("\\s+", " ");
            text.append('[')
                    .append(NEEDS_ESCAPE.matcher(words).replaceAll("\\\\$0"))
                    .append("](")
                    .append(reference.kind())
                    .append(':')
                    .append(reference.member() != null ? reference.member() : reference.subject())
                    .append(')');
        }
        return text.append(source, done, source.length()).toString();
    }

    private void findReferences(Node document) {
        walk(document, node -> {
            String destination = destination(node);
            Matcher reference = destination == null ? null : REFERENCE.matcher(destination);
            List<SourceSpan> spans = node.getSourceSpans();
            if (reference == null || !reference.matches() || spans.isEmpty()) {
                return;
            }
            SourceSpan last = spans.get(spans.size() - 1);
            int from = spans.get(0).getInputIndex();
            int to = last.getInputIndex() + last.getLength();
            if (!references.isEmpty()
                    && from < references.get(references.size() - 1).to()) {
                return; // an image inside a link's brackets: the outer one counts
            }
            String kind = reference.group(1);
            long id = Long.parseLong(reference.group(2));
            if (node instanceof LinkReferenceDefinition) {
                references.add(new Reference(from, to, "", null, null, "")); // would keep the name of a record readable
            } else if (kind.equals("member")) {
                MemberId member = new MemberId(id);
                members.add(member);
                references.add(new Reference(from, to, kind, member, null, text(node)));
            } else {
                SubjectId subject = new SubjectId(id);
                records.add(subject);
                if (kind.equals("space")) {
                    spaces.add(subject);
                }
                references.add(new Reference(from, to, kind, null, subject, NO_NAME));
            }
        });
    }

    private static @Nullable String destination(Node node) {
        if (node instanceof Link link) {
            return link.getDestination();
        }
        if (node instanceof Image image) {
            return image.getDestination();
        }
        return node instanceof LinkReferenceDefinition definition ? definition.getDestination() : null;
    }

    private static List<Segment> named(List<Segment> segments, Known known) {
        return segments.stream().map(segment -> named(segment, known)).toList();
    }

    private static Segment named(Segment segment, Known known) {
        Names names = known.names();
        if (segment instanceof Segment.Image image) {
            Images.Size size = known.images().of(image.id());
            return size == null
                    ? new Segment.Text(image.alt())
                    : new Segment.Image(image.id(), image.alt(), size.width(), size.height());
        }
        if (segment instanceof Segment.Mention mention) {
            String name = names.of(mention.id());
            return name == null ? new Segment.Text(mention.name()) : new Segment.Mention(mention.id(), name);
        }
        if (segment instanceof Segment.Record record) {
            return new Segment.Record(record.id(), names.of(record.id()));
        }
        if (segment instanceof Segment.Space space) {
            return new Segment.Space(space.id(), names.of(space.id()));
        }
        if (segment instanceof Segment.Strong strong) {
            return new Segment.Strong(named(strong.children(), known));
        }
        if (segment instanceof Segment.Emphasis emphasis) {
            return new Segment.Emphasis(named(emphasis.children(), known));
        }
        if (segment instanceof Segment.Quote quote) {
            return new Segment.Quote(named(quote.children(), known));
        }
        if (segment instanceof Segment.Paragraph paragraph) {
            return new Segment.Paragraph(named(paragraph.children(), known));
        }
        if (segment instanceof Segment.Items list) {
            return new Segment.Items(
                    list.ordered(),
                    list.start(),
                    list.items().stream().map(item -> named(item, known)).toList());
        }
        return segment;
    }

    // ---- from Markdown nodes to segments

    private List<Segment> blocks(Node parent, int depth) {
        List<Segment> blocks = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof LinkReferenceDefinition) {
                continue;
            }
            if (node instanceof FencedCodeBlock code) {
                blocks.add(new Segment.Code(code.getLiteral().stripTrailing(), true));
            } else if (depth >= MAX_DEPTH) {
                blocks.add(new Segment.Paragraph(List.of(new Segment.Text(text(node)))));
            } else if (node instanceof BlockQuote) {
                blocks.add(new Segment.Quote(blocks(node, depth + 1)));
            } else if (node instanceof ListBlock list) {
                blocks.add(list(list, depth + 1));
            } else {
                List<Segment> children = inlines(node, depth + 1, false);
                if (!children.isEmpty()) {
                    blocks.add(new Segment.Paragraph(children));
                }
            }
        }
        return blocks;
    }

    private Segment list(ListBlock list, int depth) {
        List<List<Segment>> items = new ArrayList<>();
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            Node only = item.getFirstChild();
            boolean plain = list.isTight() && only instanceof Paragraph && only.getNext() == null;
            items.add(plain && only != null ? inlines(only, depth + 1, false) : blocks(item, depth + 1));
        }
        Integer number = list instanceof OrderedList ordered ? ordered.getMarkerStartNumber() : null;
        return new Segment.Items(!(list instanceof BulletList), number == null || number == 1 ? null : number, items);
    }

    private List<Segment> inlines(Node parent, int depth, boolean inLink) {
        List<Segment> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            if (depth >= 2 * MAX_DEPTH) {
                addText(found, text(node));
            } else if (node instanceof Text text) {
                addWords(found, text.getLiteral(), inLink);
            } else if (node instanceof SoftLineBreak || node instanceof HardLineBreak) {
                found.add(new Segment.Break());
            } else if (node instanceof Code code) {
                found.add(new Segment.Code(code.getLiteral(), false));
            } else if (node instanceof HtmlInline html) {
                addText(found, html.getLiteral());
            } else if (node instanceof StrongEmphasis) {
                found.add(new Segment.Strong(inlines(node, depth + 1, inLink)));
            } else if (node instanceof Emphasis) {
                found.add(new Segment.Emphasis(inlines(node, depth + 1, inLink)));
            } else if (!inLink && destination(node) != null) {
                link(found, node, depth);
            } else {
                inlines(node, depth + 1, inLink).forEach(child -> add(found, child));
            }
        }
        return found;
    }

    private void link(List<Segment> found, Node node, int depth) {
        String destination = destination(node);
        Matcher reference = REFERENCE.matcher(destination == null ? "" : destination);
        if (reference.matches()) {
            long id = Long.parseLong(reference.group(2));
            found.add(
                    switch (reference.group(1)) {
                        case "member" -> new Segment.Mention(new MemberId(id), text(node));
                        case "space" -> new Segment.Space(new SubjectId(id), null);
                        default -> new Segment.Record(new SubjectId(id), null);
                    });
            return;
        }
        Matcher file = FILE.matcher(destination == null ? "" : destination);
        if (node instanceof Image && file.matches()) {
            // once: a text of nothing but the same image would fill a page
            found.add(
                    pictures.add(file.group(1))
                            ? new Segment.Image(file.group(1), text(node), 0, 0)
                            : new Segment.Text(text(node)));
            return;
        }
        Optional<String> url = safe(destination);
        List<Segment> children = inlines(node, depth + 1, url.isPresent());
        if (url.isEmpty()) {
            children.forEach(
                    child -> add(found, child)); // javascript: and the like lose their address and keep their words
            return;
        }
        if (children.isEmpty()) {
            children = List.of(new Segment.Text(url.get()));
        }
        found.add(new Segment.Link(url.get(), children));
    }

    private static Optional<String> safe(@Nullable String url) {
        return Optional.ofNullable(url)
                .filter(address -> SAFE_URL.matcher(address).matches());
    }

    /** Splits plain text into text, addresses that were typed without brackets, topics and roles. */
    private void addWords(List<Segment> found, String words, boolean inLink) {
        if (inLink) {
            addText(found, words);
            return;
        }
        for (Span span : ADDRESSES.extractSpans(words)) {
            String part = words.substring(span.getBeginIndex(), span.getEndIndex());
            String url = span instanceof LinkSpan address ? url(address.getType(), part) : null;
            if (url != null && safe(url).isPresent()) {
                found.add(new Segment.Link(url, List.of(new Segment.Text(part))));
            } else {
                addTopics(found, part);
            }
        }
    }

    private static String url(LinkType type, String address) {
        return switch (type) {
            case URL -> address;
            case WWW -> "https://" + address;
            case EMAIL -> "mailto:" + address;
        };
    }

    private void addTopics(List<Segment> found, String words) {
        Matcher topic = TOPIC.matcher(words);
        int done = 0;
        while (topic.find()) {
            addRoles(found, words.substring(done, topic.start()));
            found.add(new Segment.Topic(topic.group(1)));
            topics.add(topic.group(1));
            done = topic.end();
        }
        addRoles(found, words.substring(done));
    }

    private void addRoles(List<Segment> found, String words) {
        Matcher mention = ROLE.matcher(words);
        int done = 0;
        while (mention.find()) {
            addText(found, words.substring(done, mention.start()));
            MentionedRole role = MentionedRole.named(mention.group(1));
            found.add(new Segment.Role(role));
            roles.add(role);
            done = mention.end();
        }
        addText(found, words.substring(done));
    }

    private static void add(List<Segment> found, Segment segment) {
        if (segment instanceof Segment.Text text) {
            addText(found, text.text());
        } else {
            found.add(segment);
        }
    }

    private static void addText(List<Segment> found, String text) {
        if (text.isEmpty()) {
            return;
        }
        int last = found.size() - 1;
        if (last >= 0 && found.get(last) instanceof Segment.Text before) {
            found.set(last, new Segment.Text(before.text() + text));
        } else {
            found.add(new Segment.Text(text));
        }
    }

    // ---- plain text

    private static void collectText(Collection<Segment> segments, StringBuilder words, int enough) {
        for (Segment segment : segments) {
            if (words.length() > enough) {
                return;
            }
            if (segment instanceof Segment.Text text) {
                words.append(text.text());
            } else if (segment instanceof Segment.Code code) {
                words.append(code.text()).append(code.block() ? " " : "");
            } else if (segment instanceof Segment.Mention mention) {
                words.append(mention.name());
            } else if (segment instanceof Segment.Topic topic) {
                words.append('#').append(topic.name());
            } else if (segment instanceof Segment.Record record) {
                words.append(record.name() == null ? NO_NAME : record.name());
            } else if (segment instanceof Segment.Space space) {
                words.append(space.name() == null ? NO_NAME : space.name());
            } else if (segment instanceof Segment.Role role) {
                words.append('@').append(role.role());
            } else if (segment instanceof Segment.Image image) {
                words.append(image.alt());
            } else if (segment instanceof Segment.Break) {
                words.append(' ');
            } else if (segment instanceof Segment.Strong strong) {
                collectText(strong.children(), words, enough);
            } else if (segment instanceof Segment.Emphasis emphasis) {
                collectText(emphasis.children(), words, enough);
            } else if (segment instanceof Segment.Link link) {
                collectText(link.children(), words, enough);
            } else if (segment instanceof Segment.Paragraph paragraph) {
                collectText(paragraph.children(), words.append(' '), enough);
                words.append(' ');
            } else if (segment instanceof Segment.Quote quote) {
                collectText(quote.children(), words.append(' '), enough);
            } else if (segment instanceof Segment.Items list) {
                list.items().forEach(item -> collectText(item, words.append(' '), enough));
                words.append(' ');
            }
        }
    }

    private static String text(Node root) {
        StringBuilder words = new StringBuilder();
        walk(root, node -> {
            if (node instanceof Text text) {
                words.append(text.getLiteral());
            } else if (node instanceof Code code) {
                words.append(code.getLiteral());
            } else if (node instanceof HtmlInline html) {
                words.append(html.getLiteral());
            } else if (node instanceof FencedCodeBlock code) {
                words.append(code.getLiteral());
            } else if (node instanceof SoftLineBreak || node instanceof HardLineBreak) {
                words.append(' ');
            }
        });
        return words.toString();
    }

    /** Visits {@code root} and all below it in the order of the text, without recursion: depth costs no stack. */
    private static void walk(Node root, Consumer<Node> visit) {
        Node node = root;
        while (node != null) {
            visit.accept(node);
            Node next = node.getFirstChild();
            while (next == null && node != null && node != root) {
                next = node.getNext();
                node = next == null ? node.getParent() : node;
            }
            node = next;
        }
    }
}
