/**
 * The frame on a record. Gives it a ticket when it asks, and makes it as high as what it shows; its links open by themselves, in a
 * tab of their own. Only the frame itself, at the address that the server named, is heard.
 */
define('rapport:views/panels/feed', ['views/record/panels/bottom'], function (Dep) {

    return Dep.extend({

        templateContent: '<div class="rapport-panel"></div>',

        /** Old enough that it may not reach the server before its end. */
        STALE: 30000,

        setup: function () {
            Dep.prototype.setup.call(this);

            this.origin = null;
            this.first = null;
            this.listener = event => this.hear(event);
            window.addEventListener('message', this.listener);
            this.once('remove', () => window.removeEventListener('message', this.listener));
        },

        afterRender: function () {
            this.load();
        },

        ask: function () {
            return Espo.Ajax.getRequest('Rapport/ticket/' + this.model.entityType + '/' + this.model.id)
                .then(answer => Object.assign({}, answer, {at: Date.now()}));
        },

        load: function () {
            this.ask()
                .then(answer => {
                    if (answer.problem) {
                        this.say(this.translate('rapportNotSetUp', 'messages'));

                        return;
                    }

                    this.first = answer; // the frame asks for it a moment later
                    this.origin = new URL(answer.url).origin;
                    this.show(answer);
                })
                .catch(() => this.say(this.translate('rapportRefused', 'messages')));
        },

        panel: function () {
            return this.element ? this.element.querySelector('.rapport-panel') : null;
        },

        say: function (text) {
            const panel = this.panel();

            if (panel) {
                panel.textContent = text;
            }
        },

        show: function (answer) {
            const panel = this.panel();

            if (!panel) {
                return;
            }

            const chosen = this.getPreferences().get('language') || this.getConfig().get('language') || 'en_US';
            const frame = document.createElement('iframe');
            frame.referrerPolicy = 'origin'; // the frame has to know whose page it is on
            frame.allow = 'clipboard-write';
            frame.src = answer.url + '/embed?' + new URLSearchParams({
                connection: answer.connection,
                record: answer.record,
                lang: chosen.slice(0, 2),
            });
            frame.title = 'Rapport';
            frame.style.cssText = 'width: 100%; height: 480px; border: 0; display: block';
            panel.replaceChildren(frame);
            this.frame = frame;
        },

        hear: function (event) {
            const message = event.data;

            if (!this.frame || event.source !== this.frame.contentWindow || event.origin !== this.origin || !message) {
                return;
            }

            if (message.type === 'rapport-token-needed') {
                this.give();
            } else if (message.type === 'rapport-resize' && message.height > 0) {
                this.frame.style.height = Math.min(Math.ceil(message.height), 20000) + 'px';
            }
        },

        give: function () {
            const known = this.first;
            this.first = null; // it serves once
            const answer = known && Date.now() - known.at < this.STALE ? Promise.resolve(known) : this.ask();

            return answer
                .then(fresh => {
                    if (fresh.ticket) {
                        this.frame.contentWindow.postMessage({type: 'rapport-ticket', ticket: fresh.ticket}, this.origin);
                    }
                })
                .catch(() => {}); // the frame says by itself that no ticket came
        },
    });
});
