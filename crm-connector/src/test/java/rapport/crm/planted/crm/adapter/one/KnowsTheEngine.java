package rapport.crm.planted.crm.adapter.one;

/** Breaks: an adapter knows the spi alone; adapters do not know each other. */
public class KnowsTheEngine {
    static final Object ENGINE = new rapport.crm.planted.crm.sync.Engine();
    static final Object OTHER = new rapport.crm.planted.crm.adapter.two.Other();
}
