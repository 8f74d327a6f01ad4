import { msg, str } from '@lit/localize';
import type { NewPost } from '../../api/posts.ts';
import type { File_, KudosReason, PostKind, Subject } from '../../api/schema.ts';
import type { Limit } from '../../feed/limits.ts';

/** What goes along with the words. It is kept while the kind changes, so that going back loses nothing. */
export interface Extra {
  options?: string[];
  multiple?: boolean;
  anonymous?: boolean;
  hideUntilVoted?: boolean;
  /** As the field for a time writes it, in the writer's own time. */
  endsAt?: string;
  thanked?: { id: string; name: string }[];
  reason?: KudosReason;
  expiresAt?: string;
  acknowledge?: boolean;
  publishAt?: string;
  files?: File_[];
  parentId?: string;
  /** Where it is to stand, while that is still being chosen. */
  place?: Subject;
  /** Of a text that is being changed: the version that its writer knows. */
  version?: number;
}

export const LEAST_OPTIONS = 2;

export const titledKinds: PostKind[] = ['question', 'note', 'poll', 'announcement'];

const instant = (local: string | undefined) => (local ? new Date(local).toISOString() : undefined);
const answers = (extra: Extra) => (extra.options ?? []).map(option => option.trim()).filter(Boolean);

/** Why a text can't be sent yet, in words; undefined when it can. */
export function missing(
  kind: PostKind,
  title: string,
  body: string,
  extra: Extra,
  limit: (name: Limit) => number,
): string | undefined {
  const name = title.trim();
  const words = body.trim() !== '';
  const least = limit('titleMin');
  if (kind === 'question' && name.length < least) return msg(str`A question needs ${least} characters at least.`);
  if (kind === 'note' && !name) return msg('A note needs a title.');
  if (kind === 'poll') {
    const options = answers(extra);
    if (!name && !words) return msg('Write what you ask.');
    if (options.length < LEAST_OPTIONS) return msg('A poll needs two answers at least.');
    if (new Set(options.map(option => option.toLowerCase())).size < options.length)
      return msg('Two answers are the same.');
    if (extra.endsAt && Date.parse(extra.endsAt) <= Date.now()) return msg('The end must be in the future.');
  }
  if (kind === 'kudos' && !extra.thanked?.length) return msg('Choose a colleague to thank.');
  if (kind === 'announcement') {
    if (!name && !words) return msg('Write something first.');
    if (!extra.expiresAt) return msg('Say until when it stands on top.');
    if (Date.parse(extra.expiresAt) <= Date.now()) return msg('The end must be in the future.');
  }
  if (extra.publishAt && Date.parse(extra.publishAt) <= Date.now())
    return msg('The time of publishing must be in the future.');
  const saidElsewhere = kind === 'question' || kind === 'kudos' || kind === 'poll' || kind === 'announcement';
  if (!words && !saidElsewhere && !extra.files?.length) return msg('Write something first.');
  return undefined;
}

/** What is sent of it: the part that belongs to the kind. */
export function sentWith(
  kind: PostKind,
  extra: Extra,
): Pick<NewPost, 'fileIds' | 'poll' | 'kudos' | 'announcement' | 'publishAt'> {
  const { multiple, anonymous, hideUntilVoted, thanked, reason, acknowledge, files } = extra;
  const endsAt = instant(extra.endsAt);
  const expiresAt = instant(extra.expiresAt);
  const publishAt = instant(extra.publishAt);
  return {
    ...(files?.length ? { fileIds: files.map(file => file.id) } : {}),
    ...(kind === 'poll'
      ? {
          poll: {
            options: answers(extra),
            ...(multiple ? { multiple } : {}),
            ...(anonymous ? { anonymous } : {}),
            ...(hideUntilVoted ? { hideUntilVoted } : {}),
            ...(endsAt ? { endsAt } : {}),
          },
        }
      : {}),
    ...(kind === 'kudos'
      ? { kudos: { memberIds: (thanked ?? []).map(member => member.id), ...(reason ? { reason } : {}) } }
      : {}),
    ...(kind === 'announcement' && expiresAt
      ? { announcement: { expiresAt, ...(acknowledge ? { acknowledge } : {}) } }
      : {}),
    ...(publishAt ? { publishAt } : {}),
  };
}

/** What is sent of a change: the files and the end, where they are not as they were. */
export function changedWith(
  { files, expiresAt }: { files?: File_[]; expiresAt?: string },
  extra: Extra,
): Pick<NewPost, 'fileIds' | 'announcement'> {
  const ids = (files: File_[] | undefined) => (files ?? []).map(file => file.id);
  const kept = ids(extra.files).join() === ids(files).join();
  const stays = !extra.expiresAt || !expiresAt || extra.expiresAt === localTime(new Date(expiresAt));
  return {
    ...(kept ? {} : { fileIds: ids(extra.files) }),
    ...(stays ? {} : { announcement: { expiresAt: instant(extra.expiresAt)! } }),
  };
}

/** A time as its field writes it: in the writer's own time, without a zone. */
export function localTime(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
