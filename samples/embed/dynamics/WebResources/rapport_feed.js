/**
 * Leads from a form to the record's conversation in Rapport. Dynamics 365 signs nothing that a form could pass on, so nobody is
 * signed in by it: the person signs in to Rapport, in a window of its own since a frame would be a third party there.
 * The custom parameter of the web resource holds Rapport's address and the connection's key: https://rapport.example|acme
 */
(function (scope) {
  'use strict';

  const TYPES = { account: 'account', contact: 'contact', opportunity: 'opportunity' };

  /** Where the record's conversation is; null for a form that has no record yet, or settings that make no sense. */
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
    return known && (base.protocol === 'https:' || base.protocol === 'http:')
      ? `${base.origin}${base.pathname.replace(/\/$/, '')}/app/r/${connection}/${type}/${id}`
      : null;
  }

  scope.rapportAddress = address;
  const place = scope.document && scope.document.getElementById('rapport');
  const found = place && address(scope.location.search);
  if (found) {
    const link = scope.document.createElement('a');
    link.href = found;
    link.target = '_blank';
    link.rel = 'noopener';
    link.textContent = 'Open the conversation in Rapport';
    place.replaceChildren(link);
  }
})(typeof window === 'undefined' ? globalThis : window);
