package rapport.crm.doctor;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import rapport.crm.connection.Connection;
import rapport.crm.connection.Connections;
import rapport.crm.connection.Visibility;
import rapport.crm.phrase.Phrases;
import rapport.crm.spi.ChangePage;
import rapport.crm.spi.ConnectionCheck;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.CrmLink;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.Phrase;
import rapport.crm.spi.UserPage;
import rapport.social.shared.Problem;

/**
 * Tries a connection: what its adapter tries by itself, then what every connection must be able to do, one page of each type
 * read for real. Goes its own way to the CRM, so a run may go on meanwhile. Writes nothing, here or there.
 */
@Component
class Checkup {
    private static final Logger LOG = LoggerFactory.getLogger(Checkup.class);
    /** Signatures and time stamps suffer beyond. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(60);

    private final Connections connections;
    private final Clock clock;

    Checkup(Connections connections, Clock clock) {
        this.connections = connections;
        this.clock = clock;
    }

    /**
     * @param name    what was tried; the same in every language
     * @param label   that in words
     * @param ok      false where the connection cannot work so
     * @param outcome passed, warned, failed or skipped
     * @param remedy  what to do, unless all is well
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Check(
            String name,
            String label,
            boolean ok,
            String outcome,
            String detail,
            @Nullable String remedy) {
        static Check of(ConnectionCheck check, Locale language) {
            return new Check(
                    check.name(),
                    CheckNames.label(check.name(), language),
                    check.outcome() == ConnectionCheck.Outcome.PASSED
                            || check.outcome() == ConnectionCheck.Outcome.WARNED,
                    check.outcome().name().toLowerCase(Locale.ROOT),
                    Phrases.tell(check.found(), language),
                    Phrases.tellOrNull(check.advice(), language));
        }
    }

    /** @throws Problem 404 without such a connection, 409 when its settings are not complete */
    List<Check> of(String key, Locale language) {
        Connection connection = connections.require(key);
        List<ConnectionCheck> checks = new ArrayList<>();
        try (CrmLink link = connections.openLink(key).orElseThrow(Problem::notFound)) {
            checks.addAll(guarded("address", link::test));
            boolean signedIn = checks.stream()
                    .noneMatch(check -> check.outcome() == ConnectionCheck.Outcome.FAILED
                            && (check.name().equals("address") || check.name().equals("sign-in")));
            for (CrmType type : connection.types()) {
                String name = CheckNames.records(type);
                checks.addAll(
                        signedIn
                                ? dispensable(type, guarded(name, () -> List.of(records(name, link.read(type, null)))))
                                : List.of(ConnectionCheck.skipped(name)));
            }
            checks.addAll(
                    signedIn
                            ? guarded("people", () -> List.of(people(link.users(null))))
                            : List.of(ConnectionCheck.skipped("people")));
            checks.addAll(
                    signedIn
                            ? guarded(
                                    "teams",
                                    () -> List.of(teams(connection, link.teams().size())))
                            : List.of(ConnectionCheck.skipped("teams")));
        }
        if (connection.adapter().needsAddress()) {
            connections.address(key).ifPresent(address -> checks.add(clock(address)));
        }
        return checks.stream().map(check -> Check.of(check, language)).toList();
    }

    private static ConnectionCheck records(String name, ChangePage page) {
        int unreadable = page.unreadable().size();
        String count = page.total() != null
                ? Phrase.of("check.count", page.total()).toString()
                : counted(page.changes().size(), page.more());
        if (unreadable > 0) {
            return ConnectionCheck.warned(
                    name,
                    Phrase.of(
                                    "check.some-unreadable",
                                    count,
                                    unreadable,
                                    page.unreadable().get(0).reason())
                            .toString(),
                    Phrase.of("check.some-unreadable.remedy").toString());
        }
        return ConnectionCheck.passed(name, count);
    }

    private static String counted(int count, boolean more) {
        return Phrase.of(more ? "check.count-first-page" : "check.count", count).toString();
    }

    private static ConnectionCheck people(UserPage page) {
        return page.users().isEmpty() && page.next() == null
                ? ConnectionCheck.failed(
                        "people",
                        Phrase.of("check.no-user").toString(),
                        Phrase.of("check.no-user.remedy").toString())
                : ConnectionCheck.passed("people", counted(page.users().size(), page.next() != null));
    }

    private static ConnectionCheck teams(Connection connection, int teams) {
        return teams == 0 && connection.visibility() == Visibility.TEAMS
                ? ConnectionCheck.warned(
                        "teams",
                        Phrase.of("check.no-team").toString(),
                        Phrase.of("check.no-team.remedy").toString())
                : ConnectionCheck.passed("teams", counted(teams, false));
    }

    /** An answer of any status tells the time; no credential goes along and no redirect is followed. */
    private ConnectionCheck clock(URI address) {
        try {
            HttpClient http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
            var request = HttpRequest.newBuilder(address)
                    .timeout(Duration.ofSeconds(10))
                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .build();
            Instant before = clock.instant();
            var answer = http.send(request, HttpResponse.BodyHandlers.discarding());
            String date = answer.headers().firstValue("Date").orElse("");
            if (date.isEmpty()) {
                return ConnectionCheck.passed(
                        "clock", Phrase.of("check.no-clock").toString());
            }
            Instant theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration apart = Duration.between(before, theirs);
            return apart.abs().compareTo(CLOCK_TOLERANCE) <= 0
                    ? ConnectionCheck.passed(
                            "clock", Phrase.of("check.clocks-agree").toString())
                    : ConnectionCheck.warned(
                            "clock",
                            Phrase.of(
                                            apart.isNegative() ? "check.clock-behind" : "check.clock-ahead",
                                            apart.abs().toSeconds())
                                    .toString(),
                            Phrase.of("check.clock.remedy").toString());
        } catch (IOException | DateTimeException e) {
            return ConnectionCheck.skipped("clock");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ConnectionCheck.skipped("clock");
        }
    }

    /** Many CRMs are used without leads, and their users then have no right to read any: that keeps nothing else from working. */
    private static List<ConnectionCheck> dispensable(CrmType type, List<ConnectionCheck> checks) {
        if (!type.equals(CrmType.LEAD)) {
            return checks;
        }
        return checks.stream()
                .map(check -> check.outcome() == ConnectionCheck.Outcome.FAILED
                        ? ConnectionCheck.warned(
                                check.name(),
                                String.valueOf(check.found()),
                                Phrase.of("check.no-leads.remedy", String.valueOf(check.advice()))
                                        .toString())
                        : check)
                .toList();
    }

    private static List<ConnectionCheck> guarded(String name, Supplier<List<ConnectionCheck>> tried) {
        try {
            return tried.get();
        } catch (CrmFailure failure) {
            String advice = failure.advice();
            return List.of(ConnectionCheck.failed(
                    name,
                    String.valueOf(failure.getMessage()),
                    advice == null ? Remedies.of(failure.remedy()).toString() : advice));
        } catch (RuntimeException e) {
            LOG.error("a check of {} broke off", name, e);
            return List.of(ConnectionCheck.failed(
                    name,
                    Phrase.of("check.broke-off", e.getClass().getSimpleName()).toString(),
                    Remedies.BROKE_OFF.toString()));
        }
    }
}
