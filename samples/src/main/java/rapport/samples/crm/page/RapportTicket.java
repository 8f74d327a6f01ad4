package rapport.samples.crm.page;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import rapport.samples.crm.data.CrmRecord;

/** What the CRM gives to a page so that Rapport knows who looks at which record: good once, for a minute. */
final class RapportTicket {
    private static final Duration LIFE = Duration.ofSeconds(60);

    private RapportTicket() {}

    static String of(RapportPlace place, CrmRecord user, CrmRecord record, Instant now) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(place.connection())
                .subject(user.id())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .jwtID(UUID.randomUUID().toString())
                .claim("rec", record.type().wireName() + "/" + record.id())
                .build();
        SignedJWT ticket = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            ticket.sign(new MACSigner(place.embedSecret().getBytes(StandardCharsets.UTF_8)));
        } catch (JOSEException e) {
            throw new IllegalStateException("the ticket cannot be signed", e);
        }
        return ticket.serialize();
    }
}
