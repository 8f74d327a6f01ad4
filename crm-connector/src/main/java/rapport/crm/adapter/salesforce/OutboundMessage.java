package rapport.crm.adapter.salesforce;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.WebhookRefused;

/** What an outbound message says, whatever fields its admin chose: from which org, and about which records. */
record OutboundMessage(String organizationId, List<Notification> notifications) {
    static final String NAMESPACE = "http://soap.sforce.com/2005/09/outbound";
    private static final String OBJECTS = "urn:sobject.enterprise.soap.sforce.com";
    private static final String SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

    /** The CRM sends at most 100; a few more do no harm, a million would. */
    private static final int MAX_NOTIFICATIONS = 1_000;

    private static final XMLInputFactory FACTORY = factory();

    /**
     * @param id         the same when it is sent again
     * @param objectName null where the element does not say
     * @param recordId   null where the record was deleted before the message was sent
     */
    record Notification(
            @Nullable String id,
            @Nullable String objectName,
            @Nullable String recordId) {}

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        return factory;
    }

    static OutboundMessage read(byte[] xml) {
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(xml));
            try {
                return read(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw notUnderstood("not well-formed XML");
        }
    }

    private static OutboundMessage read(XMLStreamReader reader) throws XMLStreamException {
        String organization = null;
        boolean found = false;
        List<Notification> notifications = new ArrayList<>();
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw notUnderstood("XML with a document type");
                case XMLStreamConstants.START_ELEMENT -> {
                    if (is(reader, NAMESPACE, "notifications")) {
                        found = true;
                    } else if (is(reader, NAMESPACE, "OrganizationId")) {
                        organization = reader.getElementText().strip();
                    } else if (is(reader, NAMESPACE, "Notification")) {
                        if (notifications.size() >= MAX_NOTIFICATIONS) {
                            throw notUnderstood("more than " + MAX_NOTIFICATIONS + " notifications");
                        }
                        notifications.add(notification(reader));
                    }
                }
                default -> {}
            }
        }
        if (!found || organization == null || !SalesforceId.is(organization)) {
            throw notUnderstood("no notifications with an OrganizationId");
        }
        return new OutboundMessage(organization, notifications);
    }

    /** From its start to its end; only its own Id and the record's are looked at. */
    private static Notification notification(XMLStreamReader reader) throws XMLStreamException {
        String id = null;
        String objectName = null;
        String recordId = null;
        int depth = 1;
        while (depth > 0) {
            int event = reader.next();
            if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw notUnderstood("XML with a document type");
            }
            if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                if (depth == 1 && is(reader, NAMESPACE, "Id")) {
                    id = reader.getElementText().strip();
                } else if (depth == 1 && is(reader, NAMESPACE, "sObject")) {
                    objectName = objectName(reader.getAttributeValue(SCHEMA_INSTANCE, "type"));
                    depth++;
                } else if (depth == 2 && is(reader, OBJECTS, "Id")) {
                    String text = reader.getElementText().strip();
                    recordId = SalesforceId.is(text) ? text : null;
                } else {
                    depth++;
                }
            }
        }
        return new Notification(id, objectName, recordId);
    }

    private static boolean is(XMLStreamReader reader, String namespace, String name) {
        return name.equals(reader.getLocalName()) && namespace.equals(reader.getNamespaceURI());
    }

    private static @Nullable String objectName(@Nullable String type) {
        return type == null || type.isBlank() ? null : type.strip().replaceFirst("^[^:]*:", "");
    }

    private static WebhookRefused notUnderstood(String why) {
        return new WebhookRefused(WebhookRefused.Reason.NOT_UNDERSTOOD, "an outbound message: " + why);
    }
}
