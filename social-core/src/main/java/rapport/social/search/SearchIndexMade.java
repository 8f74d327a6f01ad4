package rapport.social.search;

/** There is a new, empty index, perhaps because somebody deleted the one before. */
record SearchIndexMade(String name) {}
