// The inbox, thread by thread and by customer, and what one wants to be told.
const kinds = [
  'mention',
  'reply',
  'comment',
  'post',
  'reaction',
  'edit',
  'answer-accepted',
  'kudos',
  'announcement',
  'follow',
  'membership',
  'poll-ended',
];
const ofFilter = {
  all: kinds,
  unread: kinds,
  mentions: ['mention'],
  answers: ['reply', 'comment', 'reaction', 'answer-accepted', 'kudos'],
  follows: ['post', 'edit', 'announcement'],
  system: ['follow', 'membership', 'poll-ended'],
};

export function fillInbox(world, ago) {
  const [, , , tom] = world.people;
  const { id, name } = world.coldChain;
  world.notifications.push({
    id: world.next(),
    kind: 'membership',
    actor: tom,
    subject: { id, kind: 'space', name },
    excerpt: 'I take over the Leeds plant and need the thread on the compressors.',
    reason: { kind: 'requested' },
    at: ago(4_000),
    read: true,
  });
  world.choices = {
    kinds: Object.fromEntries(kinds.map(kind => [kind, { inApp: true, push: false, email: false }])),
    places: [{ subjectId: world.deal.id, level: 'mentions', name: world.deal.name, kind: 'opportunity' }],
    mutedByMention: true,
  };
}

export function inboxRoutes(world, { Refusal, found, paged, unread }) {
  const customerOf = ({ subject }) => (subject.id === world.deal.id ? world.acme : subject);
  const mark = (wanted, read) => {
    for (const each of world.notifications) if (wanted(each)) each.read = read;
    world.tell('inbox', { unread: unread() });
  };
  const one = id => found(world.notifications.find(each => each.id === id));

  return [
    [
      'GET',
      'notifications',
      ({ query }) => {
        const filter = query.get('filter') ?? 'all';
        if (!ofFilter[filter]) throw new Refusal(400, 'invalid', 'filter: not known', { field: 'filter' });
        const items = world.notifications.filter(
          each => ofFilter[filter].includes(each.kind) && (filter !== 'unread' || !each.read),
        );
        const counts = { unread: unread(), unseen: 0 };
        const customer = query.get('customer');
        if (customer)
          return {
            ...paged(
              items.filter(each => customerOf(each).id === customer),
              query,
              each => each,
            ),
            ...counts,
          };
        if (query.get('view') !== 'customers') return { ...paged(items, query, each => each), ...counts };
        const bundles = new Map();
        for (const each of items) {
          const customer = customerOf(each);
          const bundle = bundles.get(customer.id) ?? {
            customer,
            newest: each.id,
            at: each.at,
            unread: 0,
            total: 0,
            items: [],
          };
          bundle.total++;
          if (!each.read) bundle.unread++;
          if (bundle.items.length < 3) bundle.items.push(each);
          bundles.set(customer.id, bundle);
        }
        return { bundles: [...bundles.values()], ...counts };
      },
    ],
    ['POST', 'notifications/(\\d+)/read', ({ at: [id] }) => mark(each => each === one(id), true)],
    ['POST', 'notifications/(\\d+)/unread', ({ at: [id] }) => mark(each => each === one(id), false)],
    [
      'POST',
      'notifications/read-all',
      ({ query }) => mark(each => !query.get('customer') || customerOf(each).id === query.get('customer'), true),
    ],
    ['POST', 'notifications/seen', () => undefined],
    ['GET', 'me/notification-settings', () => world.choices],
    [
      'PUT',
      'me/notification-settings',
      ({ body }) => {
        for (const [kind, channels] of Object.entries(body.kinds ?? {}))
          Object.assign(found(world.choices.kinds[kind]), channels);
        for (const { subjectId, level } of body.places ?? [])
          found(world.choices.places.find(each => each.subjectId === subjectId)).level = level;
        world.choices.places = world.choices.places.filter(each => each.level !== 'everything');
        if (body.mutedByMention !== undefined) world.choices.mutedByMention = body.mutedByMention;
        return world.choices;
      },
    ],
  ];
}
