<?php
/**
 * What the tab and the ticket share: which record is meant, whether the user may see it, and the signature.
 */

/** How long a ticket is good for. Rapport takes none that lasts longer than 60 seconds. */
const RAPPORT_TICKET_SECONDS = 50;

/**
 * What the setup says.
 *
 * @return array{url:string,connection:string,secret:string,complete:bool}
 */
function rapport_settings()
{
	$url = rtrim(trim(getDolGlobalString('RAPPORT_URL')), '/');
	$connection = trim(getDolGlobalString('RAPPORT_CONNECTION'));
	$secret = trim(getDolGlobalString('RAPPORT_SECRET'));
	$complete = preg_match('~^https?://[^/?#@\s]+(/[^?#\s]*)?$~', $url)
		&& preg_match('/^[a-z0-9][a-z0-9-]{0,59}$/', $connection)
		&& strlen($secret) >= 32;
	return array('url' => $url, 'connection' => $connection, 'secret' => $secret, 'complete' => (bool) $complete);
}

/**
 * The record that a page is about, or null if there is none; ends the request if the user may not see it.
 *
 * @param  string $type thirdparty, contact or project
 * @param  int    $id   its id
 * @return array{type:string,object:CommonObject,shown:bool}|null
 */
function rapport_record($db, $user, $type, $id)
{
	if ($id <= 0) {
		return null;
	}
	switch ($type) {
		case 'thirdparty':
			require_once DOL_DOCUMENT_ROOT.'/societe/class/societe.class.php';
			restrictedArea($user, 'societe', $id, '&societe', '', 'fk_soc', 'rowid', 0);
			$object = new Societe($db);
			break;
		case 'contact':
			require_once DOL_DOCUMENT_ROOT.'/contact/class/contact.class.php';
			restrictedArea($user, 'contact', $id, 'socpeople&societe', '', '', 'rowid', 0);
			$object = new Contact($db);
			break;
		case 'project':
			require_once DOL_DOCUMENT_ROOT.'/projet/class/project.class.php';
			restrictedArea($user, 'projet', $id, 'projet&project');
			$object = new Project($db);
			break;
		default:
			return null;
	}
	if ($object->fetch($id) <= 0) {
		return null;
	}
	$types = array('thirdparty' => 'account', 'contact' => 'contact', 'project' => 'opportunity');
	// Private contacts and plain projects stay in Dolibarr.
	$shown = !($type === 'contact' && !empty($object->priv)) && !($type === 'project' && empty($object->usage_opportunity));
	return array('type' => $types[$type], 'object' => $object, 'shown' => $shown);
}

/** People of customers and suppliers are let in to Dolibarr, never to Rapport. */
function rapport_is_colleague($user)
{
	return !empty($user->id) && empty($user->socid);
}

/**
 * Says to Rapport, once and for less than a minute, who is signed in here and at which record.
 *
 * @param  array{connection:string,secret:string} $settings
 * @param  int    $userId of the user who is signed in
 * @param  string $record such as thirdparty/1
 * @param  int    $now    seconds since 1970
 * @return string a JSON web token, HS256
 */
function rapport_ticket($settings, $userId, $record, $now)
{
	$claims = array(
		'iss' => $settings['connection'],
		'sub' => (string) $userId,
		'rec' => $record,
		'iat' => $now,
		'exp' => $now + RAPPORT_TICKET_SECONDS,
		'jti' => bin2hex(random_bytes(16)),
	);
	$signed = rapport_base64url(json_encode(array('alg' => 'HS256', 'typ' => 'JWT')))
		.'.'.rapport_base64url(json_encode($claims, JSON_UNESCAPED_SLASHES));
	return $signed.'.'.rapport_base64url(hash_hmac('sha256', $signed, $settings['secret'], true));
}

function rapport_base64url($bytes)
{
	return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}
