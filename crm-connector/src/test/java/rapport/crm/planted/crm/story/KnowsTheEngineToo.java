package rapport.crm.planted.crm.story;

/** Breaks also: Jackson 2 stays out. */
public class KnowsTheEngineToo {
    static final Object ENGINE = new rapport.crm.planted.crm.sync.Engine();
    static final Object JACKSON_2 = new com.fasterxml.jackson.databind.ObjectMapper();
}
