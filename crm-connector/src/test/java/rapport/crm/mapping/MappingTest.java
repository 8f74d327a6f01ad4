package rapport.crm.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rapport.crm.spi.CrmDescriptor;
import rapport.crm.spi.CrmField;
import rapport.crm.spi.CrmField.Kind;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.InvalidOptions;

class MappingTest {
    private static final CrmType PROJECT = new CrmType("project");

    private static CrmDescriptor crm(CrmDescriptor.Option... options) {
        return new CrmDescriptor(
                "acme",
                "Acme CRM",
                List.of(),
                List.of(CrmType.ACCOUNT),
                Map.of(CrmType.ACCOUNT, List.of(new CrmField("name", Kind.TEXT), new CrmField("city", Kind.TEXT))),
                100,
                false,
                false,
                false,
                false,
                false,
                true,
                true,
                List.of(options));
    }

    private static Mapping read(Map<String, String> options) {
        return Mapping.of(crm(Mapping.FIELDS, Mapping.OBJECTS), options);
    }

    private static List<String> mistakes(String... options) {
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        InvalidOptions refused = catchThrowableOfType(InvalidOptions.class, () -> read(all));
        assertThat(refused).as(String.join(" ", options)).isNotNull();
        return refused.mistakes().stream()
                .map(mistake -> mistake.option() + ": " + mistake.found() + " | " + mistake.expected())
                .toList();
    }

    @Test
    void addsDeclaredFieldsToThoseOfTheCrm() {
        Mapping mapping =
                read(Map.of("fields.account", " region = cRegion , headcount=cHeadcount:number,paid=cPaid: Money"));
        assertThat(mapping.fields(CrmType.ACCOUNT))
                .containsExactly(
                        new OwnField("region", "cRegion", Kind.TEXT),
                        new OwnField("headcount", "cHeadcount", Kind.NUMBER),
                        new OwnField("paid", "cPaid", Kind.MONEY));
        assertThat(mapping.descriptor().fields().get(CrmType.ACCOUNT))
                .extracting(CrmField::name)
                .containsExactly("name", "city", "region", "headcount", "paid");
        assertThat(mapping.descriptor().types()).containsExactly(CrmType.ACCOUNT);
    }

    @Test
    void addsDeclaredObjectsBehindTheTypesThatTheyReferTo() {
        Mapping mapping = read(Map.of(
                "object.project", "CProject, name=title, account=accountId, owner=leadId",
                "fields.project", "budget=cBudget:money"));
        assertThat(mapping.object(PROJECT))
                .contains(new OwnObject(
                        PROJECT,
                        "CProject",
                        "title",
                        "accountId",
                        "leadId",
                        List.of(new OwnField("budget", "cBudget", Kind.MONEY))));
        assertThat(mapping.descriptor().types()).containsExactly(CrmType.ACCOUNT, PROJECT);
        assertThat(mapping.descriptor().fields().get(PROJECT))
                .extracting(CrmField::name)
                .containsExactly("name", "owner", "account", "budget");
    }

    @Test
    void anObjectNeedsItsNameAlone() {
        assertThat(read(Map.of("object.project", "CProject")).object(PROJECT))
                .contains(new OwnObject(PROJECT, "CProject", null, null, null, List.of()));
    }

    @Test
    void refusesFieldsWithTheOptionWhatWasFoundAndWhatIsAllowed() {
        assertThat(mistakes("fields.accont", "region=cRegion"))
                .containsExactly("fields.accont: accont | fields. and one of account");
        assertThat(mistakes("fields.account", "Region=cRegion"))
                .singleElement()
                .asString()
                .contains("Region=cRegion");
        assertThat(mistakes("fields.account", "region"))
                .singleElement()
                .asString()
                .contains("region |", "kind");
        assertThat(mistakes("fields.account", "region=c Region"))
                .singleElement()
                .asString()
                .contains("letters, digits and _");
        assertThat(mistakes("fields.account", "region=cRegion:colour"))
                .containsExactly(
                        "fields.account: region=cRegion:colour | a kind of boolean, date, member, money, number, text");
        assertThat(mistakes("fields.account", "city=cCity"))
                .containsExactly("fields.account: city | names that account does not have yet");
        assertThat(mistakes("fields.account", "owner=cOwner:member")).hasSize(1);
        assertThat(mistakes("fields.account", "a=a, a=b")).hasSize(1);
        String many =
                IntStream.rangeClosed(1, 51).mapToObj(i -> "f" + i + "=f" + i).collect(Collectors.joining(","));
        assertThat(mistakes("fields.account", many)).containsExactly("fields.account: one more | at most 50 fields");
    }

    @Test
    void refusesWhatCouldBeMoreThanANameForTheCrm() {
        for (String name : List.of("Id FROM User--", "a'b", "a)b", "a&b", "a/b", "")) {
            assertThat(mistakes("fields.account", "region=" + name)).isNotEmpty();
            assertThat(mistakes("object.project", "CProject, name=" + name)).isNotEmpty();
        }
        for (String name : List.of("C Project", "../User", "C'Project", "")) {
            assertThat(mistakes("object.project", name)).isNotEmpty();
        }
    }

    @Test
    void refusesObjectsUnderNamesThatSomethingElseHas() {
        assertThat(mistakes("object.account", "CProject")).hasSize(1);
        assertThat(mistakes("object.user", "CProject")).hasSize(1);
        assertThat(mistakes("object.Our Project", "CProject"))
                .singleElement()
                .asString()
                .contains("lower-case letters");
        assertThat(mistakes("object.project", "CProject, colour=x"))
                .containsExactly("object.project: colour=x | name=, account= and owner=, each at most once");
    }

    @Test
    void tellsAllMistakesAtOnce() {
        assertThat(mistakes("fields.account", "A=b, c=d:e", "object.project", "!"))
                .hasSize(3);
    }

    @Test
    void takesNothingWhereTheAdapterDeclaresNoSuchOption() {
        CrmDescriptor without = crm();
        assertThat(Mapping.of(without, Map.of("fields.account", "region=cRegion"))
                        .descriptor())
                .isSameAs(without);
    }
}
