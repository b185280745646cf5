package bascule.format;

/** A value as it was written, put back without being understood. */
record Raw(String text) {}
