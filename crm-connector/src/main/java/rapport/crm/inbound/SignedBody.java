package rapport.crm.inbound;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import rapport.social.shared.Problem;

/** Refuses a body that is not the one that was signed, at its end: nothing of it may count before. */
final class SignedBody extends FilterInputStream {
    private final String hash;
    private final MessageDigest digest = sha256();

    /** @param hash in hex, as it was signed */
    SignedBody(InputStream in, String hash) {
        super(in);
        this.hash = hash;
    }

    static boolean isOfNothing(String hash) {
        return same(hash, sha256());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int some = super.read(bytes, offset, length);
        if (some > 0) {
            digest.update(bytes, offset, some);
        } else if (some < 0 && !same(hash, copy())) {
            throw Problem.unauthenticated();
        }
        return some;
    }

    /** The end may be read again. */
    private MessageDigest copy() {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e); // Java's own can be
        }
    }

    private static boolean same(String hash, MessageDigest digest) {
        return MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII),
                HexFormat.of().formatHex(digest.digest()).getBytes(StandardCharsets.US_ASCII));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
