/**
 * Frames the record's conversation on a form. Dynamics 365 signs nothing that a form could pass on, so the frame has the person sign
 * in to Rapport by OpenID Connect, in a window of its own, with the account that they have here.
 * The custom parameter of the web resource holds Rapport's address and the connection's key: https://rapport.example|acme
 */
(function (scope) {
  'use strict';

  const TYPES = { account: 'account', contact: 'contact', opportunity: 'opportunity' };

  /** What to frame; null for a form that has no record yet, or settings that make no sense. */
  function address(search) {
    const given = new URLSearchParams(search);
    const [rapport, connection] = (given.get('data') || '').split('|');
    const id = (given.get('id') || '').replace(/[{}]/g, '').toLowerCase();
    const type = TYPES[given.get('typename')];
    let base;
    try {
      base = new URL(rapport);
    } catch {
      return null;
    }
    const known = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) && type && /^[a-z0-9-]{1,60}$/.test(connection || '');
    if (!known || (base.protocol !== 'https:' && base.protocol !== 'http:')) return null;
    // 1036 is Dynamics' number for French; other languages read English.
    const language = given.get('userlcid') === '1036' ? 'fr' : 'en';
    const query = new URLSearchParams({ connection, record: `${type}:${id}`, lang: language, 'sign-in': '', height: 'own' });
    return `${base.origin}${base.pathname.replace(/\/$/, '')}/embed?${query}`;
  }

  scope.rapportAddress = address;
  const place = scope.document && scope.document.getElementById('rapport');
  const found = place && address(scope.location.search);
  if (found) {
    const frame = scope.document.createElement('iframe');
    frame.src = found;
    frame.title = 'Rapport';
    place.replaceWith(frame);
  }
})(typeof window === 'undefined' ? globalThis : window);
