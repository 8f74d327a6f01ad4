import { msg, str } from '@lit/localize';
import { readCommentRevisions } from '../api/comments.ts';
import { followMember, unfollowMember } from '../api/members.ts';
import { addPost, deletePost, readPostRevisions } from '../api/posts.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import { followRecord, unfollowRecord } from '../api/records.ts';
import type { MemberSummary } from '../api/schema.ts';
import type { RapportToasts } from '../elements/rapport-toasts/rapport-toasts.ts';
import { listOf } from '../i18n/format.ts';
import { dayAndTime } from '../i18n/more-formats.ts';
import { followName } from '../i18n/more-names.ts';
import { problemText } from '../i18n/names.ts';
import { loadComposer, loadHistory } from './compose.ts';
import type { Discussion } from './discussion.ts';
import type { Detail, ItemRef, RapportEvents, Sent } from './events.ts';
import { FeedDiscussion } from './feed-discussion.ts';
import type { Surface } from './surface.ts';

/** Where something is pressed, and what hears of it. */
export interface Around {
  discussion: Discussion;
  host: HTMLElement & { renderRoot: HTMLElement | DocumentFragment; updateComplete: Promise<unknown> };
  surface: Surface | undefined;
  toasts: RapportToasts | null | undefined;
  /** How long something can be taken back. */
  seconds: number;
  sent?: ((id: string) => void) | undefined;
}

const feedOf = ({ discussion }: Around) => (discussion instanceof FeedDiscussion ? discussion : undefined);

const told = (around: Around) => (failure: unknown) =>
  around.toasts?.show({ text: problemText(problemOf(failure)), tone: 'danger' });

/** Done; with whom a text names in vain, if it does. */
const withUnseeing = (done: string, cannotSee: MemberSummary[] = []) =>
  cannotSee.length > 0
    ? `${done} ${msg(str`Can’t open this and won’t be notified: ${listOf(cannotSee.map(member => member.name))}`)}`
    : done;

/** A text that was not taken stands in its place with what to do; for those who can't see it, it is said. */
const announceFailure = ({ toasts }: Around) => toasts?.announce(msg('Not sent. The text is kept.'));

/** What is done with texts: sending, changing, deleting, and what follows from that. It comes with the first of them. */
export const deeds: { [K in keyof RapportEvents]?: (detail: Detail<K>, around: Around) => unknown } = {
  'rapport-send': send,
  'rapport-delete': remove,
  'rapport-retry': retry,
  'rapport-rework': rework,
  'rapport-discard': discard,
  'rapport-history': history,
  'rapport-copy-link': copyLink,
  'rapport-follow': follow,
};

async function send(sent: Sent, around: Around) {
  const { writing, key, draft, place } = sent;
  const { discussion, surface, toasts } = around;
  if (writing.mode === 'edit') return edit(sent, around);
  if (writing.mode === 'post' && sent.more.publishAt) return schedule(sent, around);
  surface?.drafts.hold(place, key);
  sent.settle();
  if (writing.mode === 'comment') {
    const { postId, parentId } = writing;
    const answer = { postId, body: sent.body, files: sent.files, key, draft };
    const comment = await discussion.sendComment(parentId ? { ...answer, parentId } : answer);
    if (!comment) return announceFailure(around);
    surface?.drafts.release(place, key);
    sent.taken();
    tellDone(msg('Comment posted.'), comment.cannotSee, toasts);
    return;
  }
  const { subject } = writing;
  const { kind, body, title, more, files } = sent;
  const text = { kind, ...(body ? { body } : {}), ...(title ? { title } : {}), ...more };
  const post = await feedOf(around)?.send({ subject, subjectId: subject.id, ...text, files, draft }, key);
  if (!post) return announceFailure(around);
  surface?.drafts.release(place, key);
  sent.taken();
  around.sent?.(post.id);
  toasts?.show({
    text: withUnseeing(msg('Posted.'), post.cannotSee),
    seconds: around.seconds,
    undo: () => void discussion.deletePost(post.id).catch(told(around)),
  });
}

/** What stands on the screen already needs no more than to be said, unless somebody will not hear of it. */
function tellDone(done: string, cannotSee: MemberSummary[] | undefined, toasts: Around['toasts']) {
  if (cannotSee?.length) toasts?.show({ text: withUnseeing(done, cannotSee), seconds: 12 });
  else toasts?.announce(done);
}

/** What is to be published later stands in no feed; until the server has it, it stays in the composer. */
async function schedule({ writing, key, body, title, kind, more, settle, taken, place }: Sent, around: Around) {
  if (writing.mode !== 'post') return;
  const { api } = around.discussion.talk;
  const post = { subjectId: writing.subject.id, kind, body, ...(title ? { title } : {}), ...more };
  try {
    const { id } = await addPost(api, post, key);
    around.surface?.drafts.discard(place);
    settle();
    taken();
    around.toasts?.show({
      text: msg(str`To be published on ${dayAndTime(more.publishAt!)}.`),
      seconds: around.seconds,
      undo: () => void deletePost(api, id).catch(told(around)),
    });
  } catch (failure) {
    settle(problemOf(failure));
  }
}

async function edit({ writing, body, title, more, settle }: Sent, { discussion, toasts }: Around) {
  if (writing.mode !== 'edit') return;
  const { item, id, postId, version } = writing;
  const { fileIds, announcement } = more;
  const files = fileIds ? { fileIds } : {};
  try {
    const { cannotSee } = await (item === 'post'
      ? discussion.editPost(
          id,
          {
            body,
            ...(title === undefined ? {} : { title }),
            ...files,
            ...(announcement ? { announcement: { expiresAt: announcement.expiresAt } } : {}),
          },
          version,
        )
      : discussion.editComment(postId, id, { body, ...files }, version));
    settle();
    tellDone(msg('Saved.'), cannotSee, toasts);
  } catch (failure) {
    const problem = problemOf(failure);
    // The editor shows the other text beside one's own.
    if (problem.slug === 'version-mismatch') await discussion.reread({ item, id, postId }).catch(() => undefined);
    settle(problem);
  }
}

async function remove({ item, id, postId }: ItemRef, around: Around) {
  const { discussion, toasts, seconds } = around;
  await (item === 'post' ? discussion.deletePost(id) : discussion.deleteComment(postId, id));
  const restore = () => (item === 'post' ? discussion.restorePost(id) : discussion.restoreComment(postId, id));
  toasts?.show({
    text: item === 'post' ? msg('Post deleted.') : msg('Comment deleted.'),
    seconds,
    undo: () => void restore().catch(told(around)),
  });
}

async function retry({ item, id, postId }: ItemRef, around: Around) {
  const done = await (item === 'post' ? feedOf(around)?.retry(id) : around.discussion.retryComment(postId, id));
  if (done) releaseDraft(id, around);
  else announceFailure(around);
}

/** What was not taken goes back to where it was written, with all that went along. */
async function rework({ item, id, postId }: ItemRef, around: Around) {
  const local = around.discussion.find({ item, id, postId })?.local;
  if (!local?.draft) return;
  const { host } = around;
  host.dispatchEvent(new CustomEvent('rapport-compose'));
  await loadComposer();
  await host.updateComplete;
  const composer = host.renderRoot.querySelector('rapport-composer');
  if (!composer) return;
  await composer.updateComplete;
  composer.takeBack(local.draft, local.key);
  discard({ item, id, postId }, around);
}

function discard({ item, id, postId }: ItemRef, around: Around) {
  if (item === 'post') feedOf(around)?.discard(id);
  else around.discussion.discardComment(postId, id);
  releaseDraft(id, around);
}

/** The item's id carries the key under which its text is held. */
function releaseDraft(id: string, { surface }: Around) {
  const drafts = surface?.drafts;
  const key = id.replace(/^new-/, '');
  for (const place of drafts?.places() ?? []) if (place.startsWith(`unsent ${key} `)) drafts?.discard(place);
}

async function history({ item, id }: ItemRef, { discussion, host }: Around) {
  const { api } = discussion.talk;
  await loadHistory();
  const panel = document.createElement('rapport-history');
  host.renderRoot.append(panel);
  void panel.show();
  try {
    panel.revisions = await (item === 'post' ? readPostRevisions(api, id) : readCommentRevisions(api, id));
  } catch (failure) {
    panel.problem = problemOf(failure) as ApiProblem;
  }
}

async function copyLink({ item, id, postId }: ItemRef, { surface, toasts }: Around) {
  const target = item === 'post' ? { kind: 'post' as const, id } : { kind: 'post' as const, id: postId, comment: id };
  const url = new URL(surface?.hrefOf(target) ?? '', document.baseURI).href;
  try {
    await navigator.clipboard.writeText(url);
    toasts?.show({ text: msg('Link copied.'), seconds: 4 });
  } catch {
    // No right to the clipboard, as in some frames: the address can still be taken by hand.
    toasts?.show({ text: url, seconds: 20 });
  }
}

async function follow({ kind, id, level }: Detail<'rapport-follow'>, around: Around) {
  const { api } = around.discussion.talk;
  if (kind === 'record') await (level ? followRecord(api, id, level) : unfollowRecord(api, id));
  else await (level ? followMember(api, id, level) : unfollowMember(api, id));
  feedOf(around)?.feed.follow(level ? { level } : null);
  around.toasts?.announce(level ? followName(level) : msg('You no longer follow this.'));
}
