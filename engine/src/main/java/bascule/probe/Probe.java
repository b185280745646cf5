package bascule.probe;

import bascule.fact.Answer;
import bascule.fact.Template;
import bascule.host.Command;
import bascule.host.HttpRequest;
import bascule.host.Service;
import bascule.store.Store;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import java.util.List;

/** How one fact is asked. Closed: what a plan holds of it needs no recipe to be looked at again. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "by")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Probe.Known.class, name = "value"),
    @JsonSubTypes.Type(value = Probe.ByTemplate.class, name = "template"),
    @JsonSubTypes.Type(value = Probe.ByCommand.class, name = "run"),
    @JsonSubTypes.Type(value = Probe.ByFile.class, name = "file"),
    @JsonSubTypes.Type(value = Probe.ByFiles.class, name = "files"),
    @JsonSubTypes.Type(value = Probe.ByHttp.class, name = "http"),
    @JsonSubTypes.Type(value = Probe.ByQuery.class, name = "query"),
    @JsonSubTypes.Type(value = Probe.ByDepth.class, name = "depth"),
    @JsonSubTypes.Type(value = Probe.BySize.class, name = "size"),
    @JsonSubTypes.Type(value = Probe.ByPackage.class, name = "package"),
    @JsonSubTypes.Type(value = Probe.ByService.class, name = "service")
})
public sealed interface Probe {

    /**
     * Nothing to look at: the answer of a person, or a value of the recipe with its places filled.
     */
    record Known(Answer answer) implements Probe {}

    /** A value of the recipe whose places are filled when it is asked. */
    record ByTemplate(Template text) implements Probe {}

    /**
     * {@code whenStopped}: unknown while the services run, because looking would be in their way.
     */
    record ByCommand(Command command, Reading reading, boolean whenStopped) implements Probe {}

    /** The first of the files that has it; absolute paths. */
    record ByFile(List<Template> files, Reading reading) implements Probe {
        public ByFile {
            files = List.copyOf(files);
        }
    }

    /**
     * Every file that a pattern finds: rows of {@code path folder name} and what the reading adds.
     */
    record ByFiles(Template pattern, Template under, Reading reading) implements Probe {}

    record ByHttp(List<HttpRequest> requests, Reading reading) implements Probe {
        public ByHttp {
            requests = List.copyOf(requests);
        }
    }

    record ByQuery(Store store, Template query, Reading reading) implements Probe {}

    /** How many messages wait in the queues of that name. */
    record ByDepth(Store store, Template queues) implements Probe {}

    /** How many bytes a server's data take up, as it says itself. */
    record BySize(Store store) implements Probe {}

    /** The installed release of a package. */
    record ByPackage(Template name, Reading reading) implements Probe {}

    /** {@code running} or {@code stopped}. */
    record ByService(Service service) implements Probe {}
}
