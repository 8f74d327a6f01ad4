package rapport.social.signin;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why somebody who came back from a provider is not signed in. */
class SignInRefused extends RuntimeException {

    /** Each has its words, on the sign-in page and in the bundle {@code problems/sign-in.properties}. */
    enum Reason {
        /** The person said no at the provider. */
        CANCELLED,
        /** The way back was taken before, too late, or in another browser. */
        ATTEMPT_OVER,
        /** The provider does not answer, or says that it cannot. */
        PROVIDER_DOWN,
        /** What the provider said could not be believed. */
        NOT_BELIEVED,
        /** Of another tenant or domain than the one that is let in. */
        OTHER_COMPANY,
        /** The provider did not say the one thing by which members are found. */
        NOT_NAMED,
        ADDRESS_NOT_VERIFIED,
        MEMBER_UNKNOWN,
        MEMBER_INACTIVE,
        /** More than one active member has this address. */
        SEVERAL_MEMBERS;

        String slug() {
            return "sign-in-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    SignInRefused(Reason reason) {
        this(reason, null);
    }

    SignInRefused(Reason reason, @Nullable Throwable cause) {
        super(reason.slug(), cause);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
