<?php
namespace Espo\Modules\Rapport\Api;

use Espo\Core\Acl;
use Espo\Core\Api\Action;
use Espo\Core\Api\Request;
use Espo\Core\Api\Response;
use Espo\Core\Api\ResponseComposer;
use Espo\Core\Exceptions\BadRequest;
use Espo\Core\Exceptions\Forbidden;
use Espo\Core\Exceptions\NotFound;
use Espo\Core\Utils\Config;
use Espo\Entities\User;
use Espo\Modules\Rapport\Ticket;
use Espo\ORM\EntityManager;

/** Where the frame is, and a ticket for whoever is signed in, at a record that they may read. */
class GetTicket implements Action
{
    private const TYPES = [
        'Account' => 'account',
        'Contact' => 'contact',
        'Lead' => 'lead',
        'Opportunity' => 'opportunity',
    ];

    public function __construct(
        private User $user,
        private Acl $acl,
        private EntityManager $entityManager,
        private Config $config
    ) {}

    public function process(Request $request): Response
    {
        // People of customers are let in to EspoCRM, never to Rapport; nor is what only calls its interface.
        if (!in_array($this->user->get('type'), ['regular', 'admin', 'super-admin'], true)) {
            throw new Forbidden('Rapport is for colleagues.');
        }

        $entityType = $request->getRouteParam('entityType');
        $id = $request->getRouteParam('id');

        if (!$id || !array_key_exists((string) $entityType, self::TYPES)) {
            throw new BadRequest('No record that is shown in Rapport.');
        }

        $url = rtrim($this->setting('rapportUrl'), '/');
        $connection = $this->setting('rapportConnection');
        $secret = $this->setting('rapportSecret');

        if (
            !preg_match('~^https?://[^/?#@\s]+(/[^?#\s]*)?$~', $url) ||
            !preg_match('/^[a-z0-9][a-z0-9-]{0,59}$/', $connection) ||
            strlen($secret) < 32
        ) {
            return ResponseComposer::json(['problem' => 'not-set-up']);
        }

        $entity = $this->entityManager->getEntityById($entityType, $id);

        if (!$entity) {
            throw new NotFound();
        }

        if (!$this->acl->checkEntityRead($entity)) {
            throw new Forbidden();
        }

        return ResponseComposer::json([
            'url' => $url,
            'connection' => $connection,
            'record' => self::TYPES[$entityType] . ':' . $id,
            'ticket' => Ticket::sign($connection, $secret, $this->user->getId(), $entityType . '/' . $id, time()),
        ])->setHeader('Cache-Control', 'no-store');
    }

    /** What an administrator entered under Integrations; else what stands in the configuration that no page is told. */
    private function setting(string $name): string
    {
        $integration = $this->entityManager->getEntityById('Integration', 'Rapport');

        if ($integration && $integration->get('enabled')) {
            return trim((string) $integration->get($name));
        }

        return $this->config->isInternal($name) ? trim((string) $this->config->get($name)) : '';
    }
}
