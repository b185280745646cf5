package bascule.work;

import bascule.fact.Template;
import bascule.store.Store;
import bascule.store.Technique;

/** Which store is copied how, and where its copy lies. */
record Copying(Store store, Technique technique, Template folder) {}
