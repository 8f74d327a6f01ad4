// What the pages of the sample CRM need a script for: Rapport's widget, and old-style addresses of records.

/** EspoCRM's addresses keep the record behind the hash, which no server sees. */
const behindHash = /^#(Account|Contact|Opportunity)\/view\/([\w-]+)$/.exec(location.hash);
if (behindHash) {
  const address = `/${behindHash[1]}/view/${behindHash[2]}`;
  const next = document.querySelector('input[name="next"]');
  if (next) {
    next.value = address;
  } else {
    location.replace(address);
  }
}
for (const link of document.querySelectorAll('a.language')) {
  link.hash = location.hash;
}

/** The CRM's word, for a minute, on who looks at which record. */
async function ticketFor(record) {
  const answer = await fetch(`/sample/rapport-ticket?record=${encodeURIComponent(record)}`);
  if (!answer.ok) {
    throw new Error(`the CRM gave no ticket (${answer.status})`);
  }
  return (await answer.json()).ticket;
}

for (const feed of document.querySelectorAll('rapport-feed')) {
  feed.getToken = () => ticketFor(feed.dataset.ticketFor);
}

for (const frame of document.querySelectorAll('iframe[data-ticket-for]')) {
  const origin = new URL(frame.dataset.address).origin;
  addEventListener('message', async (message) => {
    if (message.source !== frame.contentWindow || message.origin !== origin) {
      return;
    }
    const news = message.data ?? {};
    if (news.type === 'rapport-resize' && Number.isFinite(news.height)) {
      frame.style.height = `${Math.min(Math.max(news.height, 320), 6000)}px`;
    } else if (news.type === 'rapport-token-needed') {
      const ticket = await ticketFor(frame.dataset.ticketFor);
      frame.contentWindow.postMessage({ type: 'rapport-ticket', ticket }, origin);
    } else if (news.type === 'rapport-navigate' && typeof news.url === 'string') {
      const address = new URL(news.url, origin);
      if (address.origin === location.origin) {
        location.assign(address);
      } else if (address.origin === origin) {
        open(address, '_blank', 'noopener');
      }
    }
  });
  ticketFor(frame.dataset.ticketFor).then((ticket) => {
    frame.src = `${frame.dataset.address}#ticket=${ticket}`;
  });
}
