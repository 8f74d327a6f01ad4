package rapport.social.web;

/** A JAX-RS resource. Every bean of this kind is published below {@code /api/v1}. */
public interface ApiResource {}
