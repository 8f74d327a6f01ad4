package rapport.social;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Social-core without any CRM, for its tests: {@code mvn -pl social-core spring-boot:test-run -Dspring-boot.run.skip=false}. */
@SpringBootApplication
public class SocialCoreApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(SocialCoreApplication.class, arguments);
    }
}
