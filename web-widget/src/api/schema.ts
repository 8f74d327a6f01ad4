/**
 * The JSON of the server, version 1. The rest of the front end knows these names only, so a generated description can stand in here:
 * each line then becomes `export type Post = components['schemas']['Post']`.
 */

export interface MemberSummary {
  id: string;
  name: string;
  title?: string;
  site?: string;
  active: boolean;
}

export type FollowLevel = 'everything' | 'people' | 'mentions' | 'muted';
export interface Following {
  level: FollowLevel;
}

export interface Member extends MemberSummary {
  email?: string;
  language?: string;
  role?: 'member' | 'moderator' | 'admin';
  isViewer?: boolean;
  follow?: Following;
  capabilities?: { follow?: boolean; edit?: boolean };
}

export type RecordKind = 'account' | 'contact' | 'opportunity' | 'lead' | 'other';

export interface RecordSummary {
  id: string;
  kind: RecordKind;
  type: string;
  connection: string;
  externalId: string;
  name: string;
  url?: string;
}

export interface MemberSubject {
  id: string;
  kind: 'member';
  name: string;
}

export type Subject = RecordSummary | MemberSubject;

export interface Money {
  amount: number;
  currency: string;
}

export interface RecordFields {
  stage?: string;
  amount?: Money;
  closeOn?: string;
  industry?: string;
  type?: string;
  phone?: string;
  email?: string;
  website?: string;
  title?: string;
  city?: string;
  country?: string;
}

export interface Record_ extends RecordSummary {
  owner?: MemberSummary;
  account?: RecordSummary;
  fields?: RecordFields;
  goneAt?: string;
  follow?: Following | null;
  followerCount?: number;
  related?: { contacts?: number; opportunities?: number };
  capabilities?: { post?: boolean; follow?: boolean };
}

export type ReactionKind = 'agree' | 'thanks' | 'celebrate' | 'insightful' | 'sad' | 'question';

export interface Reactions {
  counts: { kind: ReactionKind; count: number }[];
  mine?: ReactionKind;
  total: number;
}

export type Segment =
  | { type: 'text'; text: string }
  | { type: 'strong' | 'emphasis' | 'quote' | 'paragraph'; children: Segment[] }
  | { type: 'code'; text: string; block?: boolean }
  | { type: 'link'; url: string; children: Segment[] }
  | { type: 'mention'; id: string; name: string }
  | { type: 'topic'; name: string }
  | { type: 'record'; id: string; name?: string }
  | { type: 'list'; ordered?: boolean; items: Segment[][] }
  | { type: 'break' };

export type StoryValue = string | number | boolean | Money | MemberSummary;

export interface StoryChange {
  field: string;
  type: 'text' | 'money' | 'date' | 'number' | 'member' | 'boolean';
  before?: StoryValue;
  after?: StoryValue;
}

export type PostKind =
  'update' | 'question' | 'note' | 'poll' | 'kudos' | 'announcement' | 'link' | 'file' | 'share' | 'change-story';

export interface Comment {
  id: string;
  postId: string;
  ordinal: number;
  parentId?: string;
  parentAuthor?: MemberSummary;
  threadId?: string;
  author: MemberSummary;
  body?: string;
  segments?: Segment[];
  publishedAt: string;
  editedAt?: string;
  deleted?: boolean;
  version: number;
  reactions: Reactions;
  capabilities: { reply?: boolean; react?: boolean; edit?: boolean; delete?: boolean; history?: boolean };
}

export interface Reason {
  kind: string;
  name?: string;
}

export interface Post {
  id: string;
  kind: PostKind;
  subject: Subject;
  author?: MemberSummary | null;
  title?: string;
  body?: string;
  segments?: Segment[];
  publishedAt: string;
  editedAt?: string;
  version: number;
  commentCount: number;
  comments?: Comment[];
  reactions: Reactions;
  story?: { changes: StoryChange[] };
  reason?: Reason;
  isRead?: boolean;
  capabilities: { comment?: boolean; react?: boolean; edit?: boolean; delete?: boolean; history?: boolean };
}

export type FeedOrder = 'activity' | 'newest';
export type FeedFilter = 'all' | 'people' | 'questions' | 'changes' | 'mine';

export interface Feed {
  record?: Record_;
  member?: Member;
  items: Post[];
  nextPageToken?: string;
  updatesToken?: string;
  lastReadPost?: string;
  order?: FeedOrder;
}

export interface CommentPage {
  items: Comment[];
  previousPageToken?: string;
  nextPageToken?: string;
}

export interface Revision {
  version: number;
  author: MemberSummary;
  writtenAt: string;
  title?: string;
  body: string;
}

export interface MentionCandidate {
  member: MemberSummary;
  canSee: boolean;
}

export interface Notification_ {
  id: string;
  kind: 'mention' | 'comment' | 'reply' | 'post' | 'reaction' | 'edit';
  actor: MemberSummary;
  subject: Subject;
  postId: string;
  commentId?: string;
  excerpt?: string;
  reason?: Reason;
  at: string;
  read: boolean;
}

export interface NotificationPage {
  items: Notification_[];
  nextPageToken?: string;
  unread: number;
}

export interface SessionFacts {
  member: Member;
  unreadNotifications?: number;
  capabilities?: { admin?: boolean; import?: boolean; changePassword?: boolean };
}

export interface Progress {
  type: string;
  done: number;
  total?: number;
}

export interface ConnectionStatus {
  key: string;
  crm: string;
  name: string;
  state: 'starting' | 'loading' | 'ok' | 'failing' | 'stopped';
  message?: string;
  remedy?: string;
  lastSyncAt?: string;
  progress?: Progress[];
  counts?: Record<string, number>;
}

export interface FieldProblem {
  field?: string;
  limit?: number;
  value?: number | string;
  detail?: string;
}

export interface ProblemDocument extends FieldProblem {
  type?: string;
  title?: string;
  status?: number;
  instance?: string;
  errors?: FieldProblem[];
}
