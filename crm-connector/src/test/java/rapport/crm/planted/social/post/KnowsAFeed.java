package rapport.crm.planted.social.post;

public class KnowsAFeed {
    static final Class<?> FEED = new rapport.crm.planted.social.feed.KnowsACrm().getClass();
}
