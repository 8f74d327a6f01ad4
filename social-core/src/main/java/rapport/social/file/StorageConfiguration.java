package rapport.social.file;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import rapport.social.shared.InvalidSettings;

/** The storage that is set up, checked at start. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FileSettings.class)
class StorageConfiguration {

    @Bean
    FileStorage fileStorage(FileSettings settings, Parts parts) {
        var disk = new DiskStorage(parts.directory());
        if (settings.storage() == FileSettings.Storage.S3) {
            var bucket = S3Storage.connect(settings.s3());
            return settings.copyFromDisk() ? new MovingStorage(bucket, disk) : bucket;
        }
        if (settings.copyFromDisk()) {
            throw new InvalidSettings(
                    "rapport.files.copy-from-disk: there is nowhere to copy to (expected: rapport.files.storage=s3).");
        }
        return disk;
    }
}
