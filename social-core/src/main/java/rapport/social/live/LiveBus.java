package rapport.social.live;

/** Carries signals to the nodes that hold connections, this one included: in the order of publishing, never blocking. */
interface LiveBus extends AutoCloseable {

    void publish(Signal signal);

    @Override
    void close();
}
