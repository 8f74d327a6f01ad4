package rapport.crm.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rapport.crm.mapping.OwnField;
import rapport.crm.spi.CrmField;
import rapport.crm.spi.CrmMoney;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;

class RowReaderTest {
    private static IntakeRow read(RowType type, Map<String, ?> row) {
        return new RowReader(type, RowFormat.STRICT).read(row);
    }

    private static CrmRecord record(RowType type, Map<String, ?> row) {
        IntakeRow read = read(type, row);
        return (CrmRecord) stored(read).change(type.crmType(), List.of());
    }

    private static StoredRow stored(IntakeRow read) {
        return new StoredRow(read.externalId(), 1, read.content(), null, java.time.Instant.EPOCH);
    }

    private static void refuses(RowType type, String field, Object value, String expected) {
        Map<String, Object> row = new HashMap<>(Map.of("externalId", "x1", "name", "Nordlicht Foods"));
        row.put(field, value);
        assertThatThrownBy(() -> read(type, row))
                .as(field + " = " + value)
                .isInstanceOf(RowRefused.class)
                .hasMessageStartingWith(field.startsWith("attributes.") ? "attributes" : field)
                .hasMessageContaining(expected);
    }

    @Test
    void refusesANumberOfWhichAFewBytesWouldFillTheMemory() {
        refuses(RowType.ACCOUNT, "name", new BigDecimal("1e999999999"), "too many digits");
        refuses(RowType.ACCOUNT, "name", new BigDecimal("1e-999999999"), "too many digits");
        assertThat(record(RowType.ACCOUNT, Map.of("externalId", "x1", "name", new BigDecimal("1e3")))
                        .name())
                .isEqualTo("1000");
    }

    @Test
    void refusesDaysAndTimesBeyondTheCalendarHoweverTheyAreWritten() {
        refuses(RowType.ACCOUNT, "updatedAt", "+12026-11-22T10:04:31Z", "of the years 1 to 9999");
        refuses(RowType.ACCOUNT, "updatedAt", "9999-12-31T23:30:00-05:00", "of the years 1 to 9999");
        refuses(RowType.OPPORTUNITY, "closeDate", "+12026-12-31", "of the years 1 to 9999");
        var local = new RowReader(RowType.ACCOUNT, new RowFormat(ZoneId.of("Europe/Paris"), null, false, null));
        assertThatThrownBy(() -> local.read(
                        Map.of("externalId", "x1", "name", "Nordlicht", "updatedAt", "+12026-11-22T10:04:31")))
                .hasMessageContaining("of the years 1 to 9999");
        var own = new RowReader(
                RowType.OPPORTUNITY, new RowFormat(null, DateTimeFormatter.ofPattern("d.M.u"), false, null));
        assertThatThrownBy(() -> own.read(Map.of("externalId", "x1", "name", "Pilot", "closeDate", "31.12.12026")))
                .hasMessageContaining("of the years 1 to 9999");
    }

    @Test
    void bringsEveryFieldOfAnOpportunityIntoOurWords() {
        CrmRecord record = record(
                RowType.OPPORTUNITY,
                Map.ofEntries(
                        Map.entry("externalId", "op-55"),
                        Map.entry("name", "Pilot"),
                        Map.entry("stage", "Proposal"),
                        Map.entry("amount", "12000.00"),
                        Map.entry("currency", "eur"),
                        Map.entry("probability", 40),
                        Map.entry("closeDate", "2026-12-31"),
                        Map.entry("won", false),
                        Map.entry("accountExternalId", "ac-9"),
                        Map.entry("ownerExternalId", "u7"),
                        Map.entry("teamExternalIds", List.of("t2", "t1")),
                        Map.entry("url", "https://erp.example/op/55"),
                        Map.entry("updatedAt", "2026-11-22T11:04:31+01:00"),
                        Map.entry("attributes", Map.of("region", "North"))));
        assertThat(record.name()).isEqualTo("Pilot");
        assertThat(record.account()).isEqualTo(new CrmRef(CrmType.ACCOUNT, "ac-9"));
        assertThat(record.ownerExternalId()).isEqualTo("u7");
        assertThat(record.teamExternalIds()).containsExactly("t1", "t2");
        assertThat(record.modifiedAt()).isEqualTo("2026-11-22T10:04:31Z");
        assertThat(record.fields())
                .containsEntry("amount", new CrmMoney(new BigDecimal("12000"), "EUR"))
                .containsEntry("closeOn", LocalDate.parse("2026-12-31"))
                .containsEntry("probability", new BigDecimal("40"))
                .containsEntry("won", false)
                .containsEntry("region", "North");
    }

    @Test
    void hasOneFormForWhatIsWrittenInSeveralWays() {
        assertThat(read(
                        RowType.OPPORTUNITY,
                        Map.of("externalId", "1", "name", " A ", "amount", "1500.50", "currency", "EUR")))
                .isEqualTo(read(
                        RowType.OPPORTUNITY,
                        Map.of(
                                "externalId",
                                "1",
                                "name",
                                "A",
                                "amount",
                                new BigDecimal("1500.500"),
                                "currency",
                                "eur")));
        assertThat(read(RowType.CONTACT, Map.of("externalId", "1", "name", "Zoé", "address", Map.of("city", "Lyon"))))
                .isEqualTo(read(RowType.CONTACT, Map.of("externalId", "1", "name", "Zoé", "address.city", "Lyon")));
        assertThat(read(RowType.USER, Map.of("externalId", "1", "name", "A", "teamExternalIds", "b; a")))
                .isEqualTo(read(
                        RowType.USER, Map.of("externalId", "1", "name", "A", "teamExternalIds", List.of("a", "b"))));
    }

    @Test
    void namesAPersonByItsParts() {
        assertThat(record(RowType.CONTACT, Map.of("externalId", "1", "firstName", "Zoé", "lastName", "Lefèvre"))
                        .name())
                .isEqualTo("Zoé Lefèvre");
        assertThat(record(RowType.LEAD, Map.of("externalId", "1", "company", "Nordlicht"))
                        .name())
                .isEqualTo("Nordlicht");
    }

    @Test
    void readsWhatIsGoneAndWhoTookOver() {
        assertThat(read(RowType.ACCOUNT, Map.of("externalId", "ac-12", "deleted", true))
                        .gone())
                .isTrue();
        assertThat(read(RowType.ACCOUNT, Map.of("externalId", "ac-12", "mergedInto", "ac-9"))
                        .mergedInto())
                .isEqualTo("ac-9");
        refuses(RowType.ACCOUNT, "mergedInto", "x1", "another");
    }

    @Test
    void refusesWhatIsNotAsExpectedWithoutRepeatingIt() {
        refuses(RowType.ACCOUNT, "externalId", "x".repeat(101), "101 characters (expected: at most 100)");
        refuses(RowType.ACCOUNT, "name", "x".repeat(301), "at most 300");
        refuses(RowType.ACCOUNT, "name", List.of("a"), "single");
        refuses(RowType.ACCOUNT, "name", "a\0b", "U+0000");
        refuses(RowType.ACCOUNT, "url", "javascript:alert(1)", "http");
        refuses(RowType.ACCOUNT, "updatedAt", "2026-11-22 10:04:31", "offset");
        refuses(RowType.ACCOUNT, "updatedAt", "yesterday", "offset");
        refuses(RowType.ACCOUNT, "updatedAt", "+300000-01-01T00:00:00Z", "range");
        refuses(RowType.ACCOUNT, "stage", "Won", "no field of a row of type account");
        refuses(RowType.ACCOUNT, "attributes.1 bad", "x", "letter");
        refuses(RowType.USER, "attributes.shoe", "x", "no field");
        refuses(RowType.USER, "active", "perhaps", "true");
        refuses(RowType.OPPORTUNITY, "amount", "12,5", "dot");
        refuses(RowType.OPPORTUNITY, "amount", "1e99999999", "digits");
        refuses(RowType.OPPORTUNITY, "amount", new BigDecimal("1e40"), "digits");
        refuses(RowType.OPPORTUNITY, "probability", 101, "0 to 100");
        refuses(RowType.OPPORTUNITY, "closeDate", "31/12/2026", "2026-12-31");
        assertThatThrownBy(() -> read(RowType.OPPORTUNITY, Map.of("externalId", "1", "name", "A", "amount", 5)))
                .hasMessageContaining("currency: missing");
        assertThatThrownBy(() -> read(
                        RowType.OPPORTUNITY, Map.of("externalId", "1", "name", "A", "amount", 5, "currency", "EURO")))
                .hasMessageContaining("ISO 4217")
                .hasMessageNotContaining("EURO");
        assertThatThrownBy(() -> read(RowType.ACCOUNT, Map.of("externalId", "1")))
                .hasMessageContaining("name: missing");
        assertThatThrownBy(() -> read(RowType.ACCOUNT, Map.of("name", "A")))
                .hasMessageContaining("externalId: missing");
    }

    @Test
    void readsTheHabitsOfASourceThatAnAdminNamed() {
        var format = new RowFormat(ZoneId.of("Europe/Paris"), DateTimeFormatter.ofPattern("dd.MM.yyyy"), true, "EUR");
        IntakeRow row = new RowReader(RowType.OPPORTUNITY, format)
                .read(Map.of(
                        "externalId",
                        "1",
                        "name",
                        "A",
                        "amount",
                        "1.500,50",
                        "closeDate",
                        "31.12.2026",
                        "updatedAt",
                        "2026-07-01 10:00:00"));
        assertThat(row.content()).contains("\"1500.5\"", "\"EUR\"", "2026-12-31", "2026-07-01T08:00:00Z");
    }

    @Test
    void tellsDeclaredAttributesByTheirKindAndTheOthersAsText() {
        IntakeRow read = read(
                RowType.OPPORTUNITY,
                Map.of(
                        "externalId", "op-1",
                        "name", "Pilot",
                        "amount", "10",
                        "currency", "EUR",
                        "attributes",
                                Map.of("seats", "40", "budget", "1500.00", "renewal", "2027-01-31", "hot", "yes")));
        List<OwnField> own = List.of(
                new OwnField("seats", "seats", CrmField.Kind.NUMBER),
                new OwnField("planned", "budget", CrmField.Kind.MONEY),
                new OwnField("renewsOn", "renewal", CrmField.Kind.DATE),
                new OwnField("unused", "none", CrmField.Kind.NUMBER));
        assertThat(((CrmRecord) stored(read).change(CrmType.OPPORTUNITY, own)).fields())
                .containsEntry("seats", new BigDecimal("40"))
                .containsEntry("planned", new CrmMoney(new BigDecimal("1500"), "EUR"))
                .containsEntry("renewsOn", LocalDate.parse("2027-01-31"))
                .containsEntry("hot", "yes")
                .doesNotContainKey("unused");
        assertThatThrownBy(() -> stored(read)
                        .change(CrmType.OPPORTUNITY, List.of(new OwnField("hot", "hot", CrmField.Kind.NUMBER))))
                .hasMessage("hot: of an unexpected form (expected: a number)");
    }

    @Test
    void tellsTheParentOfAnAccountAndWhichOpportunitiesAreDecided() {
        assertThat(record(RowType.ACCOUNT, Map.of("externalId", "ac-2", "name", "Nord", "parentExternalId", "ac-1"))
                        .account())
                .isEqualTo(new CrmRef(CrmType.ACCOUNT, "ac-1"));
        assertThat(record(RowType.OPPORTUNITY, Map.of("externalId", "op-1", "name", "Pilot", "won", false))
                        .fields())
                .containsEntry("closed", true);
        assertThat(record(RowType.OPPORTUNITY, Map.of("externalId", "op-1", "name", "Pilot"))
                        .fields())
                .doesNotContainKey("closed");
    }
}
