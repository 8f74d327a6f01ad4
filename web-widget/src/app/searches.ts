const KEPT = 6;
const keyOf = (member: string) => `rapport.searches ${member}`;

/** What somebody searched for on this device, the newest first. */
export function recentSearches(member: string): string[] {
  try {
    return JSON.parse(localStorage.getItem(keyOf(member)) ?? '[]') as string[];
  } catch {
    return [];
  }
}

export function rememberSearch(member: string, words: string): void {
  const others = recentSearches(member).filter(each => each !== words);
  try {
    localStorage.setItem(keyOf(member), JSON.stringify([words, ...others].slice(0, KEPT)));
  } catch {
    // They hold until the page is left.
  }
}

export function forgetSearches(member: string): void {
  try {
    localStorage.removeItem(keyOf(member));
  } catch {
    // Nothing was kept.
  }
}
