package rapport.crm.planted.social.feed;

/** Breaks: social-core knows no CRM; and, with the class that it refers to and that refers back: no cycles. */
public class KnowsACrm {
    static final Object CRM = new rapport.crm.planted.crm.sync.Engine();
    static final Object POST = new rapport.crm.planted.social.post.KnowsAFeed();
}
