// What posts and comments of the small server have besides their text, and the ways to change it.
import { deflateSync } from 'node:zlib';

const isoIn = minutes => new Date(Date.now() + minutes * 60_000).toISOString();

/** A picture of stripes, so that there is something to see. */
function picture(width, height, [red, green, blue]) {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const lit = (x + y) % 80 < 40 ? 1 : 0.7;
      rows.set([red * lit, green * lit, blue * lit], y * (width * 3 + 1) + 1 + x * 3);
    }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const chunk = (type, data) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(data.length, 0);
    head.write(type, 4, 'latin1');
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc(Buffer.concat([head.subarray(4), data])), 0);
    return Buffer.concat([head, data, sum]);
  };
  const sign = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([sign, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

function crc(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

/** A post of each kind. */
export function fillContent(world) {
  const { people, acme } = world;
  const [claire, jonas, amelie, tom] = people;
  world.bytes = new Map();
  world.drafts = new Map();
  const file = (name, mediaType, bytes, more = {}) => {
    const made = { id: world.next(), name, mediaType, size: bytes.length, createdAt: isoIn(-30), ...more };
    world.bytes.set(made.id, { ...made, bytes });
    return made;
  };
  const photo = (name, colour, width, height, description) =>
    file(name, 'image/png', picture(width, height, colour), { width, height, ...(description ? { description } : {}) });
  world.keepFile = file;

  world.kinds = {
    files: world.addPost(acme, jonas, 'Pictures of line 2, and the wiring diagram.', 300, {
      files: [
        photo('cabinet.png', [40, 90, 170], 640, 400, 'The open cabinet of line 2'),
        photo('monitor.png', [160, 60, 60], 400, 400),
        photo('label.png', [60, 130, 70], 400, 600),
        photo('floor.png', [120, 90, 40], 400, 300),
        file('Wiring diagram RX-400.pdf', 'application/pdf', Buffer.from('%PDF-1.4 wiring')),
      ],
    }),
    link: world.addPost(acme, tom, 'https://dairy.example/standards', 310, {
      kind: 'link',
      links: [
        {
          url: 'https://dairy.example/standards',
          title: 'New standards for dairy plants',
          description: 'What changes next year for cooling and cleaning, and until when plants have to follow.',
          site: 'Dairy Today',
        },
      ],
      topics: [{ id: '950', name: 'hygiene' }],
    }),
    poll: world.addPost(acme, amelie, 'The plant asks us to choose.', 320, {
      kind: 'poll',
      title: 'Which week for the retrofit?',
      poll: { multiple: false, anonymous: false, endsAt: isoIn(3000), hideUntilVoted: true },
      votes: { 'Week 12': ['2', '3'], 'Week 13': ['4'], 'After Easter': [] },
    }),
    kudos: world.addPost(acme, amelie, 'You found the fault in an hour.', 330, {
      kind: 'kudos',
      kudos: { members: [jonas, tom], reason: 'saved' },
    }),
    announcement: world.addPost(acme, claire, 'From Monday on, all visits to this plant go by the new gate.', 340, {
      kind: 'announcement',
      title: 'New gate at the plant',
      announcement: { expiresAt: isoIn(5000), acknowledge: true },
      missing: [claire, jonas, tom],
    }),
    closed: world.addPost(acme, jonas, 'The spare pump has arrived.', 350, {
      closed: { by: amelie, reason: 'solved by phone', at: isoIn(-200) },
    }),
  };
  world.kinds.share = world.addPost(acme, claire, 'Worth a look before the visit.', 345, {
    kind: 'share',
    sharedPostId: world.question.id,
  });
  world.kinds.lost = world.addPost(acme, tom, 'As said over there.', 346, { kind: 'share', sharedPostId: '1' });
  world.kinds.removed = world.addPost(acme, tom, '', 347, {
    removed: { at: isoIn(-40), reason: 'named a patient' },
    segments: [],
  });
}

/** What the reader is told of a post besides what it is. */
export function additions(world, post, all, capabilities) {
  const { id, poll, votes, announcement, missing, sharedPostId, closed, removed, kind } = post;
  const told = { votes: undefined, missing: undefined, sharedPostId: undefined, answerId: undefined };
  const mine = post.author?.id === '1';
  Object.assign(capabilities, {
    mute: true,
    share: kind !== 'change-story',
    markUnread: true,
    pin: true,
    close: !closed,
    reopen: Boolean(closed),
    comment: !closed,
    remove: true,
    turnIntoQuestion: mine && kind === 'update',
    vote: Boolean(poll) && !poll?.ended,
    acknowledge: Boolean(announcement?.acknowledge),
  });
  if (removed) for (const name of Object.keys(capabilities)) capabilities[name] = false;
  if (poll) {
    const voters = new Set(Object.values(votes).flat());
    const hidden = poll.hideUntilVoted && !voters.has('1') && !poll.ended;
    told.poll = {
      multiple: poll.multiple,
      anonymous: poll.anonymous,
      ended: poll.ended ?? false,
      voters: voters.size,
      resultsHidden: hidden,
      ...(poll.endsAt ? { endsAt: poll.endsAt } : {}),
      options: Object.entries(votes).map(([text, by], at) => ({
        id: `${id}${at}`,
        text,
        mine: by.includes('1'),
        ...(hidden ? {} : { votes: by.length, share: voters.size ? by.length / voters.size : 0 }),
      })),
    };
  }
  if (announcement)
    told.announcement = {
      ...announcement,
      acknowledged: !missing.some(member => member.id === '1'),
      ...(mine ? { missing: missing.length } : {}),
    };
  if (sharedPostId) {
    const of = world.posts.find(each => each.id === sharedPostId);
    told.shared = of
      ? {
          available: true,
          post: {
            id: of.id,
            author: of.author,
            subject: of.subject,
            publishedAt: of.publishedAt,
            title: of.title,
            segments: of.segments,
            kind: of.kind,
          },
        }
      : { available: false };
  }
  if (kind === 'question') {
    const answer = all.find(comment => comment.accepted);
    told.question = answer ? { state: 'answered', answer } : { state: 'open' };
    for (const comment of all) {
      comment.upVotes ??= 0;
      Object.assign(comment.capabilities, { accept: true, upVote: true });
    }
  }
  for (const comment of all) Object.assign(comment.capabilities, { remove: true, reply: !closed });
  return told;
}

export function contentRoutes(world, { post, comment, found, Refusal, viewer }) {
  const changed = it => world.changed('post-edited', it);
  const mark = (name, on) => {
    return ({ at: [kind, id] }) => void ((kind === 'post' ? post(id) : comment(id))[name] = on);
  };
  const marks = Object.entries({ bookmark: 'bookmarked', mute: 'muted', follow: 'followed', pin: 'pinned' });
  const cast = (it, chosen) => {
    const options = Object.keys(it.votes);
    for (const text of options) it.votes[text] = it.votes[text].filter(id => id !== viewer.id);
    for (const id of chosen) it.votes[options[Number(id.slice(it.id.length))]].push(viewer.id);
    changed(it);
  };
  const accept = (it, id) => {
    for (const each of it.all) each.accepted = each.id === id;
    it.question = { state: id ? 'answered' : 'open' };
    changed(it);
  };
  const person = id => world.people.find(each => each.id === id);
  const remove = (it, reason) => {
    Object.assign(it, { removed: { at: isoIn(0), reason }, body: '', segments: [], files: [], links: [], topics: [] });
    delete it.title;
    it.capabilities = {};
  };
  const upload = ({ query, body }) => {
    const name = query.get('name') ?? '';
    if (!name) throw new Refusal(400, 'required', 'name: missing', { field: 'name' });
    if (/\.exe$/.test(name))
      throw new Refusal(415, 'file-type-refused', 'file: programs are not taken', { field: 'file', value: name });
    const isPicture = /\.(png|jpe?g)$/.test(name);
    const size = isPicture
      ? { width: body.length > 24 ? body.readUInt32BE(16) : 1, height: body.length > 24 ? body.readUInt32BE(20) : 1 }
      : {};
    const description = query.get('description');
    return world.keepFile(name, isPicture ? 'image/png' : 'application/octet-stream', body, {
      ...size,
      ...(description ? { description } : {}),
    });
  };
  const draft = place => found(world.drafts.get(place));
  const keep = ({ at: [place], body }) => {
    const before = world.drafts.get(place);
    const { basedOn, ...text } = body;
    const conflict = before !== undefined && before.version !== basedOn;
    const kept = {
      ...text,
      place,
      version: world.next(),
      updatedAt: text.updatedAt ?? isoIn(0),
      savedAt: isoIn(0),
      versions: (before?.versions ?? 0) + (conflict ? 1 : 0),
      conflict,
    };
    world.drafts.set(place, kept);
    return kept;
  };

  const routes = [
    ...marks.flatMap(([path, name]) => [
      ['PUT', `(post|comment)s/(\\d+)/${path}`, mark(name, true)],
      ['DELETE', `(post|comment)s/(\\d+)/${path}`, mark(name, false)],
    ]),
    ['POST', 'posts/(\\d+)/unread', ({ at }) => void (post(...at).isRead = false)],
    ['PUT', 'posts/(\\d+)/vote', ({ at, body }) => cast(post(...at), body.optionIds)],
    ['DELETE', 'posts/(\\d+)/vote', ({ at }) => cast(post(...at), [])],
    [
      'GET',
      'posts/(\\d+)/voters',
      ({ at, query }) => {
        const it = post(...at);
        const text = Object.keys(it.votes)[Number(query.get('optionId').slice(it.id.length))];
        return { items: it.votes[text].map(person) };
      },
    ],
    [
      'GET',
      'posts/(\\d+)/reactions',
      ({ at }) => {
        const { reactions } = post(...at);
        const people = [...world.people];
        const items = reactions.counts.flatMap(({ kind, count }) =>
          Array.from({ length: count }, (_, index) => ({ member: people[index % people.length], kind })),
        );
        return { items, total: reactions.total };
      },
    ],
    [
      'PUT',
      'posts/(\\d+)/acknowledgement',
      ({ at }) => {
        const it = post(...at);
        it.missing = it.missing.filter(member => member.id !== viewer.id);
        changed(it);
      },
    ],
    [
      'GET',
      'posts/(\\d+)/acknowledgements',
      ({ at }) => ({ missing: post(...at).missing, done: world.people.length - post(...at).missing.length }),
    ],
    [
      'PUT',
      'posts/(\\d+)/closed',
      ({ at, body }) => {
        post(...at).closed = { by: person('1'), at: isoIn(0), ...(body.reason ? { reason: body.reason } : {}) };
        changed(post(...at));
      },
    ],
    [
      'DELETE',
      'posts/(\\d+)/closed',
      ({ at }) => {
        delete post(...at).closed;
        changed(post(...at));
      },
    ],
    ['PUT', 'posts/(\\d+)/answer', ({ at, body }) => accept(post(...at), body.commentId)],
    ['DELETE', 'posts/(\\d+)/answer', ({ at }) => accept(post(...at), undefined)],
    [
      '(?:PUT|DELETE)',
      'comments/(\\d+)/up-vote',
      ({ at, request }) => {
        const it = comment(...at);
        const on = request.method === 'PUT';
        if (on !== (it.upVoted ?? false)) it.upVotes += on ? 1 : -1;
        it.upVoted = on;
      },
    ],
    [
      'POST',
      'posts/(\\d+)/question',
      ({ at, body }) => {
        Object.assign(post(...at), { kind: 'question', title: body.title });
        return world.postView(post(...at));
      },
    ],
    ['PUT', 'posts/(\\d+)/removal', ({ at, body }) => remove(post(...at), body.reason)],
    ['PUT', 'comments/(\\d+)/removal', ({ at, body }) => remove(comment(...at), body.reason)],
    ['POST', 'files', upload],
    [
      'PATCH',
      'files/(\\d+)',
      ({ at: [id], body }) => ({
        ...Object.assign(found(world.bytes.get(id)), { description: body.description }),
        bytes: undefined,
      }),
    ],
    ['GET', 'files/(\\d+)/content', ({ at: [id] }) => found(world.bytes.get(id))],
    [
      'GET',
      'questions/similar',
      ({ query }) => ({
        items: /phase|monitor/i.test(query.get('title') ?? '') ? [similar(world.question)] : [],
      }),
    ],
    [
      'POST',
      'mention-preview',
      ({ body }) => ({
        notified:
          [...body.body.matchAll(/\((?:member|space):|@owner|@account-team/g)].length *
          (/\(space:/.test(body.body) ? 24 : 1),
        cannotSee: /\(member:4\)/.test(body.body) ? [person('4')] : [],
      }),
    ],
    ['GET', 'me/drafts/([^/]+)', ({ at: [place] }) => draft(place)],
    ['PUT', 'me/drafts/([^/]+)', keep],
    ['DELETE', 'me/drafts/([^/]+)', ({ at: [place] }) => void world.drafts.delete(place)],
  ];

  /** What a new post has besides its text. */
  function ofNew({ fileIds, poll, kudos, announcement, sharedPostId }) {
    const files = fileIds?.map(id => {
      const file = { ...found(world.bytes.get(id)) };
      delete file.bytes;
      return file;
    });
    return {
      ...(files ? { files } : {}),
      ...(poll ? { poll, votes: Object.fromEntries(poll.options.map(text => [text, []])) } : {}),
      ...(kudos ? { kudos: { members: kudos.memberIds.map(person), reason: kudos.reason } } : {}),
      ...(announcement ? { announcement, missing: [...world.people] } : {}),
      ...(sharedPostId ? { sharedPostId } : {}),
    };
  }

  const place = id => {
    const space = world.spaces.get(id);
    return space && { id, kind: 'space', name: space.name };
  };
  return { routes, ofNew, place };
}

function similar({ id, kind, title, author, subject, publishedAt, all }) {
  const said = [{ type: 'text', text: title }];
  return { id, kind, title: said, excerpt: [], author, subject, publishedAt, commentCount: all.length };
}
