package rapport.social.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import rapport.social.shared.InvalidSettings;
import rapport.social.shared.Outage;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * Bytes in a bucket of an S3-compatible storage. Everything is streamed, and everything goes through Rapport: no address of the
 * storage is ever handed out, because such an address would outlive the right to read.
 *
 * <p>Only what all such storages know is used: no checksums in trailers, no chunked signatures, no deletion of many at once.
 */
final class S3Storage implements FileStorage, DisposableBean {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final int TRIES = 3;

    /** A storage that takes less counts as down. */
    private static final long BYTES_PER_SECOND = 100_000;

    private final FileSettings.S3 settings;
    private final String bucket;
    private final Duration callTimeout;
    private final S3Client client;
    private final Outage outage;

    private S3Storage(FileSettings.S3 settings, String bucket) {
        this.settings = settings;
        this.bucket = bucket;
        this.callTimeout = settings.timeout().multipliedBy(TRIES);
        var builder = S3Client.builder()
                .httpClientBuilder(Apache5HttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(settings.timeout())
                        .connectionAcquisitionTimeout(settings.timeout())
                        .maxConnections(settings.connections()))
                .region(Region.of(settings.region()))
                .credentialsProvider(credentials(settings))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .forcePathStyle(settings.pathStyle())
                .serviceConfiguration(
                        S3Configuration.builder().chunkedEncodingEnabled(false).build())
                .overrideConfiguration(limits -> limits.apiCallTimeout(callTimeout)
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(TRIES)
                                .build()));
        URI endpoint = settings.endpoint();
        if (endpoint != null) {
            if (endpoint.getUserInfo() != null) {
                throw new InvalidSettings(
                        "rapport.files.s3.endpoint: names a user (expected: none; keys have settings of"
                                + " their own)");
            }
            builder.endpointOverride(endpoint);
        }
        this.client = builder.build();
        this.outage = new Outage(settings.timeout());
    }

    /** @throws InvalidSettings if the bucket can't be used */
    static S3Storage connect(FileSettings.S3 settings) {
        String bucket = settings.bucket();
        if (bucket == null || bucket.isBlank()) {
            throw new InvalidSettings("rapport.files.s3.bucket is missing: rapport.files.storage is s3.");
        }
        if ((settings.accessKeyId() == null) != (settings.secretAccessKey() == null)) {
            throw new InvalidSettings("rapport.files.s3.access-key-id and rapport.files.s3.secret-access-key"
                    + " go together: set both, or neither for the environment's credentials.");
        }
        var storage = new S3Storage(settings, bucket);
        try {
            storage.check();
        } catch (InvalidSettings e) {
            storage.destroy();
            throw e;
        }
        return storage;
    }

    private static AwsCredentialsProvider credentials(FileSettings.S3 settings) {
        String id = settings.accessKeyId();
        String secret = settings.secretAccessKey();
        return id == null || secret == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret));
    }

    private void check() {
        String where = settings.endpoint() == null
                ? "Amazon S3 in " + settings.region()
                : settings.endpoint().toString();
        try {
            client.headBucket(request -> request.bucket(bucket));
        } catch (S3Exception e) {
            throw new InvalidSettings(
                    switch (e.statusCode()) {
                        case 301, 307, 400 ->
                            "rapport.files.s3.region: the bucket \"" + bucket + "\" at " + where
                                    + " does not accept requests signed for " + settings.region() + " (HTTP "
                                    + e.statusCode() + ").";
                        case 401, 403 ->
                            "rapport.files.s3.access-key-id: " + where
                                    + " does not let these credentials use the bucket \""
                                    + bucket + "\" (HTTP " + e.statusCode()
                                    + "). They need to list the bucket and to get, put and delete its objects.";
                        case 404 ->
                            "rapport.files.s3.bucket: there is no bucket \"" + bucket + "\" at " + where
                                    + " (HTTP 404). Rapport makes none.";
                        default ->
                            "rapport.files.s3.endpoint: " + where + " answers HTTP " + e.statusCode()
                                    + " when it is asked for the bucket \"" + bucket + "\".";
                    },
                    e);
        } catch (SdkException e) {
            throw new InvalidSettings(
                    "rapport.files.s3.endpoint: the bucket \"" + bucket + "\" at " + where + " can't be reached: "
                            + e.getMessage(),
                    e);
        }
    }

    @Override
    public void put(FileId file, String variant, Path part) {
        String key = key(file, variant);
        call("Writing " + key, () -> {
            Duration time = callTimeout.plusSeconds(Files.size(part) / BYTES_PER_SECOND);
            return client.putObject(
                    request -> {
                        request.bucket(bucket).key(key).contentType("application/octet-stream");
                        request.overrideConfiguration(limits -> limits.apiCallTimeout(time));
                        switch (settings.encryption()) {
                            case BUCKET -> {}
                            case AES256 -> request.serverSideEncryption(ServerSideEncryption.AES256);
                            case KMS ->
                                request.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                                        .ssekmsKeyId(settings.kmsKeyId());
                        }
                    },
                    RequestBody.fromFile(part));
        });
    }

    @Override
    public InputStream open(FileId file, String variant) throws NoSuchFileException {
        String key = key(file, variant);
        try {
            return call(
                    "Reading " + key,
                    () -> new Download(
                            client.getObject(request -> request.bucket(bucket).key(key))));
        } catch (NoSuchKeyException e) {
            throw new NoSuchFileException(key);
        }
    }

    /** How many bytes there are of one size of an upload; null when there are none. */
    @Nullable
    Long size(FileId file, String variant) {
        String key = key(file, variant);
        try {
            return call(
                    "Asking for " + key,
                    () -> client.headObject(request -> request.bucket(bucket).key(key))
                            .contentLength());
        } catch (NoSuchKeyException e) {
            return null;
        }
    }

    @Override
    public void delete(FileId file) {
        String all = key(file, "");
        call("Deleting " + all + "*", () -> {
            var found = client.listObjectsV2(request -> request.bucket(bucket).prefix(all))
                    .contents();
            for (var object : found) {
                client.deleteObject(request -> request.bucket(bucket).key(object.key()));
            }
            return found.size();
        });
    }

    private interface Call<T> {
        T run() throws IOException;
    }

    /** @throws NoSuchKeyException if what is asked for is not there: the storage is well */
    private <T> T call(String doing, Call<T> call) {
        if (outage.lasts()) {
            throw new FilesUnavailable();
        }
        try {
            T answer = call.run();
            outage.end();
            return answer;
        } catch (NoSuchKeyException e) {
            throw e;
        } catch (SdkException | IOException e) {
            if (isSilence(e)) {
                outage.note();
            }
            throw new FilesUnavailable(doing + " in bucket " + bucket, e);
        }
    }

    private static boolean isSilence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedIOException // a time limit of a socket or of the pool
                    || cause instanceof ApiCallTimeoutException
                    || cause instanceof ApiCallAttemptTimeoutException) {
                return true;
            }
        }
        return false;
    }

    private String key(FileId file, String variant) {
        return settings.folder() + DiskStorage.name(file, variant);
    }

    @Override
    public void destroy() {
        client.close();
    }

    /** Closed early, as when a reader goes away, it drops its connection instead of reading the rest for nobody. */
    private static final class Download extends FilterInputStream {
        private final ResponseInputStream<GetObjectResponse> response;
        private boolean ended;

        Download(ResponseInputStream<GetObjectResponse> response) {
            super(response);
            this.response = response;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            ended |= read < 0;
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            ended |= read < 0;
            return read;
        }

        @Override
        public void close() throws IOException {
            if (!ended) {
                response.abort();
            }
            super.close();
        }
    }
}
