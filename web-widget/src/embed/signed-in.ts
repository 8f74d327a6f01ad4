/**
 * The end of a sign-in in a window that a frame opened. The outcome goes to the opener if that is a page of this very origin, and to no
 * other; the frame then closes this window. Where there is no opener any more, the page's own words say what to do.
 */
const said = (name: string) => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content;

// What the provider sent back is used up; it has no business in the history.
history.replaceState(null, '', location.pathname);
(window.opener as Window | null)?.postMessage(
  { type: 'rapport-sign-in', code: said('rapport-code'), refused: said('rapport-refused') },
  location.origin,
);
