package rapport.crm.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.member.CrmPerson;
import rapport.social.member.Members;
import rapport.social.testing.Api;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;

/**
 * The tickets that the CRMs' own modules sign, made by their own code. Needs PHP and Python, so it runs only when it is asked for: {@code mvn verify
 * -Dexcluded.groups=none}.
 */
@Tag("embed-kit")
@DatabaseTest
class EmbedKitsTest {
    private static final String SECRET = "a-secret-of-the-tests-that-is-long-enough";
    private static final Path KITS =
            Path.of("..", "samples", "embed").toAbsolutePath().normalize();

    @Autowired
    Fixtures fixtures;

    @Autowired
    Members members;

    private final String user = Long.toString(UUID.randomUUID().getMostSignificantBits() >>> 33);

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return output.strip();
    }

    private void letsIn(String ticket) {
        members.upsertFromCrm(
                "acme", List.of(new CrmPerson(user, "Zoé Lefèvre", null, null, null, "fr", true, List.of())));
        var body = Map.of("connection", "acme", "ticket", ticket);
        Api.Answer answer = fixtures.anonymous().post("/embed/session", body).expect(200);
        assertThat(answer.at("/member/name")).isEqualTo("Zoé Lefèvre");
        assertThat(fixtures.anonymous().post("/embed/session", body).status()).isEqualTo(401); // it serves once
    }

    @Test
    void takesTheTicketOfTheDolibarrModule() throws Exception {
        String ticket = run(List.of(
                "php",
                "-r",
                "require '" + KITS + "/dolibarr/rapport/lib/rapport.lib.php';"
                        + " echo rapport_ticket(array('connection' => 'acme', 'secret' => '" + SECRET + "'), " + user
                        + ", 'thirdparty/1', time());"));
        letsIn(ticket);
    }

    @Test
    void takesTheTicketOfTheOdooModule() throws Exception {
        // Odoo itself is not there: of its modules the controller needs only what stands here.
        String script = """
                import importlib.util, sys, types
                sys.dont_write_bytecode = True
                class Parameters:
                    values = {'rapport_feed.url': 'https://rapport.example/', 'rapport_feed.connection': 'acme',
                              'rapport_feed.secret': '%s'}
                    def sudo(self): return self
                    def get_param(self, key): return self.values.get(key, False)
                class Company:
                    _name, id, is_company, checked = 'res.partner', 14, True, []
                    def browse(self, id): assert id == 14; return self
                    def exists(self): return self
                    def check_access(self, operation): self.checked.append(operation)
                env = types.SimpleNamespace(user=types.SimpleNamespace(id=%s, share=False))
                models = {'ir.config_parameter': Parameters(), 'res.partner': Company()}
                class Environment:
                    user = env.user
                    def __getitem__(self, name): return models[name]
                class Controller: pass
                def module(name, **members):
                    sys.modules[name] = types.ModuleType(name)
                    sys.modules[name].__dict__.update(members)
                http = types.SimpleNamespace(Controller=Controller, route=lambda *a, **k: lambda method: method)
                module('odoo', http=http)
                module('odoo.exceptions', AccessError=type('AccessError', (Exception,), {}))
                module('odoo.http', request=types.SimpleNamespace(env=Environment()))
                module('odoo.release', version_info=('saas~18', 2, 0))
                spec = importlib.util.spec_from_file_location('main', '%s/odoo/rapport_feed/controllers/main.py')
                main = importlib.util.module_from_spec(spec)
                spec.loader.exec_module(main)
                answer = main.RapportFeed().ticket('res.partner', 14)
                assert Company.checked == ['read'] and answer['record'] == 'account:14', answer
                env.user.share = True
                try:
                    main.RapportFeed().ticket('res.partner', 14)
                    raise SystemExit('a portal user was let in')
                except main.AccessError:
                    print(answer['ticket'])
                """.formatted(SECRET, user, KITS);
        letsIn(run(List.of("python3", "-c", script)));
    }
}
