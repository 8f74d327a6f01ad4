<?php
/**
 * The tab: the record's own head, and below it the frame.
 */
$res = 0;
foreach (array('/../main.inc.php', '/../../main.inc.php', '/../../../main.inc.php') as $main) {
	if (!$res && file_exists(__DIR__.$main)) {
		$res = include __DIR__.$main;
	}
}
if (!$res) {
	die('main.inc.php was not found');
}
require_once __DIR__.'/lib/rapport.lib.php';

$langs->loadLangs(array('companies', 'projects', 'rapport@rapport'));

$type = GETPOST('type', 'aZ09');
$id = (int) GETPOST('id', 'int');
if (!rapport_is_colleague($user)) {
	accessforbidden();
}
$record = rapport_record($db, $user, $type, $id);
if ($record === null) {
	accessforbidden($langs->trans('ErrorRecordNotFound'));
}
$object = $record['object'];

llxHeader('', $langs->trans('RapportTab'), '', '', 0, 0, array('/rapport/js/rapport.js'));

switch ($type) {
	case 'thirdparty':
		require_once DOL_DOCUMENT_ROOT.'/core/lib/company.lib.php';
		print dol_get_fiche_head(societe_prepare_head($object), 'rapport', $langs->trans('ThirdParty'), -1, 'company');
		dol_banner_tab($object, 'id', '', 0, 'rowid', 'nom');
		break;
	case 'contact':
		require_once DOL_DOCUMENT_ROOT.'/core/lib/contact.lib.php';
		print dol_get_fiche_head(contact_prepare_head($object), 'rapport', $langs->trans('Contact'), -1, 'contact');
		dol_banner_tab($object, 'id', '', 0, 'rowid', 'ref');
		break;
	default:
		require_once DOL_DOCUMENT_ROOT.'/core/lib/project.lib.php';
		print dol_get_fiche_head(project_prepare_head($object), 'rapport', $langs->trans('Project'), -1, 'project');
		dol_banner_tab($object, 'id', '', 0, 'rowid', 'ref');
}

$settings = rapport_settings();
print '<div class="fichecenter"><div class="underbanner clearboth"></div>';
if (!$settings['complete']) {
	print '<p>'.$langs->trans('RapportNotSetUp').'</p>';
} elseif (!$record['shown']) {
	print '<p>'.$langs->trans($type === 'contact' ? 'RapportPrivateContact' : 'RapportPlainProject').'</p>';
} else {
	$address = $settings['url'].'/embed?'.http_build_query(array(
		'connection' => $settings['connection'],
		'record' => $record['type'].':'.$object->id,
		'lang' => substr($langs->defaultlang, 0, 2),
	));
	$ticket = dol_buildpath('/rapport/ticket.php', 1).'?'.http_build_query(array('type' => $type, 'id' => $object->id));
	// The referrer tells the frame which page is around it; the ticket follows by message.
	print '<iframe class="rapport-frame" title="'.dol_escape_htmltag($langs->trans('RapportTab')).'"'
		.' src="'.dol_escape_htmltag($address).'" data-ticket="'.dol_escape_htmltag($ticket).'"'
		.' referrerpolicy="origin" allow="clipboard-write" style="width:100%;min-height:480px;border:0"></iframe>';
}
print '</div>';

print dol_get_fiche_end();
llxFooter();
$db->close();
