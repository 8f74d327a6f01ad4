import type { Subject } from '../api/schema.ts';
import type { Surface } from './surface.ts';

const KEPT = 5;
const keyOf = (surface: Surface) => `rapport.places ${surface.viewer?.id ?? ''}`;

/** Where one wrote last, the latest first. What it is called now, and whether one may still see it, only the server knows. */
export function lastPlaces(surface: Surface): Subject[] {
  try {
    return JSON.parse(localStorage.getItem(keyOf(surface)) ?? '[]') as Subject[];
  } catch {
    return [];
  }
}

export function rememberPlace(surface: Surface, place: Subject): void {
  const others = lastPlaces(surface).filter(known => known.id !== place.id);
  try {
    localStorage.setItem(keyOf(surface), JSON.stringify([place, ...others].slice(0, KEPT)));
  } catch {
    // The next time one looks for it by name.
  }
}
