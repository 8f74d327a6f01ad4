// What is one's own: saved posts, mentions, streams, drafts and scheduled posts.
export function fillOwn(world, ago) {
  const { question, latest, acme, people } = world;
  const [, , , tom] = people;
  const answer = question.all.at(-2);
  world.bookmarks = [
    { at: ago(30), item: 'post', id: latest.id, postId: latest.id },
    { at: ago(200), item: 'comment', id: answer.id, postId: question.id },
  ];
  world.own = [
    {
      id: world.next(),
      name: 'Service this week',
      sources: [
        { kind: 'record', id: acme.id, name: acme.name },
        { kind: 'topic', id: world.topics[0].id, name: world.topics[0].name },
      ],
    },
  ];
  const begun = (place, words) =>
    world.drafts.set(place, {
      place,
      version: world.next(),
      savedAt: words.updatedAt,
      versions: 0,
      conflict: false,
      ...words,
    });
  begun(`subject:${world.deal.id}`, {
    title: 'Plan for week 12',
    body: 'Two days on site, one for the cabinet and one for',
    kind: 'note',
    updatedAt: ago(14),
    versions: 1,
  });
  begun(`post:${world.seals.id}`, { body: 'Have you tried the older ones?', updatedAt: ago(300) });
  world.scheduled = [
    {
      id: world.next(),
      publishAt: ago(-2_880),
      createdAt: ago(20),
      version: 1,
      subject: acme,
      post: { subjectId: acme.id, body: 'The offer ends today: who calls them?', publishAt: ago(-2_880) },
      files: [],
    },
  ];
  world.mentions = [question, latest].filter(
    each => each.author?.id !== '1' || each.all.some(comment => comment.author === tom),
  );
}

export function ownRoutes(world, { Refusal, found, feed, create, paged }) {
  const post = id => world.posts.find(each => each.id === id);
  const stream = id => found(world.own.find(each => each.id === id));
  const named = sources =>
    sources.map(({ kind, id }) => {
      const all = {
        record: [...world.records.values()],
        space: [...world.spaces.values()],
        member: world.people,
        topic: world.topics,
      };
      const name = found(all[kind])?.find(each => each.id === id)?.name;
      return { kind, id, ...(name ? { name } : {}) };
    });
  const checked = body => {
    if (!body.name?.trim()) throw new Refusal(400, 'required', 'name: missing', { field: 'name' });
    if (body.sources.length > 100)
      throw new Refusal(400, 'too-many', 'sources: at most 100', { field: 'sources', limit: 100 });
    return { name: body.name, sources: named(body.sources) };
  };
  const where = place => {
    const [kind, id] = place.split(':');
    const on = world.posts.find(each => each.id === id || each.all.some(comment => comment.id === id));
    const subject =
      kind === 'subject' ? (world.records.get(id) ?? { id, kind: 'member', name: 'Claire Fontaine' }) : on?.subject;
    if (!subject) return {};
    return { where: { subject, ...(on ? { postId: on.id, excerpt: on.title ?? on.body } : {}) } };
  };
  const holds = (each, { kind, id, name }) =>
    kind === 'topic'
      ? new RegExp(`#${name}\\b`, 'i').test(each.body ?? '')
      : kind === 'member'
        ? each.author?.id === id
        : each.subject.id === id;

  return [
    [
      'GET',
      'me/bookmarks',
      ({ query }) =>
        paged(
          world.bookmarks.filter(({ postId }) => post(postId)),
          query,
          ({ at, item, id, postId }) => ({
            at,
            post: world.postView(post(postId)),
            ...(item === 'comment' ? { comment: post(postId).all.find(each => each.id === id) } : {}),
          }),
        ),
    ],
    [
      '(?:PUT|DELETE)',
      '(post|comment)s/(\\d+)/bookmark',
      ({ request, at: [item, id] }) => {
        const holder = world.posts.find(each => each.id === id || each.all.some(comment => comment.id === id));
        world.bookmarks = world.bookmarks.filter(each => each.id !== id);
        const marked = found(holder).id === id ? holder : holder.all.find(each => each.id === id);
        marked.bookmarked = request.method === 'PUT';
        if (marked.bookmarked) world.bookmarks.unshift({ at: new Date().toISOString(), item, id, postId: holder.id });
      },
    ],
    ['GET', 'me/streams', () => ({ items: world.own })],
    ['GET', 'me/streams/(\\d+)', ({ at: [id] }) => stream(id)],
    [
      'POST',
      'me/streams',
      ({ request, body }) =>
        create(request, () => {
          const made = { id: world.next(), ...checked(body) };
          world.own.push(made);
          return made;
        }),
    ],
    ['PATCH', 'me/streams/(\\d+)', ({ at: [id], body }) => Object.assign(stream(id), checked(body))],
    ['DELETE', 'me/streams/(\\d+)', ({ at: [id] }) => void world.own.splice(world.own.indexOf(stream(id)), 1)],
    [
      'GET',
      'feeds/streams/(\\d+)',
      ({ at: [id], query }) => {
        const { sources } = stream(id);
        return feed(
          world.posts.filter(each => sources.some(source => holds(each, source))),
          query,
        );
      },
    ],
    ['GET', 'feeds/mentions', ({ query }) => feed(world.mentions, query)],
    [
      'GET',
      'me/drafts',
      () => ({
        items: [...world.drafts.values()]
          .map(each => ({ ...each, ...where(each.place) }))
          .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt)),
      }),
    ],
    [
      'GET',
      'me/drafts/([^/]+)/versions',
      () => ({
        items: [{ body: 'Two days on site.', updatedAt: new Date(0).toISOString(), keptAt: new Date(0).toISOString() }],
      }),
    ],
    ['GET', 'me/scheduled', ({ query }) => paged(world.scheduled, query, each => each)],
  ];
}
