package rapport.crm.inbound;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import rapport.social.shared.Problem;

/** Refuses what is longer than allowed, as soon as it is. */
final class LimitedStream extends FilterInputStream {
    private final long limit;
    private long read;

    LimitedStream(InputStream in, long limit) {
        super(in);
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        count(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int some = super.read(bytes, offset, length);
        count(Math.max(some, 0));
        return some;
    }

    private void count(int more) {
        read += more;
        if (read > limit) {
            throw new Problem(413, "body-too-large", "body", "more than " + limit, limit);
        }
    }
}
