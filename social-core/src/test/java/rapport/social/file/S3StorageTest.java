package rapport.social.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rapport.social.shared.InvalidSettings;
import rapport.social.testing.Relay;
import rapport.social.testing.TestServer;

/** Against a real server that speaks S3. */
class S3StorageTest extends FileStorageContract {
    private static @Nullable Bucket bucket;
    private static @Nullable S3Storage storage;

    private static FileSettings.S3 settings(
            URI endpoint, @Nullable String bucket, String prefix, FileSettings.Encryption encryption) {
        return new FileSettings.S3(
                endpoint,
                "eu-west-3",
                bucket,
                prefix,
                true,
                "key-1",
                "secret-1",
                encryption,
                null,
                Duration.ofSeconds(1),
                2);
    }

    private static S3Storage connect(URI endpoint, @Nullable String bucket) {
        return S3Storage.connect(settings(endpoint, bucket, "", FileSettings.Encryption.BUCKET));
    }

    @BeforeAll
    static void start() {
        bucket = Bucket.make();
        storage = connect(TestServer.s3(), bucket().name());
    }

    @AfterAll
    static void end() {
        if (storage != null) {
            storage.destroy();
        }
    }

    private static Bucket bucket() {
        return Objects.requireNonNull(bucket);
    }

    @Override
    FileStorage storage() {
        return Objects.requireNonNull(storage);
    }

    @Test
    void keepsToItsPrefixAndAsksForEncryption() throws IOException {
        var encrypted = S3Storage.connect(
                settings(TestServer.s3(), bucket().name(), "rapport/files", FileSettings.Encryption.AES256));
        var file = new FileId(4_321);
        encrypted.put(file, "original", part(new byte[] {1, 2, 3}));
        assertThat(bucket().has("4/4321.original")).isFalse();
        var there = bucket().send("HEAD", "rapport/files/4/4321.original");
        assertThat(there.statusCode()).isEqualTo(200);
        assertThat(there.headers().firstValue("x-amz-server-side-encryption")).contains("AES256");
        assertThat(encrypted.size(file, "original")).isEqualTo(3);
        assertThat(encrypted.size(file, "64")).isNull();
        encrypted.delete(file);
        assertThat(bucket().has("rapport/files/4/4321.original")).isFalse();
        encrypted.destroy();
    }

    @Test
    void saysThatItIsUnavailableWhileTheServerIsAwayOrSilent() throws IOException {
        try (var relay = new Relay(TestServer.s3())) {
            var storage = connect(relay.address(), bucket().name());
            FileId file = id();
            storage.put(file, "original", part(new byte[] {1}));
            var part = part(new byte[] {2});
            relay.cut();
            assertThatThrownBy(() -> storage.open(file, "original"))
                    .isInstanceOfSatisfying(FilesUnavailable.class, refusal -> {
                        assertThat(refusal.status()).isEqualTo(503);
                        assertThat(refusal.retryAfterSeconds()).isEqualTo(30);
                    });
            assertThatThrownBy(() -> storage.put(file, "original", part)).isInstanceOf(FilesUnavailable.class);
            assertThatThrownBy(() -> storage.delete(file)).isInstanceOf(FilesUnavailable.class);
            assertThatThrownBy(() -> storage.size(file, "original")).isInstanceOf(FilesUnavailable.class);
            relay.silence();
            int before = relay.calls();
            assertThatThrownBy(() -> storage.open(file, "original")).isInstanceOf(FilesUnavailable.class);
            int calls = relay.calls();
            assertThat(calls - before).isBetween(1, 3);
            for (int reader = 0; reader < 10; reader++) {
                assertThatThrownBy(() -> storage.open(file, "original")).isInstanceOf(FilesUnavailable.class);
            }
            assertThat(relay.calls()).as("the others do not wait too").isEqualTo(calls);
            relay.mend();
            await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() -> {
                try (var in = storage.open(file, "original")) {
                    assertThat(in.readAllBytes()).containsExactly(1);
                }
            });
            storage.destroy();
        }
    }

    @Test
    void refusesAtStartWhatItCannotUseAndNamesTheSetting() {
        URI server = TestServer.s3();
        assertThatThrownBy(() -> connect(server, null))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("rapport.files.s3.bucket is missing");
        assertThatThrownBy(() -> connect(server, "no-such-bucket"))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("rapport.files.s3.bucket")
                .hasMessageContaining("no-such-bucket");
        URI nobody;
        try (var relay = new Relay(server)) {
            nobody = relay.address();
        }
        assertThatThrownBy(() -> connect(nobody, bucket().name()))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("rapport.files.s3.endpoint")
                .hasMessageContaining(nobody.toString())
                .hasMessageNotContaining("secret-1");
        assertThatThrownBy(() -> S3Storage.connect(new FileSettings.S3(
                        server,
                        "eu-west-3",
                        bucket().name(),
                        "",
                        true,
                        "key-1",
                        null,
                        FileSettings.Encryption.BUCKET,
                        null,
                        Duration.ofSeconds(1),
                        2)))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("secret-access-key");
    }

    @Test
    void doesNotShowItsKeys() {
        assertThat(settings(TestServer.s3(), "b", "", FileSettings.Encryption.BUCKET)
                        .toString())
                .doesNotContain("key-1")
                .doesNotContain("secret-1");
    }
}
