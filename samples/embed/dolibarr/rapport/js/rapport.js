/**
 * Talks with the frame: gives it a ticket when it asks, makes it as high as what it shows, and follows links out of it.
 * Only the frame itself, at the address that this page gave it, is heard.
 */
(function () {
	'use strict';

	function start(frame) {
		var origin = new URL(frame.src).origin;

		function ticket() {
			fetch(frame.dataset.ticket, { credentials: 'same-origin', headers: { Accept: 'application/json' } })
				.then(function (answer) {
					if (!answer.ok) throw new Error('no ticket (' + answer.status + ')');
					return answer.json(); // the sign-in page of an ended session is no JSON
				})
				.then(function (body) {
					frame.contentWindow.postMessage({ type: 'rapport-ticket', ticket: body.ticket }, origin);
				})
				.catch(function (reason) {
					console.warn('Rapport:', reason.message); // the frame says by itself that no ticket came
				});
		}

		window.addEventListener('message', function (event) {
			if (event.source !== frame.contentWindow || event.origin !== origin || !event.data) return;
			if (event.data.type === 'rapport-token-needed') {
				ticket();
			} else if (event.data.type === 'rapport-resize' && event.data.height > 0) {
				frame.style.height = Math.min(Math.ceil(event.data.height), 20000) + 'px';
			} else if (event.data.type === 'rapport-navigate' && typeof event.data.url === 'string') {
				follow(event.data.url, origin);
			}
		});
	}

	function follow(address, origin) {
		var url = new URL(address, origin);
		if (url.origin === location.origin) location.assign(url.href);
		else if (url.protocol === 'https:' || url.protocol === 'http:') window.open(url.href, '_blank', 'noopener');
	}

	document.addEventListener('DOMContentLoaded', function () {
		document.querySelectorAll('iframe.rapport-frame').forEach(start);
	});
})();
