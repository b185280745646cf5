package bascule.host;

import bascule.fact.Template;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import java.util.List;
import java.util.Optional;

/** Something that runs and can be stopped and started, by the manager that its users have. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Service.Systemd.class, name = "systemd"),
    @JsonSubTypes.Type(value = Service.Supervisor.class, name = "supervisor"),
    @JsonSubTypes.Type(value = Service.Compose.class, name = "compose"),
    @JsonSubTypes.Type(value = Service.Plain.class, name = "process"),
    @JsonSubTypes.Type(value = Service.Script.class, name = "script")
})
public sealed interface Service {
    /** What is done to a service. */
    enum Verb {
        STOP,
        START,
        RESTART,
        RELOAD
    }

    /** Its name in the recipe. */
    String name();

    /** A unit, or several by a pattern. {@code scope} is {@code system} or {@code user}. */
    record Systemd(String name, Template unit, String scope) implements Service {}

    record Supervisor(String name, Template group) implements Service {}

    record Compose(String name, List<String> services, List<String> except, Template folder)
            implements Service {}

    /**
     * A plain process started by a command that stays.
     *
     * @param pidFile where the process, or Bascule when it starts it, leaves its number
     * @param root the folder whose programs are this service's: a process found working from it is
     *     this one
     */
    record Plain(String name, Command start, Template pidFile, Template root) implements Service {}

    record Script(String name, Command start, Command stop, Optional<Command> status)
            implements Service {}
}
