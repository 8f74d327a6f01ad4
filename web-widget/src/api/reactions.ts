import { part, type Api } from './api.ts';
import type { MemberSummary, ReactionKind, Reactions } from './schema.ts';

export type Reactable = { item: 'post' | 'comment'; id: string };

/** Gives one's reaction, changes it, or takes it back with `undefined`. */
export function react(api: Api, { item, id }: Reactable, kind: ReactionKind | undefined): Promise<Reactions> {
  const path = `${item}s/${part(id)}/reaction`;
  return kind ? api.send<Reactions>('PUT', path, { body: { kind } }) : api.send<Reactions>('DELETE', path);
}

/** Who reacted to a post: the latest twenty, and how many there are. */
export const readReactors = (api: Api, postId: string, kind?: ReactionKind) =>
  api.get<{ items: { member: MemberSummary; kind: ReactionKind }[]; total: number }>(
    `posts/${part(postId)}/reactions`,
    {
      kind,
    },
  );
