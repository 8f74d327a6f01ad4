"""A ticket for whoever is signed in, at a record that they may read."""

import base64
import hashlib
import hmac
import json
import re
import secrets
import time

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import request
from odoo.release import version_info

# Rapport takes no ticket that lasts longer than 60 seconds.
TICKET_SECONDS = 50
MODELS = ("res.partner", "crm.lead")
# The hosted ones are called "saas~18".
MAJOR = int(re.sub(r"\D", "", str(version_info[0])))


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def sign(claims, secret):
    """A JSON web token, HS256."""
    header = {"alg": "HS256", "typ": "JWT"}
    signed = ".".join(
        base64url(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims)
    )
    mac = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    return signed + "." + base64url(mac)


def record_type(record, portal_contacts):
    """What Rapport calls this record; None for one that stays in Odoo, as the connection's option portal-contacts says."""
    if record._name == "crm.lead":
        return record.type if record.type in ("lead", "opportunity") else None
    if record.is_company:
        return "account"
    if record.type != "contact" or not record.partner_share:
        return None
    # Whoever signs in here, or once did, is no contact of the company's customers.
    signs_in = record.sudo().with_context(active_test=False).user_ids
    return "contact" if portal_contacts or not signs_in else None


class RapportFeed(http.Controller):
    @http.route("/rapport_feed/ticket", type="jsonrpc" if MAJOR >= 19 else "json", auth="user")
    def ticket(self, model, res_id):
        """Where the frame is and a ticket for it, or why there is none."""
        user = request.env.user
        if user.share or model not in MODELS:
            raise AccessError("Rapport is for colleagues, on contacts and leads.")
        # The secret is for administrators; the page gets no more than what is signed with it.
        parameters = request.env["ir.config_parameter"].sudo()
        url = (parameters.get_param("rapport_feed.url") or "").strip().rstrip("/")
        connection = (parameters.get_param("rapport_feed.connection") or "").strip()
        secret = (parameters.get_param("rapport_feed.secret") or "").strip()
        if (
            not re.fullmatch(r"https?://[^/?#@\s]+(/[^?#\s]*)?", url)
            or not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", connection)
            or len(secret) < 32
        ):
            return {"problem": "not-set-up"}
        record = request.env[model].browse(int(res_id)).exists()
        if not record:
            return {"problem": "not-found"}
        record.check_access("read")
        kind = record_type(record, parameters.get_param("rapport_feed.portal_contacts") == "yes")
        if kind is None:
            return {"problem": "not-shown"}
        now = int(time.time())
        claims = {
            "iss": connection,
            "sub": str(user.id),
            "rec": f"{model}/{record.id}",
            "iat": now,
            "exp": now + TICKET_SECONDS,
            "jti": secrets.token_hex(16),
        }
        return {
            "url": url,
            "connection": connection,
            "record": f"{kind}:{record.id}",
            "ticket": sign(claims, secret),
        }
