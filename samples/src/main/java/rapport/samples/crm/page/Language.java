package rapport.samples.crm.page;

import java.math.BigDecimal;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import rapport.samples.crm.data.CrmTimes;

/** The words, dates and amounts of the pages, in English or French. */
final class Language {
    static final Language ENGLISH = new Language(Locale.UK);
    static final Language FRENCH = new Language(Locale.FRANCE);

    private final Locale locale;
    private final ResourceBundle words;

    private Language(Locale locale) {
        this.locale = locale;
        this.words = ResourceBundle.getBundle(
                "rapport.samples.crm.page.words",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** French for a tag that begins with it, otherwise English. */
    static Language of(@Nullable String tag) {
        return tag != null && tag.toLowerCase(Locale.ROOT).startsWith("fr") ? FRENCH : ENGLISH;
    }

    String tag() {
        return locale.getLanguage();
    }

    Locale locale() {
        return locale;
    }

    String say(String key, Object... values) {
        String pattern = words.getString(key);
        return values.length == 0 ? pattern : new MessageFormat(pattern, locale).format(values);
    }

    /** The word for a value of the CRM, such as a stage; a value that has none is shown as it is. */
    String value(String group, String value) {
        try {
            return words.getString(group + "." + value.replace(' ', '_'));
        } catch (MissingResourceException e) {
            return value;
        }
    }

    String day(@Nullable String isoDay) {
        if (isoDay == null) {
            return "";
        }
        try {
            return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                    .withLocale(locale)
                    .format(LocalDate.parse(isoDay));
        } catch (DateTimeParseException e) {
            return isoDay;
        }
    }

    String time(@Nullable String crmTime) {
        Instant at = CrmTimes.parse(crmTime);
        if (at == null) {
            return crmTime == null ? "" : crmTime;
        }
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(locale)
                .withZone(ZoneId.systemDefault())
                .format(at);
    }

    String money(@Nullable Object amount, @Nullable Object currency) {
        if (amount == null) {
            return "";
        }
        BigDecimal number = new BigDecimal(amount.toString());
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        try {
            format.setCurrency(Currency.getInstance(currency == null ? "EUR" : currency.toString()));
        } catch (IllegalArgumentException e) {
            return number.toPlainString() + " " + currency;
        }
        format.setMinimumFractionDigits(0);
        format.setMaximumFractionDigits(number.stripTrailingZeros().scale() > 0 ? 2 : 0);
        return format.format(number);
    }
}
