package rapport.social.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.tika.Tika;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.social.audience.Audience;
import rapport.social.member.MemberId;
import rapport.social.member.Members;
import rapport.social.mention.Texts;
import rapport.social.shared.Ids;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.shared.Times;

/** Uploads, and who may have them. */
@Component
public class UploadedFiles {
    private static final Logger LOG = LoggerFactory.getLogger(UploadedFiles.class);

    /** The longer side of the sizes in which an image is served, in pixels. */
    static final List<Integer> SIZES = List.of(64, 320, 960, 1600);

    /** Characters of what tells what an image shows; what the table holds. */
    static final int MAX_DESCRIPTION = 500;

    static final int MAX_NAME = 255;

    static final String ORIGINAL = "original";

    /** Everything that can be kept of one file. */
    static final String[] VARIANTS = {ORIGINAL, "64", "320", "960", "1600"};

    private static final String COLUMNS =
            "f.id, f.owner_id, f.name, f.media_type, f.size, f.sha256, f.width, f.height, f.description, f.created_at";

    private final JdbcClient jdbc;
    private final Ids ids;
    private final FileStorage storage;
    private final Parts parts;
    private final FileLeftovers leftovers;
    private final Members members;
    private final TransactionTemplate transaction;
    private final FileSettings settings;
    private final Clock clock;
    private final Tika tika = new Tika();

    UploadedFiles(
            JdbcClient jdbc,
            Ids ids,
            FileStorage storage,
            Parts parts,
            FileLeftovers leftovers,
            Members members,
            TransactionTemplate transaction,
            FileSettings settings,
            Clock clock) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.storage = storage;
        this.parts = parts;
        this.leftovers = leftovers;
        this.members = members;
        this.transaction = transaction;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Keeps an upload for its sender, to be attached to a post or a comment.
     *
     * @param name as the sender calls it; only its last part is kept
     * @throws Problem if it is too large, empty, of a refused kind, an image with too many pixels, or more than the member may keep
     */
    public StoredFile upload(MemberId owner, String name, @Nullable String description, InputStream content) {
        String cleanName = cleanName(name);
        String text = cleanDescription(description);
        requireRoom(owner, 1);
        Path part = null;
        Path cleaned = null;
        try {
            part = parts.create();
            var digest = MessageDigest.getInstance("SHA-256");
            receive(content, part, digest);
            String type = tika.detect(part.toFile());
            if (refused(type) || refused(tika.detect(cleanName))) {
                throw new Problem(400, "file-type-refused", "file", type, null);
            }
            Images.Size size = Images.TYPES.contains(type) ? Images.size(part, settings.maxPixels()) : null;
            String sha256 = HexFormat.of().formatHex(digest.digest());
            if (size != null && type.equals("image/jpeg")) {
                cleaned = parts.create();
                size = Images.cleanJpeg(part, cleaned);
                if (size != null) {
                    Files.delete(part);
                    part = cleaned;
                    cleaned = null;
                    sha256 = sha256(part);
                }
            }
            var file = new StoredFile(
                    new FileId(ids.next()),
                    owner,
                    cleanName,
                    type,
                    Files.size(part),
                    sha256,
                    size == null ? null : size.width(),
                    size == null ? null : size.height(),
                    text,
                    clock.instant());
            requireRoom(owner, file.size()); // before its bytes take room anywhere
            leftovers.expect(file.id()); // bytes without a row are deleted, should this end between the two
            storage.put(file.id(), ORIGINAL, part);
            transaction.executeWithoutResult(status -> {
                members.lock(owner); // two at once wait for each other: the sum stays true
                requireRoom(owner, file.size());
                insert(file);
            });
            leftovers.done(file.id());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } finally {
            Parts.delete(part);
            Parts.delete(cleaned);
        }
    }

    private void receive(InputStream content, Path part, MessageDigest digest) throws IOException {
        long max = settings.maxSize().toBytes();
        long received = 0;
        byte[] buffer = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(part);
                var in = new DigestInputStream(content, digest)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                received += n;
                if (received > max) {
                    throw new Problem(413, "file-too-large", "file", "> " + max, max);
                }
                out.write(buffer, 0, n);
            }
        }
        if (received == 0) {
            throw Problem.required("file");
        }
    }

    private static String sha256(Path part) throws IOException, NoSuchAlgorithmException {
        var digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(part), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private void requireRoom(MemberId owner, long size) {
        long used = jdbc.sql("select coalesce(sum(f.size), 0) from file f where f.owner_id = :owner")
                .param("owner", owner.value())
                .query(Long.class)
                .single();
        long most = settings.perMember().toBytes();
        if (used + size > most) {
            throw new Problem(413, "upload-quota", "file", used + size, most);
        }
    }

    private boolean refused(String type) {
        return settings.refusedTypes().stream()
                .anyMatch(refused -> refused.endsWith("/") ? type.startsWith(refused) : type.equals(refused));
    }

    private static String cleanName(String name) {
        String last = name.strip().replace('\\', '/');
        last = last.substring(last.lastIndexOf('/') + 1)
                .replaceAll("[\\p{Cntrl}]", "")
                .strip();
        if (last.isEmpty() || last.equals(".") || last.equals("..")) {
            throw Problem.required("name");
        }
        if (last.length() > MAX_NAME) {
            throw Problem.tooLong("name", last.length(), MAX_NAME);
        }
        return last;
    }

    private static @Nullable String cleanDescription(@Nullable String typed) {
        String text =
                typed == null ? "" : typed.replaceAll("[\\p{Cntrl}&&[^\n]]", "").strip();
        if (text.length() > MAX_DESCRIPTION) {
            throw Problem.tooLong("description", text.length(), MAX_DESCRIPTION);
        }
        Texts.requireCharacters("description", text);
        return text.isEmpty() ? null : text;
    }

    /**
     * Tells what an image shows, for who can't see it, as long as it may be changed at all.
     *
     * @param description null or blank: nothing
     * @throws Problem not found; forbidden, to anybody but who uploaded it; or too long
     */
    @Transactional
    public StoredFile describe(MemberId member, FileId id, @Nullable String description) {
        String text = cleanDescription(description);
        if (!visibleTo(member, id).owner().equals(member)) {
            throw Problem.forbidden();
        }
        jdbc.sql("update file set description = :description where id = :id")
                .param("description", text)
                .param("id", id.value())
                .update();
        return visibleTo(member, id);
    }

    private void insert(StoredFile file) {
        jdbc.sql("""
                        insert into file (id, owner_id, name, media_type, size, sha256, width, height, description, created_at)
                        values (:id, :owner, :name, :type, :size, :sha256, :width, :height, :description, :now)
                        """)
                .param("id", file.id().value())
                .param("owner", file.owner().value())
                .param("name", file.name())
                .param("type", file.mediaType())
                .param("size", file.size())
                .param("sha256", file.sha256())
                .param("width", file.width())
                .param("height", file.height())
                .param("description", file.description())
                .param("now", Times.utc(file.createdAt()))
                .update();
    }

    /**
     * What a request names as files, for a new post or comment.
     *
     * @throws Problem if one is named twice, or there are too many
     */
    public List<FileId> named(@Nullable List<@Nullable FileId> given) {
        List<FileId> files = new ArrayList<>();
        for (FileId file : given == null ? List.<@Nullable FileId>of() : given) {
            if (file == null || files.contains(file)) {
                throw Problem.invalid("fileIds", file, "different uploads");
            }
            files.add(file);
        }
        if (files.size() > settings.maxPerItem()) {
            throw Problem.tooMany("fileIds", files.size(), settings.maxPerItem());
        }
        return files;
    }

    /**
     * Attaches uploads of their owner to a post or a comment, in the caller's transaction.
     *
     * @param item the post's or the comment's id
     * @throws Problem if one is not the owner's or stands elsewhere already
     */
    @Transactional
    public void attach(MemberId owner, List<FileId> files, long post, long item) {
        int position = 0;
        for (FileId file : files) {
            int attached = jdbc.sql("""
                            update file set post_id = :post, item_id = :item, position = :position, former_item_id = null
                             where id = :id and owner_id = :owner and (item_id is null or item_id = :item)
                               and (former_item_id is null or former_item_id = :item)
                            """)
                    .param("post", post)
                    .param("item", item)
                    .param("position", position++)
                    .param("id", file.value())
                    .param("owner", owner.value())
                    .update();
            if (attached == 0) {
                throw Problem.invalid("fileIds", file, "an upload of your own that stands nowhere yet");
            }
        }
    }

    /**
     * Changes which files stand on a post or a comment, in the caller's transaction. What is taken off can still be read in
     * the history, by whoever may read the item, and be put back there.
     *
     * @throws Problem if one that is new there is not the owner's or stands elsewhere already
     */
    @Transactional
    public void replace(MemberId owner, List<FileId> files, long post, long item) {
        jdbc.sql("""
                        update file set item_id = null, former_item_id = :item
                         where item_id = :item and not (id = any(:files))
                        """)
                .param("item", item)
                .param("files", files.stream().map(FileId::value).toArray(Long[]::new))
                .update();
        attach(owner, files, post, item);
    }

    /**
     * Keeps uploads for a post that is yet to be published: they wait for it however long, and stand nowhere else.
     *
     * @throws Problem if one is not the owner's or stands elsewhere already
     */
    @Transactional
    public void reserve(MemberId owner, List<FileId> files, long holder) {
        for (FileId file : files) {
            int reserved = jdbc.sql("""
                            update file set item_id = :holder
                             where id = :id and owner_id = :owner and post_id is null and item_id is null
                            """)
                    .param("holder", holder)
                    .param("id", file.value())
                    .param("owner", owner.value())
                    .update();
            if (reserved == 0) {
                throw Problem.invalid("fileIds", file, "an upload of your own that stands nowhere yet");
            }
        }
    }

    /** Gives up what was reserved: the uploads wait for their post as new ones do. */
    @Transactional
    public void release(long holder) {
        jdbc.sql("update file set item_id = null, created_at = :now where item_id = :holder and post_id is null")
                .param("now", Times.utc(clock.instant()))
                .param("holder", holder)
                .update();
    }

    /** What stands on an item, in its order. */
    public List<FileId> idsOf(long item) {
        return jdbc.sql("select f.id from file f where f.item_id = :item order by f.position")
                .param("item", item)
                .query((row, number) -> new FileId(row.getLong(1)))
                .list();
    }

    /** The files that stood on an item by each version that is kept; versions without any are left out. */
    public Map<Integer, List<StoredFile>> ofRevisions(long item) {
        Map<Integer, List<StoredFile>> found = new HashMap<>();
        jdbc.sql("select " + COLUMNS + """
                , rf.version from revision_file rf join file f on f.id = rf.file_id
                 where rf.item_id = :item order by rf.version, rf.position
                """)
                .param("item", item)
                .query((row, number) -> found.computeIfAbsent(row.getInt("version"), version -> new ArrayList<>())
                        .add(file(row)))
                .list();
        return found;
    }

    /** The files of posts and comments that the viewer is known to see, in one statement. */
    public Map<Long, List<StoredFile>> ofItems(List<Long> items) {
        Map<Long, List<StoredFile>> found = new HashMap<>();
        if (!items.isEmpty()) {
            jdbc.sql("select " + COLUMNS
                            + ", f.item_id from file f where f.item_id in (:items) order by f.item_id, f.position")
                    .param("items", items)
                    .query((row, number) -> found.computeIfAbsent(row.getLong("item_id"), item -> new ArrayList<>())
                            .add(file(row)))
                    .list();
        }
        return found;
    }

    /** @throws Problem not found, if the viewer neither uploaded it nor may see the post on which it stands */
    public StoredFile visibleTo(MemberId viewer, FileId id) {
        return jdbc.sql("select " + COLUMNS + """
                         from file f left join post p on p.id = f.post_id left join comment c on c.id = coalesce(f.item_id, f.former_item_id)
                         left join subject_access s on s.subject_id = p.subject_id
                        where f.id = :id
                          and (f.post_id is null and f.owner_id = :viewer
                               or p.id is not null and c.deleted_at is null and %s)
                        """.formatted(Audience.MAY_SEE))
                .param("id", id.value())
                .param("viewer", viewer.value())
                .query((row, number) -> file(row))
                .optional()
                .orElseThrow(Problem::notFound);
    }

    /**
     * The files on the posts of a place, newest first; of an account also those of its contacts and opportunities.
     *
     * @param before the id below which the page starts
     */
    List<StoredFile> ofPlace(MemberId viewer, SubjectId place, long before, int limit) {
        return jdbc.sql("select " + COLUMNS
                        + """
                         from file f join post p on p.id = f.post_id join subject sj on sj.id = p.subject_id
                         join subject_access s on s.subject_id = p.subject_id
                         left join comment c on c.id = f.item_id
                        where (p.subject_id = %1$s or sj.root_id = %1$s) and f.id < :before
                          and f.item_id is not null and c.deleted_at is null and %2$s
                        order by f.id desc limit :limit
                        """.formatted(
                                        "coalesce((select mg.winner_id from record_merge mg where mg.loser_id = :place), :place)",
                                        Audience.MAY_SEE))
                .param("place", place.value())
                .param("before", before)
                .param("limit", limit)
                .param("viewer", viewer.value())
                .query((row, number) -> file(row))
                .list();
    }

    /**
     * The files that a member put on posts and comments which the viewer may see, newest first.
     *
     * @param before the id below which the page starts
     */
    List<StoredFile> ofMember(MemberId viewer, MemberId member, long before, int limit) {
        return jdbc.sql("select " + COLUMNS + """
                         from file f join post p on p.id = f.post_id
                         join subject_access s on s.subject_id = p.subject_id
                         left join comment c on c.id = f.item_id
                        where f.owner_id = :member and f.id < :before and f.item_id is not null and c.deleted_at is null and %s
                        order by f.id desc limit :limit
                        """.formatted(Audience.MAY_SEE))
                .param("member", member.value())
                .param("before", before)
                .param("limit", limit)
                .param("viewer", viewer.value())
                .query((row, number) -> file(row))
                .list();
    }

    /** The bytes, as uploaded (a photograph upright and without its camera's notes). */
    InputStream open(StoredFile file) {
        try {
            return storage.open(file.id(), ORIGINAL);
        } catch (NoSuchFileException e) {
            LOG.error("file {}: its bytes are missing ({})", file.id(), e.getMessage());
            throw Problem.notFound();
        }
    }

    /**
     * An image in a smaller size, made at the first request.
     *
     * @param size one of {@link #SIZES}
     * @throws Problem not found, if the file is no image
     */
    InputStream open(StoredFile file, int size) {
        if (!file.isImage() || !SIZES.contains(size)) {
            throw Problem.notFound();
        }
        String variant = Integer.toString(size);
        try {
            return storage.open(file.id(), variant);
        } catch (NoSuchFileException e) {
            return shrink(file, size, variant);
        }
    }

    private InputStream shrink(StoredFile file, int size, String variant) {
        Path source = parts.create();
        Path part = parts.create();
        try {
            try (InputStream original = open(file);
                    OutputStream out = Files.newOutputStream(source)) {
                original.transferTo(out);
            }
            if (!Images.shrink(source, part, size, file.mediaType().equals("image/jpeg"))) {
                throw Problem.notFound();
            }
            storage.put(file.id(), variant, part);
            if (!exists(file.id())) { // deleted in between, and what had been there with it
                storage.delete(file.id());
                throw Problem.notFound();
            }
            return storage.open(file.id(), variant);
        } catch (NoSuchFileException e) {
            throw Problem.notFound(); // deleted since
        } catch (IOException e) {
            throw new FilesUnavailable("Making image " + file.id() + " smaller", e);
        } finally {
            Parts.delete(source);
            Parts.delete(part);
        }
    }

    private boolean exists(FileId file) {
        return jdbc.sql("select count(*) from file where id = :file")
                        .param("file", file.value())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Deletes uploads that waited too long for their post. @return how many */
    @Transactional
    public int deleteUnattached() {
        var old = jdbc.sql(
                        "select id from file where post_id is null and item_id is null and created_at < :before limit 1000 for update")
                .param("before", Times.utc(clock.instant().minus(settings.keepUnattached())))
                .query((row, number) -> new FileId(row.getLong(1)))
                .list();
        delete(old);
        return old.size();
    }

    /** Deletes the files of these posts and comments: the rows in the caller's transaction, the bytes once it is committed. */
    @Transactional
    public void deleteOf(Collection<Long> items) {
        delete(jdbc.sql("select id from file where item_id = any(:items) or former_item_id = any(:items)")
                .param("items", items.toArray(Long[]::new))
                .query((row, number) -> new FileId(row.getLong(1)))
                .list());
    }

    private void delete(List<FileId> files) {
        if (!files.isEmpty()) {
            leftovers.add(files);
            jdbc.sql("delete from file where id = any(:files)")
                    .param("files", files.stream().map(FileId::value).toArray(Long[]::new))
                    .update();
        }
    }

    private static StoredFile file(ResultSet row) throws SQLException {
        int width = row.getInt("width");
        boolean image = !row.wasNull();
        return new StoredFile(
                new FileId(row.getLong("id")),
                new MemberId(row.getLong("owner_id")),
                row.getString("name"),
                row.getString("media_type"),
                row.getLong("size"),
                row.getString("sha256"),
                image ? width : null,
                image ? row.getInt("height") : null,
                row.getString("description"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
