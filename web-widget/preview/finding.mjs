// Topics, questions, files and search, over the same few people and posts.
const fold = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The text in parts, those marked that hold a word. */
function mark(text, words) {
  const parts = [];
  for (const bit of text.split(/(\s+)/)) {
    const marked = words.some(word => fold(bit).includes(word));
    const last = parts.at(-1);
    if (last && Boolean(last.marked) === marked) last.text += bit;
    else parts.push({ type: 'text', text: bit, ...(marked ? { marked } : {}) });
  }
  return parts;
}

const plain = body => body.replace(/\[@?([^\]]+)\]\([^)]*\)/g, '$1').replace(/\*\*/g, '');

export function fillFinding(world, ago) {
  const topic = (name, more = {}) => ({ id: world.next(), name, followers: 2, ...more });
  world.topics = [
    topic('dosing', { description: 'Pumps, valves, phases: whatever measures.' }),
    topic('renewal', { followers: 5 }),
    topic('pricing'),
  ];
  const file = (name, mediaType, size, more = {}) => ({
    id: world.next(),
    name,
    mediaType,
    size,
    createdAt: ago(400),
    ...more,
  });
  world.files = [
    file('Wiring RX-400.pdf', 'application/pdf', 348_211),
    file('Cabinet on line 2.png', 'image/png', 1_204_992, {
      width: 1200,
      height: 900,
      description: 'The open cabinet',
    }),
    file('Offer 2027.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 48_120),
  ];
}

export function findingRoutes(world, { Refusal, found, feed, paged }) {
  const posts = () => world.posts;
  const words = text => fold(text).split(/\s+/).filter(Boolean);
  const holds = name => each => new RegExp(`#${name}\\b`, 'i').test(each.body ?? '');
  const topicOf = key => found(world.topics.find(each => each.id === key || each.name === key));
  const topicView = topic => {
    const level = world.follows.get(topic.id);
    const { followers, ...rest } = topic;
    return {
      ...rest,
      postCount: posts().filter(holds(topic.name)).length,
      followerCount: followers + (level ? 1 : 0),
      ...(level ? { follow: { level } } : {}),
    };
  };
  const short = ({ id, name, description }) => ({ id, name, ...(description ? { description } : {}) });

  const searched = ({ query }) => {
    const q = query.get('q') ?? '';
    if (!q.trim()) throw new Refusal(400, 'required', 'q: missing', { field: 'q' });
    const wanted = words(q);
    const matches = text => wanted.every(word => fold(text).includes(word));
    const within = query.get('subjectId');
    const kinds = query.getAll('kind');
    const [from, to] = ['from', 'to'].map(name => query.get(name));
    const hasFile = query.get('hasFile') === 'true';
    const narrowed = within || query.get('authorId') || kinds.length > 0 || from || to || hasFile;
    const fits = each =>
      (!within || each.subject.id === within || (within === world.acme.id && each.subject.id === world.deal.id)) &&
      (!query.get('authorId') || each.author?.id === query.get('authorId')) &&
      (kinds.length === 0 || kinds.includes(each.kind)) &&
      (!from || each.publishedAt >= from) &&
      (!to || each.publishedAt.slice(0, 10) <= to) &&
      (!hasFile || each.files?.length > 0);
    const inPosts = posts().filter(each => fits(each) && matches(`${each.title ?? ''} ${plain(each.body)}`));
    const inComments = posts().flatMap(each =>
      each.all
        .filter(comment => !comment.deleted && matches(plain(comment.body)))
        .map(comment => ({
          post: each,
          comment,
          kind: each.kind,
          subject: each.subject,
          author: comment.author,
          publishedAt: comment.publishedAt,
        }))
        .filter(fits),
    );
    const groups = {
      posts: inPosts.map(each => ({
        id: each.id,
        kind: each.kind,
        subject: each.subject,
        ...(each.author ? { author: each.author } : {}),
        publishedAt: each.publishedAt,
        commentCount: each.all.length,
        ...(each.kind === 'question' ? { state: each.question?.state ?? 'open' } : {}),
        ...(each.title ? { title: mark(each.title, wanted) } : {}),
        excerpt: mark(plain(each.body).slice(0, 220), wanted),
      })),
      comments: inComments.map(({ post, comment }) => ({
        id: comment.id,
        postId: post.id,
        kind: post.kind,
        subject: post.subject,
        author: comment.author,
        publishedAt: comment.publishedAt,
        post: post.title ?? plain(post.body).slice(0, 80),
        excerpt: mark(plain(comment.body), wanted),
      })),
    };
    const byName = (items, key) =>
      items.filter(each => matches(each.name)).map(each => ({ [key]: each, name: mark(each.name, wanted) }));
    if (!within || within === world.acme.id)
      groups.files = byName(world.files, 'file').map(hit => ({
        ...hit,
        postId: world.question.id,
        subject: world.acme,
      }));
    if (!narrowed) {
      groups.records = byName([...world.records.values()], 'record');
      groups.members = byName(world.people, 'member');
      groups.spaces = byName(
        [...world.spaces.values()]
          .filter(each => each.visibility !== 'unlisted')
          .map(space => ({ ...short(space), visibility: space.visibility })),
        'space',
      );
      groups.topics = byName(world.topics.map(short), 'topic');
    }
    const type = query.get('type');
    const limit = Number(query.get('limit') ?? (type ? 20 : 5));
    const start = Number(query.get('pageToken') ?? 0);
    const texts = [...inPosts, ...inComments];
    const counted = key => {
      const counts = new Map();
      for (const each of texts) {
        const value = key(each);
        if (value) counts.set(value.id ?? value, { value, count: (counts.get(value.id ?? value)?.count ?? 0) + 1 });
      }
      return [...counts.values()].sort((a, b) => b.count - a.count);
    };
    const week = new Date(Date.now() - 7 * 86_400_000).toISOString();
    return {
      groups: Object.entries(groups)
        .filter(([name, items]) => items.length > 0 && (!type || type === name))
        .map(([name, items]) => ({
          type: name,
          items: items.slice(start, start + limit),
          ...(start === 0 ? { count: items.length } : {}),
          ...(start + limit < items.length ? { nextPageToken: String(start + limit) } : {}),
        })),
      ...(start === 0 && texts.length > 0
        ? {
            facets: {
              places: counted(each => each.subject).map(({ value, count }) => ({ subject: value, count })),
              authors: counted(each => each.author).map(({ value, count }) => ({ member: value, count })),
              kinds: counted(each => each.kind).map(({ value, count }) => ({ kind: value, count })),
              dates: [{ key: 'week', from: week, count: texts.filter(each => each.publishedAt >= week).length }],
              hasFile: texts.filter(each => each.files?.length > 0).length,
              capped: false,
            },
          }
        : {}),
      similar: false,
    };
  };

  return [
    ['GET', 'search', searched],
    [
      'GET',
      'topics',
      ({ query }) => {
        const start = fold(query.get('query') ?? '');
        return { items: world.topics.filter(each => fold(each.name).startsWith(start)).map(start ? short : topicView) };
      },
    ],
    ['GET', 'topics/([^/]+)', ({ at: [key] }) => topicView(topicOf(key))],
    [
      'GET',
      'topics/(\\d+)/related',
      ({ at: [key] }) => ({ items: world.topics.filter(each => each !== topicOf(key)).map(topicView) }),
    ],
    ['GET', 'topics/([^/]+)/feed', ({ at: [key], query }) => feed(posts().filter(holds(topicOf(key).name)), query)],
    [
      'PATCH',
      'topics/(\\d+)',
      ({ at: [key], body }) => {
        const topic = topicOf(key);
        if (world.topics.some(each => each !== topic && each.name === body.name))
          throw new Refusal(409, 'topic-taken', `There is a topic #${body.name} already: merge the two.`);
        return topicView(Object.assign(topic, body));
      },
    ],
    [
      'POST',
      'topics/(\\d+)/merge',
      ({ at: [key], body }) => {
        const [one, other] = [topicOf(key), topicOf(body.into)];
        world.topics.splice(world.topics.indexOf(one), 1);
        return topicView(other);
      },
    ],
    ['DELETE', 'topics/(\\d+)', ({ at: [key] }) => void world.topics.splice(world.topics.indexOf(topicOf(key)), 1)],
    [
      'PUT',
      'topics/(\\d+)/follow',
      ({ at: [key], body }) => (world.follows.set(key, body.level), { level: body.level }),
    ],
    ['DELETE', 'topics/(\\d+)/follow', ({ at: [key] }) => void world.follows.delete(key)],
    ['GET', '(?:records|spaces|members)/\\d+/files', ({ query }) => paged(world.files, query, file => file)],
    [
      'GET',
      'feeds/questions',
      ({ query }) => {
        const all = posts().filter(each => each.kind === 'question');
        const state = query.get('state') ?? 'unanswered';
        const chosen = {
          unanswered: all
            .filter(each => each.question?.state !== 'answered')
            .reverse()
            .map(each => ({ ...each, waitingSince: each.publishedAt })),
          mine: all.filter(each => each.author?.id === '1'),
          followed: all.slice(0, 1),
          all,
        }[state];
        if (!chosen) throw new Refusal(400, 'invalid', 'state: unanswered, mine, followed, all', { field: 'state' });
        return feed(chosen, query);
      },
    ],
  ];
}
