package rapport.social.file;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
 * @param directory      where files are kept; null: below the data directory
 * @param maxSize        of one file
 * @param maxPerItem     files on one post or comment
 * @param maxPixels      of one image, width times height: a small file can unpack to gigabytes
 * @param refusedTypes   media types that are not taken, by content; a type ending in / refuses all that start so
 * @param keepUnattached how long an upload waits for its post
 */
@Validated
@ConfigurationProperties("rapport.files")
public record FileSettings(
        @Nullable Path directory,

        @DefaultValue("25MB") DataSize maxSize,
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
}
