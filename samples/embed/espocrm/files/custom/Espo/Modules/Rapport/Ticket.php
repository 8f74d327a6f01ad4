<?php
namespace Espo\Modules\Rapport;

/** Says to Rapport, once and for less than a minute, who is signed in here and at which record. */
class Ticket
{
    /** Rapport takes none that lasts longer than 60 seconds. */
    private const SECONDS = 50;

    /** A JSON web token, HS256. */
    public static function sign(string $connection, string $secret, string $userId, string $record, int $now): string
    {
        $claims = [
            'iss' => $connection,
            'sub' => $userId,
            'rec' => $record,
            'iat' => $now,
            'exp' => $now + self::SECONDS,
            'jti' => bin2hex(random_bytes(16)),
        ];
        $signed = self::base64url(json_encode(['alg' => 'HS256', 'typ' => 'JWT']))
            . '.' . self::base64url(json_encode($claims, JSON_UNESCAPED_SLASHES));

        return $signed . '.' . self::base64url(hash_hmac('sha256', $signed, $secret, true));
    }

    private static function base64url(string $bytes): string
    {
        return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    }
}
