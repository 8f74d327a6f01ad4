package rapport;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The Rapport server. */
@SpringBootApplication(scanBasePackages = {"rapport.social", "rapport.crm"})
public class RapportApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(RapportApplication.class, arguments);
    }
}
