import React, { useState } from 'react';
import { Alert, Button, Flex, Text, hubspot } from '@hubspot/ui-extensions';

/** Rapport's address and the key of this connection in Rapport. The address stands in app-hsmeta.json too. */
const RAPPORT = 'https://rapport.example';
const CONNECTION = 'acme';

const WORDS = {
  en: {
    about: 'What your colleagues know about this record.',
    open: 'Open the conversation',
    opening: 'Opening …',
    failed: 'Rapport did not open',
    answered: status => `Rapport answered ${status}.`,
  },
  fr: {
    about: 'Ce que vos collègues savent de cette fiche.',
    open: 'Ouvrir la conversation',
    opening: 'Ouverture…',
    failed: 'Rapport ne s’est pas ouvert',
    answered: status => `Rapport a répondu ${status}.`,
  },
};

hubspot.extend(({ context, actions }) => <Conversation context={context} actions={actions} />);

/** Cards may hold no frame of their own, so the conversation opens in front of the page. */
const Conversation = ({ context, actions }) => {
  const words = (context.user?.locale || '').toLowerCase().startsWith('fr') ? WORDS.fr : WORDS.en;
  const [opening, setOpening] = useState(false);
  const [problem, setProblem] = useState(null);

  const open = async () => {
    setOpening(true);
    setProblem(null);
    try {
      // HubSpot adds who is looking to this address and signs it; the answer is an address that serves once.
      const query = new URLSearchParams({
        objectId: String(context.crm.objectId),
        objectTypeId: String(context.crm.objectTypeId),
      });
      const answer = await hubspot.fetch(`${RAPPORT}/embed/${CONNECTION}/visit?${query}`, { method: 'GET', timeout: 10000 });
      const body = await answer.json();
      if (!answer.ok || !body.uri) {
        throw new Error(body.problem || words.answered(answer.status));
      }
      actions.openIframeModal({ uri: body.uri, title: 'Rapport', width: 900, height: 700, flush: true });
    } catch (failure) {
      setProblem(failure.message);
    } finally {
      setOpening(false);
    }
  };

  return (
    <Flex direction="column" gap="small" align="start">
      <Text>{words.about}</Text>
      {problem && (
        <Alert title={words.failed} variant="warning">
          {problem}
        </Alert>
      )}
      <Button onClick={open} disabled={opening} variant="primary">
        {opening ? words.opening : words.open}
      </Button>
    </Flex>
  );
};

export default Conversation;
