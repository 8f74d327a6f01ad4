import type { Segment } from '../api/schema.ts';

/** The topics that stand in a text, in lower case. */
export function topicsIn(segments: Segment[]): string[] {
  return segments.flatMap(segment => {
    if (segment.type === 'topic') return [segment.name.toLowerCase()];
    if ('children' in segment) return topicsIn(segment.children);
    return segment.type === 'list' ? segment.items.flatMap(topicsIn) : [];
  });
}

/** The ids of the pictures that stand in a text. */
export function picturesIn(segments: Segment[]): string[] {
  return segments.flatMap(segment => {
    if (segment.type === 'image') return [segment.id];
    if ('children' in segment) return picturesIn(segment.children);
    return segment.type === 'list' ? segment.items.flatMap(picturesIn) : [];
  });
}
