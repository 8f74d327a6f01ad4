package rapport.crm.planted.crm.sync;

/** Breaks, with the class that refers back: the connector's capabilities are free of cycles. */
public class Engine {
    static final Class<?> STORY = rapport.crm.planted.crm.story.KnowsTheEngineToo.class;

    Object story() {
        return new rapport.crm.planted.crm.story.KnowsTheEngineToo();
    }
}
