import type { LocalComment, LocalPost } from './conversation.ts';
import type { Writing } from './events.ts';

/** A text that its author opened to change; it stays that one when others arrive. */
export function editing(item: LocalPost | LocalComment, subjectId: string): Writing & { mode: 'edit' } {
  const { id, version, body = '', title, kind, files, announcement } = item as LocalPost;
  const comment = 'postId' in item;
  return {
    mode: 'edit',
    item: comment ? 'comment' : 'post',
    id,
    postId: comment ? item.postId : id,
    subjectId,
    version,
    kind,
    body,
    ...(title === undefined ? {} : { title }),
    ...(files ? { files } : {}),
    ...(announcement ? { expiresAt: announcement.expiresAt } : {}),
  };
}
