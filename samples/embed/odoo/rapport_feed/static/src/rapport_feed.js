/** @odoo-module **/
import { Component, onMounted, onWillStart, onWillUnmount, onWillUpdateProps, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * The frame on a form. Gives it a ticket when it asks, and makes it as high as what it shows; its links open by themselves, in a tab of
 * their own. Only the frame itself, at the address that the server named, is heard.
 */
export class RapportFeed extends Component {
    static template = "rapport_feed.Feed";
    static props = { ...standardWidgetProps };

    setup() {
        this.frame = useRef("frame");
        this.state = useState({ src: null, height: 480, problem: null });
        this.origin = null;
        /** The first ticket comes with the address; the frame asks for it a moment later. */
        this.ticket = null;
        const listen = (event) => this.hear(event);
        onWillStart(() => this.load(this.props.record));
        // The pager shows another record in the same component.
        onWillUpdateProps((next) => {
            if (this.shown !== RapportFeed.key(next.record)) {
                return this.load(next.record);
            }
        });
        onMounted(() => window.addEventListener("message", listen));
        onWillUnmount(() => window.removeEventListener("message", listen));
    }

    static key(record) {
        return `${record.resModel}/${record.resId}`;
    }

    async ask(record) {
        const answer = await rpc("/rapport_feed/ticket", { model: record.resModel, res_id: record.resId });
        return { ...answer, at: Date.now() };
    }

    async load(record) {
        this.shown = RapportFeed.key(record);
        this.ticket = null;
        this.state.src = null;
        this.state.problem = record.resId ? null : _t("Save the record first; then it has a conversation.");
        if (!record.resId) {
            return;
        }
        const asked = this.shown;
        let answer;
        try {
            answer = await this.ask(record);
            this.origin = answer.url ? new URL(answer.url).origin : null;
        } catch {
            answer = { problem: "refused" };
        }
        if (asked !== this.shown) {
            return; // the pager was faster
        }
        if (answer.problem) {
            this.state.problem = RapportFeed.words(answer.problem);
            return;
        }
        const query = new URLSearchParams({
            connection: answer.connection,
            record: answer.record,
            lang: (user.lang || "en").slice(0, 2),
        });
        this.ticket = answer;
        this.state.src = `${answer.url}/embed?${query}`;
    }

    static words(problem) {
        switch (problem) {
            case "not-set-up":
                return _t("Rapport is not set up yet: an administrator has to enter its system parameters.");
            case "not-shown":
                return _t("This address is not a contact of its own and is not shown in Rapport.");
            case "not-found":
                return _t("This record is not there any more.");
            default:
                return _t("Odoo did not let you in to Rapport.");
        }
    }

    hear(event) {
        const frame = this.frame.el;
        const message = event.data;
        if (!frame || event.source !== frame.contentWindow || event.origin !== this.origin || !message) {
            return;
        }
        if (message.type === "rapport-token-needed") {
            this.give(frame);
        } else if (message.type === "rapport-resize" && message.height > 0) {
            this.state.height = Math.min(Math.ceil(message.height), 20000);
        }
    }

    async give(frame) {
        const record = this.props.record;
        let answer = this.ticket;
        this.ticket = null; // it serves once
        if (!answer || Date.now() - answer.at > 30000) {
            try {
                answer = await this.ask(record);
            } catch {
                return; // the frame says by itself that no ticket came
            }
        }
        if (answer.ticket && this.shown === RapportFeed.key(record)) {
            frame.contentWindow.postMessage({ type: "rapport-ticket", ticket: answer.ticket }, this.origin);
        }
    }
}

registry.category("view_widgets").add("rapport_feed", { component: RapportFeed });
