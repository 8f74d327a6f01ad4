import { html, LitElement, type TemplateResult } from 'lit';
import { ApiProblem } from '../src/api/problem.ts';
import type {
  Comment,
  ConnectionStatus,
  File_,
  Member,
  MemberSummary,
  Notification_,
  Post,
  Record_,
  RecordSummary,
  Revision,
} from '../src/api/schema.ts';
import '../src/elements/rapport-avatar/rapport-avatar.ts';
import '../src/elements/rapport-composer/rapport-composer.ts';
import '../src/elements/rapport-extras/rapport-extras.ts';
import '../src/elements/rapport-feed-list/rapport-feed-list.ts';
import '../src/elements/rapport-history/rapport-history.ts';
import '../src/elements/rapport-inbox/rapport-inbox.ts';
import '../src/elements/rapport-notice/rapport-notice.ts';
import '../src/elements/rapport-post/rapport-post.ts';
import '../src/elements/rapport-record-facts/rapport-record-facts.ts';
import '../src/elements/rapport-story/rapport-story.ts';
import type { LocalPost, Thread } from '../src/feed/conversation.ts';
import { Provider } from '../src/feed/context.ts';
import { Drafts } from '../src/feed/drafts.ts';
import type { FeedView } from '../src/feed/feed-store.ts';
import type { Services } from '../src/feed/services.ts';
import { appPath, surfaceContext, type Surface } from '../src/feed/surface.ts';
import '../src/feed/working.ts';

/** One thing to look at. */
export interface State {
  name: string;
  show: TemplateResult;
}

export const claire: MemberSummary = {
  id: '1',
  name: 'Claire Fontaine',
  title: 'Account manager',
  site: 'Lyon',
  active: true,
};
export const jonas: MemberSummary = {
  id: '2',
  name: 'Jonas Petersen',
  title: 'Service engineer',
  site: 'Hamburg',
  active: true,
};
export const marie: Member = {
  id: '3',
  name: 'Marie-Antoinette de La Rochebrochard-Fitzwilliam',
  title: 'Responsable de clientèle',
  active: true,
};

export const acme: RecordSummary = {
  id: '100',
  kind: 'account',
  type: 'account',
  connection: 'crm',
  externalId: '001',
  name: 'Laiterie du Vercors',
};
const longName: Record_ = {
  ...acme,
  name: 'Coopérative agricole et laitière des producteurs réunis du Haut-Vivarais, du Mézenc et des plateaux ardéchois',
  owner: marie,
  fields: {
    industry: 'Food & Beverage',
    email: 'contact@cooperative-agricole-et-laitiere.example',
    website: 'https://www.cooperative.example',
    phone: '+33 4 65 71 58 73',
  },
  url: 'https://crm.example/1',
  followerCount: 12,
  follow: { level: 'people' },
  capabilities: { post: true, follow: true },
};
export const deal: Record_ = {
  id: '101',
  kind: 'opportunity',
  type: 'opportunity',
  connection: 'crm',
  externalId: '006',
  name: 'Cold chain retrofit 2027',
  account: acme,
  owner: claire,
  fields: { stage: 'Negotiation', amount: { amount: 45_000, currency: 'EUR' }, closeOn: '2027-03-31' },
  followerCount: 0,
  follow: null,
  capabilities: { post: true, follow: true },
};

const at = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const text = (body: string) => [{ type: 'paragraph' as const, children: [{ type: 'text' as const, text: body }] }];
const all = { comment: true, reply: true, react: true, edit: true, delete: true, history: true };

export function post(id: string, more: Partial<LocalPost> = {}): LocalPost {
  return {
    id,
    kind: 'update',
    subject: acme,
    author: claire,
    body: 'They want the retrofit before Easter.',
    segments: text('They want the retrofit before Easter.'),
    publishedAt: at(25),
    version: 1,
    commentCount: 0,
    comments: [],
    reactions: { counts: [], total: 0 },
    isRead: true,
    capabilities: all,
    ...more,
  };
}

export function comment(id: string, ordinal: number, more: Partial<Comment> = {}): Comment {
  return {
    id,
    postId: '1',
    ordinal,
    author: jonas,
    body: 'Week 12 is free.',
    segments: text('Week 12 is free.'),
    publishedAt: at(12),
    version: 1,
    reactions: { counts: [], total: 0 },
    capabilities: all,
    ...more,
  };
}

const rich: Post['segments'] = [
  {
    type: 'paragraph',
    children: [
      { type: 'text', text: 'Ask ' },
      { type: 'mention', id: '1', name: 'Claire Fontaine' },
      { type: 'text', text: ' or ' },
      { type: 'mention', id: '2', name: 'Jonas Petersen' },
      { type: 'text', text: ' about ' },
      { type: 'record', id: '101', name: 'Cold chain retrofit 2027' },
      { type: 'text', text: ' and ' },
      { type: 'record', id: '102' },
      { type: 'text', text: '. ' },
      { type: 'strong', children: [{ type: 'text', text: 'Before Friday.' }] },
      { type: 'text', text: ' ' },
      { type: 'topic', name: 'dosing' },
      { type: 'text', text: ' ' },
      { type: 'link', url: 'https://example.com/manual', children: [{ type: 'text', text: 'the manual' }] },
      { type: 'link', url: 'javascript:alert(1)', children: [{ type: 'text', text: ' not a link' }] },
    ],
  },
  {
    type: 'list',
    ordered: true,
    items: [[{ type: 'text', text: 'supply' }], [{ type: 'emphasis', children: [{ type: 'text', text: 'phase' }] }]],
  },
  { type: 'quote', children: text('Nothing in the log.') },
  { type: 'code', block: true, text: 'ERR 4311\n  phase monitor' },
];

const thread = (more: Partial<Thread>): Thread => ({ comments: [], open: true, loading: false, ...more });

export function view(more: Partial<FeedView> = {}): FeedView {
  return {
    phase: 'ready',
    pages: [],
    posts: new Map(),
    threads: new Map(),
    keys: new Map(),
    hasMore: false,
    loadingMore: false,
    arrived: 0,
    order: 'activity',
    filter: 'all',
    narrowed: false,
    ...more,
  };
}

export function feedOf(posts: LocalPost[], more: Partial<FeedView> = {}): FeedView {
  const threads = new Map(posts.map(each => [each.id, thread({ open: false, comments: each.comments ?? [] })]));
  return view({
    pages: [{ key: '1', ids: posts.map(each => each.id) }],
    posts: new Map(posts.map(each => [each.id, each])),
    threads,
    ...more,
  });
}

const changes: NonNullable<Post['story']> = {
  changes: [
    { field: 'stage', type: 'text', before: 'Proposal', after: 'Negotiation' },
    {
      field: 'amount',
      type: 'money',
      before: { amount: 40_000, currency: 'EUR' },
      after: { amount: 45_000.5, currency: 'EUR' },
    },
    { field: 'closeOn', type: 'date', after: '2027-03-31' },
    { field: 'owner', type: 'member', before: jonas, after: claire },
    { field: 'probability', type: 'number', before: 40, after: 75 },
    { field: 'keyAccount', type: 'boolean', before: false, after: true },
  ],
};
const refused = new ApiProblem({ status: 503 });
const notification = (id: string, kind: Notification_['kind'], read: boolean): Notification_ => ({
  id,
  kind,
  actor: jonas,
  subject: acme,
  postId: '1',
  excerpt: 'Week 12 is free until Thursday.',
  at: at(90),
  read,
  reason: { kind: 'own-post' },
});
export const revisions: Revision[] = [
  { version: 2, author: claire, writtenAt: at(10), body: 'They want it before the Easter peak.' },
  { version: 1, author: claire, writtenAt: at(60), body: 'They want it before summer.' },
];
export const connection: ConnectionStatus = {
  key: 'crm',
  crm: 'EspoCRM',
  name: 'CRM',
  state: 'loading',
  progress: [{ type: 'account', done: 3, total: 9 }],
};

const everything = {
  ...all,
  bookmark: true,
  follow: true,
  mute: true,
  pin: true,
  close: true,
  vote: true,
  acknowledge: true,
  share: true,
  accept: true,
  remove: true,
  markUnread: true,
  turnIntoQuestion: true,
};
export const poll: NonNullable<Post['poll']> = {
  options: [
    { id: 'a', text: 'Week 12', votes: 3, mine: true },
    { id: 'b', text: 'Week 13, if the second line can stand still for two days in a row', votes: 1 },
    { id: 'c', text: 'After Easter', votes: 0 },
  ],
  voters: 4,
  endsAt: at(-3000),
};
const file = (id: string, name: string, more: Partial<File_> = {}): File_ => ({
  id,
  name,
  mediaType: 'application/pdf',
  size: 182_000,
  createdAt: at(10),
  ...more,
});
const photo = (id: string) => file(id, `photo-${id}.png`, { mediaType: 'image/png', width: 640, height: 400 });

/** What posts and comments have besides their text. */
function contentStates(): State[] {
  const shown = (name: string, more: Partial<LocalPost>) => ({
    name,
    show: html`<rapport-post .post=${post(`k ${name}`, { capabilities: everything, ...more })}></rapport-post>`,
  });
  return [
    shown('post with files', {
      files: [photo('f1'), photo('f2'), photo('f3'), photo('f4'), file('f5', `${'long-name-'.repeat(9)}.pdf`)],
    }),
    shown('post with one picture', { files: [{ ...photo('f6'), description: 'The open cabinet' }] }),
    shown('post with a link', {
      kind: 'link',
      links: [{ url: 'https://dairy.example/a', title: 'New standards', description: 'What changes. '.repeat(20) }],
      topics: [{ id: '9', name: 'hygiene' }],
    }),
    shown('poll, before the vote', {
      kind: 'poll',
      title: 'Which week?',
      poll: {
        ...poll,
        resultsHidden: true,
        anonymous: true,
        options: poll.options.map(({ id, text }) => ({ id, text })),
      },
    }),
    shown('poll, after the vote', { kind: 'poll', title: 'Which week?', poll }),
    shown('poll, ended', { kind: 'poll', title: 'Which week?', poll: { ...poll, ended: true, multiple: true } }),
    shown('kudos', { kind: 'kudos', kudos: { members: [jonas, marie], reason: 'saved' } }),
    shown('announcement to confirm', {
      kind: 'announcement',
      title: 'New gate',
      announcement: { expiresAt: at(-4000), acknowledge: true, acknowledged: false, missing: 2 },
    }),
    shown('announcement, confirmed and over', {
      kind: 'announcement',
      title: 'New gate',
      announcement: { expiresAt: at(4000), acknowledge: true, acknowledged: true, missing: 0 },
    }),
    shown('question with its answer', {
      kind: 'question',
      title: 'Who has replaced a phase monitor in the field?',
      question: { state: 'answered', answer: comment('a1', 4), answeredAt: at(5) },
      commentCount: 1,
      comments: [
        comment('a1', 4, { accepted: true, upVotes: 3, upVoted: true, capabilities: { ...everything, upVote: true } }),
      ],
    }),
    shown('post shown elsewhere', { kind: 'share', shared: { available: true, post: post('1') } }),
    shown('post shown elsewhere, not for this reader', { kind: 'share', shared: { available: false } }),
    shown('post, pinned and muted, its thread closed', {
      pinned: true,
      muted: true,
      closed: { by: jonas, reason: 'solved by phone', at: at(20) },
      capabilities: { ...everything, comment: false, reopen: true },
      commentCount: 1,
      comments: [comment('c9', 1)],
    }),
    shown('post, removed', {
      removed: { at: at(60), reason: 'named a patient' },
      segments: [],
      body: '',
      capabilities: {},
      commentCount: 1,
      comments: [comment('c10', 1, { removed: { at: at(60) }, segments: [], capabilities: {} })],
    }),
    {
      name: 'thread, folded in its middle',
      show: html`<rapport-post
        .post=${post('k30', { commentCount: 40 })}
        .thread=${thread({
          earlier: 'e',
          head: 3,
          comments: [1, 2, 3, 39, 40].map(each => comment(`k30-${each}`, each)),
        })}
      ></rapport-post>`,
    },
  ];
}

/** Every element in every state. */
export function states(): State[] {
  const stories = Array.from({ length: 6 }, (_, index) =>
    post(`s${index}`, {
      kind: 'change-story',
      story: { changes: changes.changes.slice(0, 1) },
      segments: [],
      body: '',
    }),
  );
  return [
    { name: 'post', show: html`<rapport-post .post=${post('1')}></rapport-post>` },
    {
      name: 'post, unread, edited, with reactions',
      show: html`<rapport-post
        .post=${post('2', {
          isRead: false,
          editedAt: at(3),
          reactions: {
            counts: [
              { kind: 'agree', count: 4 },
              { kind: 'thanks', count: 1 },
            ],
            mine: 'agree',
            total: 5,
          },
        })}
      ></rapport-post>`,
    },
    {
      name: 'post, all that a text can hold',
      show: html`<rapport-post .post=${post('3', { segments: rich! })}></rapport-post>`,
    },
    {
      name: 'post, long',
      show: html`<rapport-post
        .post=${post('4', { segments: text('The line ran well today. '.repeat(160)) })}
      ></rapport-post>`,
    },
    {
      name: 'post, one word without end',
      show: html`<rapport-post
        .post=${post('5', { author: marie, subject: longName, segments: text('x'.repeat(400)) })}
      ></rapport-post>`,
    },
    {
      name: 'question',
      show: html`<rapport-post
        .post=${post('6', { kind: 'question', title: 'Who has replaced a phase monitor in the field?' })}
      ></rapport-post>`,
    },
    {
      name: 'note',
      show: html`<rapport-post .post=${post('7', { kind: 'note', title: 'How the dairy decides' })}></rapport-post>`,
    },
    {
      name: 'post, being sent',
      show: html`<rapport-post .post=${post('8', { local: { state: 'sending', key: 'k' } })}></rapport-post>`,
    },
    {
      name: 'post, not sent',
      show: html`<rapport-post
        .post=${post('9', { local: { state: 'failed', key: 'k', problem: refused } })}
      ></rapport-post>`,
    },
    {
      name: 'post, deleted',
      show: html`<rapport-post .post=${post('10', { local: { state: 'deleted' } })}></rapport-post>`,
    },
    {
      name: 'post, to be read only',
      show: html`<rapport-post
        .post=${post('11', { capabilities: {}, commentCount: 1, comments: [comment('c0', 1, { capabilities: {} })] })}
      ></rapport-post>`,
    },
    {
      name: 'thread, open',
      show: html`<rapport-post
        .post=${post('12', { commentCount: 40 })}
        .thread=${thread({
          earlier: 'e',
          later: 'l',
          comments: [
            comment('c1', 1, { reactions: { counts: [{ kind: 'thanks', count: 2 }], total: 2 } }),
            comment('c2', 2, { parentId: 'c1', threadId: 'c1', author: claire, editedAt: at(2) }),
            comment('c3', 3, { parentId: 'c2', parentAuthor: claire, threadId: 'c1' }),
            comment('c4', 4, { deleted: true }),
            { ...comment('c5', 5), local: { state: 'sending', key: 'k1' } },
            { ...comment('c6', 6), local: { state: 'failed', key: 'k2', problem: refused } },
          ],
        })}
      ></rapport-post>`,
    },
    {
      name: 'thread, failed',
      show: html`<rapport-post
        .post=${post('13', { commentCount: 3 })}
        .thread=${thread({ problem: refused })}
      ></rapport-post>`,
    },
    ...contentStates(),
    {
      name: 'change story',
      show: html`<rapport-post
        .post=${post('14', { kind: 'change-story', story: changes, author: null })}
      ></rapport-post>`,
    },
    {
      name: 'feed, with folded changes and the line',
      show: html`<rapport-feed-list
        .view=${feedOf([post('20', { isRead: false }), ...stories, post('21')], { newUntil: '20', hasMore: true })}
      ></rapport-feed-list>`,
    },
    {
      name: 'feed, new posts wait',
      show: html`<rapport-feed-list .view=${feedOf([post('22')], { arrived: 3 })}></rapport-feed-list>`,
    },
    { name: 'feed, loading', show: html`<rapport-feed-list .view=${view({ phase: 'loading' })}></rapport-feed-list>` },
    {
      name: 'feed, empty',
      show: html`<rapport-feed-list
        .view=${feedOf([])}
        empty="No one has written about Acme yet. What should the next person know?"
      ></rapport-feed-list>`,
    },
    {
      name: 'feed, empty with a filter',
      show: html`<rapport-feed-list .view=${feedOf([], { filter: 'questions' })}></rapport-feed-list>`,
    },
    {
      name: 'feed, failed',
      show: html`<rapport-feed-list
        .view=${view({ phase: 'failed', problem: new ApiProblem({ status: 500, instance: 'ref-17' }) })}
      ></rapport-feed-list>`,
    },
    {
      name: 'feed, offline',
      show: html`<rapport-feed-list
        .view=${feedOf([post('23')], { problem: refused, staleSince: new Date() })}
      ></rapport-feed-list>`,
    },
    { name: 'feed, denied', show: html`<rapport-feed-list .view=${view({ phase: 'denied' })}></rapport-feed-list>` },
    { name: 'feed bar', show: html`<rapport-feed-bar></rapport-feed-bar>` },
    {
      name: 'record',
      show: html`<rapport-record-card heading-level="3" .record=${deal} .followers=${[]}></rapport-record-card>`,
    },
    {
      name: 'record, a long name',
      show: html`<rapport-record-card
        heading-level="3"
        .record=${longName}
        .followers=${[claire, jonas, marie]}
      ></rapport-record-card>`,
    },
    {
      name: 'record, gone',
      show: html`<rapport-record-card heading-level="3" .record=${{ ...deal, goneAt: at(9) }}></rapport-record-card>`,
    },
    {
      name: 'composer of a text that was changed meanwhile',
      show: html`<rapport-composer
        .writing=${{ mode: 'edit', item: 'post', id: '71', postId: '71', subjectId: '100', version: 1, body: 'They want it before Easter.', kind: 'update' }}
        .newest=${{ version: 2, body: 'They want it in week 12, not before.', title: undefined }}
      ></rapport-composer>`,
    },
    {
      name: 'post that was not sent',
      show: html`<rapport-post
        .post=${post('72', { local: { state: 'failed', key: 'k', problem: new ApiProblem({ status: 503 }), draft: { body: 'They want it', savedAt: at(1) } } })}
      ></rapport-post>`,
    },
    { name: 'composer', show: html`<rapport-composer .writing=${{ mode: 'post', subject: acme }}></rapport-composer>` },
    {
      name: 'composer of a reply',
      show: html`<rapport-composer
        .writing=${{ mode: 'comment', postId: '1', subjectId: '100', parentId: '2', parentName: 'Jonas Petersen' }}
      ></rapport-composer>`,
    },
    {
      name: 'inbox',
      show: html`<rapport-inbox
        .items=${[notification('1', 'mention', false), notification('2', 'comment', true), notification('3', 'reply', true), notification('4', 'reaction', true)]}
      ></rapport-inbox>`,
    },
    { name: 'inbox, empty', show: html`<rapport-inbox></rapport-inbox>` },
    {
      name: 'reactions',
      show: html`<rapport-reactions
        .reactions=${{ counts: [{ kind: 'sad', count: 1 }], total: 1 }}
      ></rapport-reactions>`,
    },
    {
      name: 'avatars',
      show: html`${['1', '2', '3', '4', '5', '6', '7', '8'].map(id => html`<rapport-avatar name="Ann Berg" member-id=${id}></rapport-avatar>`)}<rapport-avatar
          kind="account"
        ></rapport-avatar>`,
    },
  ];
}

const services: Services = {
  findMembers: query =>
    Promise.resolve(
      [claire, jonas]
        .filter(member => member.name.toLowerCase().includes(query.toLowerCase()))
        .map(member => ({ member, canSee: member.id !== '2' })),
    ),
  findRecords: () => Promise.resolve([acme]),
  findPlaces: () => Promise.resolve([acme]),
  addPost: () => Promise.resolve(post('1')),
  search: () => Promise.resolve({ groups: [] }),
  readFollowers: () => Promise.resolve({ items: [claire, jonas, marie], count: 3 }),
  findTopics: () => Promise.resolve([{ id: '9', name: 'hygiene', postCount: 3 }]),
  findSimilarQuestions: () => Promise.resolve([]),
  previewMentions: () => Promise.resolve({ notified: 24, cannotSee: [jonas] }),
  upload: (file, { progress }) => {
    progress?.(1);
    return Promise.resolve({
      id: file.name,
      name: file.name,
      mediaType: 'application/pdf',
      size: file.size,
      createdAt: at(0),
    });
  },
  describeFile: (id, description) =>
    Promise.resolve({ id, name: id, mediaType: 'image/png', size: 1, createdAt: at(0), description }),
  readDraftVersions: () =>
    Promise.resolve([{ body: 'They want it before Easter.', updatedAt: at(200), keptAt: at(100) }]),
  readDraft: () => Promise.resolve(undefined),
  keepDraft: () => Promise.reject(new ApiProblem({ status: 503 })),
  dropDraft: () => Promise.resolve(),
  readFile: () => Promise.reject(new ApiProblem({ status: 404 })),
};

/** Stands around the states, as app or widget would: gives them links, drafts and people to name. */
export class PreviewStage extends LitElement {
  readonly #surface = new Provider<Surface>(this, surfaceContext);
  /** What is another way here than on the preview page. */
  other: Partial<Omit<Surface, 'services'>> & { services?: Partial<Services> } = {};

  override render() {
    return html`<slot></slot>`;
  }

  override connectedCallback() {
    super.connectedCallback();
    const { services: otherServices, ...other } = this.other;
    this.#surface.set({
      viewer: claire,
      hrefOf: target => `#${appPath(target)}`,
      newTab: false,
      drafts: new Drafts('preview', null),
      shortcuts: true,
      undoSeconds: 8,
      ...other,
      services: () => Promise.resolve({ ...services, ...otherServices }),
    });
  }
}
if (!customElements.get('preview-stage')) customElements.define('preview-stage', PreviewStage);

export function fitted(shown: State[], width: 'narrow' | 'wide', query = new URLSearchParams()): TemplateResult {
  const link = (name: string, value: string) => {
    const next = new URLSearchParams(query);
    next.set(name, value);
    return html`<a href="?${next.toString()}">${value}</a>`;
  };
  return html`<main>
    <h1>Every element in every state</h1>
    <nav aria-label="Preview">
      ${['en', 'fr', 'pseudo'].map(each => link('language', each))}
      ${['light', 'dark'].map(each => link('theme', each))} ${['narrow', 'wide'].map(each => link('width', each))}
    </nav>
    ${shown.map(
      ({ name, show }) =>
        html`<section aria-label=${name}>
          <h2>${name}</h2>
          <preview-stage class=${width}>${show}</preview-stage>
        </section>`,
    )}
  </main>`;
}
