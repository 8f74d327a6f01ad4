package rapport.social.web;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import rapport.social.shared.Problem;

/** A query parameter that is no number is refused by name; JAX-RS would say that the address was not found. */
class QueryNumbers implements ParamConverterProvider {

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
        if (type != Integer.class) {
            return null;
        }
        for (Annotation annotation : annotations) {
            if (annotation instanceof QueryParam parameter) {
                return (ParamConverter<T>) new Whole(parameter.value());
            }
        }
        return null;
    }

    private record Whole(String name) implements ParamConverter<Integer> {
        private static final int MAX_SHOWN = 20;

        @Override
        public Integer fromString(String text) {
            try {
                return Integer.valueOf(text);
            } catch (NumberFormatException e) {
                String shown = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
                throw Problem.invalid(name, shown, "a whole number");
            }
        }

        @Override
        public String toString(Integer value) {
            return value.toString();
        }
    }
}
