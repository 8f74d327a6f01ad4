// A small server that speaks the API with a few people and records in memory: for the tests in a browser and for trying things out.
// `node preview/server.mjs [port] [dist]` serves the built files beside it. It keeps no promise but the JSON's shape.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import { adminRoutes, fillAdmin } from './admin.mjs';
import { fillFinding, findingRoutes } from './finding.mjs';
import { fillInbox, inboxRoutes } from './inbox.mjs';
import { fillOwn, ownRoutes } from './own.mjs';
import { fillSpaces, spaceRoutes } from './spaces.mjs';
import { additions, contentRoutes, fillContent } from './content.mjs';

const policy = frames =>
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; manifest-src 'self'; " +
  `worker-src 'self'; base-uri 'self'; form-action 'self'; frame-src 'self'; ${frames} ` +
  "require-trusted-types-for 'script'; trusted-types lit-html rapport-feed";
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};
/** What nobody has to be signed in for. */
const unguarded = new Set(['POST session', 'GET sign-in']);
const isoAgo = minutes => new Date(Date.now() - minutes * 60_000).toISOString();
const none = () => ({ counts: [], total: 0 });

/** The body as the real server would parse it, as far as the sample texts go. */
function segmentsOf(body, records) {
  return body.split(/\n{2,}/).map(text => ({
    type: 'paragraph',
    children: text
      .split(/(\[[^\]]+\]\((?:member|record|space):\d+\)|@owner|@account-team|\*\*[^*]+\*\*|#\w+|\n)/)
      .filter(Boolean)
      .map(bit => {
        const named = /^\[@?([^\]]+)\]\((member|record|space):(\d+)\)$/.exec(bit);
        if (/^@/.test(bit)) return { type: 'role', role: bit.slice(1) };
        if (named?.[2] === 'space') return { type: 'space', id: named[3], name: named[1] };
        if (named?.[2] === 'member') return { type: 'mention', id: named[3], name: named[1] };
        if (named)
          return records.has(named[3])
            ? { type: 'record', id: named[3], name: named[1] }
            : { type: 'record', id: named[3] };
        if (bit.startsWith('**')) return { type: 'strong', children: [{ type: 'text', text: bit.slice(2, -2) }] };
        if (/^#\w+$/.test(bit)) return { type: 'topic', name: bit.slice(1) };
        return bit === '\n' ? { type: 'break' } : { type: 'text', text: bit };
      }),
  }));
}

const adapters = [
  ['espocrm', 'EspoCRM'],
  ['hubspot', 'HubSpot'],
].map(([id, name]) => ({
  id,
  name,
  addressHelp: `Where people open ${name}.`,
  credentials: [
    { name: 'api-key', kind: 'secret', label: 'API key', required: true, help: 'Of an API user that reads all.' },
    { name: 'secret-key', kind: 'secret', label: 'Secret key', required: false },
  ],
  types: ['account', 'contact', 'opportunity'],
  fields: {
    account: [
      { name: 'owner', kind: 'member' },
      { name: 'industry', kind: 'text' },
    ],
    contact: [{ name: 'account', kind: 'record' }],
    opportunity: [
      { name: 'stage', kind: 'text' },
      { name: 'amount', kind: 'money' },
    ],
  },
  needsAddress: true,
  options: [{ name: 'record-url', label: 'Address of records', help: 'Where people open a record.' }],
  tellsSight: true,
  tellsTeam: true,
  webhooks: true,
  embed: { kit: `samples/embed/${id}`, how: 'Install the module and enter the secret there.' },
}));

/** The settings as they are told: secrets only as being there. */
function setUp(change, before) {
  const credentials = { ...before?.secrets, ...change.credentials };
  return {
    ...before,
    ...(change.address ? { address: change.address } : {}),
    secrets: undefined,
    credentials: adapters[0].credentials.map(({ name }) => ({ name, set: Boolean(credentials[name]) })),
    visibility: change.visibility ?? before?.visibility ?? 'teams',
    mirror: {
      types: ['account', 'contact', 'opportunity'],
      trackedFields: [{ type: 'opportunity', field: 'stage' }],
      followRules: [],
      ...before?.mirror,
      ...change.mirror,
    },
    types: adapters[0].types,
    fields: adapters[0].fields,
    options: change.options ?? before?.options ?? {},
    webhooks: true,
    embed: {
      secretSet: Boolean(change.embed?.secret) || (before?.embed.secretSet ?? false),
      origins: change.embed?.origins ?? before?.embed.origins ?? [],
    },
  };
}

/** Four people, two customers, a feed of three pages. */
export class World {
  #last = 1000;
  posts = [];
  deleted = new Map();
  revisions = new Map();
  streams = new Set();
  keys = new Map();
  /** `METHOD path` to a status: what shall fail. */
  failures = new Map();
  slow = 0;
  signedIn = true;
  pages = {};
  follows = new Map([['100', 'everything']]);
  checks = [
    { name: 'address', ok: true, outcome: 'passed', detail: 'EspoCRM answers' },
    { name: 'sign-in', ok: true, outcome: 'passed', detail: 'signed in as rapport' },
    {
      name: 'webhooks',
      ok: true,
      outcome: 'warned',
      detail: 'the API user may not register webhooks',
      remedy: 'Enable the scope Webhooks in its role.',
    },
  ];
  runs = [
    { id: '9', kind: 'changes', at: isoAgo(3), endedAt: isoAgo(3), read: 4, written: 2, unchanged: 2, setAside: 0 },
    { id: '8', kind: 'load', at: isoAgo(90), endedAt: isoAgo(60), read: 890, written: 889, unchanged: 0, setAside: 1 },
  ];
  setAside = [
    {
      id: '7',
      type: 'account',
      externalId: '65f0c1',
      reason: 'modifiedAt: of an unexpected form',
      lastAt: isoAgo(60),
      times: 2,
    },
  ];
  comparison = {
    state: 'done',
    at: isoAgo(30),
    endedAt: isoAgo(29),
    read: 890,
    repaired: 1,
    count: 1,
    differences: [
      { type: 'account', externalId: '001', recordId: '100', name: 'Laiterie du Vercors', what: 'industry' },
    ],
  };
  spaces = new Map();

  constructor() {
    this.people = [
      ['1', 'Claire Fontaine', 'Account manager', 'Lyon'],
      ['2', 'Jonas Petersen', 'Service engineer', 'Hamburg'],
      ['3', 'Amélie Roux', 'Sales director', 'Lyon'],
      ['4', 'Tom Whitfield', 'Key accounts', 'London'],
    ].map(([id, name, title, site]) => ({ id, name, title, site, active: true }));
    const nordwind = { connection: 'nordwind' };
    this.acme = {
      id: '100',
      kind: 'account',
      type: 'account',
      ...nordwind,
      externalId: '001',
      name: 'Laiterie du Vercors',
      url: 'http://localhost/crm',
    };
    this.deal = {
      id: '101',
      kind: 'opportunity',
      type: 'opportunity',
      ...nordwind,
      externalId: '006',
      name: 'Cold chain retrofit 2027',
    };
    this.contacts = [
      'Anaïs Bonnet',
      'Bruno Chapuis',
      'Carole Meunier',
      'Denis Favre',
      'Élise Garnier',
      'Farid Haddad',
      'Gaëlle Imbert',
    ].map((name, at) => ({
      id: String(110 + at),
      kind: 'contact',
      type: 'contact',
      ...nordwind,
      externalId: `c${at}`,
      name,
    }));
    this.records = new Map([this.acme, this.deal].map(record => [record.id, record]));
    this.#fill();
    fillSpaces(this, isoAgo);
    fillFinding(this, isoAgo);
    fillOwn(this, isoAgo);
    fillInbox(this, isoAgo);
    fillAdmin(this, isoAgo);
    this.posts.sort((a, b) => b.publishedAt.localeCompare(a.publishedAt));
  }

  next() {
    return String(++this.#last);
  }

  #fill() {
    const { people, acme, deal } = this;
    const [claire, jonas, , tom] = people;
    for (let i = 45; i > 0; i--)
      this.addPost(
        i % 3 ? acme : deal,
        people[i % 4],
        `Visit note ${i}: the line ran at ${90 + (i % 9)} % of plan.`,
        2000 + i * 60,
      );
    for (let i = 0; i < 6; i++) {
      const stage = [{ field: 'stage', type: 'text', before: 'Proposal', after: 'Negotiation' }];
      const terms = [
        {
          field: 'amount',
          type: 'money',
          before: { amount: 40000, currency: 'EUR' },
          after: { amount: 45000 + i, currency: 'EUR' },
        },
        { field: 'closeOn', type: 'date', after: '2027-03-31' },
      ];
      this.addPost(deal, i % 2 ? tom : null, '', 900 - i, {
        kind: 'change-story',
        story: { changes: i % 2 ? stage : terms },
      });
    }
    const question = this.addPost(
      acme,
      jonas,
      'The dosing pump on line 2 trips after about forty minutes. I suspect the **phase monitor**, but the log says otherwise.\n\nHas anybody seen this on the older RX cabinets? #dosing',
      180,
      { kind: 'question', title: 'Who has replaced a phase monitor on an RX-400 in the field?' },
    );
    for (let i = 1; i <= 29; i++)
      this.addComment(question, people[i % 4], `Step ${i}: checked the supply on phase ${1 + (i % 3)}.`, 170 - i);
    const answer = this.addComment(
      question,
      tom,
      'We did, at the Leeds plant. [@Claire Fontaine](member:1) has the part number.',
      120,
    );
    this.addComment(question, claire, 'PM-4311, two in stock in Hamburg.', 60, answer).reactions = {
      counts: [{ kind: 'thanks', count: 2 }],
      total: 2,
    };
    const latest = this.addPost(
      acme,
      claire,
      'Met the new plant manager today. They want the retrofit **before the Easter peak**, and a single contact for service. I promised an answer by Friday.\n\n[@Jonas Petersen](member:2) can you check the calendar for week 12? It concerns [Cold chain retrofit 2027](record:101) and [secret](record:102).',
      25,
      {
        editedAt: isoAgo(20),
        version: 2,
        reactions: {
          counts: [
            { kind: 'agree', count: 3 },
            { kind: 'celebrate', count: 1 },
          ],
          mine: 'agree',
          total: 4,
        },
      },
    );
    this.revisions.set(latest.id, [
      {
        version: 1,
        author: claire,
        writtenAt: isoAgo(25),
        body: 'Met the new plant manager today. They want the retrofit before summer.',
      },
    ]);
    this.addComment(latest, jonas, 'Week 12 is free until Thursday. I pencil it in.', 12);
    this.question = question;
    this.latest = latest;
    fillContent(this);
    this.notifications = [
      {
        id: this.next(),
        kind: 'mention',
        actor: tom,
        subject: acme,
        postId: question.id,
        commentId: answer.id,
        excerpt: 'We did, at the Leeds plant. @Claire Fontaine has the part number.',
        reason: { kind: 'mentioned' },
        at: isoAgo(120),
        read: false,
      },
      {
        id: this.next(),
        kind: 'comment',
        actor: jonas,
        subject: acme,
        postId: latest.id,
        excerpt: 'Week 12 is free until Thursday.',
        reason: { kind: 'own-post' },
        at: isoAgo(12),
        read: true,
      },
    ];
    this.connections = [
      {
        key: 'nordwind',
        crm: 'espocrm',
        name: 'Nordwind CRM',
        state: 'loading',
        running: 'running',
        declared: false,
        version: 1,
        lagSeconds: 420,
        callBudget: { used: 1200, limit: 15000 },
        load: { phase: 'loading', type: 'account', done: 120, total: 300, ratePerSecond: 40, secondsLeft: 200 },
        setup: setUp({ address: 'https://crm.nordwind.example', credentials: { 'api-key': 'k' } }),
        webhookAddresses: ['https://rapport.example/api/hooks/espocrm/nordwind/…/events'],
        lastSyncAt: isoAgo(7),
        progress: [
          { type: 'account', done: 120, total: 300 },
          { type: 'contact', done: 40, total: 200 },
        ],
        counts: { account: 120, contact: 40 },
      },
      {
        key: 'old',
        crm: 'EspoCRM',
        name: 'Old CRM',
        state: 'failing',
        message: 'The API key was refused (401).',
        remedy: 'reconnect',
        nextStep: 'Renew the key in the CRM, enter it here, and test again.',
        running: 'running',
        declared: true,
        lastSyncAt: isoAgo(3000),
        counts: { account: 18 },
      },
    ];
  }

  can(author) {
    const own = author?.id === '1';
    return {
      comment: true,
      reply: true,
      react: true,
      edit: own,
      delete: own,
      history: true,
      bookmark: true,
      follow: true,
    };
  }

  addPost(subject, author, body, minutes, extra = {}) {
    const made = {
      id: this.next(),
      kind: 'update',
      subject,
      author,
      body,
      segments: segmentsOf(body, this.records),
      publishedAt: isoAgo(minutes),
      version: 1,
      reactions: none(),
      isRead: minutes > 600,
      all: [],
      ...extra,
    };
    this.posts.unshift(made);
    return made;
  }

  addComment(post, author, body, minutes, parent) {
    const made = {
      id: this.next(),
      postId: post.id,
      ordinal: post.all.length + 1,
      author,
      body,
      segments: segmentsOf(body, this.records),
      publishedAt: isoAgo(minutes),
      deleted: false,
      version: 1,
      reactions: none(),
      capabilities: this.can(author),
    };
    if (parent)
      Object.assign(made, { parentId: parent.id, parentAuthor: parent.author, threadId: parent.threadId ?? parent.id });
    post.all.push(made);
    return made;
  }

  edit(item, body) {
    const before = this.revisions.get(item.id) ?? [];
    this.revisions.set(item.id, [
      { version: item.version, author: item.author, writtenAt: item.editedAt ?? item.publishedAt, body: item.body },
      ...before,
    ]);
    Object.assign(item, {
      body,
      segments: segmentsOf(body, this.records),
      version: item.version + 1,
      editedAt: isoAgo(0),
    });
  }

  postView({ all, ...post }) {
    const reason = { kind: 'follows-record', name: post.subject.name };
    const capabilities = { ...this.can(post.author), history: post.kind !== 'change-story' };
    return {
      ...post,
      ...additions(this, post, all, capabilities),
      commentCount: all.filter(comment => !comment.deleted).length,
      comments: all.slice(-3),
      reason,
      capabilities,
    };
  }

  recordView(record) {
    const level = this.follows.get(record.id);
    const facts =
      record === this.deal
        ? {
            account: this.acme,
            fields: { stage: 'Negotiation', amount: { amount: 45000, currency: 'EUR' }, closeOn: '2027-03-31' },
          }
        : {
            fields: {
              industry: 'Dairy',
              type: 'Customer',
              city: 'Grenoble',
              phone: '+33 4 76 00 00 00',
              website: 'https://laiterie.example',
            },
          };
    return {
      ...record,
      ...facts,
      owner: this.people[2],
      follow: level ? { level } : null,
      followerCount: 3 + (level ? 1 : 0),
      related: record === this.acme ? { contacts: this.contacts.length, opportunities: 1 } : {},
      capabilities: { post: true, follow: true },
    };
  }

  tell(event, data) {
    for (const stream of this.streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  changed(type, post, comment, actor = '1') {
    this.tell('change', {
      type,
      subject: post.subject.id,
      root: this.acme.id,
      post: post.id,
      actor,
      ...(comment ? { comment: comment.id } : {}),
    });
  }
}

class Refusal extends Error {
  constructor(status, type, detail, more = {}) {
    super(detail);
    this.body = { type: `/problems/${type}`, title: type, status, detail, ...more };
  }
}

const found = item => {
  if (!item) throw new Refusal(404, 'not-found', 'There is nothing here for you.');
  return item;
};

/** Posts on the page of somebody who was thanked in them. */
const thankedIn = id => post => !(post.kudos?.hidden && id === '1') && post.kudos?.members.some(each => each.id === id);

function routesOf(world) {
  const { people, posts } = world;
  const viewer = { ...people[0], email: 'claire@example.org', language: 'en', role: 'admin', isViewer: true };
  const unread = () => world.notifications.filter(each => !each.read).length;
  const post = id => found(posts.find(each => each.id === id));
  const comment = id => found(posts.flatMap(each => each.all).find(each => each.id === id));
  const item = (kind, id) => (kind === 'post' ? post(id) : comment(id));
  const person = id => found(people.find(each => each.id === id));
  const record = (...ref) => {
    const all = [...world.records.values()];
    return found(
      all.find(each =>
        ref.length === 1 ? each.id === ref[0] : [each.connection, each.type, each.externalId].join() === ref.join(),
      ),
    );
  };
  const named = (list, query) =>
    list.filter(each => each.name.toLowerCase().includes((query.get('query') ?? '').toLowerCase()));
  const filters = {
    people: each => each.kind !== 'change-story',
    questions: each => each.kind === 'question',
    changes: each => each.kind === 'change-story',
    mine: each => each.author?.id === '1',
  };
  const narrowed = (each, query) => {
    const has = name => query.get(name) !== null;
    const day = each.publishedAt.slice(0, 10);
    return (
      (!has('kind') || query.get('kind').split(',').includes(each.kind)) &&
      (!has('authorId') || each.author?.id === query.get('authorId')) &&
      (!has('topic') || new RegExp(`#${query.get('topic')}\\b`, 'i').test(each.body ?? '')) &&
      (!has('from') || day >= query.get('from').slice(0, 10)) &&
      (!has('to') || day <= query.get('to').slice(0, 10)) &&
      (query.get('unread') !== 'true' || each.isRead === false) &&
      (query.get('hasFile') !== 'true' || (each.files ?? []).length > 0) &&
      (query.get('people') !== 'true' || each.kind !== 'change-story')
    );
  };
  const paged = (items, query, view) => {
    const from = Number(query.get('pageToken') ?? 0);
    const end = from + Number(query.get('limit') ?? 20);
    return { items: items.slice(from, end).map(view), ...(end < items.length ? { nextPageToken: String(end) } : {}) };
  };
  const feed = (items, query, more = {}) => {
    const all = items.filter(filters[query.get('filter')] ?? (() => true)).filter(each => narrowed(each, query));
    const from = Number(query.get('pageToken') ?? 0);
    const end = from + Number(query.get('limit') ?? 20);
    const next = end < all.length ? { nextPageToken: String(end) } : {};
    return {
      ...more,
      items: all.slice(from, end).map(each => world.postView(each)),
      ...next,
      updatesToken: String(Math.max(0, ...posts.map(each => Number(each.id)))),
      order: query.get('order') ?? 'activity',
    };
  };
  const recordFeed = ({ query, at }) => {
    const it = record(...at);
    return feed(
      posts.filter(each => it === world.acme || each.subject.id === it.id),
      query,
      { record: world.recordView(it) },
    );
  };
  const react = (it, kind) => {
    const counts = new Map(it.reactions.counts.map(each => [each.kind, each.count]));
    if (it.reactions.mine) counts.set(it.reactions.mine, counts.get(it.reactions.mine) - 1);
    if (kind) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const list = [...counts].filter(([, count]) => count > 0).map(([each, count]) => ({ kind: each, count }));
    it.reactions = {
      counts: list,
      total: list.reduce((sum, each) => sum + each.count, 0),
      ...(kind ? { mine: kind } : {}),
    };
    return it.reactions;
  };
  const create = (request, make) => {
    const key = request.headers['idempotency-key'];
    if (!world.keys.has(key)) world.keys.set(key, make());
    return world.keys.get(key);
  };
  const text = body => {
    if (!body?.trim()) throw new Refusal(400, 'missing', 'Write something first.', { field: 'body' });
    if (body.length > 10_000)
      throw new Refusal(400, 'too-long', `body: ${body.length} characters (expected: 1 to 10000)`, {
        field: 'body',
        limit: 10_000,
        value: body.length,
      });
    return body;
  };
  const comments = ({ at, query }) => {
    const { all } = post(...at);
    const limit = Number(query.get('limit') ?? 20);
    let [from, end] = [Math.max(0, all.length - limit), all.length];
    if (query.get('around')) {
      const middle = all.indexOf(comment(query.get('around')));
      [from, end] = [Math.max(0, middle - 4), Math.min(all.length, middle + 5)];
    } else if (query.get('before')) {
      end = Number(query.get('before')) - 1;
      from = Math.max(0, end - limit);
    } else if (query.get('after')) {
      from = Number(query.get('after'));
      end = Math.min(all.length, from + limit);
    }
    const previous = from > 0 ? { previousPageToken: String(from + 1) } : {};
    return { items: all.slice(from, end), ...previous, ...(end < all.length ? { nextPageToken: String(end) } : {}) };
  };
  const addPost = ({ request, body }) =>
    create(request, () => {
      if (body.publishAt) {
        const { publishAt } = body;
        const waiting = { id: world.next(), publishAt, createdAt: isoAgo(0), version: 1, post: body, files: [] };
        world.scheduled.unshift({ ...waiting, subject: placeOf(body.subjectId) });
        return world.scheduled[0];
      }
      const subject = placeOf(body.subjectId);
      const saidElsewhere = body.title || body.fileIds || body.sharedPostId || body.kudos;
      const made = world.addPost(subject, people[0], saidElsewhere ? (body.body ?? '') : text(body.body), 0, {
        kind: body.kind,
        isRead: true,
        ...(body.title ? { title: body.title } : {}),
        ...content.ofNew(body),
      });
      world.changed('post-added', made);
      return world.postView(made);
    });
  const addComment = ({ request, at, body }) =>
    create(request, () => {
      const it = post(...at);
      const made = world.addComment(
        it,
        people[0],
        text(body.body),
        0,
        body.parentId ? comment(body.parentId) : undefined,
      );
      world.changed('comment-added', it, made);
      return made;
    });
  const content = contentRoutes(world, { post, comment, found, Refusal, viewer });
  const unchanged = ({ headers }, { version }) => {
    const known = headers['if-match'];
    if (known && known !== `"v${version}"`)
      throw new Refusal(412, 'version-mismatch', `It is at version ${version} by now.`);
  };
  const placeOf = id => world.records.get(id) ?? content.place(id) ?? { id: '1', kind: 'member', name: viewer.name };
  const signIn = ({ body }) => {
    if (body.password !== 'rapport') throw new Refusal(401, 'wrong-credentials', 'Wrong.');
    world.signedIn = true;
    return { member: viewer, expiresAt: isoAgo(-60) };
  };
  const changePassword = ({ body }) => {
    if (body.current !== 'rapport')
      throw new Refusal(403, 'wrong-password', 'The current password is not this one.', { field: 'current' });
    if (body.password === 'password1')
      throw new Refusal(400, 'guessable-password', 'Too easy to guess.', { field: 'password' });
  };
  const exchange = ({ body }) => {
    if (body.ticket !== 'good') throw new Refusal(401, 'bad-ticket', 'Bad ticket.');
    return { accessToken: 'token', expiresAt: isoAgo(-60), member: viewer };
  };
  const tools = { Refusal, found, feed, named, create, paged, unread };
  return [
    ...spaceRoutes(world, tools),
    ...findingRoutes(world, tools),
    ...ownRoutes(world, tools),
    ...inboxRoutes(world, tools),
    ...adminRoutes(world, tools),
    ...content.routes,
    ['POST', 'session', signIn],
    [
      'GET',
      'session',
      () => ({
        member: viewer,
        unreadNotifications: unread(),
        capabilities: { admin: world.roles.get('1') === 'admin', import: false, changePassword: true },
      }),
    ],
    ['PUT', 'session/password', changePassword],
    ['GET', 'sign-in', () => ({ localAccounts: true, providers: [{ name: 'company', displayName: 'Acme' }] })],
    ['DELETE', 'session', () => void (world.signedIn = false)],
    ['POST', 'embed/session', exchange],
    ['GET', 'feeds/(home|company)', ({ query }) => feed(posts, query)],
    [
      'GET',
      '(?:feeds/[\\w/]+|(?:members|spaces|topics)/\\w+/feed|records/.+/feed)/updates',
      ({ query }) => ({
        count: posts.filter(each => Number(each.id) > Number(query.get('token'))).length,
        capped: false,
      }),
    ],
    [
      'GET',
      'members/(\\d+)/feed',
      ({ query, at: [id] }) =>
        feed(
          posts.filter(each => each.author?.id === id || thankedIn(id)(each)),
          query,
          { member: { ...person(id), isViewer: id === '1', capabilities: { follow: id !== '1' } } },
        ),
    ],
    ['GET', 'records', ({ query }) => ({ items: named([...world.records.values()], query) })],
    [
      'GET',
      'records/(\\d+)/followers',
      ({ query }) => ({ ...paged(world.followers ?? people.slice(1), query, each => each), count: 3 }),
    ],
    [
      'GET',
      'records/(\\d+)/related',
      ({ query }) => paged(query.get('kind') === 'contact' ? world.contacts : [world.deal], query, each => each),
    ],
    [
      '(?:PUT|DELETE)',
      'posts/(\\d+)/kudos/hidden',
      ({ request, at: [id] }) => {
        const { kudos } = found(posts.find(each => each.id === id));
        if (!kudos?.members.some(each => each.id === '1')) found(undefined);
        kudos.hidden = request.method === 'PUT';
      },
    ],
    [
      'PUT',
      'records/(\\d+)/follow',
      ({ body, at: [id] }) => (world.follows.set(id, body.level), { level: body.level }),
    ],
    ['DELETE', 'records/(\\d+)/follow', ({ at: [id] }) => void world.follows.delete(id)],
    ['GET', 'records/([^/]+)/([^/]+)/([^/]+)/feed', recordFeed],
    ['GET', 'records/(\\d+)/feed', recordFeed],
    [
      'GET',
      'posts',
      ({ query }) => ({
        items: query
          .get('ids')
          .split(',')
          .map(id => posts.find(each => each.id === id))
          .filter(Boolean)
          .map(each => world.postView(each)),
      }),
    ],
    ['POST', 'posts', addPost],
    ['GET', 'posts/(\\d+)', ({ at }) => world.postView(post(...at))],
    [
      'PATCH',
      'posts/(\\d+)',
      ({ request, at, body }) => {
        const waiting = world.scheduled.find(each => each.id === at[0]);
        if (waiting) {
          unchanged(request, waiting);
          const { publishAt = waiting.publishAt, ...words } = body;
          return Object.assign(waiting, {
            publishAt,
            post: { ...waiting.post, ...words },
            version: waiting.version + 1,
          });
        }
        unchanged(request, post(...at));
        return (
          world.edit(post(...at), text(body.body)),
          world.changed('post-edited', post(...at)),
          world.postView(post(...at))
        );
      },
    ],
    [
      'DELETE',
      'posts/(\\d+)',
      ({ at }) => {
        const waiting = world.scheduled.find(each => each.id === at[0]);
        if (waiting) return void world.scheduled.splice(world.scheduled.indexOf(waiting), 1);
        const it = post(...at);
        world.deleted.set(it.id, it);
        posts.splice(posts.indexOf(it), 1);
        world.changed('post-deleted', it);
      },
    ],
    [
      'POST',
      'posts/(\\d+)/restore',
      ({ at: [id] }) => {
        posts.push(found(world.deleted.get(id)));
        posts.sort((a, b) => Number(b.id) - Number(a.id));
        return world.postView(post(id));
      },
    ],
    ['POST', 'posts/(\\d+)/read', ({ at }) => void (post(...at).isRead = true)],
    [
      'GET',
      '(post|comment)s/(\\d+)/revisions',
      ({ at: [kind, id] }) => {
        const it = item(kind, id);
        return {
          items: [
            { version: it.version, author: it.author, writtenAt: it.editedAt ?? it.publishedAt, body: it.body },
            ...(world.revisions.get(id) ?? []),
          ],
        };
      },
    ],
    ['GET', 'posts/(\\d+)/comments', comments],
    ['POST', 'posts/(\\d+)/comments', addComment],
    ['GET', 'comments/(\\d+)', ({ at }) => comment(...at)],
    ['PATCH', 'comments/(\\d+)', ({ at, body }) => (world.edit(comment(...at), text(body.body)), comment(...at))],
    ['DELETE', 'comments/(\\d+)', ({ at }) => void (comment(...at).deleted = true)],
    ['POST', 'comments/(\\d+)/restore', ({ at }) => Object.assign(comment(...at), { deleted: false })],
    ['PUT', '(post|comment)s/(\\d+)/reaction', ({ at, body }) => react(item(...at), body.kind)],
    ['DELETE', '(post|comment)s/(\\d+)/reaction', ({ at }) => react(item(...at))],
    [
      'GET',
      'mention-candidates',
      ({ query }) => ({ items: named(people, query).map(member => ({ member, canSee: member.id !== '4' })) }),
    ],
    ['GET', 'members', ({ query }) => ({ items: named(people, query) })],
    [
      'GET',
      'members/(\\d+)',
      ({ at: [id] }) => {
        const level = world.follows.get(id);
        return {
          ...person(id),
          isViewer: id === '1',
          kudosCount: posts.filter(thankedIn(id)).length,
          ...(level ? { follow: { level } } : {}),
          capabilities: { follow: id !== '1' },
        };
      },
    ],
    [
      'PUT',
      'members/(\\d+)/follow',
      ({ body, at: [id] }) => (world.follows.set(id, body.level), { level: body.level }),
    ],
    ['DELETE', 'members/(\\d+)/follow', ({ at: [id] }) => void world.follows.delete(id)],
    ['GET', 'connections', () => ({ items: world.connections })],
    ...setupRoutes(world),
  ];
}

/** What an admin does with connections. `world.checks` is what a test finds. */
function setupRoutes(world) {
  const of = key => found(world.connections.find(each => each.key === key));
  const total = { account: 300, contact: 500, opportunity: 90 };
  return [
    ['GET', 'adapters', () => ({ items: adapters })],
    [
      'POST',
      'connections',
      ({ body }) => {
        if (!body.address.startsWith('http'))
          throw new Refusal(400, 'invalid-value', 'address: not an address', { field: 'address', limit: 'an address' });
        const made = {
          key: body.name.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
          crm: body.adapter,
          name: body.name,
          state: 'starting',
          running: 'draft',
          declared: false,
          version: 1,
          progress: [],
          counts: {},
          setup: setUp(body),
        };
        world.connections.push(made);
        world.sent = body;
        return made;
      },
    ],
    ['GET', 'connections/([^/]+)', ({ at: [key] }) => of(key)],
    [
      'PATCH',
      'connections/([^/]+)',
      ({ at: [key], body }) => {
        world.sent = body;
        return Object.assign(of(key), { name: body.name ?? of(key).name, setup: setUp(body, of(key).setup) });
      },
    ],
    [
      'DELETE',
      'connections/([^/]+)',
      ({ at: [key] }) => void (world.connections = world.connections.filter(each => each.key !== key)),
    ],
    ['POST', 'connections/([^/]+)/test', () => ({ checks: world.checks })],
    [
      'POST',
      'connections/([^/]+)/dry-run',
      ({ at: [key] }) => ({
        people: { users: 16, more: false, teams: 7 },
        types: of(key).setup.mirror.types.map(type => ({
          type,
          count: total[type],
          more: false,
          samples: ['Laiterie du Vercors', 'Kühlhaus Elbe'].map((name, at) => ({
            externalId: String(at),
            name,
            seenBy: [],
            fields: { industry: 'Dairy' },
            isKnown: false,
          })),
          unreadable: [],
        })),
      }),
    ],
    [
      'PUT',
      'connections/([^/]+)/running',
      ({ at: [key], body }) =>
        Object.assign(of(key), {
          running: body.state,
          state: 'loading',
          progress: of(key).setup.mirror.types.map(type => ({ type, done: total[type] / 2, total: total[type] })),
          load: { phase: 'loading', type: 'account', done: 150, total: 300, ratePerSecond: 50, secondsLeft: 9 },
        }),
    ],
    ['GET', 'connections/([^/]+)/runs', () => ({ items: world.runs })],
    ['GET', 'connections/([^/]+)/set-aside', () => ({ items: world.setAside, count: world.setAside.length })],
    [
      'POST',
      'connections/([^/]+)/set-aside/replay',
      ({ body }) => {
        const asked = world.setAside.filter(row => !body.ids || body.ids.includes(row.id));
        world.setAside = world.setAside.filter(row => !asked.includes(row));
        return { asked: asked.length };
      },
    ],
    ['GET', 'connections/([^/]+)/files', () => ({ items: [] })],
    [
      'GET',
      'connections/([^/]+)/records',
      ({ query }) => ({
        items: [...world.records.values()]
          .filter(each => each.name.includes(query.get('query') ?? ''))
          .map(({ id, type, externalId, name }) => ({
            id,
            type,
            externalId,
            name,
            gone: false,
          })),
      }),
    ],
    ['GET', 'connections/([^/]+)/comparison', () => world.comparison],
    [
      'POST',
      'connections/([^/]+)/comparison',
      () => (world.comparison = { state: 'requested', count: 0, differences: [] }),
    ],
    [
      'POST',
      'connections/([^/]+)/follow-rules/simulation',
      () => ({
        records: 90,
        members: [{ member: world.people[0], follows: 40 }],
        samples: [],
        followsNew: 90,
        followsEnding: 0,
      }),
    ],
    ['POST', 'connections/([^/]+)/story-preview', () => ({ stories: 12, changes: 17, perDay: [] })],
    [
      'GET',
      'records/(\\d+)/audience-reason',
      ({ at: [id], query }) => ({
        recordId: id,
        name: found(world.records.get(id)).name,
        connection: 'nordwind',
        open: false,
        parts: [{ kind: 'team', name: 'Key Accounts', members: 2 }],
        members: [
          { member: world.people[0], reasons: [{ kind: 'owner' }] },
          { member: world.people[3], reasons: [{ kind: 'team', name: 'Key Accounts' }] },
        ],
        count: 2,
        ...(query.get('memberId')
          ? { asked: { member: world.people[1], maySee: false, reasons: [{ kind: 'none' }] } }
          : {}),
      }),
    ],
  ];
}

export async function start({ port = 0, dist, world = new World() } = {}) {
  const routes = routesOf(world);

  async function api(request, response, url) {
    const path = url.pathname.slice('/api/v1/'.length);
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    const body = bytes.length === 0 ? undefined : path === 'files' ? bytes : JSON.parse(bytes.toString());
    if (world.slow > 0) await new Promise(resolve => setTimeout(resolve, world.slow));
    const failure = world.failures.get(`${request.method} ${path}`);
    if (failure)
      throw new Refusal(failure, failure === 429 ? 'too-many' : 'failed', 'It failed.', { instance: 'ref-17' });
    if (!world.signedIn && !unguarded.has(`${request.method} ${path}`))
      throw new Refusal(401, 'signed-out', 'Sign in.');
    for (const [method, pattern, answer] of routes) {
      const match = new RegExp(`^${pattern}$`).exec(path);
      if (!match || !new RegExp(`^${method}$`).test(request.method)) continue;
      const result = answer({ request, query: url.searchParams, body, at: match.slice(1).map(decodeURIComponent) });
      if (result?.bytes) {
        response.writeHead(200, { 'Content-Type': result.mediaType, 'Cache-Control': 'private, no-cache' });
        return response.end(result.bytes);
      }
      response.writeHead(result === undefined ? 204 : 200, { 'Content-Type': 'application/json' });
      return response.end(result === undefined ? undefined : JSON.stringify(result));
    }
    return found(undefined);
  }

  function live(request, response) {
    if (!world.signedIn) throw new Refusal(401, 'signed-out', 'Sign in.');
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write('event: ready\ndata: {}\n\n');
    world.streams.add(response);
    request.on('close', () => world.streams.delete(response));
  }

  async function file(url, response) {
    const page = (html, frames) => {
      response.writeHead(200, {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': policy(frames),
      });
      response.end(html);
    };
    if (world.pages[url.pathname]) return page(world.pages[url.pathname], '');
    if (url.pathname === '/embed')
      return page(await readFile(join(dist, 'embed/embed.html'), 'utf8'), "frame-ancestors 'self';");
    const path = normalize(join(dist, url.pathname));
    try {
      if (!path.startsWith(dist) || !extname(path)) throw new Error('not a file');
      const bytes = await readFile(path);
      response.writeHead(200, {
        'Content-Type': `${types[extname(path)]}; charset=utf-8`,
        'Access-Control-Allow-Origin': '*',
        'Cache-Control': 'no-cache',
      });
      response.end(bytes);
    } catch {
      if (!url.pathname.startsWith('/app')) return response.writeHead(404).end();
      return page(
        (await readFile(join(dist, 'app/index.html'), 'utf8')).replace('<base href="./"', '<base href="/app/"'),
        '',
      );
    }
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    try {
      if (url.pathname === '/live') live(request, response);
      else if (url.pathname.startsWith('/api/v1/')) await api(request, response, url);
      else if (dist) await file(url, response);
      else response.writeHead(404).end();
    } catch (failure) {
      const body = failure.body ?? { type: '/problems/failed', status: 500, title: String(failure) };
      response.writeHead(body.status, { 'Content-Type': 'application/problem+json', 'Retry-After': '20' });
      response.end(JSON.stringify(body));
    }
  });
  await new Promise(resolve => server.listen(port, '127.0.0.1', resolve));
  return {
    world,
    address: `http://127.0.0.1:${server.address().port}`,
    stop: () => {
      server.closeAllConnections();
      return new Promise(resolve => server.close(resolve));
    },
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { address } = await start({
    port: Number(process.argv[2] ?? 8089),
    dist: join(process.cwd(), process.argv[3] ?? 'dist'),
  });
  console.log(`${address}/app/`);
}
