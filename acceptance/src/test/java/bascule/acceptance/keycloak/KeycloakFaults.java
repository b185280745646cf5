package bascule.acceptance.keycloak;

import bascule.acceptance.Ran;
import bascule.acceptance.faults.Application;
import bascule.acceptance.faults.FaultMatrix;
import bascule.cli.demo.Settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Keycloak on PostgreSQL as what something goes wrong with. */
public final class KeycloakFaults implements Application, AutoCloseable {
    private final OnPostgres keycloak;
    private final Visitor visitor;
    private final String plain;

    /** Signs in once: the first time a password is hashed anew, and that is no fault's doing. */
    KeycloakFaults(OnPostgres keycloak) throws IOException {
        this.keycloak = keycloak;
        this.plain = Files.readString(keycloak.instance());
        if (!serves()) {
            throw new AssertionError("nobody can sign in");
        }
        this.visitor = new Visitor(keycloak.realm());
    }

    /**
     * @param args the table
     */
    public static void main(String[] args) throws Exception {
        var wrong = 1;
        try (var keycloak = new OnPostgres();
                var faults = new KeycloakFaults(keycloak)) {
            wrong = new FaultMatrix(faults).write(Path.of(args[0]));
        }
        System.exit(wrong == 0 ? 0 : 1);
    }

    @Override
    public String title() {
        return "Keycloak from %s to %s on PostgreSQL, from JDK 17 to 25, 1,000 users"
                .formatted(OnPostgres.OLD, OnPostgres.NEW);
    }

    @Override
    public String wanted() {
        return ">=26.0.0";
    }

    @Override
    public String never() {
        return "unit";
    }

    @Override
    public Optional<Idle> idle(String phase) {
        return phase.equals("stage") ? Optional.of(new Idle("build", "verify/")) : Optional.empty();
    }

    @Override
    public String plain() {
        return plain;
    }

    @Override
    public Path instance() {
        return keycloak.instance();
    }

    @Override
    public Ran upgrade() {
        return keycloak.upgrade();
    }

    @Override
    public String picture() throws IOException, InterruptedException {
        return keycloak.files() + keycloak.database.picture("keycloak");
    }

    @Override
    public boolean serves() {
        try (var api = keycloak.api()) {
            return api.signsIn(Settings.user(3));
        }
    }

    @Override
    public void visitsAnew() {
        visitor.anew();
    }

    @Override
    public Set<String> visits() {
        return visitor.read();
    }

    /** Its door is an address where nobody asks: at the other one nothing answers meanwhile. */
    @Override
    public Set<String> answers() {
        return Set.of("200", "000");
    }

    @Override
    public void close() {
        visitor.close();
    }
}
