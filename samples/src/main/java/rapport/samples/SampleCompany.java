package rapport.samples;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import rapport.RapportApplication;
import rapport.samples.crm.SampleCrm;
import rapport.samples.crm.SampleCrmSettings;
import rapport.samples.crm.api.ApiUser;
import rapport.samples.crm.data.CompanyData;
import rapport.samples.crm.data.CrmRecord;
import rapport.samples.crm.data.EntityType;
import rapport.samples.crm.page.RapportPlace;
import rapport.social.member.LocalAccounts;
import rapport.social.member.Member;
import rapport.social.member.MemberId;
import rapport.social.member.Members;
import rapport.social.member.SessionKind;
import rapport.social.member.Sessions;
import tools.jackson.databind.JsonNode;

/**
 * Starts the sample CRM and Rapport beside it, for a newcomer.
 *
 * <pre>
 * --sample-crm.port=8081        where the CRM listens; 0 takes a free port
 * --server.port=8080            where Rapport listens; 0 takes a free port
 * --sample.data-directory=...   what both keep (./data/sample)
 * --sample.new-passwords        gives everybody a new password and prints it
 * </pre>
 */
public final class SampleCompany implements AutoCloseable {
    static final String CONNECTION = "nordwind";
    private static final String ADMIN = "admin";
    private static final Duration FIRST_SYNC = Duration.ofMinutes(10);

    private final PrintStream out;
    private final Path directory;
    private final SampleCrm crm;
    private final ConfigurableApplicationContext rapport;
    private final URI rapportAddress;

    private SampleCompany(
            PrintStream out,
            Path directory,
            SampleCrm crm,
            ConfigurableApplicationContext rapport,
            URI rapportAddress) {
        this.out = out;
        this.directory = directory;
        this.crm = crm;
        this.rapport = rapport;
        this.rapportAddress = rapportAddress;
    }

    public static void main(String[] arguments) throws Exception {
        try {
            start(System.out, arguments);
        } catch (PortInUse taken) {
            System.err.println(taken.getMessage());
            System.exit(1);
        }
    }

    /** Another program has a port that is needed. */
    static final class PortInUse extends IOException {
        PortInUse(int port, String option) {
            super("Port " + port + " is taken by another program. Stop that one, or choose another port: " + option
                    + "=" + (port + 10));
        }
    }

    /** Starts both servers; returns when everything is there. */
    static SampleCompany start(PrintStream out, String... arguments) throws IOException, InterruptedException {
        ConfigurableEnvironment settings = new StandardEnvironment();
        settings.getPropertySources().addFirst(new SimpleCommandLinePropertySource(arguments));
        Path directory = Path.of(settings.getProperty("sample.data-directory", "./data/sample"))
                .toAbsolutePath()
                .normalize();
        int crmPort = settings.getProperty("sample-crm.port", Integer.class, 8081);
        int wantedPort = settings.getProperty("server.port", Integer.class, 8080);
        requireFree(crmPort, "--sample-crm.port");
        requireFree(wantedPort, "--server.port");
        int rapportPort = wantedPort == 0 ? freePort() : wantedPort;
        boolean newPasswords = settings.containsProperty("sample.new-passwords")
                && !"false".equals(settings.getProperty("sample.new-passwords"));

        // Rapport sets its logging up when it starts; the CRM, which starts before, has nothing to say.
        if (LoggerFactory.getLogger("org.eclipse.jetty") instanceof Logger jetty) {
            jetty.setLevel(Level.WARN);
        }
        CompanyFile file = CompanyFile.in(directory);
        out.println("Starting the sample company. What it keeps is in " + directory);
        CompanyData data = CompanyData.fromClassPath("/company");
        SampleCrm crm = SampleCrm.start(SampleCrmSettings.of(data)
                .withPort(crmPort)
                .keptIn(directory)
                .withApiUsers(apiUser(data, file.apiKey())));
        try {
            String adminPassword = Objects.requireNonNullElseGet(file.adminPassword(), LocalAccounts::newPassword);
            URI address = URI.create("http://localhost:" + rapportPort);
            ConfigurableApplicationContext context =
                    startRapport(arguments, directory, crm, file, rapportPort, adminPassword);
            SampleCompany company = new SampleCompany(out, directory, crm, context, address);
            try {
                company.open(file, adminPassword, newPasswords || file.adminPassword() != null);
            } catch (IOException | InterruptedException | RuntimeException e) {
                context.close();
                throw e;
            }
            return company;
        } catch (IOException | InterruptedException | RuntimeException e) {
            crm.close();
            throw e;
        }
    }

    /** The user with which Rapport reads the CRM: the one that the company made for programs. */
    private static ApiUser apiUser(CompanyData data, String key) {
        return data.of(EntityType.USER).stream()
                .filter(user -> "api".equals(user.get("type")))
                .findFirst()
                .map(user -> new ApiUser(
                        String.valueOf(user.get("id")), String.valueOf(user.get("userName")), key, null, false))
                .orElseGet(() -> ApiUser.withKey("rapport", key));
    }

    private static ConfigurableApplicationContext startRapport(
            String[] arguments, Path directory, SampleCrm crm, CompanyFile file, int port, String adminPassword) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("spring.config.additional-location", "classpath:/sample-company.yaml");
        values.put("sample.data-directory", directory.toString());
        values.put("sample.crm-address", crm.address().toString());
        values.put(
                "sample.crm-address-in-numbers",
                "http://127.0.0.1:" + crm.address().getPort());
        values.put("sample.api-key", file.apiKey());
        values.put("sample.embed-secret", file.embedSecret());
        values.put("sample.admin-password", adminPassword);
        SpringApplication application = new SpringApplication(RapportApplication.class);
        application.setDefaultProperties(values);
        // given twice, an argument would become a list
        List<String> all = new ArrayList<>(List.of(arguments));
        all.removeIf(argument -> argument.startsWith("--server.port="));
        all.add("--server.port=" + port);
        return application.run(all.toArray(String[]::new));
    }

    private void open(CompanyFile known, String adminPassword, boolean newPasswords)
            throws IOException, InterruptedException {
        LocalAccounts accounts = rapport.getBean(LocalAccounts.class);
        Members members = rapport.getBean(Members.class);
        Sessions sessions = rapport.getBean(Sessions.class);
        CompanyFile file = known;
        Optional<MemberId> made = accounts.verify(ADMIN, adminPassword);
        if (made.isPresent() && !made.get().toString().equals(known.adminId())) {
            file = known.inNewDatabase(made.get().toString());
            file.writeTo(directory);
        }
        MemberId admin = MemberId.fromString(Objects.requireNonNull(
                file.adminId(),
                () -> "The database in " + directory
                        + " belongs to another company. Delete the folder to begin anew."));
        String adminToken =
                sessions.open(admin, SessionKind.API, Duration.ofHours(1)).token();
        RapportApi api = new RapportApi(rapportAddress);
        crm.showRapport(new RapportPlace(rapportAddress, CONNECTION, file.embedSecret()));
        awaitFirstSync(api, adminToken);

        Map<String, Member> people = people(members);
        List<Account> told = new ArrayList<>();
        for (Member person : people.values()) {
            if (person.active()
                    && (newPasswords || accounts.loginOf(person.id()).isEmpty())) {
                String password = LocalAccounts.newPassword();
                accounts.set(person.id(), login(person), password);
                told.add(new Account(person.name(), login(person), password));
            }
        }
        if (made.isPresent() || newPasswords) {
            accounts.set(admin, ADMIN, adminPassword);
            told.add(new Account("Administrator", ADMIN, adminPassword));
        }
        CompanyFile complete = seed(file, api, adminToken, sessions, people);
        end(sessions, adminToken);
        tellHowToSignIn(told);
        complete.told().writeTo(directory);
    }

    private static void end(Sessions sessions, String token) {
        sessions.find(token).ifPresent(viewer -> sessions.close(viewer.sessionHash()));
    }

    /** The CRM's people as Rapport knows them, by the CRM's ids. */
    private Map<String, Member> people(Members members) {
        Map<String, Member> people = new LinkedHashMap<>();
        for (CrmRecord user :
                crm.data().list(EntityType.USER, any -> true, crm.data().orderBy(EntityType.USER, "lastName", false))) {
            members.byIdentity(CONNECTION, user.id()).ifPresent(member -> people.put(user.id(), member));
        }
        return people;
    }

    private static String login(Member person) {
        String email = person.email();
        String name = email == null ? person.name().replace(' ', '.') : email.replaceFirst("@.*", "");
        return name.toLowerCase(Locale.ROOT);
    }

    private void awaitFirstSync(RapportApi api, String token) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(FIRST_SYNC);
        String told = "";
        while (true) {
            JsonNode connection = connection(api.get(token, "connections"));
            String state = connection.path("state").asString("");
            if (state.equals("ok")) {
                return;
            }
            if (state.equals("stopped") || Instant.now().isAfter(deadline)) {
                throw new IOException("Rapport does not get on with the sample CRM: " + state + " "
                        + connection.path("message").asString(""));
            }
            String now = connection.path("message").asString(state.isEmpty() ? "starting" : state);
            if (!now.equals(told)) {
                out.println("Rapport reads the CRM: " + now);
                told = now;
            }
            Thread.sleep(300);
        }
    }

    private static JsonNode connection(JsonNode connections) {
        for (JsonNode connection : connections.path("items")) {
            if (connection.path("key").asString("").equals(CONNECTION)) {
                return connection;
            }
        }
        return connections.path("none");
    }

    private CompanyFile seed(
            CompanyFile file, RapportApi api, String adminToken, Sessions sessions, Map<String, Member> people)
            throws IOException, InterruptedException {
        Conversation.Edition edition = Conversation.read();
        if (edition.name().equals(file.conversations())) {
            return file;
        }
        out.println("The company's conversations move in: "
                + edition.conversations().size() + " of them.");
        Map<String, ConversationSeeder.Person> authors = new LinkedHashMap<>();
        people.forEach((userId, member) -> {
            String token = member.active()
                    ? sessions.open(member.id(), SessionKind.API, Duration.ofHours(1))
                            .token()
                    : null;
            authors.put(userId, new ConversationSeeder.Person(member.id().toString(), member.name(), token));
        });
        ConversationSeeder seeder = new ConversationSeeder(api, CONNECTION, adminToken, authors, file.firstStart());
        List<String> refusals = seeder.seed(edition.conversations(), done -> out.println("  " + done));
        seeder.follow(owned());
        authors.values().stream()
                .map(ConversationSeeder.Person::token)
                .filter(Objects::nonNull)
                .forEach(token -> end(sessions, token));
        if (refusals.isEmpty()) {
            return file.withConversations(edition.name());
        }
        out.println(refusals.size() + " items were refused, and are tried again at the next start. The first: "
                + refusals.get(0));
        return file;
    }

    /** The accounts and opportunities of each person, by the CRM's ids. */
    private Map<String, List<String[]>> owned() {
        Map<String, List<String[]>> owned = new LinkedHashMap<>();
        for (EntityType type : List.of(EntityType.ACCOUNT, EntityType.OPPORTUNITY)) {
            for (CrmRecord record :
                    crm.data().list(type, any -> true, crm.data().orderBy(type, "name", false))) {
                Object owner = record.get("assignedUserId");
                if (owner != null) {
                    owned.computeIfAbsent(String.valueOf(owner), any -> new ArrayList<>())
                            .add(new String[] {type == EntityType.ACCOUNT ? "account" : "opportunity", record.id()});
                }
            }
        }
        return owned;
    }

    /** How somebody signs in. */
    private record Account(String name, String login, String password) {}

    private void tellHowToSignIn(List<Account> accounts) {
        StringBuilder text = new StringBuilder("\n");
        if (accounts.isEmpty()) {
            text.append("People sign in with the passwords that were shown at the first start.\n")
                    .append("For new ones, start again with --sample.new-passwords\n");
        } else {
            int names = accounts.stream()
                    .mapToInt(account -> account.name().length())
                    .max()
                    .orElse(1);
            int logins = accounts.stream()
                    .mapToInt(account -> account.login().length())
                    .max()
                    .orElse(1);
            String line = "  %-" + names + "s  %-" + logins + "s  %s\n";
            text.append("Names, logins and passwords for Rapport (shown this once):\n\n");
            accounts.forEach(account ->
                    text.append(String.format(Locale.ROOT, line, account.name(), account.login(), account.password())));
        }
        text.append("\nRapport:     ").append(rapportAddress).append("/app/\n");
        text.append("Sample CRM:  ").append(crm.address()).append("  (choose a person there, no password)\n");
        text.append("Stop both with Ctrl-C.\n");
        out.print(text);
        out.flush();
    }

    private static void requireFree(int port, String option) throws PortInUse {
        if (port == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            Objects.requireNonNull(socket);
        } catch (IOException e) {
            throw new PortInUse(port, option);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    SampleCrm crm() {
        return crm;
    }

    URI rapportAddress() {
        return rapportAddress;
    }

    /** A service of the running Rapport. */
    <T> T rapport(Class<T> kind) {
        return rapport.getBean(kind);
    }

    @Override
    public void close() {
        try {
            rapport.close();
        } finally {
            crm.close();
        }
    }
}
