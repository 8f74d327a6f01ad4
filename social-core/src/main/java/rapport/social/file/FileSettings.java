package rapport.social.file;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;
import rapport.social.web.ScreenSettings;

/**
 * @param storage        where the bytes are
 * @param copyFromDisk   whether what lies in the directory is copied to the bucket, beside the running server
 * @param s3             the bucket, when that is the storage
 * @param directory      where files are kept, and received when the storage is another; null: below the data directory
 * @param maxSize        of one file
 * @param perMember      of all files of one member together
 * @param maxPerItem     files on one post or comment
 * @param maxPixels      of one image, width times height: a small file can unpack to gigabytes
 * @param refusedTypes   media types that are not taken, by content; a type ending in / refuses all that start so
 * @param keepUnattached how long an upload waits for its post
 */
@Validated
@ConfigurationProperties("rapport.files")
public record FileSettings(
        @DefaultValue("disk") Storage storage,
        @DefaultValue("false") boolean copyFromDisk,
        @Valid @DefaultValue S3 s3,
        @Nullable Path directory,

        @DefaultValue("25MB") DataSize maxSize,
        @DefaultValue("10GB") DataSize perMember,
        @DefaultValue("10") @Min(1) @Max(50) int maxPerItem,
        @DefaultValue("50000000") @Min(1_000) long maxPixels,

        @DefaultValue({
            "application/x-msdownload",
            "application/x-dosexec",
            "application/x-executable",
            "application/x-sharedlib",
            "application/x-mach-o-executable",
            "application/x-ms-installer",
            "application/x-sh",
            "application/x-bat"
        })
        Set<String> refusedTypes,

        @DefaultValue("2d") Duration keepUnattached)
        implements ScreenSettings {

    @Override
    public Map<String, Long> limits() {
        return Map.of(
                "files", (long) maxPerItem,
                "fileSize", maxSize.toBytes(),
                "fileName", (long) UploadedFiles.MAX_NAME,
                "fileDescription", (long) UploadedFiles.MAX_DESCRIPTION);
    }

    /** Where the bytes are. */
    public enum Storage {
        DISK,
        S3
    }

    /** By which key the storage encrypts. */
    public enum Encryption {
        /** As the bucket is set up. */
        BUCKET,
        AES256,
        KMS
    }

    /**
     * @param endpoint        of another storage than Amazon's
     * @param prefix          a folder in the bucket
     * @param pathStyle       whether the bucket stands in the path of an address and not in front of the host
     * @param accessKeyId     null: what the environment, a profile or the machine's role gives
     * @param kmsKeyId        null: the account's own key
     * @param timeout         for a connection to fall silent; a call is tried three times
     * @param connections     at a time
     */
    public record S3(
            @Nullable URI endpoint,
            @DefaultValue("us-east-1") String region,
            @Nullable String bucket,
            @DefaultValue("") String prefix,
            @DefaultValue("false") boolean pathStyle,
            @Nullable String accessKeyId,
            @Nullable String secretAccessKey,
            @DefaultValue("bucket") Encryption encryption,
            @Nullable String kmsKeyId,
            @DefaultValue("10s") Duration timeout,
            @DefaultValue("50") @Min(1) @Max(1000) int connections) {

        /** The prefix as keys start with it. */
        String folder() {
            return prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
        }

        /** Without the keys. */
        @Override
        public String toString() {
            return "S3[endpoint=" + endpoint + ", region=" + region + ", bucket=" + bucket + ", prefix=" + prefix + "]";
        }
    }
}
