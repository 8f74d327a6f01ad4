import type { ApiProblem } from '../api/problem.ts';
import type { Reactable } from '../api/reactions.ts';
import type { NewPost } from '../api/posts.ts';
import type { File_, FollowLevel, PostKind, ReactionKind, Subject } from '../api/schema.ts';
import type { Draft } from './drafts.ts';

/** What a composer writes for. */
export type Writing =
  | { mode: 'post'; subject: Subject }
  | { mode: 'comment'; postId: string; subjectId: string; parentId?: string; parentName?: string }
  | {
      mode: 'edit';
      item: 'post' | 'comment';
      id: string;
      postId: string;
      subjectId: string;
      version: number;
      body: string;
      title?: string;
      kind?: PostKind;
      files?: File_[];
      /** Of an announcement: until when it stands on top. */
      expiresAt?: string;
    };

/** A text as its author now finds it, for one who is changing an earlier version of it. */
export type Written = Pick<Writing & { mode: 'edit' }, 'version' | 'title' | 'files'> & { body?: string };

export interface Sent {
  writing: Writing;
  place: string;
  /** One per text, so that trying again can't write it twice. */
  key: string;
  /** All of it as the composer had it, to be put back there. */
  draft: Draft;
  kind: PostKind;
  title?: string;
  body: string;
  /** What goes along with the words. */
  more: Pick<NewPost, 'fileIds' | 'poll' | 'kudos' | 'announcement' | 'publishAt'>;
  files: File_[];
  /** Called when the server has it. */
  taken: () => void;
  /** Called when it is known: with the refusal, or without one when it is done. */
  settle: (problem?: ApiProblem) => void;
}

export type ItemRef = Reactable & { postId: string };

/** What is done with a post or a comment by one press; what needs an answer first is asked for in a dialog. */
export type Act =
  | 'bookmark'
  | 'mute'
  | 'follow'
  | 'pin'
  | 'unread'
  | 'close'
  | 'reopen'
  | 'remove'
  | 'question'
  | 'share'
  | 'vote'
  | 'voters'
  | 'acknowledge'
  | 'missing'
  | 'accept'
  | 'up-vote'
  | 'hide-kudos'
  | 'reactors'
  | 'topics';

export type ActDetail = ItemRef & {
  act: Act;
  /** False takes it back. */
  on?: boolean;
  /** The choice in a poll; none takes the vote back. */
  optionIds?: string[];
};

/** The news that elements give out, by name, with what they carry. They bubble out of every root. */
export interface RapportEvents {
  'rapport-react': ItemRef & { kind?: ReactionKind | undefined };
  'rapport-do': ActDetail;
  'rapport-delete': ItemRef;
  'rapport-history': ItemRef;
  'rapport-retry': ItemRef;
  /** Back into the composer. */
  'rapport-rework': ItemRef;
  'rapport-discard': ItemRef;
  'rapport-copy-link': ItemRef;
  'rapport-send': Sent;
  'rapport-open-thread': { postId: string };
  'rapport-close-thread': { postId: string };
  'rapport-earlier': { postId: string };
  'rapport-later': { postId: string };
  'rapport-read': { postId: string };
  'rapport-more': { automatic: boolean };
  'rapport-show-new': undefined;
  'rapport-reload': undefined;
  'rapport-compose': undefined;
  'rapport-follow': { kind: 'record' | 'member'; id: string; level?: FollowLevel | undefined };
}

export type Detail<K extends keyof RapportEvents> = RapportEvents[K];
