package rapport.crm.planted.crm.spi;

/** Breaks: the spi knows neither Rapport nor Spring. */
public class KnowsSpring {
    static final Object SPRING = new org.springframework.core.io.ByteArrayResource(new byte[0]);
}
