<?php
/**
 * Where Rapport is, which of its connections this Dolibarr is, and the secret that both know.
 */
$res = 0;
foreach (array('/../../main.inc.php', '/../../../main.inc.php', '/../../../../main.inc.php') as $main) {
	if (!$res && file_exists(__DIR__.$main)) {
		$res = include __DIR__.$main;
	}
}
if (!$res) {
	die('main.inc.php was not found');
}
require_once DOL_DOCUMENT_ROOT.'/core/lib/admin.lib.php';
require_once __DIR__.'/../lib/rapport.lib.php';

$langs->loadLangs(array('admin', 'rapport@rapport'));
if (empty($user->admin)) {
	accessforbidden();
}

if (GETPOST('action', 'aZ09') === 'update') {
	$saved = dolibarr_set_const($db, 'RAPPORT_URL', rtrim(trim(GETPOST('url', 'alphanohtml')), '/'), 'chaine', 0, '', $conf->entity) > 0
		&& dolibarr_set_const($db, 'RAPPORT_CONNECTION', trim(GETPOST('connection', 'alphanohtml')), 'chaine', 0, '', $conf->entity) > 0;
	$secret = trim(GETPOST('secret', 'none')); // as it is: quotes and signs may be part of it
	if ($saved && $secret !== '') { // left empty: keep the one there is, which is never shown
		$saved = dolibarr_set_const($db, 'RAPPORT_SECRET', $secret, 'chaine', 0, '', $conf->entity) > 0;
	}
	setEventMessages($langs->trans($saved ? 'SetupSaved' : 'Error'), null, $saved ? 'mesgs' : 'errors');
	if (strlen($secret) > 0 && strlen($secret) < 32) {
		setEventMessages($langs->trans('RapportSecretTooShort'), null, 'warnings');
	}
}

$settings = rapport_settings();

llxHeader('', $langs->trans('RapportSetup'));
print load_fiche_titre(
	$langs->trans('RapportSetup'),
	'<a href="'.DOL_URL_ROOT.'/admin/modules.php?restore_lastsearch_values=1">'.$langs->trans('BackToModuleList').'</a>'
);
print '<form method="POST" action="'.dol_escape_htmltag($_SERVER['PHP_SELF']).'">';
print '<input type="hidden" name="token" value="'.newToken().'">';
print '<input type="hidden" name="action" value="update">';
print '<table class="noborder centpercent">';
print '<tr class="liste_titre"><td>'.$langs->trans('Parameter').'</td><td>'.$langs->trans('Value').'</td></tr>';
print '<tr class="oddeven"><td><label for="url">'.$langs->trans('RapportUrl').'</label></td>';
print '<td><input type="url" id="url" name="url" class="minwidth300" required value="'.dol_escape_htmltag($settings['url']).'"></td></tr>';
print '<tr class="oddeven"><td><label for="connection">'.$langs->trans('RapportConnection').'</label></td>';
print '<td><input type="text" id="connection" name="connection" required pattern="[a-z0-9][a-z0-9\-]*" value="'
	.dol_escape_htmltag($settings['connection']).'"></td></tr>';
print '<tr class="oddeven"><td><label for="secret">'.$langs->trans('RapportSecret').'</label></td>';
print '<td><input type="password" id="secret" name="secret" class="minwidth300" autocomplete="off" placeholder="'
	.dol_escape_htmltag($langs->trans($settings['secret'] === '' ? 'RapportSecretMissing' : 'RapportSecretKept')).'"></td></tr>';
print '</table>';
print '<div class="center"><input type="submit" class="button" value="'.dol_escape_htmltag($langs->trans('Save')).'"></div>';
print '</form>';
llxFooter();
$db->close();
