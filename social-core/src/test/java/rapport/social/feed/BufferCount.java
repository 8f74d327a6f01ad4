package rapport.social.feed;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Counts statements and, on PostgreSQL, the 8 KB pages that they touch: each is also run under EXPLAIN. */
public final class BufferCount extends SingleConnectionDataSource {
    private static final Pattern TOUCHED = Pattern.compile("Buffers: shared(?: hit=(\\d+))?(?: read=(\\d+))?");

    private final Connection real;
    private int buffers;
    private int statements;

    public BufferCount(Connection connection) {
        super(connection, true);
        this.real = connection;
    }

    public void reset() {
        buffers = 0;
        statements = 0;
    }

    public int buffers() {
        return buffers;
    }

    public int statements() {
        return statements;
    }

    @Override
    protected Connection getCloseSuppressingConnectionProxy(Connection target) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    var result = call(real, method, arguments);
                    return method.getName().equals("prepareStatement")
                            ? explained((PreparedStatement) result, String.valueOf(arguments[0]))
                            : result;
                });
    }

    private record Set(Method setter, Object[] arguments) {}

    private PreparedStatement explained(PreparedStatement statement, String sql) {
        List<Set> sets = new ArrayList<>();
        return (PreparedStatement) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {PreparedStatement.class}, (self, method, arguments) -> {
                    if (method.getName().startsWith("set") && arguments != null && arguments.length >= 2) {
                        sets.add(new Set(method, arguments));
                    }
                    if (method.getName().equals("executeQuery")) {
                        statements++;
                        explain(sql, sets);
                    }
                    return call(statement, method, arguments);
                });
    }

    private void explain(String sql, List<Set> sets) throws Throwable {
        if (!real.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
            return;
        }
        try (var statement = real.prepareStatement("explain (analyze, buffers, timing off) " + sql)) {
            for (Set set : sets) {
                call(statement, set.setter(), set.arguments());
            }
            var plan = new StringBuilder();
            try (var lines = statement.executeQuery()) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
            // the first is the root's, which includes all below it
            var touched = TOUCHED.matcher(plan);
            if (touched.find()) {
                buffers += number(touched.group(1)) + number(touched.group(2));
            }
            if (Boolean.getBoolean("rapport.test.plans")) {
                System.out.println(sql + "\n" + plan);
            }
        }
    }

    private static int number(@Nullable String text) {
        return text == null ? 0 : Integer.parseInt(text);
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } catch (IllegalAccessException e) {
            throw new SQLException(e);
        }
    }
}
