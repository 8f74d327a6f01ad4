package rapport.social.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import rapport.social.shared.InvalidSettings;
import rapport.social.testing.Fixtures;
import rapport.social.testing.Relay;
import rapport.social.testing.TestDatabase;
import rapport.social.testing.TestServer;

/** All that files do, with their bytes in a bucket; and what happens when that is away. */
@DisabledIf("onPostgresql")
@DirtiesContext
class FilesInBucketTest extends FileResourceTest {
    private static Relay relay;
    private static Bucket bucket;

    @Autowired
    FileStorage storage;

    @Autowired
    CopyFromDisk copy;

    /** The database makes no difference. */
    static boolean onPostgresql() {
        return TestDatabase.isPostgresql();
    }

    @DynamicPropertySource
    static void bucket(DynamicPropertyRegistry properties) {
        relay = new Relay(TestServer.s3());
        bucket = Bucket.make();
        properties.add("rapport.files.storage", () -> "s3");
        properties.add("rapport.files.s3.endpoint", () -> relay.address());
        properties.add("rapport.files.s3.bucket", () -> bucket.name());
        properties.add("rapport.files.s3.path-style", () -> "true");
        properties.add("rapport.files.s3.access-key-id", () -> "key-1");
        properties.add("rapport.files.s3.secret-access-key", () -> "secret-1");
        properties.add("rapport.files.s3.timeout", () -> "2s");
    }

    private static String key(long id) {
        return id / 1_000 + "/" + id + ".original";
    }

    private int leftovers(long id) {
        return jdbc.sql("select count(*) from file_leftover where file_id = :id")
                .param("id", id)
                .query(Integer.class)
                .single();
    }

    private StoredFile upload(Fixtures.Person person) {
        return files.upload(
                person.id(), "plan.txt", null, new ByteArrayInputStream("words".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void isInTheBucket() {
        assertThat(storage).isInstanceOf(S3Storage.class);
        var file = upload(fixtures.person("Ann Berg"));
        assertThat(bucket.has(key(file.id().value()))).isTrue();
    }

    @Test
    @Override
    void keepsNoBytesOfAnUploadThatFails() {
        var ann = fixtures.person("Ann Berg");
        long next = jdbc.sql("select nextval('activity_seq')").query(Long.class).single() + 1;
        jdbc.sql(
                        "insert into file (id, owner_id, name, media_type, size, sha256, created_at) values (:id, 0, 'taken', 'x', 0, '', current_timestamp)")
                .param("id", next)
                .update();
        assertThatThrownBy(() -> upload(ann)).isInstanceOf(DataIntegrityViolationException.class);
        jdbc.sql("delete from file where id = :id").param("id", next).update();
        leftovers.delete();
        assertThat(bucket.has(key(next))).as("an upload may still be under way").isTrue();
        clock.forward(Duration.ofHours(2));
        leftovers.delete();
        clock.reset();
        assertThat(bucket.has(key(next))).isFalse();
        assertThat(leftovers(next)).isZero();
    }

    @Test
    void deletesTheBytesOfUploadsWhosePostNeverCame() {
        var file = upload(fixtures.person("Ann Berg"));
        try {
            clock.forward(Duration.ofDays(3));
            files.deleteUnattached();
        } finally {
            clock.reset();
        }
        assertThat(bucket.has(key(file.id().value()))).isFalse();
    }

    @Test
    void refusesFilesWhileTheBucketIsAwayAndNothingElse() throws Exception {
        var ann = fixtures.person("Ann Berg");
        var acme = fixtures.account("Acme");
        var file = upload(ann);
        relay.cut();
        try {
            var refused = ann.api()
                    .with("Content-Type", "text/plain")
                    .with("Accept-Language", "fr")
                    .post("/files?name=late.txt", "late");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.at("/type")).isEqualTo("/problems/files-unavailable");
            assertThat(refused.at("/title")).isEqualTo("Fichiers inaccessibles");
            assertThat(refused.header("Retry-After")).isEqualTo("30");
            var download = ann.api().get("/files/" + file.id() + "/content");
            assertThat(download.status()).isEqualTo(503);
            assertThat(download.header("Content-Type")).startsWith("application/problem+json");
            ann.api()
                    .post("/posts", Map.of("subjectId", acme, "body", "See this", "fileIds", List.of(file.id())))
                    .expect(201);
            assertThat(jdbc.sql("select count(*) from file where name = 'late.txt'")
                            .query(Integer.class)
                            .single())
                    .isZero();

            var unattached = jdbc.sql("select file_id from file_leftover order by file_id desc limit 1")
                    .query(Long.class)
                    .single();
            clock.forward(Duration.ofHours(2));
            assertThat(leftovers.delete()).isZero();
            assertThat(leftovers(unattached))
                    .as("tried again when the bucket is back")
                    .isEqualTo(1);
            relay.mend();
            leftovers.delete();
            assertThat(leftovers(unattached)).isZero();
        } finally {
            clock.reset();
            relay.mend();
        }
        ann.api().get("/files/" + file.id() + "/content").expect(200);
    }

    @Test
    void copiesWhatLiesOnDiskOnceAndReadsItMeanwhile(@TempDir Path folder) throws IOException {
        var ann = fixtures.person("Ann Berg");
        var onDisk = upload(ann);
        var lost = upload(ann);
        var disk = new DiskStorage(folder);
        var moving = new MovingStorage((S3Storage) storage, disk);
        Path place = disk.place(onDisk.id(), "original");
        Files.createDirectories(place.getParent());
        Files.writeString(place, "words");
        storage.delete(onDisk.id());
        storage.delete(lost.id());

        try (var in = moving.open(onDisk.id(), "original")) {
            assertThat(in.readAllBytes()).isEqualTo("words".getBytes(StandardCharsets.UTF_8));
        }
        var first = copy.run(moving);
        assertThat(first.copied()).isEqualTo(1);
        assertThat(first.missing()).contains(lost.id()).doesNotContain(onDisk.id());
        assertThat(bucket.has(key(onDisk.id().value()))).isTrue();
        assertThat(leftovers(onDisk.id().value())).isZero();
        assertThat(place).exists();
        var second = copy.run(moving);
        assertThat(second.copied()).isZero();
        assertThat(second.present()).isEqualTo(first.present() + 1);

        moving.delete(onDisk.id());
        assertThat(place).doesNotExist();
        assertThat(bucket.has(key(onDisk.id().value()))).isFalse();
    }

    @Test
    void refusesToCopyNowhere() {
        var settings = new org.springframework.boot.context.properties.bind.Binder(
                        new org.springframework.boot.context.properties.source.MapConfigurationPropertySource(
                                Map.of("rapport.files.copy-from-disk", "true")))
                .bind("rapport.files", FileSettings.class)
                .get();
        assertThatThrownBy(() -> new StorageConfiguration().fileStorage(settings, new Parts(settings, "target")))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("rapport.files.copy-from-disk");
    }
}
