package rapport.samples.crm.page;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import rapport.samples.crm.data.CrmRecord;

/** One person asking for one page. */
record Visit(HttpServletRequest request, CrmRecord user, Language language) {

    String parameter(String name, String otherwise) {
        String value = request.getParameter(name);
        return value == null ? otherwise : value.strip();
    }

    int number(String name, int otherwise) {
        try {
            return Integer.parseInt(parameter(name, String.valueOf(otherwise)));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    String say(String key, Object... values) {
        return language.say(key, values);
    }

    String orDash(@Nullable String text) {
        return text == null || text.isEmpty() ? say("nothing") : text;
    }
}
