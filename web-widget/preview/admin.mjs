// Who has a role, and what was recorded, for the pages of admins.
export function fillAdmin(world, ago) {
  const [claire, jonas, amelie] = world.people;
  world.roles = new Map([
    [claire.id, 'admin'],
    [amelie.id, 'moderator'],
  ]);
  world.audit = [];
  world.record = (actor, action, item, reason, details, at = new Date().toISOString()) =>
    world.audit.unshift({
      id: world.next(),
      at,
      actor,
      action,
      item,
      ...(reason ? { reason } : {}),
      ...(details ? { details } : {}),
    });
  for (let day = 60; day > 2; day--)
    world.record(claire, 'connection-changed', 'connection:nordwind', undefined, 'webhooks', ago(day * 1440));
  world.record(amelie, 'post-removed', `post:${world.kinds.removed.id}`, 'named a patient', undefined, ago(2_000));
  world.record(claire, 'role-changed', `member:${jonas.id}`, undefined, 'moderator -> member', ago(1_000));
  world.record(claire, 'role-changed', `member:${amelie.id}`, 'Keeps order in Sales', 'member -> moderator', ago(900));
}

export function adminRoutes(world, { Refusal, found, paged }) {
  const person = id => found(world.people.find(each => each.id === id));
  const admin = () => {
    if (world.roles.get('1') !== 'admin') throw new Refusal(403, 'forbidden', 'Only admins may.');
  };
  return [
    [
      'GET',
      'roles',
      ({ query }) => {
        admin();
        const holders = [...world.roles].map(([id, role]) => ({ member: person(id), role }));
        return paged(
          holders.sort((a, b) => a.role.localeCompare(b.role)),
          query,
          each => each,
        );
      },
    ],
    [
      'PUT',
      'members/(\\d+)/role',
      ({ at: [id], body }) => {
        admin();
        const before = world.roles.get(id) ?? 'member';
        const admins = [...world.roles.values()].filter(role => role === 'admin');
        if (before === 'admin' && body.role !== 'admin' && admins.length === 1)
          throw new Refusal(409, 'last-admin', 'The last admin stays one: make somebody else an admin first.');
        if (body.role === 'member') world.roles.delete(id);
        else world.roles.set(id, body.role);
        world.record(world.people[0], 'role-changed', `member:${id}`, body.reason, `${before} -> ${body.role}`);
        return body;
      },
    ],
    [
      'GET',
      'audit',
      ({ query }) => {
        admin();
        const [actor, action, from, to] = ['actor', 'action', 'from', 'to'].map(name => query.get(name));
        const items = world.audit.filter(
          each =>
            (!actor || each.actor.id === actor) &&
            (!action || each.action === action) &&
            (!from || each.at >= from) &&
            (!to || each.at < to),
        );
        return paged(items, query, each => each);
      },
    ],
    ['GET', 'audit/actions', () => ({ items: [...new Set(world.audit.map(each => each.action))].sort() })],
    [
      'GET',
      'audit/check',
      () => ({
        entries: world.audit.length,
        intact: !world.brokenLine,
        ...(world.brokenLine ? { firstBroken: world.brokenLine } : {}),
      }),
    ],
  ];
}
