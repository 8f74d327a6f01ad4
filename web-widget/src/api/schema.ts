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
  role?: MemberRole;
  isViewer?: boolean;
  /** In how many posts that the reader may see she was thanked; those she hides are not counted. */
  kudosCount?: number;
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

export interface SpaceSubject {
  id: string;
  kind: 'space';
  name: string;
}

export type Subject = RecordSummary | MemberSubject | SpaceSubject;

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
  | { type: 'space'; id: string; name?: string }
  | { type: 'role'; role: string }
  | { type: 'image'; id: string; alt?: string; width?: number; height?: number }
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

// ---- what a post or a comment has besides its text

export interface File_ {
  id: string;
  name: string;
  mediaType: string;
  size: number;
  width?: number;
  height?: number;
  description?: string;
  createdAt: string;
}

export interface LinkPreview {
  url: string;
  title?: string;
  description?: string;
  site?: string;
}

export interface PollOption {
  id: string;
  text: string;
  /** Absent while the results are hidden from the reader. */
  votes?: number;
  mine?: boolean;
}

export interface Poll {
  options: PollOption[];
  multiple?: boolean;
  anonymous?: boolean;
  endsAt?: string;
  ended?: boolean;
  voters?: number;
  resultsHidden?: boolean;
}

export type QuestionState = 'open' | 'answered';

export type KudosReason = 'helped' | 'taught' | 'delivered' | 'saved' | 'thanks';

export interface Announcement {
  expiresAt: string;
  acknowledge?: boolean;
  /** The reader has said so. */
  acknowledged?: boolean;
  /** For its author and the place's managers: how many have not. */
  missing?: number;
}

export type SharedPost = Pick<Post, 'id' | 'author' | 'subject' | 'publishedAt' | 'title' | 'segments' | 'kind'>;

export interface PostMarks {
  /** In the answer to who wrote it: whom it names and who can't see it. */
  cannotSee?: MemberSummary[];
  bookmarked?: boolean;
  followed?: boolean;
  removed?: { at: string; reason?: string };
}

export interface Capabilities {
  react?: boolean;
  edit?: boolean;
  delete?: boolean;
  history?: boolean;
  bookmark?: boolean;
  follow?: boolean;
  remove?: boolean;
  accept?: boolean;
}

export interface Comment extends PostMarks {
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
  files?: File_[];
  /** The best answer to the question it stands under. */
  accepted?: boolean;
  upVotes?: number;
  upVoted?: boolean;
  capabilities: Capabilities & { reply?: boolean; upVote?: boolean };
}

export interface Reason {
  kind: string;
  name?: string;
}

export interface Post extends PostMarks {
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
  /** Of a question in the list of those that wait for an answer. */
  waitingSince?: string;
  isRead?: boolean;
  language?: string;
  files?: File_[];
  links?: LinkPreview[];
  topics?: { id: string; name: string }[];
  poll?: Poll;
  kudos?: {
    members: MemberSummary[];
    reason?: KudosReason;
    /** Of one who is thanked here: the post doesn't stand on her own page. */
    hidden?: boolean;
  };
  announcement?: Announcement;
  shared?: { available: false } | { available: true; post: SharedPost };
  question?: { state: QuestionState; answer?: Comment; answeredAt?: string };
  closed?: { by?: MemberSummary; reason?: string; at: string };
  pinned?: boolean;
  muted?: boolean;
  capabilities: Capabilities & {
    comment?: boolean;
    mute?: boolean;
    pin?: boolean;
    close?: boolean;
    reopen?: boolean;
    vote?: boolean;
    acknowledge?: boolean;
    share?: boolean;
    markUnread?: boolean;
    topics?: boolean;
    turnIntoQuestion?: boolean;
  };
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
  files?: File_[];
  expiresAt?: string;
}

export type MentionCandidate =
  | { type?: 'member'; member: MemberSummary; canSee: boolean }
  | { type: 'space'; space: { id: string; name: string }; notifyCount?: number; canSee?: boolean }
  | { type: 'role'; role: 'owner' | 'account-team'; notifyCount?: number };

export type NotificationKind =
  | 'mention'
  | 'reply'
  | 'comment'
  | 'post'
  | 'reaction'
  | 'edit'
  | 'answer-accepted'
  | 'kudos'
  | 'announcement'
  | 'follow'
  | 'membership'
  | 'poll-ended';

export interface Notification_ {
  id: string;
  kind: NotificationKind;
  /** Absent for a change whose actor nobody knows. */
  actor?: MemberSummary;
  subject: Subject;
  /** Absent where it stands on no post. */
  postId?: string;
  commentId?: string;
  excerpt?: string;
  reason?: Reason;
  at: string;
  read: boolean;
}

/** What is told of one account with its contacts and opportunities, or of one space or member. */
export interface NotificationBundle {
  customer: Subject;
  newest: string;
  at: string;
  unread: number;
  total: number;
  /** What to ask for the rest of it with. */
  key?: string;
  items: Notification_[];
}

export interface NotificationPage {
  /** Absent where bundles were asked for. */
  items?: Notification_[];
  bundles?: NotificationBundle[];
  nextPageToken?: string;
  unread: number;
  unseen?: number;
}

export type NotificationChannel = 'inApp';

/** What one wants to be told. */
export interface NotificationChoices {
  kinds: Partial<Record<NotificationKind, Partial<Record<NotificationChannel, boolean>>>>;
  /** Places that one doesn't follow in everything. */
  places: { subjectId: string; level: FollowLevel; name?: string; kind?: string }[];
  /** Told of a mention in what one has muted. */
  mutedByMention: boolean;
}

/** What the administrators have set, as far as it shows on screen. */
export interface ServerSettings {
  reactions?: string[];
  kudosReasons?: string[];
  limits?: Partial<Record<string, number>>;
}

export interface SessionFacts {
  member: Member;
  unreadNotifications?: number;
  settings?: ServerSettings;
  capabilities?: { admin?: boolean; import?: boolean; changePassword?: boolean };
}

/** By what one can sign in. */
export interface WaysIn {
  localAccounts: boolean;
  providers: { name: string; displayName: string }[];
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

// ---- spaces

export type SpaceVisibility = 'public' | 'private' | 'unlisted';
export type SpaceRole = 'requested' | 'invited' | 'member' | 'manager' | 'owner';

export interface Space extends SpaceSubject {
  description?: string;
  visibility: SpaceVisibility;
  broadcast: boolean;
  createdAt: string;
  archivedAt?: string;
  version: number;
  /** What its posts are mostly about: suggested to who writes in it. */
  topics?: string[];
  /** Posts that a member has not read, counted up to 100. */
  unread?: number;
  /** Absent for who may know of the space but not read it. */
  memberCount?: number;
  /** The reader's own place in it. */
  membership?: SpaceRole;
  capabilities: {
    read?: boolean;
    post?: boolean;
    join?: boolean;
    leave?: boolean;
    edit?: boolean;
    manage?: boolean;
    archive?: boolean;
    link?: boolean;
  };
}

/** A preset from which spaces are made. */
export interface SpaceTemplate {
  key: string;
  name: string;
  description?: string;
  visibility: SpaceVisibility;
  broadcast: boolean;
  topics: string[];
}

export interface Membership {
  member: MemberSummary;
  role: SpaceRole;
  /** What somebody who asks to join wrote. */
  message?: string;
  since: string;
}

// ---- who may do more, and what was done

export type MemberRole = 'member' | 'moderator' | 'admin';

export interface RoleHolder {
  member: MemberSummary;
  role: MemberRole;
}

/** A line of the audit log: who did what where others could not. */
export interface AuditEntry {
  id: string;
  at: string;
  actor: MemberSummary;
  /** `post-removed` and the like. */
  action: string;
  /** `post:34`, `member:7`. */
  item?: string;
  reason?: string;
  details?: string;
}

// ---- topics

export interface Topic {
  id: string;
  name: string;
  description?: string;
  /** Posts that the reader may see, up to 1,000. */
  postCount?: number;
  follow?: Following;
  followerCount?: number;
}

// ---- search

export interface Marked {
  type: 'text';
  text: string;
  marked?: boolean;
}

export type SearchType = 'posts' | 'comments' | 'files' | 'records' | 'members' | 'spaces' | 'topics';

export interface PostHit {
  id: string;
  kind: PostKind;
  subject: Subject;
  author?: MemberSummary;
  publishedAt: string;
  commentCount: number;
  /** Of a question. */
  state?: QuestionState;
  title?: Marked[];
  excerpt: Marked[];
}

export interface CommentHit {
  id: string;
  postId: string;
  kind: PostKind;
  subject: Subject;
  author?: MemberSummary;
  publishedAt: string;
  post: string;
  excerpt: Marked[];
}

export interface FileHit {
  file: File_;
  postId: string;
  commentId?: string;
  subject: Subject;
  name: Marked[];
}

export interface RecordHit {
  record: RecordSummary;
  name: Marked[];
}

export interface MemberHit {
  member: MemberSummary;
  name: Marked[];
}

export interface SpaceHit {
  space: { id: string; name: string; description?: string; visibility: SpaceVisibility };
  name: Marked[];
}

export interface TopicHit {
  topic: { id: string; name: string; description?: string };
  name: Marked[];
}

type GroupOf<T extends SearchType, H> = {
  type: T;
  items: H[];
  count?: number;
  countCapped?: boolean;
  nextPageToken?: string;
};

export type SearchGroup =
  | GroupOf<'posts', PostHit>
  | GroupOf<'comments', CommentHit>
  | GroupOf<'files', FileHit>
  | GroupOf<'records', RecordHit>
  | GroupOf<'members', MemberHit>
  | GroupOf<'spaces', SpaceHit>
  | GroupOf<'topics', TopicHit>;

export interface SearchFacets {
  places: { subject: Subject; count: number }[];
  authors: { member: MemberSummary; count: number }[];
  kinds: { kind: PostKind; count: number }[];
  dates: { key: 'day' | 'week' | 'month' | 'year'; from: string; count: number }[];
  /** Those that hold a file. */
  hasFile?: number;
  /** There are older matches that aren't counted. */
  capped: boolean;
}

export interface SearchAnswer {
  groups: SearchGroup[];
  facets?: SearchFacets;
  /** Nothing is written exactly so; what was found is written nearly so. */
  similar?: boolean;
  incomplete?: boolean;
}

// ---- one's own

export interface Bookmark {
  at: string;
  post: Post;
  comment?: Comment;
}

export interface ServerDraft {
  /** `subject:12` for a new post, `post:34` for a comment in that thread, `edit:56` for a post or comment being edited. */
  place: string;
  /** Where it will stand; absent when one may not see that any more. */
  where?: { subject: Subject; postId?: string; commentId?: string; excerpt?: string };
  title?: string;
  body: string;
  kind?: PostKind;
  extra?: Record<string, unknown>;
  version: string;
  updatedAt: string;
  savedAt: string;
  /** Texts of other devices that lost against this one. */
  versions: number;
  conflict: boolean;
}

export interface DraftVersion {
  title?: string;
  body: string;
  kind?: PostKind;
  extra?: Record<string, unknown>;
  updatedAt: string;
  keptAt: string;
}

/** A post that waits; the published one has another id. */
export interface ScheduledPost {
  id: string;
  publishAt: string;
  createdAt: string;
  version: number;
  /** Absent when one may not see that any more. */
  subject?: Subject;
  /** As it was sent. */
  post: { title?: string; body?: string; kind?: PostKind; announcement?: { expiresAt: string } };
  files: File_[];
  /** Why it could not be published at its time: the type of a problem. */
  refused?: string;
}

export type SourceKind = 'record' | 'space' | 'member' | 'topic';

export interface Stream {
  id: string;
  name: string;
  sources: { kind: SourceKind; id: string; name?: string }[];
}
