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
 * The tickets that the CRMs' own modules sign, made by their own code. Needs PHP, Python and Node, so it runs only when it is asked for, as CI does:
 * {@code mvn verify -Dexcluded.kits=none}.
 */
@Tag("embed-kit")
@DatabaseTest
class EmbedKitsTest {
    private static final String SECRET = "a-secret-of-the-tests-that-is-long-enough";
    private static final Path KITS =
            Path.of("..", "samples", "embed").toAbsolutePath().normalize();

    private static final Path MODULE = KITS.resolve("espocrm/files/custom/Espo/Modules/Rapport");

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
                class Person(Company):
                    id, is_company, type, partner_share, user_ids = 15, False, 'contact', True, []
                    def browse(self, id): return self
                    def sudo(self): return self
                    def with_context(self, **context): assert context == {'active_test': False}; return self
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
                models['res.partner'] = Person()
                assert main.RapportFeed().ticket('res.partner', 15)['record'] == 'contact:15'
                Person.user_ids = [7]
                assert main.RapportFeed().ticket('res.partner', 15) == {'problem': 'not-shown'}
                Parameters.values['rapport_feed.portal_contacts'] = 'yes'
                assert main.RapportFeed().ticket('res.partner', 15)['record'] == 'contact:15'
                Parameters.values['rapport_feed.url'] = 'https://rapport.example:x y'
                assert main.RapportFeed().ticket('res.partner', 15) == {'problem': 'not-set-up'}
                env.user.share = True
                try:
                    main.RapportFeed().ticket('res.partner', 14)
                    raise SystemExit('a portal user was let in')
                except main.AccessError:
                    print(answer['ticket'])
                """.formatted(SECRET, user, KITS);
        letsIn(run(List.of("python3", "-c", script)));
    }

    @Test
    void takesTheTicketOfTheEspoCrmExtension() throws Exception {
        // EspoCRM itself is not there: of it the extension needs only what stands here.
        String script = """
                namespace Espo\\Core { class Acl { public $asked = [];
                    public function checkEntityRead($e) { $this->asked[] = $e->id; return $e->id !== 'secret'; } } }
                namespace Espo\\Core\\Api { interface Action {} interface Request {} interface Response {}
                    class Answer implements Response { public function __construct(public $body, public $headers = []) {}
                        public function setHeader($n, $v) { $this->headers[$n] = $v; return $this; } }
                    class ResponseComposer { public static function json($body) { return new Answer($body); } } }
                namespace Espo\\Core\\Exceptions { class Forbidden extends \\Exception {} class NotFound extends \\Exception {}
                    class BadRequest extends \\Exception {} }
                namespace Espo\\Core\\Utils { class Config { public $values; public $internal = false;
                    public function get($k) { return $this->values[$k] ?? null; }
                    public function isInternal($k) { return $this->internal; } } }
                namespace Espo\\Entities { class User { public $type = 'regular'; public function get($k) { return $this->type; }
                    public function getId() { return '%s'; } } }
                namespace Espo\\ORM { class Integration { public function __construct(private $values) {}
                        public function get($k) { return $this->values[$k] ?? null; } }
                    class EntityManager { public $entered; public function getEntityById($t, $id) {
                    if ($t === 'Integration') return $this->entered;
                    return $id === 'gone' ? null : (object) ['id' => $id]; } } }
                namespace {
                    require '%s/Ticket.php';
                    require '%s/Api/GetTicket.php';
                    class Asked implements Espo\\Core\\Api\\Request { public function __construct(private $t, private $id) {}
                        public function getRouteParam($n) { return $n === 'id' ? $this->id : $this->t; } }
                    $user = new Espo\\Entities\\User; $acl = new Espo\\Core\\Acl; $config = new Espo\\Core\\Utils\\Config;
                    $kept = new Espo\\ORM\\EntityManager;
                    $action = new Espo\\Modules\\Rapport\\Api\\GetTicket($user, $acl, $kept, $config);
                    function refused($action, $type, $id) {
                        try { $action->process(new Asked($type, $id)); } catch (\\Exception $e) { return get_class($e); }
                        exit('let in');
                    }
                    if ($action->process(new Asked('Account', '65f0'))->body !== ['problem' => 'not-set-up']) exit('set up by nothing');
                    $config->values = ['rapportUrl' => 'https://rapport.example/', 'rapportConnection' => 'acme', 'rapportSecret' => '%s'];
                    if ($action->process(new Asked('Account', '65f0'))->body !== ['problem' => 'not-set-up']) exit('a secret that pages are told');
                    $config->internal = true;
                    $acl->asked = [];
                    if (refused($action, 'Account', 'secret') !== 'Espo\\Core\\Exceptions\\Forbidden') exit('may not read it');
                    if (refused($action, 'Account', 'gone') !== 'Espo\\Core\\Exceptions\\NotFound') exit('is not there');
                    if (refused($action, 'User', '1') !== 'Espo\\Core\\Exceptions\\BadRequest') exit('is no record');
                    $user->type = 'portal';
                    if (refused($action, 'Account', '65f0') !== 'Espo\\Core\\Exceptions\\Forbidden') exit('a portal user was let in');
                    $user->type = 'admin';
                    $answer = $action->process(new Asked('Account', '65f0'));
                    if ($answer->body['record'] !== 'account:65f0' || $answer->headers['Cache-Control'] !== 'no-store') exit('another record');
                    if ($acl->asked !== ['secret', '65f0']) exit('rights were not asked for');
                    $kept->entered = new Espo\\ORM\\Integration(['enabled' => true, 'rapportConnection' => 'acme',
                        'rapportUrl' => 'https://entered.example', 'rapportSecret' => $config->values['rapportSecret']]);
                    if ($action->process(new Asked('Lead', '65f0'))->body['url'] !== 'https://entered.example') exit('not what was entered');
                    echo $answer->body['ticket'];
                }
                """.formatted(user, MODULE, MODULE, SECRET);
        letsIn(run(List.of("php", "-r", script)));
    }

    @Test
    void hearsOnTheEspoCrmPanelNobodyButItsOwnFrame() throws Exception {
        String script =
                """
                const fs = require('fs');
                let listener, made;
                const posted = [], visited = [];
                const own = { postMessage: (message, origin) => posted.push([message, origin]) };
                global.window = { addEventListener: (name, l) => { listener = l; }, removeEventListener: () => { listener = null; },
                                  open: url => visited.push(url) };
                global.location = { origin: 'https://crm.acme.example', assign: url => visited.push(url) };
                global.document = { createElement: () => made = { style: {}, contentWindow: own } };
                let tickets = 0;
                global.Espo = { Ajax: { getRequest: path => Promise.resolve({ url: 'https://rapport.example', connection: 'acme',
                    record: 'account:65f0', ticket: path + '#' + ++tickets }) } };
                let view;
                global.define = (name, needs, make) => { view = make({ extend: it => it, prototype: { setup() {} } }); };
                eval(fs.readFileSync('%s', 'utf8'));
                const panel = { replaceChildren() {} };
                Object.assign(view, { model: { entityType: 'Account', id: '65f0' }, once: (name, done) => { view.removed = done; },
                                      getPreferences: () => ({ get: () => '' }), getConfig: () => ({ get: () => 'fr_FR' }),
                                      element: { querySelector: () => panel } });
                const settle = () => new Promise(done => setTimeout(done, 5));
                (async () => {
                    view.setup(); view.afterRender(); await settle();
                    if (made.referrerPolicy !== 'origin') throw made.referrerPolicy;
                    if (made.src !== 'https://rapport.example/embed?connection=acme&record=account%%3A65f0&lang=fr') throw made.src;
                    const need = { data: { type: 'rapport-token-needed' } };
                    listener({ ...need, source: {}, origin: 'https://rapport.example' });
                    listener({ ...need, source: own, origin: 'https://elsewhere.example' });
                    await settle();
                    if (posted.length) throw 'a stranger was given a ticket';
                    listener({ ...need, source: own, origin: 'https://rapport.example' }); await settle();
                    listener({ ...need, source: own, origin: 'https://rapport.example' }); await settle();
                    if (posted.map(p => p[0].ticket).join() !== 'Rapport/ticket/Account/65f0#1,Rapport/ticket/Account/65f0#2') throw posted;
                    if (posted.some(p => p[1] !== 'https://rapport.example')) throw 'told to everybody';
                    const tell = data => listener({ data, source: own, origin: 'https://rapport.example' });
                    tell({ type: 'rapport-resize', height: 900.4 });
                    if (made.style.height !== '901px') throw made.style.height;
                    tell({ type: 'rapport-navigate', url: 'https://rapport.example/app/m/1' });
                    if (visited.length) throw 'the frame opens its links itself';
                    view.removed();
                    if (listener) throw 'still listening';
                    console.log('heard');
                })().catch(e => { console.error(e); process.exit(1); });
                """.formatted(KITS.resolve("espocrm/files/client/custom/modules/rapport/src/views/panels/feed.js"));
        assertThat(run(List.of("node", "-e", script))).isEqualTo("heard");
    }

    @Test
    void framesTheRecordOnAFormOfDynamicsAndNothingElse() throws Exception {
        String script = """
                require('%s');
                const id = encodeURIComponent('{5D1F6F0A-11C5-EE11-9079-000D3A4B1C2D}');
                const to = (data, type = 'opportunity', key = id, lcid = 1033) =>
                    rapportAddress(`?typename=${type}&id=${key}&userlcid=${lcid}&data=${encodeURIComponent(data)}`);
                const wanted = 'https://rapport.example/embed?connection=acme&record=opportunity%%3A5d1f6f0a-11c5-ee11-9079-000d3a4b1c2d'
                    + '&lang=en&sign-in=&height=own';
                if (to('https://rapport.example|acme') !== wanted) throw to('https://rapport.example|acme');
                for (const none of [to('javascript:alert(1)|acme'), to('https://rapport.example|../x'), to('nonsense'), to(''),
                                    to('https://rapport.example|acme', 'task'), to('https://rapport.example|acme', 'account', '')])
                    if (none !== null) throw none;
                const french = to('https://rapport.example|acme', 'lead', id, 1036);
                if (!french.includes('record=lead%%3A') || !french.includes('lang=fr')) throw french;
                if (!rapportWords('?userlcid=1036&id=').startsWith('Enregistrez')) throw rapportWords('?userlcid=1036&id=');
                if (!rapportWords(`?id=${id}`).includes('not set up')) throw rapportWords(`?id=${id}`);
                console.log('framed');
                """.formatted(KITS.resolve("dynamics/WebResources/rapport_feed.js"));
        assertThat(run(List.of("node", "-e", script))).isEqualTo("framed");
    }
}
