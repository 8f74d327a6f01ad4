import { msg, str } from '@lit/localize';
import type { Api } from '../api/api.ts';
import { acknowledge, readAcknowledgements } from '../api/announcements.ts';
import { mark, markUnread, type Mark } from '../api/marks.ts';
import { hideKudos } from '../api/members.ts';
import { closeThread, remove, reopenThread } from '../api/moderation.ts';
import { readVoters, vote } from '../api/polls.ts';
import { deletePost } from '../api/posts.ts';
import { acceptAnswer, turnIntoQuestion, upVote } from '../api/questions.ts';
import { readReactors, type Reactor } from '../api/reactions.ts';
import type { MemberSummary, Poll, Post, ReactionKind } from '../api/schema.ts';
import { findTopics, giveTopic, takeTopic } from '../api/topics.ts';
import { problemOf } from '../api/problem.ts';
import { ask } from '../elements/rapport-ask/rapport-ask.ts';
import { andOthers, showPeople, type PeopleShown } from '../elements/rapport-people/rapport-people.ts';
import { sharePost } from '../elements/rapport-share/rapport-share.ts';
import type { RapportToasts, Toast } from '../elements/rapport-toasts/rapport-toasts.ts';
import { number, plural } from '../i18n/format.ts';
import { reactionName } from '../i18n/more-names.ts';
import { problemText } from '../i18n/names.ts';
import type { LocalComment, LocalPost } from './conversation.ts';
import type { Discussion } from './discussion.ts';
import type { ActDetail, ItemRef } from './events.ts';
import { limitOf } from './limits.ts';
import type { Surface } from './surface.ts';
import { topicsIn } from './in-text.ts';

interface Around {
  discussion: Discussion;
  /** Where dialogs are put. */
  root: HTMLElement | DocumentFragment;
  surface: Surface | undefined;
  toasts: RapportToasts | null | undefined;
  seconds: number;
}

/** Does what was pressed: shown at once, taken back with the reason if the server refuses. */
export async function act(detail: ActDetail, around: Around): Promise<unknown> {
  const { discussion, root } = around;
  const { api } = discussion.talk;
  const { item, id, postId, act: what, on = true } = detail;
  const ref: ItemRef = { item, id, postId };
  const present = discussion.find(ref);
  if (!present) return;
  const post = item === 'post' ? (present as LocalPost) : discussion.talk.posts.get(postId);
  const comment = present as LocalComment;
  const again = (on: boolean) => () => void act({ ...ref, act: what, on }, around).catch(told(around));
  const done = (text: string, undo?: () => void) => around.toasts?.show(toast(text, around.seconds, undo));

  switch (what) {
    case 'bookmark':
    case 'mute':
    case 'follow':
    case 'pin':
      await optimistically(discussion, ref, { [marks[what]]: on }, () => mark(api, ref, what, on));
      return done(markWords(what, on), again(!on));
    case 'unread':
      await optimistically(discussion, ref, { isRead: false }, () => markUnread(api, postId));
      return done(msg('Marked as unread from here.'));
    case 'vote': {
      const chosen = detail.optionIds ?? [];
      await optimistically(discussion, ref, { poll: voted((present as Post).poll!, chosen) }, () =>
        vote(api, id, chosen),
      );
      around.toasts?.announce(chosen.length > 0 ? msg('Your vote counts.') : msg('Your vote is taken back.'));
      return discussion.refresh(id);
    }
    case 'acknowledge': {
      const { announcement } = present as Post;
      if (!announcement) return;
      await optimistically(discussion, ref, { announcement: { ...announcement, acknowledged: true } }, () =>
        acknowledge(api, id),
      );
      around.toasts?.announce(msg('You confirmed that you have read it.'));
      return discussion.refresh(id);
    }
    case 'hide-kudos': {
      const { kudos } = present as Post;
      if (!kudos) return;
      await optimistically(discussion, ref, { kudos: { ...kudos, hidden: on } }, () => hideKudos(api, id, on));
      return done(on ? msg('It no longer stands on your page.') : msg('It stands on your page again.'), again(!on));
    }
    case 'up-vote': {
      const upVotes = Math.max(0, (comment.upVotes ?? 0) + (on ? 1 : -1));
      return optimistically(discussion, ref, { upVoted: on, upVotes }, () => upVote(api, id, on));
    }
    case 'accept': {
      const before = discussion.talk.threads.get(postId)?.comments.find(each => each.accepted);
      if (on && before && before.id !== id)
        discussion.change({ item: 'comment', id: before.id, postId }, { accepted: false });
      try {
        await optimistically(discussion, ref, { accepted: on }, () => acceptAnswer(api, postId, on ? id : undefined));
      } catch (failure) {
        if (before) discussion.change({ item: 'comment', id: before.id, postId }, { accepted: true });
        throw failure;
      }
      discussion.change(
        { item: 'post', id: postId, postId },
        { question: on ? { state: 'answered', answer: { ...comment, accepted: true } } : { state: 'open' } },
      );
      discussion.refresh(postId, id);
      return done(on ? msg('Marked as the best answer.') : msg('The question is open again.'), again(!on));
    }
    case 'close': {
      if (!post) return;
      const capabilities = { ...post.capabilities, comment: false, close: false, reopen: true };
      const reason = await ask(root, {
        heading: msg('Close this thread'),
        text: msg('Nobody can comment any more. What was said stays.'),
        label: msg('Reason (optional)'),
        most: limitOf(around.surface, 'closeReason'),
        verb: msg('Close the thread'),
        send: reason => {
          const closed = {
            at: new Date().toISOString(),
            ...(discussion.talk.viewer ? { by: discussion.talk.viewer } : {}),
            ...(reason ? { reason } : {}),
          };
          return optimistically(discussion, ref, { closed, capabilities }, () => closeThread(api, id, reason));
        },
      });
      if (reason === undefined) return;
      discussion.refresh(id);
      return done(msg('The thread is closed.'), () => void act({ ...ref, act: 'reopen' }, around).catch(told(around)));
    }
    case 'reopen': {
      if (!post) return;
      const capabilities = { ...post.capabilities, comment: true, close: true, reopen: false };
      await optimistically(discussion, ref, { closed: undefined, capabilities }, () => reopenThread(api, id));
      discussion.refresh(id);
      return done(msg('The thread is open again.'));
    }
    case 'remove': {
      const reason = await ask(root, {
        heading: item === 'post' ? msg('Remove this post') : msg('Remove this comment'),
        text: msg(
          'Its words, its versions and its files go for good. A mark with your reason stays, and the removal is recorded.',
        ),
        label: msg('Reason'),
        least: 1,
        most: limitOf(around.surface, 'removalReason'),
        verb: msg('Remove for good'),
        danger: true,
        send: reason => remove(api, ref, reason),
      });
      if (!reason) return;
      const gone = {
        removed: { at: new Date().toISOString(), reason },
        body: '',
        segments: [],
        files: [],
        capabilities: {},
      };
      discussion.change(ref, item === 'post' ? { ...gone, title: undefined, links: [], topics: [] } : gone);
      discussion.refresh(postId, item === 'comment' ? id : undefined);
      return done(msg('Removed.'));
    }
    case 'question': {
      const title = await ask(root, {
        heading: msg('Turn this into a question'),
        text: msg('Your text stays as its details. It then stands among the open questions.'),
        label: msg('Your question'),
        value: firstSentence(post?.body ?? '', limitOf(around.surface, 'titleMax')),
        least: limitOf(around.surface, 'titleMin'),
        most: limitOf(around.surface, 'titleMax'),
        verb: msg('Turn into a question'),
        send: title => turnIntoQuestion(api, id, title),
      });
      if (!title) return;
      discussion.change(ref, { kind: 'question', title, question: { state: 'open' } });
      discussion.refresh(id);
      return done(msg('It is a question now.'));
    }
    case 'share': {
      const made = await sharePost(root, post!, around.surface);
      return (
        made && done(msg(str`Shared in ${made.subject.name}.`), () => void deletePost(api, made.id).catch(told(around)))
      );
    }
    case 'topics': {
      const { changeTopics } = await import('../elements/rapport-topics/rapport-topics.ts');
      const topics = await changeTopics(root, post?.topics ?? [], topicsIn(post?.segments ?? []), {
        find: query => findTopics(api, query),
        give: name => giveTopic(api, id, name),
        take: topic => takeTopic(api, id, topic.id),
      });
      return discussion.change(ref, { topics });
    }
    case 'missing':
      return showPeople(root, msg('Not confirmed yet'), async () => {
        const { missing, total, done } = await readAcknowledgements(api, id);
        const confirmed = plural(done, {
          one: msg(str`${number(done)} person has confirmed.`),
          other: msg(str`${number(done)} people have confirmed.`),
        });
        return { note: confirmed, groups: [{ people: missing, others: (total ?? 0) - missing.length }] };
      });
    case 'voters':
      return showPeople(root, msg('Who voted for what'), async () => {
        const options = (post?.poll?.options ?? []).filter(option => option.votes !== 0);
        const pages = await Promise.all(options.map(option => readVoters(api, id, option.id)));
        return {
          groups: options.map((option, at) => {
            const { items, total } = pages[at]!;
            return { name: option.text, people: items, others: (total ?? 0) - items.length };
          }),
        };
      });
    case 'reactors':
      return showPeople(root, msg('Who reacted'), () => reactors(api, ref));
  }
}

/** The latest come first; the others in pages, as far as the server has them. */
async function reactors(api: Api, ref: ItemRef, pageToken?: string, before: Reactor[] = []): Promise<PeopleShown> {
  const { items, total, nextPageToken } = await readReactors(api, ref, pageToken);
  const all = [...before, ...items];
  const groups = new Map<ReactionKind, MemberSummary[]>();
  for (const { member, kind } of all) groups.set(kind, [...(groups.get(kind) ?? []), member]);
  const others = total - all.length;
  return {
    groups: [...groups].map(([kind, people]) => ({ name: reactionName(kind), people })),
    ...(others > 0 ? { note: andOthers(others) } : {}),
    ...(nextPageToken ? { more: () => reactors(api, ref, nextPageToken, all) } : {}),
  };
}

const marks: Record<Mark, keyof Post> = {
  bookmark: 'bookmarked',
  mute: 'muted',
  follow: 'followed',
  pin: 'pinned',
};

function markWords(what: Mark, on: boolean): string {
  switch (what) {
    case 'bookmark':
      return on ? msg('Saved.', { id: 'bookmarked' }) : msg('No longer saved.');
    case 'mute':
      return on
        ? msg('Muted: you hear of it no more, unless you are mentioned.')
        : msg('You hear of this thread again.');
    case 'follow':
      return on ? msg('You hear of what is said here.') : msg('You no longer follow this.');
    case 'pin':
      return on ? msg('Pinned to the top.') : msg('No longer pinned.');
  }
}

const toast = (text: string, seconds: number, undo?: () => void): Toast =>
  undo ? { text, seconds, undo } : { text, seconds: 5 };

const told = (around: Around) => (failure: unknown) =>
  around.toasts?.show({ text: problemText(problemOf(failure)), tone: 'danger' });

/** Shows a change before the server has answered; what was there stands again if it refuses. */
async function optimistically(
  discussion: Discussion,
  ref: ItemRef,
  change: object,
  send: () => Promise<unknown>,
): Promise<void> {
  const before = discussion.find(ref) as unknown as Record<string, unknown>;
  discussion.change(ref, change);
  try {
    await send();
  } catch (failure) {
    discussion.change(ref, Object.fromEntries(Object.keys(change).map(name => [name, before[name]])));
    throw failure;
  }
}

/** A poll as it is with one's choice; what is hidden stays hidden until the server tells it. */
export function voted(poll: Poll, chosen: string[]): Poll {
  const before = poll.options.some(option => option.mine);
  const change = (chosen.length > 0 ? 1 : 0) - (before ? 1 : 0);
  return {
    ...poll,
    ...(poll.voters === undefined ? {} : { voters: poll.voters + change }),
    options: poll.options.map(option => {
      const mine = chosen.includes(option.id);
      const step = (mine ? 1 : 0) - (option.mine ? 1 : 0);
      return { ...option, mine, ...(option.votes === undefined ? {} : { votes: option.votes + step }) };
    }),
  };
}

/** What a title may start from: the text's first sentence, as far as a title goes. */
function firstSentence(body: string, most: number): string {
  const plain = body.replace(/\[(@?[^\]]+)\]\(\w+:[^)]*\)/g, '$1').replace(/[*_`>#]/g, '');
  return (/^[^\n]*?[?.!](?=\s|$)|^[^\n]*/.exec(plain.trim())?.[0] ?? '').slice(0, most);
}
