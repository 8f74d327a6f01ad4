package rapport.social.signin;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.stereotype.Component;
import rapport.social.member.Member;
import rapport.social.member.Members;
import rapport.social.signin.OpenIdConnectSettings.Provider;
import rapport.social.signin.SignInRefused.Reason;

/** Which member a provider speaks of. Nobody becomes a member by signing in. */
@Component
class PersonMatch {
    private final Members members;

    PersonMatch(Members members) {
        this.members = members;
    }

    /** @throws SignInRefused if it is none, not one, or none that may come in */
    Member member(Provider settings, ClaimAccessor claims) {
        requireOwnCompany(settings, claims);
        String claim = settings.claim() == null ? "email" : settings.claim();
        String value = claims.getClaimAsString(claim);
        if (value == null || value.isBlank()) {
            throw new SignInRefused(Reason.NOT_NAMED);
        }
        return switch (settings.match()) {
            case EMAIL -> byAddress(settings, claims, value.strip());
            case CRM_USER -> active(members.byIdentity(connection(settings), value));
            case CRM_SIGN_IN_ID -> active(members.bySignInId(connection(settings), value));
        };
    }

    private static void requireOwnCompany(Provider settings, ClaimAccessor claims) {
        if (isOther(settings.tenant(), claims.getClaimAsString("tid"))
                || isOther(settings.hostedDomain(), claims.getClaimAsString("hd"))) {
            throw new SignInRefused(Reason.OTHER_COMPANY);
        }
    }

    private static boolean isOther(@Nullable String wanted, @Nullable String found) {
        return wanted != null && !wanted.equalsIgnoreCase(found);
    }

    private Member byAddress(Provider settings, ClaimAccessor claims, String address) {
        if (!settings.trustAddresses() && !Boolean.TRUE.equals(claims.getClaimAsBoolean("email_verified"))) {
            throw new SignInRefused(Reason.ADDRESS_NOT_VERIFIED);
        }
        List<Member> all = members.byEmail(address);
        List<Member> active = all.stream().filter(Member::active).toList();
        if (active.size() > 1) {
            throw new SignInRefused(Reason.SEVERAL_MEMBERS);
        }
        return active(active.isEmpty() ? all.stream().findFirst() : Optional.of(active.get(0)));
    }

    private static Member active(Optional<Member> found) {
        Member member = found.orElseThrow(() -> new SignInRefused(Reason.MEMBER_UNKNOWN));
        if (!member.active()) {
            throw new SignInRefused(Reason.MEMBER_INACTIVE);
        }
        return member;
    }

    private static String connection(Provider settings) {
        return Objects.requireNonNull(settings.connection());
    }
}
