/**
 * Talks with the frame: gives it a ticket when it asks, and makes it as high as what it shows; its links open by themselves, in a
 * tab of their own. Only the frame itself, at the address that this page gave it, is heard.
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
			}
		});
	}

	document.addEventListener('DOMContentLoaded', function () {
		document.querySelectorAll('iframe.rapport-frame').forEach(start);
	});
})();
