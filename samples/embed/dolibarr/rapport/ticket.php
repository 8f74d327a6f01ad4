<?php
/**
 * A ticket for whoever is signed in, at a record that they may see. Asked for by the tab's script whenever the frame needs one.
 */
if (!defined('NOTOKENRENEWAL')) {
	define('NOTOKENRENEWAL', '1'); // a background call must not spoil the forms of the page
}
if (!defined('NOREQUIREMENU')) {
	define('NOREQUIREMENU', '1');
}
if (!defined('NOREQUIREHTML')) {
	define('NOREQUIREHTML', '1');
}
if (!defined('NOREQUIREAJAX')) {
	define('NOREQUIREAJAX', '1');
}

$res = 0;
foreach (array('/../main.inc.php', '/../../main.inc.php', '/../../../main.inc.php') as $main) {
	if (!$res && file_exists(__DIR__.$main)) {
		$res = include __DIR__.$main;
	}
}
if (!$res) {
	http_response_code(500);
	exit;
}
require_once __DIR__.'/lib/rapport.lib.php';

top_httphead('application/json');
header('Cache-Control: no-store');

$settings = rapport_settings();
if (!rapport_is_colleague($user) || !$settings['complete']) {
	http_response_code(403);
	print json_encode(array('error' => 'refused'));
	exit;
}
$type = GETPOST('type', 'aZ09');
$record = rapport_record($db, $user, $type, (int) GETPOST('id', 'int'));
if ($record === null || !$record['shown']) {
	http_response_code(404);
	print json_encode(array('error' => 'no such record'));
	exit;
}
print json_encode(array('ticket' => rapport_ticket($settings, $user->id, $type.'/'.$record['object']->id, time())));
$db->close();
