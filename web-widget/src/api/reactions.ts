import { part, type Api } from './api.ts';
import type { MemberSummary, ReactionKind, Reactions } from './schema.ts';

export type Reactable = { item: 'post' | 'comment'; id: string };

/** Gives one's reaction, changes it, or takes it back with `undefined`. */
export function react(api: Api, { item, id }: Reactable, kind: ReactionKind | undefined): Promise<Reactions> {
  const path = `${item}s/${part(id)}/reaction`;
  return kind ? api.send<Reactions>('PUT', path, { body: { kind } }) : api.send<Reactions>('DELETE', path);
}

export interface Reactor {
  member: MemberSummary;
  kind: ReactionKind;
}

/** Who reacted: the latest first, a page at a time, and how many there are. */
export const readReactors = (api: Api, { item, id }: Reactable, pageToken?: string) =>
  api.get<{ items: Reactor[]; total: number; nextPageToken?: string }>(`${item}s/${part(id)}/reactions`, { pageToken });
