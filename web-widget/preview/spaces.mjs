// Spaces, as the server has them: who is in, who asks, which records are linked; and what a member may do there.
const ranks = ['requested', 'invited', 'member', 'manager', 'owner'];
const isIn = role => ranks.indexOf(role) >= 2;
const manages = role => ranks.indexOf(role) >= 3;

export function fillSpaces(world, ago) {
  const [claire, jonas, amelie, tom] = world.people;
  const make = (name, visibility, roles, more = {}) => {
    const space = {
      id: world.next(),
      kind: 'space',
      name,
      visibility,
      broadcast: false,
      createdAt: ago(60_000),
      version: 1,
      members: new Map(
        roles.map(([person, role, message]) => [
          person.id,
          { role, since: ago(4_000), ...(message ? { message } : {}) },
        ]),
      ),
      records: [],
      ...more,
    };
    world.spaces.set(space.id, space);
    return space;
  };
  world.coldChain = make(
    'Cold chain',
    'public',
    [
      [claire, 'owner'],
      [jonas, 'manager'],
      [amelie, 'member'],
      [tom, 'requested', 'I take over the Leeds plant and need the thread on the compressors.'],
    ],
    { description: 'Everything that keeps below four degrees: compressors, doors, loggers.', records: [world.acme] },
  );
  world.pricing = make('Pricing 2027', 'private', [[amelie, 'owner']], {
    description: 'List prices and who may go below.',
  });
  world.news = make(
    'News of the company',
    'public',
    [
      [amelie, 'owner'],
      [claire, 'member'],
    ],
    { broadcast: true },
  );
  world.fairs = make('Fairs and visits', 'public', [[tom, 'owner']], {
    description: 'Who goes where, and whom they met.',
  });
  world.invited = make('Handover Leeds', 'unlisted', [
    [tom, 'owner'],
    [claire, 'invited'],
  ]);
  world.old = make('ERP migration', 'public', [[claire, 'owner']], { archivedAt: ago(30_000) });
  world.unreadOf = new Map([[world.coldChain.id, 2]]);
  const subject = { id: world.coldChain.id, kind: 'space', name: world.coldChain.name };
  world.addPost(subject, jonas, 'The new loggers are in the Hamburg store. Ask for the grey ones. #dosing', 300);
  world.seals = world.addPost(subject, amelie, 'Does anybody have the door seals of 2024?', 240, {
    kind: 'question',
    title: 'Which door seals fit the doors of 2024?',
  });
}

export function spaceRoutes(world, { Refusal, found, feed, named, create, paged }) {
  const me = '1';
  const known = space => space.visibility !== 'unlisted' || space.members.has(me);
  const of = id => found([...world.spaces.values()].find(each => each.id === id && known(each)));
  const readable = space => space.visibility === 'public' || isIn(space.members.get(me)?.role);
  const view = space => {
    const role = space.members.get(me)?.role;
    const open = !space.archivedAt;
    const { members, ...rest } = space;
    delete rest.records;
    return {
      ...rest,
      ...(readable(space) ? { memberCount: [...members.values()].filter(each => isIn(each.role)).length } : {}),
      ...(role ? { membership: role } : {}),
      capabilities: {
        read: readable(space),
        post: open && isIn(role) && (!space.broadcast || manages(role)),
        join: open && !isIn(role) && role !== 'requested',
        leave: role !== undefined,
        edit: manages(role) && open,
        manage: manages(role) && open,
        archive: manages(role),
        link: open && isIn(role),
      },
    };
  };
  const managed = id => {
    const space = of(id);
    if (!manages(space.members.get(me)?.role)) throw new Refusal(403, 'forbidden', 'Not yours to change.');
    return space;
  };
  const open = space => {
    if (space.archivedAt) throw new Refusal(409, 'space-archived', 'The space is archived.');
    return space;
  };
  const needsOwner = (space, leaving) => {
    const others = [...space.members].filter(([id, each]) => each.role === 'owner' && id !== leaving);
    if (others.length === 0)
      throw new Refusal(409, 'last-owner', 'A space needs an owner: make somebody else one first.');
  };
  const put = (space, id, role, more = {}) => space.members.set(id, { role, since: new Date().toISOString(), ...more });
  const membership = (space, id) => ({
    member: world.people.find(each => each.id === id),
    ...space.members.get(id),
  });
  const name = text => {
    const stripped = text?.trim() ?? '';
    if (!stripped) throw new Refusal(400, 'required', 'name: missing', { field: 'name' });
    if (stripped.length > 100) {
      throw new Refusal(400, 'too-long', `name: ${stripped.length} characters (expected: 1 to 100)`, {
        field: 'name',
        limit: 100,
        value: stripped.length,
      });
    }
    return stripped;
  };

  return [
    [
      'GET',
      'spaces',
      ({ query }) => {
        const mine = query.get('filter') === 'mine';
        const archived = query.get('archived');
        const all = [...world.spaces.values()].filter(
          each =>
            (mine ? each.members.has(me) : known(each)) &&
            (archived === null || String(each.archivedAt !== undefined) === archived),
        );
        const sorted = named(all, query).sort((a, b) => a.name.localeCompare(b.name));
        return paged(sorted, query, each =>
          mine ? { ...view(each), unread: world.unreadOf.get(each.id) ?? 0 } : view(each),
        );
      },
    ],
    [
      'POST',
      'spaces',
      ({ request, body }) =>
        create(request, () => {
          const space = {
            id: world.next(),
            kind: 'space',
            name: name(body.name),
            ...(body.description ? { description: body.description } : {}),
            visibility: body.visibility ?? 'public',
            broadcast: body.broadcast ?? false,
            topics: body.topics ?? [],
            createdAt: new Date().toISOString(),
            version: 1,
            members: new Map([[me, { role: 'owner', since: new Date().toISOString() }]]),
            records: [],
          };
          world.spaces.set(space.id, space);
          return view(space);
        }),
    ],
    [
      'GET',
      'space-templates',
      () => ({
        items: [
          { key: 'news', name: 'News', visibility: 'public', broadcast: true, topics: [] },
          { key: 'practice', name: 'Community of practice', visibility: 'public', broadcast: false, topics: [] },
          { key: 'project', name: 'Project', visibility: 'private', broadcast: false, topics: [] },
          {
            key: 'secret',
            name: 'Confidential',
            description: 'Nobody outside knows of it.',
            visibility: 'unlisted',
            broadcast: false,
            topics: ['takeover', 'legal'],
          },
        ],
      }),
    ],
    ['GET', 'spaces/(\\d+)', ({ at: [id] }) => view(of(id))],
    [
      'PATCH',
      'spaces/(\\d+)',
      ({ at: [id], body }) => {
        const space = open(managed(id));
        if (body.visibility && body.visibility !== space.visibility && space.members.get(me).role !== 'owner')
          throw new Refusal(403, 'forbidden', 'Not yours to change.');
        if (body.name !== undefined) name(body.name);
        Object.assign(space, body, { version: space.version + 1 });
        return view(space);
      },
    ],
    [
      '(?:PUT|DELETE)',
      'spaces/(\\d+)/archived',
      ({ request, at: [id] }) => {
        const space = managed(id);
        if (request.method === 'PUT') space.archivedAt ??= new Date().toISOString();
        else delete space.archivedAt;
        return view(space);
      },
    ],
    [
      'PUT',
      'spaces/(\\d+)/membership',
      ({ at: [id], body }) => {
        const space = open(of(id));
        const role = space.members.get(me)?.role;
        if (!isIn(role)) {
          if (role === 'invited' || space.visibility === 'public') put(space, me, 'member');
          else put(space, me, 'requested', body.message ? { message: body.message } : {});
        }
        return view(space);
      },
    ],
    [
      'DELETE',
      'spaces/(\\d+)/membership',
      ({ at: [id] }) => {
        const space = of(id);
        if (space.members.get(me)?.role === 'owner') needsOwner(space, me);
        space.members.delete(me);
      },
    ],
    [
      'GET',
      'spaces/(\\d+)/members',
      ({ at: [id], query }) => {
        const waiting = query.get('filter') === 'waiting';
        const space = waiting ? managed(id) : of(id);
        if (!readable(space)) throw new Refusal(403, 'forbidden', 'Only members read this.');
        const rows = [...space.members]
          .filter(([, each]) => isIn(each.role) !== waiting)
          .sort(([, a], [, b]) => ranks.indexOf(b.role) - ranks.indexOf(a.role));
        return paged(rows, query, ([member]) => membership(space, member));
      },
    ],
    [
      'PUT',
      'spaces/(\\d+)/members/(\\d+)',
      ({ at: [id, member], body }) => {
        const space = open(managed(id));
        const present = space.members.get(member)?.role;
        const own = space.members.get(me).role;
        if ((body.role === 'owner' || present === 'owner') && own !== 'owner')
          throw new Refusal(403, 'forbidden', 'Not yours to change.');
        if (present === 'owner' && body.role !== 'owner') needsOwner(space, member);
        put(space, member, present === undefined || present === 'invited' ? 'invited' : body.role);
        return membership(space, member);
      },
    ],
    [
      'DELETE',
      'spaces/(\\d+)/members/(\\d+)',
      ({ at: [id, member] }) => {
        const space = managed(id);
        if (space.members.get(member)?.role === 'owner') needsOwner(space, member);
        space.members.delete(member);
      },
    ],
    [
      'GET',
      'spaces/(\\d+)/records',
      ({ at: [id] }) => {
        const space = of(id);
        if (!readable(space)) throw new Refusal(403, 'forbidden', 'Only members read this.');
        return { items: space.records };
      },
    ],
    [
      '(?:PUT|DELETE)',
      'spaces/(\\d+)/records/(\\d+)',
      ({ request, at: [id, record] }) => {
        const space = open(of(id));
        if (!isIn(space.members.get(me)?.role)) throw new Refusal(403, 'forbidden', 'Only members link.');
        space.records = space.records.filter(each => each.id !== record);
        if (request.method === 'PUT') space.records.push(found(world.records.get(record)));
      },
    ],
    [
      'GET',
      'records/(\\d+)/spaces',
      ({ at: [record] }) => ({
        items: [...world.spaces.values()]
          .filter(each => readable(each) && known(each) && each.records.some(linked => linked.id === record))
          .map(view),
      }),
    ],
    [
      'PUT',
      'spaces/(\\d+)/follow',
      ({ at: [id], body }) => {
        const { name } = of(id);
        world.choices.places = world.choices.places.filter(each => each.subjectId !== id);
        if (body.level !== 'everything')
          world.choices.places.push({ subjectId: id, name, kind: 'space', level: body.level });
        return { level: body.level };
      },
    ],
    [
      'GET',
      'spaces/(\\d+)/feed',
      ({ at: [id], query }) => {
        const space = of(id);
        if (!readable(space)) throw new Refusal(404, 'not-found', 'There is nothing here for you.');
        return feed(
          world.posts.filter(each => each.subject.id === id),
          query,
        );
      },
    ],
  ];
}
