package rapport.social.search;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;
import rapport.social.web.ScreenSettings;

/**
 * @param engine      what finds texts
 * @param queryLength characters of a query
 * @param words       words of a query
 * @param groupSize   hits of each kind when no kind is asked for
 * @param candidates  newest matches that are checked, counted and ranked at a time
 * @param enough      once so many may be seen, older matches are left for the next page
 * @param walk        newest texts among which PostgreSQL looks before it asks the index of words
 * @param facetValues values shown of each facet, those of the most hits first
 * @param catchUp     newest texts compared with a complete index at start; an incomplete one is compared with all
 */
@Validated
@ConfigurationProperties("rapport.search")
record SearchSettings(
        @DefaultValue("auto") Engine engine,
        @DefaultValue("200") @Min(1) @Max(1000) int queryLength,
        @DefaultValue("12") @Min(1) @Max(50) int words,
        @DefaultValue("5") @Min(1) @Max(20) int groupSize,
        @DefaultValue("1000") @Min(100) @Max(10000) int candidates,
        @DefaultValue("200") @Min(100) int enough,
        @DefaultValue("20000") @Min(0) int walk,
        @DefaultValue("10") @Min(1) @Max(100) int facetValues,
        @DefaultValue("20000") @Min(0) int catchUp)
        implements ScreenSettings {

    @Override
    public Map<String, Long> limits() {
        return Map.of("query", (long) queryLength);
    }

    /** What finds texts. */
    enum Engine {
        /** The cluster if its addresses are set, else the database. */
        AUTO,
        /** PostgreSQL's own search, or Lucene beside the embedded database. */
        DATABASE,
        OPENSEARCH
    }
}
