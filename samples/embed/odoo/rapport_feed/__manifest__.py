{
    "name": "Rapport",
    "summary": "Conversations of colleagues on contacts, leads and opportunities",
    "version": "1.0.0",
    "category": "Sales/CRM",
    "license": "LGPL-3",
    "author": "Rapport",
    "depends": ["web", "mail", "crm"],
    "data": ["views/views.xml"],
    "assets": {"web.assets_backend": ["rapport_feed/static/src/**/*"]},
}
