package rapport.social.testing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Records the SQL that the server sends. A batch counts once; background jobs are left out by the names of their tables.
 * Counting is switched on by {@link #start} and read by {@link #statements}.
 */
public class StatementCounter implements BeanPostProcessor {
    private static final List<String> BACKGROUND = List.of("scheduled_tasks", "event_publication");

    /** The names of the threads that handle news after commit: Spring's, and those of live signals. */
    private static final List<String> AFTER_COMMIT = List.of("task-", "live");

    private final List<Sent> seen = new CopyOnWriteArrayList<>();
    private volatile boolean counting;

    private record Sent(String sql, boolean afterCommit) {}

    /** Counts the statements of all threads from now on. */
    public void start() {
        seen.clear();
        counting = true;
    }

    /** Every statement since {@link #start}, in order; ends the counting. */
    public List<String> statements() {
        counting = false;
        return seen.stream().map(Sent::sql).toList();
    }

    /** As {@link #statements}, without what listeners did after a commit, which is not for the caller to wait for. */
    public List<String> statementsOfRequests() {
        counting = false;
        return seen.stream().filter(sent -> !sent.afterCommit()).map(Sent::sql).toList();
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource source && !(bean instanceof Counting) ? new Counting(source) : bean;
    }

    private void record(String sql) {
        if (counting && BACKGROUND.stream().noneMatch(sql.toLowerCase(Locale.ROOT)::contains)) {
            seen.add(new Sent(
                    sql, AFTER_COMMIT.stream().anyMatch(Thread.currentThread().getName()::startsWith)));
        }
    }

    private final class Counting extends DelegatingDataSource {
        Counting(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            return proxy(super.getConnection());
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            return super.unwrap(type);
        }

        private Connection proxy(Connection connection) {
            InvocationHandler handler = (self, method, arguments) -> {
                Object result = invoke(connection, method, arguments);
                if (method.getName().equals("prepareStatement") && arguments[0] instanceof String sql) {
                    return statement((PreparedStatement) result, PreparedStatement.class, sql);
                }
                if (method.getName().equals("createStatement")) {
                    return statement((Statement) result, Statement.class, null);
                }
                return result;
            };
            return (Connection)
                    Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Connection.class}, handler);
        }

        private Object statement(Statement statement, Class<?> type, @Nullable String sql) {
            InvocationHandler handler = (self, method, arguments) -> {
                if (method.getName().startsWith("execute")) {
                    record(
                            arguments != null && arguments.length > 0
                                    ? String.valueOf(arguments[0])
                                    : String.valueOf(sql));
                }
                return invoke(statement, method, arguments);
            };
            return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, handler);
        }

        private static @Nullable Object invoke(
                Object target, java.lang.reflect.Method method, Object @Nullable [] arguments) throws Throwable {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
