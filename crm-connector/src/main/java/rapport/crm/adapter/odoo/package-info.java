/**
 * Odoo, by JSON-2 (from 19) or JSON-RPC (all versions, announced to go in 20). What follows was seen on a running 19.0 community
 * (PostgreSQL 15; 3,000 companies, 5,000 contacts, 500 opportunities) in November 2026, or read in the source of 19.0 where a path is
 * given; what older versions do is known but was not run.
 *
 * <p><b>Words.</b> An account is a {@code res.partner} with {@code is_company}; a contact one without, of the type {@code contact}
 * (not {@code invoice} or {@code delivery}) and not a colleague: every user is a partner too. An opportunity or a lead is a
 * {@code crm.lead} of that type. Ids are those of the model, so a partner keeps its id when it becomes a company, and a lead when it
 * becomes an opportunity: the record of the old type is then told as gone, its content taken over by that of the new type.
 *
 * <p><b>Sign-in.</b> A user's API key, as bearer token (JSON-2, without a session; {@code X-Odoo-Database} where one host has several
 * databases) or in place of the password (JSON-RPC; {@code authenticate} answers {@code false} with status 200 when it is wrong). Only
 * system administrators make keys that do not expire ({@code addons/base/models/res_users.py}); the expiry can be told to the
 * connection, which then warns before it. After several failures Odoo refuses for a minute (source; unverified by run).
 *
 * <p><b>Values.</b> Every empty value is {@code false}, also texts and days; references are {@code [id, "label"]} or a plain id. So
 * {@code false} is nothing except in fields known to be booleans. An unknown field is an error of the server, hence fields that
 * came ({@code won_status}) or went ({@code mobile}) are not asked for.
 *
 * <p><b>Archived</b> rows are hidden unless the filter names {@code active}; every filter here does. A lost opportunity is archived with
 * probability 0: it is told with the stage Lost, not as gone.
 *
 * <p><b>Closed</b> is what stands in a stage that wins ({@code crm.stage.is_won}) or is archived. <b>The team</b> of a lead is its
 * {@code team_id}: {@code crm.team.member_ids} and its leader, which grants no sight of anything. <b>Declared models</b> may lack
 * {@code active}; {@code active_test: false} in the context shows archived rows of every model.
 *
 * <p><b>Pages go by id</b>: no limit, no cap; 500 rows a call.
 *
 * <p><b>What changed.</b> {@code write_date} is UTC, without a mark, and must be sent without one. It is the start of the transaction: a
 * bulk save of 98 s became visible with a stamp 98 s in the past, so each read reaches back at least ten minutes. It is shown in
 * whole seconds; versions up to 18 compare the microseconds behind them, so it makes no key for pages. The window has no upper end: a
 * row saved again while we page would fall out of it. Any save moves it, also with equal values; saving a company moves its contacts;
 * nightly jobs move many leads. Deleting a company empties its contacts' {@code parent_id} in the database alone and moves nothing.
 *
 * <p><b>Deletes and merges.</b> Rows vanish; reading a gone id gives an empty list, a hidden one an access error. Merging contacts deletes
 * the losers and leaves a note on the winner that ends in "(ID 1815)", by which {@link rapport.crm.adapter.odoo.OdooLink#find} tells
 * the winner. Merged leads leave none that is known.
 *
 * <p><b>Webhooks</b> are automation rules that an admin makes (from 17). They are sent after the commit, once, unsigned, within a second
 * ({@code addons/base/models/ir_actions.py}), several for one save, deletes before the updates of the same transaction: they say where
 * to look and no more. The secret in the address is all that proves them.
 *
 * <p><b>Failures.</b> JSON-2 uses statuses: 401, 403, 404, 409 for locks, 422 for what the user did wrong, and 500 also for an unknown
 * field. JSON-RPC always answers 200 with an {@code error}. Messages name records and {@code debug} holds a traceback: neither is shown.
 */
@NullMarked
package rapport.crm.adapter.odoo;

import org.jspecify.annotations.NullMarked;
