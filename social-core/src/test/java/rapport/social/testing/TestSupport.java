package rapport.social.testing;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/** Beans of the tests: a clock that can be moved, the counter of statements, {@link Fixtures}. */
@TestConfiguration(proxyBeanMethods = false)
@Import(Fixtures.class)
public class TestSupport {

    @Bean
    @Primary
    MovableClock movableClock() {
        return new MovableClock();
    }

    @Bean
    static StatementCounter statementCounter() {
        return new StatementCounter();
    }
}
