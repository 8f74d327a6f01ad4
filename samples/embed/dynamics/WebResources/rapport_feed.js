/**
 * Frames the record's conversation on a form. Dynamics 365 signs nothing that a form could pass on, so the frame has the person sign
 * in to Rapport by OpenID Connect, in a window of its own, with the account that they have here.
 * The custom parameter of the web resource holds Rapport's address and the connection's key: https://rapport.example|acme
 */
(function (scope) {
  'use strict';

  const TYPES = { account: 'account', contact: 'contact', lead: 'lead', opportunity: 'opportunity' };

  const WORDS = {
    en: {
      unsaved: 'Save the record first; then it has a conversation.',
      notSetUp:
        'Rapport is not set up on this form yet: it belongs on accounts, contacts, leads and opportunities, with a custom parameter such as https://rapport.example|acme.',
    },
    fr: {
      unsaved: 'Enregistrez d’abord la fiche ; elle aura ensuite sa conversation.',
      notSetUp:
        'Rapport n’est pas encore configuré sur ce formulaire : sa place est sur les comptes, contacts, prospects et opportunités, avec un paramètre personnalisé tel que https://rapport.example|acme.',
    },
  };

  /** 1036 is Dynamics' number for French; other languages read English. */
  function language(search) {
    return new URLSearchParams(search).get('userlcid') === '1036' ? 'fr' : 'en';
  }

  function key(search) {
    return (new URLSearchParams(search).get('id') || '').replace(/[{}]/g, '').toLowerCase();
  }

  /** What to frame; null for a form that has no record yet, or settings that make no sense. */
  function address(search) {
    const given = new URLSearchParams(search);
    const [rapport, connection] = (given.get('data') || '').split('|');
    const id = key(search);
    const type = TYPES[given.get('typename')];
    let base;
    try {
      base = new URL(rapport);
    } catch {
      return null;
    }
    const known = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) && type && /^[a-z0-9-]{1,60}$/.test(connection || '');
    if (!known || (base.protocol !== 'https:' && base.protocol !== 'http:')) return null;
    const query = new URLSearchParams({ connection, record: `${type}:${id}`, lang: language(search), 'sign-in': '', height: 'own' });
    return `${base.origin}${base.pathname.replace(/\/$/, '')}/embed?${query}`;
  }

  /** What to say where there is nothing to frame. */
  function words(search) {
    return WORDS[language(search)][key(search) ? 'notSetUp' : 'unsaved'];
  }

  scope.rapportAddress = address;
  scope.rapportWords = words;
  const place = scope.document && scope.document.getElementById('rapport');
  if (!place) return;
  scope.document.documentElement.lang = language(scope.location.search);
  const found = address(scope.location.search);
  if (!found) {
    place.textContent = words(scope.location.search);
    return;
  }
  const frame = scope.document.createElement('iframe');
  frame.referrerPolicy = 'origin'; // the frame has to know whose page it is on
  frame.allow = 'clipboard-write';
  frame.src = found;
  frame.title = 'Rapport';
  place.replaceWith(frame);
})(typeof window === 'undefined' ? globalThis : window);
