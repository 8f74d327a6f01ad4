package rapport.social.link;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Which addresses a stranger's link may lead the server to: none of its own machine or network. */
final class PublicAddresses {
    private PublicAddresses() {}

    static boolean isPublic(InetAddress address) {
        if (address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        if (address instanceof Inet6Address) {
            int first = bytes[0] & 0xff;
            int second = bytes[1] & 0xff;
            boolean uniqueLocal = (first & 0xfe) == 0xfc;
            boolean mapped = isZero(bytes, 0, 10);
            boolean translated =
                    first == 0x00 && second == 0x64 && (bytes[2] & 0xff) == 0xff && (bytes[3] & 0xff) == 0x9b;
            boolean tunnelled = first == 0x20 && second == 0x02
                    || first == 0x20 && second == 0x01 && bytes[2] == 0 && bytes[3] == 0;
            boolean documentation =
                    first == 0x20 && second == 0x01 && (bytes[2] & 0xff) == 0x0d && (bytes[3] & 0xff) == 0xb8;
            return !uniqueLocal && !mapped && !translated && !tunnelled && !documentation;
        }
        int a = bytes[0] & 0xff;
        int b = bytes[1] & 0xff;
        int c = bytes[2] & 0xff;
        return a != 0
                && !(a == 100 && b >= 64 && b <= 127) // shared by carriers
                && !(a == 192 && b == 0 && (c == 0 || c == 2))
                && !(a == 198 && (b == 18 || b == 19 || b == 51 && c == 100))
                && !(a == 203 && b == 0 && c == 113)
                && a < 240;
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
